//! What tests of several layers need.

pub mod authenticator;
#[macro_use]
pub mod databases;
pub mod english;
pub mod factor;
pub mod files;
pub mod full;
pub mod house;
pub mod pdf;
pub mod provider;
pub mod refusals;
pub mod region;
pub mod requests;
pub mod smtp;
pub mod states;
pub mod visitors;
