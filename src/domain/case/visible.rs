//! What each party may know of where a case stands. A state is one thing; who may see it is another: before the SMA the
//! LPA knows that a procedure runs, and no more (covenant, TOM: seintje).

use std::collections::BTreeSet;

use time::Date;

use crate::domain::deadline::Pace;
use crate::domain::family::Person;
use crate::domain::notice::NoticeKind;
use crate::domain::party::PartyKind;
use crate::domain::rules::Rules;

use super::due::deadline;
use super::kind::StateKind as K;
use super::state::State;

/// Where a case stands as one party has heard of it: as long as a seintje by telephone (`calls`) was not given, it stands
/// where it stood before.
#[must_use]
pub fn known(state: &State, of: PartyKind, calls: &[NoticeKind]) -> K {
    let untold = |notice| calls.contains(&notice);
    let before = match (state, of) {
        (State::Closed(closed), PartyKind::Gemeente) if untold(NoticeKind::EndedToLpa) => {
            closed.from()
        }
        (State::Closed(closed), PartyKind::Swv) if untold(NoticeKind::EndedToSwv) => closed.from(),
        _ => state.kind(),
    };
    match before {
        K::Running | K::Reassessing if of == PartyKind::Swv && untold(NoticeKind::Granted) => {
            K::WithLpa
        }
        kind => kind,
    }
}

/// Where a case stands, as one party may know it: a text in plain Dutch.
#[must_use]
pub const fn standing(kind: K, of: PartyKind) -> &'static str {
    match of {
        PartyKind::Swv => match kind {
            K::Filling | K::Incomplete | K::AtSwv | K::SchoolPossible => kind.dutch(),
            K::WithDoctor
            | K::AdviceEstablished
            | K::ParentsReading
            | K::ParentsSending
            | K::WithLpa => "overgedragen aan de arts",
            K::Running | K::Reassessing => "vrijstelling toegekend",
            K::Fit
            | K::Withdrawn
            | K::Lapsed
            | K::RequirementNotMet
            | K::BackAtSchool
            | K::MovedAway
            | K::Eighteen
            | K::Died
            | K::Expired => "procedure beëindigd",
        },
        PartyKind::Ggd => match kind {
            K::WithLpa
            | K::Running
            | K::Reassessing
            | K::RequirementNotMet
            | K::BackAtSchool
            | K::Expired => "advies gedeeld",
            K::Withdrawn | K::MovedAway | K::Eighteen | K::Died => "procedure beëindigd",
            _ => kind.dutch(),
        },
        PartyKind::Gemeente => match kind {
            K::WithLpa
            | K::Running
            | K::Reassessing
            | K::RequirementNotMet
            | K::BackAtSchool
            | K::Expired => kind.dutch(),
            K::Filling
            | K::Incomplete
            | K::AtSwv
            | K::WithDoctor
            | K::AdviceEstablished
            | K::ParentsReading
            | K::ParentsSending => "procedure loopt",
            // At 18 an exemption ends, or a procedure of which the LPA knows a name and no age.
            K::SchoolPossible
            | K::Fit
            | K::Withdrawn
            | K::Lapsed
            | K::MovedAway
            | K::Eighteen
            | K::Died => "procedure beëindigd",
        },
        PartyKind::LocalTeam => "vrijstelling toegekend",
    }
}

/// What a case waits for, and on whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Who must do something, in Dutch.
    pub whom: &'static str,
    /// What, in Dutch.
    pub what: String,
    /// Until when, by the terms of the workflow.
    pub until: Option<Date>,
}

/// Whom of the family a case waits for; the other parent by number once one of them did it.
fn whom(awaited: &BTreeSet<Person>, some_did: bool) -> &'static str {
    match awaited.first() {
        Some(Person::Child) => "de leerling",
        Some(one) if some_did && awaited.len() == 1 => one.dutch(),
        _ => "de ouders",
    }
}

