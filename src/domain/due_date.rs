//! A computed date that can say why it is that date.

use serde::{Deserialize, Serialize};
use time::Date;

use super::ages::birthday;
use super::term::Term;
use super::{calendar, dates, school_holidays};

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
    /// The day on which who was born on the date turns so many years.
    Birthday(u16),
    /// The last day of so many whole years that begin on the date.
    WholeYears(u8),
    /// The earliest date from which the date lies within a term.
    Within(Term),
    /// The first day with school from the date on.
    FirstSchoolDay,
    /// The last day of the school year that the date lies in.
    EndOfSchoolYear,
    /// The law names the day itself.
    Fixed,
    /// A decision names the day.
    Decided,
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
    /// The year has no 29 February; 1 March was taken.
    NoLeapDay,
    /// A term can't end on this day (art. 1 Algemene termijnenwet).
    Closed {
        /// The day on which the term would have ended.
        day: Date,
        /// What that day is: "zaterdag", "tweede paasdag".
        because: String,
    },
    /// The term held fewer than two working days (art. 2 Algemene termijnenwet).
    FewWorkingDays {
        /// The day on which the term would have ended.
        day: Date,
    },
    /// What must be done in time is done on a working day before.
    Earlier {
        /// The day that counting gave.
        day: Date,
        /// What that day is: "zaterdag".
        because: String,
    },
    /// The term stood still.
    Paused {
        /// The day on which it would have ended.
        day: Date,
        /// From this day.
        from: Date,
        /// Until this day, on which it ran on.
        until: Date,
        /// Why, in Dutch: "het gezin vraagt erom".
        because: String,
    },
    /// Somebody gave more time.
    Extended {
        /// The day on which it would have ended.
        day: Date,
        /// How much.
        by: Term,
        /// Why, in Dutch.
        because: String,
    },
    /// It can't be sooner than another date.
    NotBefore {
        /// The day that counting gave.
        day: Date,
        /// What the other date is, in Dutch: "het begin van de vrijstelling".
        because: String,
    },
}

impl DueDate {
    /// A term after a date.
    #[must_use]
    pub fn after(from: Date, term: Term, source: impl Into<String>) -> Self {
        Self::of(from, Rule::After(term), term.after(from), source).clamped(term)
    }

    /// A term before a date. The Algemene termijnenwet never moves such a date (art. 1(2)).
    #[must_use]
    pub fn before(until: Date, term: Term, source: impl Into<String>) -> Self {
        Self::of(until, Rule::Before(term), term.before(until), source).clamped(term)
    }

    /// The end of a term that a law sets, counted from the day after `from`, with the Algemene termijnenwet: at least two working
    /// days in a term of three days or more (art. 2), never ending on a weekend or holiday (art. 1), and neither for terms of more
    /// than 90 days, twelve weeks or three months, or in years (art. 4).
    #[must_use]
    pub fn legal(from: Date, term: Term, source: impl Into<String>) -> Self {
        let plain = Self::after(from, term, source);
        if !term.is_extended_by_law() {
            return plain;
        }
        plain.with_two_working_days().moved_to_working_day()
    }

    /// A birthday; 1 March for who was born on 29 February, in a year that lacks it.
    #[must_use]
    pub fn birthday(birth: Date, years: u16, source: impl Into<String>) -> Self {
        let date = birthday(birth, years);
        Self::of(birth, Rule::Birthday(years), date, source).leapt()
    }

    /// The last day of whole years that begin on a date: the day before the anniversary, which for 29 February is 1 March in other
    /// years, so that the period has its full years.
    #[must_use]
    pub fn whole_years(from: Date, years: u8, source: impl Into<String>) -> Self {
        let anniversary = birthday(from, years.into());
        let last = anniversary.previous_day().unwrap_or(anniversary);
        Self::of(from, Rule::WholeYears(years), last, source)
    }

    /// The earliest date from which `reached` lies within a term.
    #[must_use]
    pub fn within(reached: Date, term: Term, source: impl Into<String>) -> Self {
        // Counting back can land on a month's end that doesn't reach far enough forward again: 31 May - 3 months is 28 February,
        // and that + 3 is 28 May.
        let mut earliest = term.before(reached);
        while term.after(earliest) < reached {
            earliest = earliest.next_day().unwrap_or(Date::MAX);
        }
        Self::of(reached, Rule::Within(term), earliest, source)
    }

