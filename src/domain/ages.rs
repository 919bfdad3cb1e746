//! Ages, as far as rights and duties hang on them.

use serde::{Deserialize, Serialize};
use time::{Date, Month};

/// The day on which someone turns `years`. Who was born on 29 February turns it on 1 March in other years.
#[must_use]
pub fn birthday(birth: Date, years: u16) -> Date {
    let year = birth.year() + i32::from(years);
    Date::from_calendar_date(year, birth.month(), birth.day())
        .or_else(|_| Date::from_calendar_date(year, Month::March, 1))
        .unwrap_or(Date::MAX)
}

/// Age in whole years on a date; 0 before the birth.
#[must_use]
pub fn age_on(birth: Date, on: Date) -> u16 {
    let years = u16::try_from(on.year() - birth.year()).unwrap_or(0);
    if years > 0 && birthday(birth, years) > on {
        years - 1
    } else {
        years
    }
}

/// The ages at which the covenant and the law change who exercises rights and who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBand {
    /// Until 12 the custodial parents decide.
    UnderTwelve,
    /// From 12 to 16 the child's view is heard and the rights are exercised together (Bijlage 5, art. 13 covenant).
    TwelveToFifteen,
    /// From 16 the young person alone consents; the duties of the LPW stay with the parents.
    SixteenPlus,
    /// From 18 the duties rest on the young person too (art. 1b LPW).
    Adult,
}

impl AgeBand {
    /// The band on a date.
    #[must_use]
    pub fn on(birth: Date, on: Date) -> Self {
        match age_on(birth, on) {
            0..=11 => Self::UnderTwelve,
            12..=15 => Self::TwelveToFifteen,
            16..=17 => Self::SixteenPlus,
            _ => Self::Adult,
        }
    }

    /// The first day after `on` on which the band changes; `None` for an adult. From that day on someone else must sign.
    #[must_use]
    pub fn next_change(birth: Date, on: Date) -> Option<Date> {
        [12, 16, 18]
            .into_iter()
            .map(|years| birthday(birth, years))
            .find(|day| *day > on)
    }
}
