//! What tests of several layers need.

#[macro_use]
pub mod databases;
pub mod full;
pub mod house;
pub mod region;
pub mod smtp;
pub mod states;
