//! The dates of an exemption itself: its end, and the letter for the re-assessment.

use time::Date;

use super::ages::birthday;
use super::due_date::DueDate;
use super::term::Term;

const SOURCE: &str = "de werkafspraken van TOM";

/// The last day of an exemption of whole years: the day before the anniversary of its start (1 April 2026, one year: 31 March
/// 2027).
#[must_use]
pub fn end_of_exemption(from: Date, years: u8) -> Date {
    // The anniversary of 29 February is 1 March in other years, so that the exemption has its full year.
    let anniversary = birthday(from, years.into());
    anniversary.previous_day().unwrap_or(anniversary)
}

/// The day by which the letter for the re-assessment goes to the parents: some months before the end, counted backwards, so that a
/// weekend moves nothing.
#[must_use]
pub fn reassessment_letter(until: Date, months: u8) -> Date {
    reassessment_letter_explained(until, months).date
}

/// [`reassessment_letter`] with its explanation.
#[must_use]
pub fn reassessment_letter_explained(until: Date, months: u8) -> DueDate {
    DueDate::before(until, Term::Months(months.into()), SOURCE)
}
