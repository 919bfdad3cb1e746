//! Between instants and civil dates in Europe/Amsterdam.
//!
//! All legal dates are civil dates there: 1 July 00:30 in Amsterdam is still 30 June in UTC. The rule is the one of the
//! European Union, valid since 1996: summer time from the last Sunday of March to the last Sunday of October, 01:00 UTC.
//! Instants are milliseconds since 1970-01-01T00:00:00Z.

use time::{Date, Month, Time};

use super::dates;

const SECOND: i64 = 1_000;
const HOUR: i64 = 3_600 * SECOND;
const DAY: i64 = 24 * HOUR;

/// The civil date in Amsterdam at an instant. Instants beyond the calendar give its first or last day.
#[must_use]
pub fn civil_date(epoch_ms: i64) -> Date {
    let local = epoch_ms.saturating_add(offset_ms(epoch_ms));
    date_of_day(local.div_euclid(DAY))
}

/// The clock time in Amsterdam at an instant, written as `14:05`.
#[must_use]
pub fn clock_time(epoch_ms: i64) -> String {
    let minutes = epoch_ms.saturating_add(offset_ms(epoch_ms)).rem_euclid(DAY) / (60 * SECOND);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// An instant as people read it: the day and the hour in Amsterdam.
#[must_use]
pub fn instant_long(epoch_ms: i64) -> String {
    format!(
        "{}, {}",
        dates::long(civil_date(epoch_ms)),
        clock_time(epoch_ms)
    )
}

/// The instant at which a civil date begins in Amsterdam.
#[must_use]
pub fn start_of_day(date: Date) -> i64 {
    instant(date, Time::MIDNIGHT)
}

/// The instant of a clock time on a civil date in Amsterdam. Of the hour that October has twice it takes the first; of the
/// hour that March skips, the moment as far past the change as the clock was.
#[must_use]
pub fn instant(date: Date, time: Time) -> i64 {
    let midnight = time.duration_since(Time::MIDNIGHT);
    let local =
        i64::from(date.to_julian_day() - EPOCH_JULIAN) * DAY + midnight.whole_seconds() * SECOND;
    let in_summer = local - 2 * HOUR;
    if is_summer(in_summer) {
        in_summer
    } else {
        local - HOUR
    }
}

const EPOCH_JULIAN: i32 = 2_440_588;

fn date_of_day(days_since_1970: i64) -> Date {
    let julian = days_since_1970.saturating_add(i64::from(EPOCH_JULIAN));
    let earliest = i64::from(Date::MIN.to_julian_day());
    let latest = i64::from(Date::MAX.to_julian_day());
    let fallback = if julian < earliest {
        Date::MIN
    } else {
        Date::MAX
    };
    i32::try_from(julian.clamp(earliest, latest))
        .ok()
        .and_then(|day| Date::from_julian_day(day).ok())
        .unwrap_or(fallback)
}

fn offset_ms(epoch_ms: i64) -> i64 {
    if is_summer(epoch_ms) { 2 * HOUR } else { HOUR }
}

fn is_summer(epoch_ms: i64) -> bool {
    let year = date_of_day(epoch_ms.div_euclid(DAY)).year();
    let change = |month| i64::from(last_sunday(year, month) - EPOCH_JULIAN) * DAY + HOUR;
    (change(Month::March)..change(Month::October)).contains(&epoch_ms)
}

/// Julian day of the last Sunday of a month of 31 days.
fn last_sunday(year: i32, month: Month) -> i32 {
    let last = Date::from_calendar_date(year, month, 31).unwrap_or(Date::MAX);
    last.to_julian_day() - i32::from(last.weekday().number_days_from_sunday())
}
