//! The use cases.

mod compose;
