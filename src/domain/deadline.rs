//! Deadlines: how long a case may wait for something, when a list turns yellow and red, and what moves the date.
//!
//! The workflow file says the terms. Which deadline runs follows from the state ([`crate::domain::case::deadline`]); what
//! people did to it (suspended, resumed, extended) is kept with the case as its [`Pace`]. A date that a law sets can't be moved.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::calendar;
use super::due_date::{DueDate, Shift};
use super::term::Term;

/// What a case waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// SWV: first contact with the parents and the sitting, from the receipt.
    FirstContact,
    /// SWV: the hand-over to the doctor or another end, from the sitting.
    HandOver,
    /// Parents: what is missing, from the day on which they were asked.
    Completion,
    /// Doctor: an appointment, from the hand-over.
    Appointment,
    /// Doctor: the SMA, from the appointment.
    Advice,
    /// Doctor: sending the SMA to the parents, from the day of the SMA.
    SendAdvice,
    /// Parents: reading and releasing, from the sending.
    Reading,
    /// Parents: the notification, as long as the statement is good (art. 7 LPW).
    Notification,
    /// LPA: the decision, from the SMA.
    Decision,
    /// Parents: a new application, before the exemption ends.
    EndOfExemption,
    /// Parents: the yearly notification inside an exemption (art. 6 LPW).
    YearlyNotification,
}

/// Whom a reminder goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reminded {
    /// Who works on the case at the party that has it in hands.
    Party,
    /// The parents, and the young person from 16: a letter.
    Parents,
}

/// One deadline as the workflow file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineRule {
    /// How long it lasts; `None` where a law or a decision sets the day.
    pub term: Option<Term>,
    /// So long before the day it is yellow, and the first reminder goes.
    pub yellow: Term,
    /// So long before the day it is red, and the party is reminded again.
    pub red: Term,
    /// Whom the first reminder goes to.
    pub remind: Vec<Reminded>,
    /// So long after the day the coordinator or the administrator hears of it.
    pub escalate: Term,
}

/// Why a deadline was moved. A closed list: a free text could hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The family asked for it.
    Family,
    /// Papers or an answer of somebody else are waited for.
    Papers,
    /// School holidays.
    Holidays,
    /// Nobody of the own party can do it now.
    Staff,
    /// It is talked over with other parties.
    Consultation,
}

/// What somebody did to a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change {
    /// It stood still.
    Paused {
        /// From this day.
        from: Date,
        /// Until this day, on which it ran on; `None`: it still stands.
        until: Option<Date>,
        /// Why.
        why: Why,
    },
    /// It was made longer.
    Extended {
        /// On which day that was decided.
        on: Date,
        /// By how much.
        by: Term,
        /// Why.
        why: Why,
    },
}

/// How a case gets on: when somebody last took a step, and what was done to the deadline that runs now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// The day of the last step of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_on: Option<Date>,
    /// Whether the exemption is of another gemeente than the one that has the case: it was never told the dates.
    #[serde(default)]
    pub elsewhere: bool,
    /// What was done to the deadline, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// How urgent it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// It stands still.
    Still,
    /// There is time.
    Green,
    /// The day comes near.
    Yellow,
    /// The day is there, nearly so, or over.
    Red,
}

/// A deadline that runs, or stands still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What for.
    pub kind: DeadlineKind,
    /// Until when, with why.
    pub due: DueDate,
    /// From this day it is yellow.
    pub yellow: Date,
    /// From this day it is red.
    pub red: Date,
    /// On this day the coordinator or the administrator hears of it.
    pub escalate: Date,
    /// Since when it stands still, and why.
    pub still: Option<(Date, Why)>,
}

impl DeadlineKind {
    /// Every kind, in the order of the path.
    pub const ALL: [Self; 11] = [
        Self::FirstContact,
        Self::HandOver,
        Self::Completion,
        Self::Appointment,
        Self::Advice,
        Self::SendAdvice,
        Self::Reading,
        Self::Notification,
        Self::Decision,
        Self::EndOfExemption,
        Self::YearlyNotification,
    ];

