//! The rules: values, dates, and what follows from them.

mod ages;
mod amsterdam;
mod audit;
mod calendar;
mod cases;
mod consents;
mod correspondents;
mod deadlines;
mod export;
mod family_steps;
mod illegal;
mod name_index;
mod names_and_numbers;
mod path;
mod personal;
mod policy;
mod reference;
mod rights;
mod typed_dates;
mod uploads;
mod values;
