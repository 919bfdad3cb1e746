//! The rules, pure: no database, no web, no clock, no random numbers.
