//! A computed date that can say why it is that date.

use serde::{Deserialize, Serialize};
use time::Date;

use super::term::Term;
use super::{calendar, dates};

/// A date with what it was computed from, so that a page can show "28 februari 2027, omdat ...".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDate {
    /// The outcome.
    pub date: Date,
    /// The date from which was counted.
    pub from: Date,
    /// How was counted.
    pub rule: Rule,
    /// Where the rule stands, in Dutch: "artikel 7 Leerplichtwet 1969", "eigen afspraak van het SWV".
    pub source: String,
    /// What moved the date on the way, in order.
    pub shifts: Vec<Shift>,
}

/// How a date follows from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A term after the date.
    After(Term),
    /// A term before the date.
    Before(Term),
}

/// Why a date isn't the one that plain counting gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// The month has no such day; its last day was taken.
    ShortMonth {
        /// The day that is missing, such as 30.
        missing_day: u8,
    },
    /// A term can't end on this day (art. 1 Algemene termijnenwet).
    Closed {
        /// The day on which the term would have ended.
        day: Date,
        /// What that day is: "zaterdag", "tweede paasdag".
        because: String,
    },
}

impl DueDate {
    /// A term after a date.
    #[must_use]
    pub fn after(from: Date, term: Term, source: impl Into<String>) -> Self {
        Self::counted(
            from,
            Rule::After(term),
            term.after(from),
            term,
            source.into(),
        )
    }

    /// A term before a date. The Algemene termijnenwet never moves such a date (art. 1(2)).
    #[must_use]
    pub fn before(until: Date, term: Term, source: impl Into<String>) -> Self {
        Self::counted(
            until,
            Rule::Before(term),
            term.before(until),
            term,
            source.into(),
        )
    }

    /// Moves the end of a legal term off a weekend or holiday; see [`calendar::end_of_term`] for when that holds.
    #[must_use]
    pub fn moved_to_working_day(mut self) -> Self {
        while let Some(because) = calendar::closed_because(self.date) {
            self.shifts.push(Shift::Closed {
                day: self.date,
                because: because.to_owned(),
            });
            match self.date.next_day() {
                Some(next) => self.date = next,
                None => break,
            }
        }
        self
    }

    /// Why it is this date, in Dutch sentences.
    #[must_use]
    pub fn explanation(&self) -> String {
        let (term, side) = match self.rule {
            Rule::After(term) => (term, "na"),
            Rule::Before(term) => (term, "vóór"),
        };
        let counted = self.before_moving();
        let mut sentences = vec![format!(
            "{} is {} {side} {}.",
            dates::long(counted),
            term.dutch(),
            dates::long(self.from)
        )];
        for shift in &self.shifts {
            sentences.push(match shift {
                Shift::ShortMonth { missing_day } => format!(
                    "Er bestaat geen {missing_day} {}. Daarom geldt de laatste dag van die maand.",
                    dates::month_and_year(counted)
                ),
                Shift::Closed { day, because } => {
                    format!("Op {} is het {because}.", dates::long(*day))
                }
            });
        }
        if counted != self.date {
            sentences.push(format!(
                "Daarom geldt de eerste werkdag daarna: {}.",
                dates::long(self.date)
            ));
        }
        sentences.push(format!("Dit staat in: {}.", self.source));
        sentences.join(" ")
    }

    /// What plain counting gave, before weekends and holidays moved it.
    fn before_moving(&self) -> Date {
        let first_closed = self.shifts.iter().find_map(|shift| match shift {
            Shift::Closed { day, .. } => Some(*day),
            Shift::ShortMonth { .. } => None,
        });
        first_closed.unwrap_or(self.date)
    }

    fn counted(from: Date, rule: Rule, date: Date, term: Term, source: String) -> Self {
        let short = term.counts_months() && date.day() < from.day();
        let shifts = if short {
            vec![Shift::ShortMonth {
                missing_day: from.day(),
            }]
        } else {
            Vec::new()
        };
        Self {
            date,
            from,
            rule,
            source,
            shifts,
        }
    }
}
