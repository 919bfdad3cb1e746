//! The fields of a family on a form, wherever somebody types them: child, parents, school, addresses, and a new home.

pub mod address;
pub mod facts;
pub mod home;
pub mod people;
