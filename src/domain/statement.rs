//! How long the doctor's statement can carry a notification (art. 7 LPW): it is no older than three months then.
//!
//! The months are a parameter, because the number is data of a workflow version: a bill may change it.

use time::Date;

use super::calendar::add_months_clamped;
use super::due_date::DueDate;
use super::term::Term;

const SOURCE: &str = "artikel 7 Leerplichtwet 1969";

/// The last day on which a statement of this date is good. Counted backwards from the notification, so a weekend moves nothing.
#[must_use]
pub fn last_good_day(statement: Date, months: u8) -> Date {
    add_months_clamped(statement, months.into())
}

/// [`last_good_day`] with its explanation.
#[must_use]
pub fn last_good_day_explained(statement: Date, months: u8) -> DueDate {
    DueDate::after(statement, Term::Months(months.into()), SOURCE)
}

/// Whether a statement of this date can carry a notification that the gemeente receives on `notified`.
#[must_use]
pub fn is_good_on(statement: Date, notified: Date, months: u8) -> bool {
    statement <= notified && notified <= last_good_day(statement, months)
}

/// The earliest date of a statement that is still good on `notified`.
#[must_use]
pub fn earliest_for(notified: Date, months: u8) -> DueDate {
    DueDate::within(notified, Term::Months(months.into()), SOURCE)
}
