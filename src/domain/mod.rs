//! The rules, pure: no database, no web, no clock, no random numbers.

pub mod address;
pub mod amsterdam;
pub mod big;
pub mod bsn;
pub mod calendar;
pub mod contact;
pub mod dates;
pub mod invalid;
pub mod person;
pub mod school;
pub mod text;
