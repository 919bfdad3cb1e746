//! School holidays of the region Midden, to which the municipalities of Eemland belong.
//!
//! The national dates, with the one May week that the State fixes. The summer and Christmas holidays bind every school; for
//! the others schools may differ, take a second week in May, or have days off of their own. A school year that isn't in the
//! table is unknown, and is said to be.

use time::macros::date;
use time::{Date, Month};

use super::calendar;

/// The first and last date of which the table says whether there is school.
pub const KNOWN: (Date, Date) = (date!(2024 - 08 - 01), date!(2027 - 07 - 31));

/// First and last day off, weekends included.
const HOLIDAYS: [(Date, Date); 16] = [
    (date!(2024 - 07 - 13), date!(2024 - 08 - 25)),
    (date!(2024 - 10 - 26), date!(2024 - 11 - 03)),
    (date!(2024 - 12 - 21), date!(2025 - 01 - 05)),
    (date!(2025 - 02 - 22), date!(2025 - 03 - 02)),
    (date!(2025 - 04 - 26), date!(2025 - 05 - 04)),
    (date!(2025 - 07 - 19), date!(2025 - 08 - 31)),
    (date!(2025 - 10 - 18), date!(2025 - 10 - 26)),
    (date!(2025 - 12 - 20), date!(2026 - 01 - 04)),
    (date!(2026 - 02 - 14), date!(2026 - 02 - 22)),
    (date!(2026 - 04 - 25), date!(2026 - 05 - 03)),
    (date!(2026 - 07 - 18), date!(2026 - 08 - 30)),
    (date!(2026 - 10 - 17), date!(2026 - 10 - 25)),
    (date!(2026 - 12 - 19), date!(2027 - 01 - 03)),
    (date!(2027 - 02 - 20), date!(2027 - 02 - 28)),
    (date!(2027 - 04 - 24), date!(2027 - 05 - 02)),
    (date!(2027 - 07 - 17), date!(2027 - 08 - 29)),
];

/// Whether there is school on a date; `None` outside the table.
#[must_use]
pub fn is_school_day(date: Date) -> Option<bool> {
    let (first, last) = KNOWN;
    (first..=last).contains(&date).then(|| {
        calendar::is_working_day(date)
            && !HOLIDAYS
                .iter()
                .any(|(from, until)| (*from..=*until).contains(&date))
    })
}

/// The first school day on or after a date; `None` when the table doesn't reach it.
#[must_use]
pub fn first_school_day_from(date: Date) -> Option<Date> {
    let mut day = date;
    while !is_school_day(day)? {
        day = day.next_day()?;
    }
    Some(day)
}

/// The last day of the school year (31 July) in which a date lies. A school year runs from 1 August.
#[must_use]
pub fn end_of_school_year(date: Date) -> Date {
    let year = if date.month() >= Month::August {
        date.year() + 1
    } else {
        date.year()
    };
    Date::from_calendar_date(year, Month::July, 31).unwrap_or(Date::MAX)
}

/// The school year of a date, as people write it: `2026/2027`.
#[must_use]
pub fn school_year(date: Date) -> String {
    let ends = end_of_school_year(date).year();
    format!("{}/{ends}", ends - 1)
}
