//! The dates of an exemption itself: its end, and the letter for the re-assessment.

use time::Date;

use super::due_date::DueDate;
use super::term::Term;

const END: &str = "het besluit (convenant bijlage 3, stap 3: 1 of 2 jaar)";
const LETTER: &str = "de werkafspraken van TOM";

/// The last day of an exemption of whole years: the day before the anniversary of its start (1 April 2026, one year: 31 March
/// 2027).
#[must_use]
pub fn end_of_exemption(from: Date, years: u8) -> DueDate {
    DueDate::whole_years(from, years, END)
}

/// The day by which the letter for the re-assessment goes to the parents: some months before the end, counted backwards, so that a
/// weekend moves nothing.
#[must_use]
pub fn reassessment_letter(until: Date, months: u8) -> DueDate {
    DueDate::before(until, Term::Months(months.into()), LETTER)
}
