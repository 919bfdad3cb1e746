//! The use cases: what somebody can do, each in its own file.

pub mod password;
pub mod session;
pub mod sign_in;
