//! What follows when somebody of the family withdraws a consent or gives it again.

use std::collections::BTreeSet;

use time::Date;

use crate::domain::application::Missing;
use crate::domain::consent::{PurposeKind, Statement};
use crate::domain::party::Actor;

use crate::domain::case::effect::{Audience, Effect, Event, EventKind};
use crate::domain::case::state::{Reached, State};

use super::Decision;
use super::made::stay;

/// Keeps what was said. Of a no everybody hears who received data by that consent, and nobody else; what was disclosed before
/// stays lawful. Until the decision, a no to the sharing of the SMA leaves it to the family to send it: also where the
/// leerplichtambtenaar has it by that consent.
pub(super) fn said(
    state: State,
    said: Statement,
    missing: Option<BTreeSet<Missing>>,
    actor: &Actor,
    today: Date,
) -> Decision {
    let Statement {
        purpose, by, gives, ..
    } = said;
    let with_swv = matches!(state, State::Incomplete(_) | State::AtSwv(_));
    let mut audience = vec![Audience::Family];
    let acting = purpose.acted_on_by().iter().copied().map(Audience::from);
    audience.extend(acting.filter(|who| *who == Audience::Swv || !with_swv));
    let own = actor.role().party_kind().map(Audience::from);
    audience.extend(own.filter(|own| !audience.contains(own)));
    let kind = if gives {
        let by = Some(by);
        EventKind::ConsentGiven { purpose, by }
    } else {
        let by = Some(by);
        EventKind::ConsentWithdrawn { purpose, by }
    };
    let mut events = vec![Event { kind, audience }];
    let unshared = !gives && purpose == PurposeKind::ShareAdviceWithLpa;
    let state = match (state, missing) {
        (State::ParentsReading(s), _) if unshared => State::ParentsSending(s.block(today)),
        (State::WithLpa(s), _) if unshared && s.reached() != Reached::SentByParents => {
            State::ParentsSending(s.withdrawn(today))
        }
        (State::Incomplete(s), Some(missing)) if gives => {
            let next = s.amend(missing, today);
            if matches!(next, State::AtSwv(_)) {
                events.push(EventKind::Completed.to(&[Audience::Swv, Audience::Family]));
            }
            next
        }
        (state, _) => state,
    };
    let mut effects = vec![Effect::Consent(said)];
    if !gives {
        effects.push(Effect::Withdrawn(purpose));
    }
    Decision {
        effects,
        ..stay(state, events)
    }
}