    /// The first school day from a date on; `None` where the school holidays aren't known here.
    #[must_use]
    pub fn first_school_day(from: Date, source: impl Into<String>) -> Option<Self> {
        let day = school_holidays::first_school_day_from(from)?;
        Some(Self::of(from, Rule::FirstSchoolDay, day, source))
    }

    /// The end of the school year that a date lies in.
    #[must_use]
    pub fn end_of_school_year(of: Date, source: impl Into<String>) -> Self {
        let end = school_holidays::end_of_school_year(of);
        Self::of(of, Rule::EndOfSchoolYear, end, source)
    }

    /// A day that the law names.
    #[must_use]
    pub fn fixed(day: Date, source: impl Into<String>) -> Self {
        Self::of(day, Rule::Fixed, day, source)
    }

    /// A day that a decision names.
    #[must_use]
    pub fn decided(day: Date, source: impl Into<String>) -> Self {
        Self::of(day, Rule::Decided, day, source)
    }

    /// Moves the end of a legal term off a weekend or holiday; see [`calendar::end_of_term`] for when that holds.
    #[must_use]
    pub fn moved_to_working_day(mut self) -> Self {
        while let Some(because) = calendar::closed_because(self.date) {
            let (day, because) = (self.date, because.to_owned());
            self.shifts.push(Shift::Closed { day, because });
            match self.date.next_day() {
                Some(next) => self.date = next,
                None => break,
            }
        }
        self
    }

    /// The last working day before, where the day is none: for what must be done in time.
    #[must_use]
    pub fn moved_back_to_working_day(mut self) -> Self {
        if let Some(because) = calendar::closed_because(self.date) {
            let (day, because) = (self.date, because.to_owned());
            self.date = calendar::working_day_on_or_before(day);
            self.shifts.push(Shift::Earlier { day, because });
        }
        self
    }

    /// Not sooner than another date. `because` says what that date is, in Dutch.
    #[must_use]
    pub fn not_before(mut self, earliest: Date, because: &str) -> Self {
        if self.date < earliest {
            let (day, because) = (self.date, because.to_owned());
            self.shifts.push(Shift::NotBefore { day, because });
            self.date = earliest;
        }
        self
    }

    /// Why it is this date, in Dutch sentences, and where that stands.
    #[must_use]
    pub fn explanation(&self) -> String {
        format!("{} Dit staat in: {}.", self.because(), self.source)
    }

    /// Why it is this date, in Dutch sentences.
    #[must_use]
    pub fn because(&self) -> String {
        let counted = self.counted();
        let mut sentences: Vec<String> = self.rule_in_words(counted).into_iter().collect();
        let mut day = counted;
        let mut shifts = self.shifts.iter().peekable();
        while let Some(shift) = shifts.next() {
            let next = shifts.peek().and_then(|shift| shift.moved_from());
            sentences.extend(shift.in_words(day, self.rule));
            let moved = shift.moved_from().is_some();
            let to = next.unwrap_or(self.date);
            // Of days that are closed in a row only the last says where that leads.
            let row = matches!(shift, Shift::Closed { .. }) && next.is_some();
            if moved && !row {
                sentences.extend(shift.leads_to(to));
            }
            day = if moved { to } else { day };
        }
        sentences.join(" ")
    }

    fn rule_in_words(&self, counted: Date) -> Option<String> {
        let (day, from) = (dates::long(counted), dates::long(self.from));
        Some(match self.rule {
            Rule::After(term) => format!("{day} is {} na {from}.", term.dutch()),
            Rule::Before(term) => format!("{day} is {} vóór {from}.", term.dutch()),
            Rule::Birthday(_) if self.shifts.contains(&Shift::NoLeapDay) => return None,
            Rule::Birthday(years) => format!("De {} verjaardag is {day}.", ordinal(years)),
            Rule::WholeYears(years) => {
                let years = Term::Years(years.into()).dutch();
                format!("Een periode van {years} die begint op {from}, loopt tot en met {day}.")
            }
            Rule::Within(term) => format!(
                "{day} is de vroegste dag waarna {from} binnen {} ligt.",
                term.dutch()
            ),
            Rule::FirstSchoolDay if self.from == counted => format!("Op {day} is er school."),
            Rule::FirstSchoolDay => {
                let last = counted.previous_day().unwrap_or(counted);
                let away = if last == self.from {
                    format!("Op {from}")
                } else {
                    format!("Van {from} tot en met {}", dates::long(last))
                };
                format!("{away} is er geen school. De eerste schooldag daarna is {day}.")
            }
            Rule::EndOfSchoolYear => format!(
                "Een schooljaar loopt van 1 augustus tot en met 31 juli. Het schooljaar waarin {from} valt, eindigt op {day}."
            ),
            Rule::Decided => format!("Het besluit noemt deze dag: {day}."),
            Rule::Fixed => {
                format!(
                    "De wet noemt deze dag zelf: {day}. Een weekend of feestdag verandert dat niet."
                )
            }
        })
    }

