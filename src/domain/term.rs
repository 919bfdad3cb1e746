//! A length of time as workflow files write it: `5 working days`, `2 weeks`, `4 months`.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::calendar;

/// A length of time on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Term {
    /// Calendar days.
    Days(u16),
    /// Days that are no Saturday, Sunday or holiday.
    WorkingDays(u16),
    /// Weeks of seven calendar days.
    Weeks(u16),
    /// Calendar months; a day that the last month lacks becomes its last day.
    Months(u16),
    /// Calendar years; 29 February becomes 28 February in other years.
    Years(u16),
}

/// The text is no term.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no term: write a number and a unit, such as `5 working days`, `2 weeks`, `4 months` or `20 years`"
)]
pub struct NotATerm(pub String);

impl Term {
    /// From a number and an English unit, singular or plural.
    ///
    /// # Errors
    /// [`NotATerm`] with the text, for a message that names the line of the workflow file.
    pub fn parse(text: &str) -> Result<Self, NotATerm> {
        let fault = || NotATerm(text.to_owned());
        let (number, unit) = text.trim().split_once(' ').ok_or_else(fault)?;
        let n = number.parse().map_err(|_| fault())?;
        match unit {
            "day" | "days" => Ok(Self::Days(n)),
            "working day" | "working days" => Ok(Self::WorkingDays(n)),
            "week" | "weeks" => Ok(Self::Weeks(n)),
            "month" | "months" => Ok(Self::Months(n)),
            "year" | "years" => Ok(Self::Years(n)),
            _ => Err(fault()),
        }
    }

    /// The date that lies this term after `from`. Not yet moved to a working day: see [`calendar::end_of_term`].
    #[must_use]
    pub fn after(self, from: Date) -> Date {
        match self {
            Self::Days(n) => from.saturating_add(Duration::days(n.into())),
            Self::WorkingDays(n) => calendar::add_working_days(from, n),
            Self::Weeks(n) => from.saturating_add(Duration::weeks(n.into())),
            Self::Months(n) => calendar::add_months_clamped(from, n.into()),
            Self::Years(n) => calendar::add_years_clamped(from, n.into()),
        }
    }

    /// The date that lies this term before `until`.
    #[must_use]
    pub fn before(self, until: Date) -> Date {
        match self {
            Self::Days(n) => until.saturating_sub(Duration::days(n.into())),
            Self::WorkingDays(n) => (0..n).fold(until, |day, _| {
                calendar::working_day_on_or_before(day.previous_day().unwrap_or(Date::MIN))
            }),
            Self::Weeks(n) => until.saturating_sub(Duration::weeks(n.into())),
            Self::Months(n) => calendar::add_months_clamped(until, -i32::from(n)),
            Self::Years(n) => calendar::add_years_clamped(until, -i32::from(n)),
        }
    }

    /// Whether the term counts months or years, so that the day of the month can be missing at its end.
    #[must_use]
    pub fn counts_months(self) -> bool {
        matches!(self, Self::Months(_) | Self::Years(_))
    }

    /// Whether the Algemene termijnenwet extends a legal term of this length: not one of more than 90 days, twelve weeks or three
    /// months, or in years (art. 4).
    #[must_use]
    pub fn is_extended_by_law(self) -> bool {
        match self {
            Self::Days(n) | Self::WorkingDays(n) => n <= 90,
            Self::Weeks(n) => n <= 12,
            Self::Months(n) => n <= 3,
            Self::Years(_) => false,
        }
    }

    /// In Dutch, for pages and letters: `5 werkdagen`.
    #[must_use]
    pub fn dutch(self) -> String {
        let (n, one, more) = match self {
            Self::Days(n) => (n, "dag", "dagen"),
            Self::WorkingDays(n) => (n, "werkdag", "werkdagen"),
            Self::Weeks(n) => (n, "week", "weken"),
            Self::Months(n) => (n, "maand", "maanden"),
            Self::Years(n) => (n, "jaar", "jaar"),
        };
        format!("{n} {}", if n == 1 { one } else { more })
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = match self {
            Self::Days(n) => (n, "day"),
            Self::WorkingDays(n) => (n, "working day"),
            Self::Weeks(n) => (n, "week"),
            Self::Months(n) => (n, "month"),
            Self::Years(n) => (n, "year"),
        };
        write!(f, "{n} {unit}{}", if *n == 1 { "" } else { "s" })
    }
}

impl TryFrom<String> for Term {
    type Error = NotATerm;
    fn try_from(text: String) -> Result<Self, NotATerm> {
        Self::parse(&text)
    }
}

impl From<Term> for String {
    fn from(term: Term) -> String {
        term.to_string()
    }
}
