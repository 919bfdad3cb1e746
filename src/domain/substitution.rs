//! A colleague takes over somebody's cases from a day to a day.

use time::Date;

use super::dates;
use super::invalid::Invalid;
use super::term::Term;

/// The longest that it lasts: who is away for longer gives the cases to somebody.
const LONGEST: Term = Term::Months(6);

/// The first day, which can't be over.
///
/// # Errors
/// A day before today, or more than half a year from now.
pub fn first_day(on: Date, today: Date) -> Result<Date, Invalid> {
    dates::between(on, today, LONGEST.after(today))
}

/// The last day of what begins on `from`.
///
/// # Errors
/// A day before the first one, or more than half a year after it.
pub fn last_day(on: Date, from: Date) -> Result<Date, Invalid> {
    dates::between(on, from, LONGEST.after(from))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_substitution_begins_today_or_later_and_lasts_half_a_year_at_most() {
        let today = date!(2026 - 03 - 02);
        assert!(first_day(date!(2026 - 03 - 01), today).is_err());
        assert!(first_day(today, today).is_ok());
        assert!(last_day(date!(2026 - 03 - 01), today).is_err());
        assert!(last_day(today, today).is_ok());
        assert!(last_day(date!(2026 - 09 - 02), today).is_ok());
        assert!(last_day(date!(2026 - 09 - 03), today).is_err());
    }
}
