//! Until when a party keeps its dossier: the event that starts the term, and the day on which it is destroyed.
//!
//! The terms stand in the workflow file (`[retention.*]`), with their source: covenant, appendix 3, and the laws of each party. The
//! day is set anew whenever the event changes, and the page shows it with its reason.

use time::Date;

use super::case::State;
use super::dates;
use super::due_date::DueDate;
use super::hold::HoldKind;
use super::party::PartyKind;
use super::rules::{Retention, RetentionStart, Rules};
use super::term::Term;

/// The term of one dossier: where it began, and the day on which it is destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The event that started the term.
    pub from: Date,
    /// The day on which the dossier is destroyed, unless something holds it.
    pub destroy_on: Date,
}

impl Kept {
    /// The term of a party's dossier now that it `changed` or only the case moved on. `before`: as it was until now.
    ///
    /// `None` while the event that starts it has not come; and where nothing may be kept at all, for then the dossier is reduced
    /// with the step that ends the party's part, and waits for no day (covenant, \[VO\] TOM, step 1).
    #[must_use]
    pub fn of(
        rules: &Rules,
        kind: PartyKind,
        state: &State,
        (before, changed): (Option<Self>, bool),
        today: Date,
    ) -> Option<Self> {
        let term = rules.retention.get(&kind).filter(|term| term.months > 0)?;
        let from = match term.from {
            RetentionStart::Receipt => received(state).or(before.map(|kept| kept.from)),
            RetentionStart::LastChange if !changed => before.map(|kept| kept.from),
            RetentionStart::LastStep | RetentionStart::LastChange => Some(today),
            RetentionStart::EndOfExemption => end_of_exemption(state),
            RetentionStart::EndOfCase => ended(state),
        }?;
        let destroy_on = term.due(from).date;
        Some(Self { from, destroy_on })
    }

    /// Of a gemeente that the case left: its part ended.
    #[must_use]
    pub fn left(rules: &Rules, kind: PartyKind, today: Date) -> Option<Self> {
        let term = rules.retention.get(&kind)?;
        let destroy_on = term.due(today).date;
        Some(Self {
            from: today,
            destroy_on,
        })
    }
}

/// Until when a dossier is kept, as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Until {
    /// When, in Dutch.
    pub value: String,
    /// Why then, in Dutch sentences.
    pub explanation: String,
}

impl Until {
    /// Of a party of this kind, by the rules with which the case started.
    #[must_use]
    pub fn of(rules: &Rules, kind: PartyKind, kept: Option<Kept>) -> Option<Self> {
        let term = rules.retention.get(&kind)?;
        let event = term.from.dutch();
        let (value, explanation) = match kept {
            Some(kept) => (
                format!("Wordt vernietigd op {}", dates::long(kept.destroy_on)),
                format!(
                    "De termijn begint bij {event}. {}",
                    term.due(kept.from).explanation()
                ),
            ),
            None if term.months == 0 => (
                "Wordt gewist zodra uw deel klaar is".to_owned(),
                format!(
                    "U mag het dossier daarna niet bewaren. Dit staat in: {}.",
                    term.source
                ),
            ),
            None => (
                format!("{} na {event}", term.length().dutch()),
                format!("Die dag is nog niet bekend. Dit staat in: {}.", term.source),
            ),
        };
        Some(Self { value, explanation })
    }
}

impl Until {
    /// The same where something holds the dossier: then it is not destroyed on that day.
    #[must_use]
    pub fn held_by(mut self, holds: &[HoldKind]) -> Self {
        if !holds.is_empty() {
            let why: Vec<_> = holds.iter().map(|kind| kind.dutch()).collect();
            self.explanation = format!(
                "Het vernietigen wordt tegengehouden: {}. {}",
                why.join(", "),
                self.explanation
            );
        }
        self
    }
}

impl Retention {
    /// The day on which a dossier is destroyed whose term began on this day.
    #[must_use]
    pub fn due(&self, from: Date) -> DueDate {
        DueDate::after(from, self.length(), self.source.clone())
    }

    fn length(&self) -> Term {
        match self.months {
            months if months % 12 == 0 => Term::Years(months / 12),
            months => Term::Months(months),
        }
    }
}

impl RetentionStart {
    /// The event, in Dutch.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Receipt => "de ontvangst van de aanvraag",
            Self::LastStep => "de laatste stap van deze organisatie",
            Self::LastChange => "de laatste wijziging van het dossier",
            Self::EndOfExemption => "het einde van de vrijstelling, of de weigering",
            Self::EndOfCase => "het einde van de zaak",
        }
    }
}

const fn received(state: &State) -> Option<Date> {
    match state {
        State::Incomplete(at) => Some(at.received_on()),
        State::AtSwv(at) => Some(at.received_on()),
        _ => None,
    }
}

/// The day after which the exemption is over; without one, the day of the refusal or of another end. An exemption that ended
/// early counts until then.
fn end_of_exemption(state: &State) -> Option<Date> {
    match (state.exemption(), ended(state)) {
        (Some(exemption), Some(ended)) => Some(exemption.until.min(ended)),
        (Some(exemption), None) => Some(exemption.until),
        (None, ended) => ended,
    }
}

const fn ended(state: &State) -> Option<Date> {
    match state {
        State::Closed(closed) => Some(closed.on()),
        _ => None,
    }
}
