//! The Dutch holidays, movable feasts included.

use time::{Date, Duration, Month, Weekday};

use super::calendar::first_of;

/// A Dutch holiday on which a term cannot end (art. 3 Algemene termijnenwet).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// Put on a par with the recognised holidays.
    GoodFriday,
    /// The day after Easter.
    EasterMonday,
    /// 27 April; 26 April when that is a Sunday.
    KingsDay,
    /// 5 May, every year.
    LiberationDay,
    /// 39 days after Easter.
    Ascension,
    /// 50 days after Easter.
    WhitMonday,
    /// 25 December.
    Christmas,
    /// 26 December.
    SecondChristmasDay,
}

impl Holiday {
    /// The holiday on this date, if it is one. Days that a royal decree puts on a par for one year aren't known here.
    #[must_use]
    pub fn on(date: Date) -> Option<Self> {
        match (date.month(), date.day()) {
            (Month::January, 1) => return Some(Self::NewYear),
            (Month::May, 5) => return Some(Self::LiberationDay),
            (Month::December, 25) => return Some(Self::Christmas),
            (Month::December, 26) => return Some(Self::SecondChristmasDay),
            (Month::April, 27) if date.weekday() != Weekday::Sunday => return Some(Self::KingsDay),
            (Month::April, 26) if date.weekday() == Weekday::Saturday => {
                return Some(Self::KingsDay);
            }
            _ => {}
        }
        match (date - easter_sunday(date.year())).whole_days() {
            -2 => Some(Self::GoodFriday),
            1 => Some(Self::EasterMonday),
            39 => Some(Self::Ascension),
            50 => Some(Self::WhitMonday),
            _ => None,
        }
    }

    /// The Dutch name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NewYear => "nieuwjaarsdag",
            Self::GoodFriday => "Goede Vrijdag",
            Self::EasterMonday => "tweede paasdag",
            Self::KingsDay => "Koningsdag",
            Self::LiberationDay => "Bevrijdingsdag",
            Self::Ascension => "Hemelvaartsdag",
            Self::WhitMonday => "tweede pinksterdag",
            Self::Christmas => "eerste kerstdag",
            Self::SecondChristmasDay => "tweede kerstdag",
        }
    }
}

/// Easter Sunday of a year (Gregorian computus).
#[must_use]
pub fn easter_sunday(year: i32) -> Date {
    let golden = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let skipped_leap_days = century - century / 4;
    let moon_correction = (8 * century + 13) / 25;
    // Days from 21 March to the full moon, with the two exceptions of the church's calendar.
    let epact = (skipped_leap_days - moon_correction + 19 * golden + 15).rem_euclid(30);
    let moon = epact - i32::from(epact == 29 || (epact == 28 && golden > 10));
    let march_21 = first_of(year, Month::March) + Duration::days(20);
    let full_moon = march_21 + Duration::days(i64::from(moon));
    full_moon + Duration::days(7 - i64::from(full_moon.weekday().number_days_from_sunday()))
}