/// What a case waits for, as the party `of` may know it; `None` for the family, who may know all of it.
#[must_use]
pub fn waiting(
    state: &State,
    pace: &Pace,
    rules: &Rules,
    of: Option<PartyKind>,
) -> Option<Waiting> {
    let runs = deadline(state, pace, rules);
    let until = runs.filter(|deadline| deadline.still.is_none());
    let until = until.map(|deadline| deadline.due.date);
    let wait = |whom, what: &str, until| {
        Some(Waiting {
            whom,
            what: what.to_owned(),
            until,
        })
    };
    let all = match state {
        State::Filling(_) => wait(
            "het samenwerkingsverband",
            "de aanvraag afmaken en de ontvangst vastleggen",
            None,
        ),
        State::Incomplete(s) => {
            let what = s
                .missing
                .iter()
                .filter(|m| m.blocks())
                .map(|m| m.dutch())
                .collect::<Vec<_>>()
                .join("; ");
            wait("de ouders", &format!("aanvullen: {what}"), until)
        }
        State::AtSwv(_) if state.sitting_to_come().is_some() => wait(
            "het samenwerkingsverband",
            "de geplande zitting",
            state.sitting_to_come().map(|sitting| sitting.on),
        ),
        State::AtSwv(s) if s.sitting.is_none() => wait(
            "het samenwerkingsverband",
            "mogelijkheden in het onderwijs bespreken (zitting)",
            until,
        ),
        State::AtSwv(_) => wait(
            "het samenwerkingsverband",
            "overdragen aan de arts, of afsluiten als er onderwijs mogelijk is",
            until,
        ),
        State::WithDoctor(s) => match (&s.doctor, &s.appointment) {
            (None, _) => wait(
                "de GGD",
                "een onafhankelijke arts neemt de zaak in behandeling",
                until,
            ),
            (_, None) => wait("de arts", "een afspraak plannen", until),
            (_, Some(_)) => wait(
                "de arts",
                "het kind zien en het advies (SMA) vaststellen",
                until,
            ),
        },
        State::AdviceEstablished(_) => wait("de arts", "het advies naar de ouders sturen", until),
        State::ParentsReading(s) => wait(
            whom(
                &s.answers.release_awaited(),
                !s.answers.released().is_empty(),
            ),
            "het advies lezen en vrijgeven",
            until,
        ),
        State::ParentsSending(s) => {
            let deciding = &s.answers.asked().to_release;
            let what = if deciding.contains(&Person::Child) {
                "het advies zelf naar de gemeente sturen; de ouders tekenen de kennisgeving"
            } else {
                "het advies zelf naar de gemeente sturen, met de kennisgeving"
            };
            wait(whom(deciding, false), what, until)
        }
        State::WithLpa(s) if s.notified_on().is_none() => wait(
            whom(
                &s.answers.signature_awaited(),
                !s.answers.signed().is_empty(),
            ),
            "de kennisgeving ondertekenen",
            until,
        ),
        State::WithLpa(_) => wait(
            "de leerplichtambtenaar",
            "de vorm toetsen en beslissen",
            until,
        ),
        State::Running(s) => wait(
            "niemand",
            "de brief voor de herbeoordeling gaat op deze datum",
            Some(s.exemption.reassessment_letter_on).filter(|_| !pace.elsewhere),
        ),
        State::Reassessing(_) => wait(
            "de ouders",
            "opnieuw aanvragen, als de vrijstelling nog nodig is",
            until,
        ),
        State::Closed(_) => None,
    };
    let own = matches!(
        (of, state),
        (None, _)
            | (
                Some(PartyKind::Swv),
                State::Filling(_) | State::Incomplete(_) | State::AtSwv(_)
            )
            | (
                Some(PartyKind::Ggd),
                State::WithDoctor(_)
                    | State::AdviceEstablished(_)
                    | State::ParentsReading(_)
                    | State::ParentsSending(_),
            )
            | (
                Some(PartyKind::Gemeente),
                State::WithLpa(_) | State::Running(_) | State::Reassessing(_),
            )
    );
    if own {
        return all;
    }
    match state {
        State::Closed(_) => None,
        _ => elsewhere(of?),
    }
}

/// What a case waits for that others have to do.
#[must_use]
pub fn elsewhere(of: PartyKind) -> Option<Waiting> {
    let (whom, what) = match of {
        PartyKind::LocalTeam => return None,
        PartyKind::Swv => (
            "de andere partijen",
            "u krijgt een seintje als er een besluit is of als de procedure eindigt",
        ),
        PartyKind::Ggd => (
            "de gemeente",
            "het advies is gedeeld; de GGD hoeft nu niets te doen",
        ),
        PartyKind::Gemeente => (
            "de andere partijen",
            "u krijgt het advies als de ouders het vrijgeven of zelf sturen, of een seintje als de procedure eindigt",
        ),
    };
    Some(Waiting {
        whom,
        what: what.to_owned(),
        until: None,
    })
}
