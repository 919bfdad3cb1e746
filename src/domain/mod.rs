//! The rules, pure: no database, no web, no clock, no random numbers.

pub mod address;
pub mod ages;
pub mod amsterdam;
pub mod big;
pub mod bsn;
pub mod calendar;
pub mod contact;
pub mod dates;
pub mod due_date;
pub mod duty_to_enrol;
pub mod exemption_dates;
pub mod holiday;
pub mod invalid;
pub mod notification_dates;
pub mod person;
pub mod school;
pub mod school_holidays;
pub mod statement;
pub mod term;
pub mod text;
