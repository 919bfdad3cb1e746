//! Working days, the end of terms, and steps of months and years.

use time::{Date, Month, Weekday};

use super::holiday::Holiday;

/// Not a Saturday, a Sunday or a holiday.
#[must_use]
pub fn is_working_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && Holiday::on(date).is_none()
}

/// Why a date is no working day, in Dutch; `None` when it is one.
#[must_use]
pub fn closed_because(date: Date) -> Option<&'static str> {
    Holiday::on(date)
        .map(Holiday::label)
        .or(match date.weekday() {
            Weekday::Saturday => Some("zaterdag"),
            Weekday::Sunday => Some("zondag"),
            _ => None,
        })
}

/// The first working day after a date.
#[must_use]
pub fn next_working_day(date: Date) -> Date {
    end_of_term(next(date))
}

/// The date itself when it is a working day, else the last working day before it: for what must be done in time.
#[must_use]
pub fn working_day_on_or_before(date: Date) -> Date {
    let mut day = date;
    while !is_working_day(day) {
        day = day.previous_day().unwrap_or(Date::MIN);
    }
    day
}

/// `n` working days after a date, which itself does not count. `n` = 0 gives the date back.
#[must_use]
pub fn add_working_days(date: Date, n: u16) -> Date {
    (0..n).fold(date, |day, _| next_working_day(day))
}

/// Where a term ends that would end on this date (art. 1(1) Algemene termijnenwet): the next day that is no Saturday, Sunday
/// or holiday.
///
/// Not for terms that are counted backwards from a date or an event (art. 1(2)): a statement "no older than three months", a
/// letter "four months before the end". Nor for terms in hours, of more than 90 days, twelve weeks or three months, or in years
/// (art. 4). And not for a fixed day that the law names, such as "before 1 July".
#[must_use]
pub fn end_of_term(date: Date) -> Date {
    let mut day = date;
    while !is_working_day(day) {
        day = next(day);
    }
    day
}

/// `n` calendar months on, or back when negative; a day that the month lacks becomes its last day (30 November + 3 is 28
/// February).
#[must_use]
pub fn add_months_clamped(date: Date, n: i32) -> Date {
    let months = i64::from(date.year()) * 12 + i64::from(u8::from(date.month())) - 1 + i64::from(n);
    let year = i32::try_from(months.div_euclid(12)).unwrap_or(i32::MAX);
    let month = u8::try_from(months.rem_euclid(12) + 1)
        .ok()
        .and_then(|m| Month::try_from(m).ok())
        .unwrap_or(date.month());
    let day = date.day().min(month.length(year));
    Date::from_calendar_date(year, month, day).unwrap_or(if n < 0 { Date::MIN } else { Date::MAX })
}

/// `n` years on, or back when negative; 29 February becomes 28 February in other years. Ages have another rule: see `ages`.
#[must_use]
pub fn add_years_clamped(date: Date, n: i32) -> Date {
    add_months_clamped(date, n.saturating_mul(12))
}

/// The first day of a month.
pub(crate) fn first_of(year: i32, month: Month) -> Date {
    Date::from_calendar_date(year, month, 1).unwrap_or(if year < 0 { Date::MIN } else { Date::MAX })
}

fn next(date: Date) -> Date {
    date.next_day().unwrap_or(Date::MAX)
}