    /// The word for it in the workflow file.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FirstContact => "first_contact",
            Self::HandOver => "hand_over",
            Self::Completion => "completion",
            Self::Appointment => "appointment",
            Self::Advice => "advice",
            Self::SendAdvice => "send_advice",
            Self::Reading => "reading",
            Self::Notification => "notification",
            Self::Decision => "decision",
            Self::EndOfExemption => "end_of_exemption",
            Self::YearlyNotification => "yearly_notification",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::FirstContact => "eerste contact en zitting",
            Self::HandOver => "overdragen aan de arts, of afsluiten",
            Self::Completion => "aanvulling door de ouders",
            Self::Appointment => "afspraak bij de arts",
            Self::Advice => "advies van de arts (SMA)",
            Self::SendAdvice => "advies naar de ouders sturen",
            Self::Reading => "lezen en vrijgeven van het advies",
            Self::Notification => "kennisgeving, zolang de verklaring geldig is",
            Self::Decision => "besluit van de leerplichtambtenaar",
            Self::EndOfExemption => "einde van de vrijstelling",
            Self::YearlyNotification => "jaarlijkse kennisgeving",
        }
    }

    /// Whether a law or a decision sets the day, so that no file and no person moves it.
    #[must_use]
    pub const fn is_set(self) -> bool {
        matches!(
            self,
            Self::Notification | Self::EndOfExemption | Self::YearlyNotification
        )
    }
}

impl Reminded {
    /// Everybody who can be reminded.
    pub const ALL: [Self; 2] = [Self::Party, Self::Parents];

    /// The word for it in the workflow file.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Parents => "parents",
        }
    }
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::Family,
        Self::Papers,
        Self::Holidays,
        Self::Staff,
        Self::Consultation,
    ];

    /// The word for it in a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Papers => "papers",
            Self::Holidays => "holidays",
            Self::Staff => "staff",
            Self::Consultation => "consultation",
        }
    }

    /// What a user reads, to go on in a sentence.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Family => "het gezin vraagt erom",
            Self::Papers => "er wordt gewacht op stukken of op een antwoord",
            Self::Holidays => "het is schoolvakantie",
            Self::Staff => "de medewerker is er niet",
            Self::Consultation => "er is overleg met andere partijen nodig",
        }
    }
}

impl Pace {
    /// Since when the deadline stands still, and why.
    #[must_use]
    pub fn still(&self) -> Option<(Date, Why)> {
        match self.changes.last() {
            Some(Change::Paused {
                from,
                until: None,
                why,
            }) => Some((*from, *why)),
            _ => None,
        }
    }

    /// The deadline of a kind that would end on `base`, as the file and what was done to it make it.
    #[must_use]
    pub fn deadline(&self, kind: DeadlineKind, base: DueDate, rule: &DeadlineRule) -> Deadline {
        let due = match rule.term {
            Some(term) => self
                .changes
                .iter()
                .fold(base, |due, change| change.move_on(due, term)),
            None => base,
        };
        Deadline {
            kind,
            yellow: rule.yellow.before(due.date),
            red: rule.red.before(due.date),
            escalate: rule.escalate.after(due.date),
            due,
            still: self.still().filter(|_| rule.term.is_some()),
        }
    }
}

impl Change {
    /// What this does to a deadline of a term.
    fn move_on(self, mut due: DueDate, term: Term) -> DueDate {
        let day = due.date;
        match self {
            // What stood still after the day had come gives no time back.
            Self::Paused {
                from,
                until: Some(until),
                why,
            } if from <= day => {
                due.date = match term {
                    Term::WorkingDays(_) => {
                        calendar::add_working_days(day, working_days(from, until))
                    }
                    _ => day.saturating_add(until - from),
                };
                due.shifts.push(Shift::Paused {
                    day,
                    from,
                    until,
                    because: why.dutch().to_owned(),
                });
            }
            Self::Paused { .. } => {}
            Self::Extended { by, why, .. } => {
                due.date = by.after(day);
                due.shifts.push(Shift::Extended {
                    day,
                    by,
                    because: why.dutch().to_owned(),
                });
            }
        }
        due
    }
}

/// The working days from a day until, and not with, another.
fn working_days(from: Date, until: Date) -> u16 {
    let days = (until - from).whole_days().max(0);
    let count =
        (0..days).filter(|n| calendar::is_working_day(from.saturating_add(Duration::days(*n))));
    u16::try_from(count.count()).unwrap_or(u16::MAX)
}

impl Deadline {
    /// How urgent it is on a day.
    #[must_use]
    pub fn light(&self, today: Date) -> Light {
        if self.still.is_some() {
            Light::Still
        } else if today >= self.red {
            Light::Red
        } else if today >= self.yellow {
            Light::Yellow
        } else {
            Light::Green
        }
    }

    /// Why it ends on that day, in Dutch sentences.
    #[must_use]
    pub fn explanation(&self) -> String {
        match self.still {
            Some((since, why)) => format!(
                "De termijn staat stil sinds {}: {}. {}",
                super::dates::long(since),
                why.dutch(),
                self.due.explanation()
            ),
            None => self.due.explanation(),
        }
    }
}

impl Light {
    /// What a user reads beside the colour.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Still => "staat stil",
            Self::Green => "op tijd",
            Self::Yellow => "bijna",
            Self::Red => "dringend",
        }
    }
}
