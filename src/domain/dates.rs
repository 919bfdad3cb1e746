//! Civil dates as people type and read them. What follows from them stands in `calendar`, `ages` and their neighbours.

use time::{Date, Month, Time};

use super::invalid::Invalid;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
];

/// Years that a typed date may have: outside them it is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// A date from the three fields of a form. A month may be a number, a Dutch name or the first three letters of it.
///
/// # Errors
/// [`Invalid::Required`] when all three are empty, [`Invalid::NotADate`] when together they are no day of 1900 to 2199.
pub fn parse(day: &str, month: &str, year: &str) -> Result<Date, Invalid> {
    let (day, month, year) = (day.trim(), month.trim(), year.trim());
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Err(Invalid::Required);
    }
    let day = number(day, 2).ok_or(Invalid::NotADate)?;
    let month = month_number(month).ok_or(Invalid::NotADate)?;
    let year = number(year, 4)
        .map(i32::from)
        .filter(|year| YEARS.contains(year))
        .ok_or(Invalid::NotADate)?;
    let day = u8::try_from(day).map_err(|_| Invalid::NotADate)?;
    Date::from_calendar_date(year, month, day).map_err(|_| Invalid::NotADate)
}

/// A clock time as people type it: `9:30`, `09.30` or `9 uur` for nine o'clock.
///
/// # Errors
/// [`Invalid::NotATime`] for anything else.
pub fn parse_time(typed: &str) -> Result<Time, Invalid> {
    let typed = typed.trim();
    let bare = typed.strip_suffix("uur").unwrap_or(typed).trim_end();
    let (hour, minute) = bare.split_once([':', '.']).unwrap_or((bare, "0"));
    let whole = |text: &str| {
        number(text, 2)
            .and_then(|number| u8::try_from(number).ok())
            .ok_or(Invalid::NotATime)
    };
    Time::from_hms(whole(hour)?, whole(minute)?, 0).map_err(|_| Invalid::NotATime)
}

/// `09:30`, as a clock time is stored and shown.
#[must_use]
pub fn clock_time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A date of today or earlier: a birth, a signature, a receipt.
///
/// # Errors
/// [`Invalid::DateInFuture`] for a day after `today`.
pub fn not_after_today(date: Date, today: Date) -> Result<Date, Invalid> {
    if date > today {
        Err(Invalid::DateInFuture)
    } else {
        Ok(date)
    }
}

/// A date of today or at most a year ago: what an employee records of a case that runs.
///
/// # Errors
/// [`Invalid::DateInFuture`]; [`Invalid::DateTooEarly`], where a year was probably mistyped.
pub fn in_the_last_year(date: Date, today: Date) -> Result<Date, Invalid> {
    let earliest = today.saturating_sub(time::Duration::days(366));
    not_after_today(date, today)?;
    between(date, earliest, today)
}

/// A date within bounds, both included.
///
/// # Errors
/// [`Invalid::DateTooEarly`] or [`Invalid::DateTooLate`], with the bound.
pub fn between(date: Date, earliest: Date, latest: Date) -> Result<Date, Invalid> {
    if date < earliest {
        Err(Invalid::DateTooEarly { earliest })
    } else if date > latest {
        Err(Invalid::DateTooLate { latest })
    } else {
        Ok(date)
    }
}

/// `YYYY-MM-DD`, as dates are stored.
#[must_use]
pub fn iso(date: Date) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    )
}

/// From `YYYY-MM-DD`.
///
/// # Errors
/// [`Invalid::NotADate`] for anything else.
pub fn from_iso(text: &str) -> Result<Date, Invalid> {
    let mut parts = text.splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day))
            if (year.len(), month.len(), day.len()) == (4, 2, 2) =>
        {
            parse(day, month, year).map_err(|_| Invalid::NotADate)
        }
        _ => Err(Invalid::NotADate),
    }
}

/// `14 maart 2017`, for letters and pages.
#[must_use]
pub fn long(date: Date) -> String {
    format!(
        "{} {} {}",
        date.day(),
        month_name(date.month()),
        date.year()
    )
}

/// `dinsdag 14 maart 2017`, for an appointment.
#[must_use]
pub fn long_with_weekday(date: Date) -> String {
    format!("{} {}", weekday_name(date), long(date))
}

/// `14-03-2017`, for tables.
#[must_use]
pub fn short(date: Date) -> String {
    format!(
        "{:02}-{:02}-{:04}",
        date.day(),
        u8::from(date.month()),
        date.year()
    )
}

/// `november 2026`, for what is due in a month rather than on a day.
#[must_use]
pub fn month_and_year(date: Date) -> String {
    format!("{} {}", month_name(date.month()), date.year())
}

/// The Dutch name of a month.
#[must_use]
pub fn month_name(month: Month) -> &'static str {
    MONTHS[usize::from(u8::from(month)) - 1]
}

/// The Dutch name of the day of the week.
#[must_use]
pub fn weekday_name(date: Date) -> &'static str {
    WEEKDAYS[usize::from(date.weekday().number_days_from_monday())]
}

fn number(typed: &str, most_digits: usize) -> Option<u16> {
    let right =
        (1..=most_digits).contains(&typed.len()) && typed.bytes().all(|b| b.is_ascii_digit());
    right.then(|| typed.parse().ok()).flatten()
}

fn month_number(typed: &str) -> Option<Month> {
    if let Some(number) = number(typed, 2) {
        return Month::try_from(u8::try_from(number).ok()?).ok();
    }
    if typed.len() > 10 {
        return None;
    }
    let typed = typed.to_lowercase();
    let typed = if typed == "mrt" {
        "maart"
    } else {
        typed.trim_end_matches('.')
    };
    let at = MONTHS
        .iter()
        .position(|name| *name == typed || (typed.len() == 3 && name.starts_with(typed)))?;
    Month::try_from(u8::try_from(at + 1).ok()?).ok()
}
