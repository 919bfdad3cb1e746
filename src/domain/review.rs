//! When the access log of a party is reviewed again: a log that nobody looks at is worth nothing.

use time::Date;

use super::term;

/// Months between two reviews, where a party chose no other number: every quarter.
pub const MONTHS: u8 = 3;

/// How far the log was reviewed without a gap, and when the next review is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Months between two reviews.
    pub months: u8,
    /// When the last review was signed.
    pub last: Option<Date>,
    /// The first day that was not reviewed yet; none for a log without lines.
    pub from: Option<Date>,
    /// On which day the next review is there at the latest.
    pub due: Option<Date>,
    /// Whether that day has gone by.
    pub overdue: bool,
}

impl Term {
    /// Of a log that began on a day, with the periods that were reviewed (both days included), ordered by their first day; when the last
    /// review was signed, and today. A day that no review names is a gap: the term runs from there.
    #[must_use]
    pub fn of(
        months: u8,
        began: Option<Date>,
        reviewed: &[(Date, Date)],
        (last, today): (Option<Date>, Date),
    ) -> Self {
        let from = began.map(|began| {
            reviewed.iter().fold(began, |open, (first, until)| {
                match *first <= open && *until >= open {
                    true => until.next_day().unwrap_or(*until),
                    false => open,
                }
            })
        });
        let due = from.map(|from| {
            let before = from.previous_day().unwrap_or(from);
            term::Term::Months(months.into()).after(before)
        });
        Self {
            months,
            last,
            from,
            due,
            overdue: due.is_some_and(|due| due < today),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn due(reviewed: &[(Date, Date)]) -> Option<Date> {
        let today = date!(2026 - 12 - 31);
        Term::of(3, Some(date!(2026 - 01 - 01)), reviewed, (None, today)).due
    }

    #[test]
    fn the_next_review_is_due_a_period_after_what_was_reviewed_without_a_gap() {
        assert_eq!(due(&[]), Some(date!(2026 - 03 - 31)));
        let first = (date!(2025 - 12 - 01), date!(2026 - 03 - 31));
        assert_eq!(due(&[first]), Some(date!(2026 - 06 - 30)));
        let second = (date!(2026 - 04 - 01), date!(2026 - 06 - 30));
        assert_eq!(due(&[first, second]), Some(date!(2026 - 09 - 30)));
        // Who reviews one day of June has not looked at April and May.
        let gap = (date!(2026 - 06 - 30), date!(2026 - 06 - 30));
        assert_eq!(due(&[first, gap]), Some(date!(2026 - 06 - 30)));
        assert_eq!(
            Term::of(3, None, &[], (None, date!(2026 - 01 - 01))).due,
            None
        );
    }

    #[test]
    fn a_review_is_overdue_from_the_day_after_its_date() {
        let on = |today| Term::of(3, Some(date!(2026 - 01 - 01)), &[], (None, today)).overdue;
        assert!(!on(date!(2026 - 03 - 31)) && on(date!(2026 - 04 - 01)));
    }
}