    /// What plain counting gave, before anything moved it.
    fn counted(&self) -> Date {
        let first = self.shifts.iter().find_map(Shift::moved_from);
        first.unwrap_or(self.date)
    }

    fn with_two_working_days(mut self) -> Self {
        let day = self.date;
        if (day - self.from).whole_days() < 3 {
            return self;
        }
        self.date = day.max(calendar::add_working_days(self.from, 2));
        if self.date != day {
            self.shifts.push(Shift::FewWorkingDays { day });
        }
        self
    }

    fn clamped(mut self, term: Term) -> Self {
        if term.counts_months() && self.date.day() < self.from.day() {
            let missing_day = self.from.day();
            self.shifts.push(Shift::ShortMonth { missing_day });
        }
        self
    }

    fn leapt(mut self) -> Self {
        if (self.date.month(), self.date.day()) != (self.from.month(), self.from.day()) {
            self.shifts.push(Shift::NoLeapDay);
        }
        self
    }

    fn of(from: Date, rule: Rule, date: Date, source: impl Into<String>) -> Self {
        let source = source.into();
        let shifts = Vec::new();
        Self {
            date,
            from,
            rule,
            source,
            shifts,
        }
    }
}

impl Shift {
    /// The day that this moved away from; `None` where the rule itself took another day.
    const fn moved_from(&self) -> Option<Date> {
        match self {
            Self::ShortMonth { .. } | Self::NoLeapDay => None,
            Self::Closed { day, .. }
            | Self::FewWorkingDays { day }
            | Self::Earlier { day, .. }
            | Self::Paused { day, .. }
            | Self::Extended { day, .. }
            | Self::NotBefore { day, .. } => Some(*day),
        }
    }

    /// What is wrong with the day that was counted.
    fn in_words(&self, counted: Date, rule: Rule) -> Option<String> {
        Some(match self {
            Self::ShortMonth { missing_day } => format!(
                "Er bestaat geen {missing_day} {}. Daarom geldt de laatste dag van die maand.",
                dates::month_and_year(counted)
            ),
            Self::NoLeapDay => format!(
                "Het kind is geboren op 29 februari. Het jaar {} heeft geen 29 februari. Daarom telt {} als de {} verjaardag.",
                counted.year(),
                dates::long(counted),
                match rule {
                    Rule::Birthday(years) => ordinal(years),
                    _ => String::new(),
                }
            ),
            Self::Closed { day, because } | Self::Earlier { day, because } => {
                format!("Op {} is het {because}.", dates::long(*day))
            }
            Self::FewWorkingDays { .. } => {
                "In die tijd zijn er geen twee werkdagen (artikel 2 Algemene termijnenwet).".into()
            }
            Self::Paused {
                from,
                until,
                because,
                ..
            } => format!(
                "Van {} tot {} stond de termijn stil: {because}.",
                dates::long(*from),
                dates::long(*until)
            ),
            Self::Extended { by, because, .. } => {
                format!("Er is {} uitstel gegeven: {because}.", by.dutch())
            }
            Self::NotBefore { .. } => return None,
        })
    }

    /// Which day counts instead.
    fn leads_to(&self, to: Date) -> Option<String> {
        let to = dates::long(to);
        Some(match self {
            Self::ShortMonth { .. } | Self::NoLeapDay => return None,
            Self::Closed { .. } => format!("Daarom geldt de eerste werkdag daarna: {to}."),
            Self::FewWorkingDays { .. } | Self::Paused { .. } | Self::Extended { .. } => {
                format!("Daarom geldt {to}.")
            }
            Self::Earlier { .. } => format!("Daarom geldt de laatste werkdag ervoor: {to}."),
            Self::NotBefore { because, .. } => {
                format!("Maar het kan niet eerder dan {because}: {to}.")
            }
        })
    }
}

/// `vijfde`, for the birthdays on which something hangs.
fn ordinal(years: u16) -> String {
    match years {
        5 => "vijfde".to_owned(),
        12 => "twaalfde".to_owned(),
        16 => "zestiende".to_owned(),
        18 => "achttiende".to_owned(),
        other => format!("{other}e"),
    }
}
