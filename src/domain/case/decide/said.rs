//! What follows when somebody of the family withdraws a consent or gives it again.

use time::Date;

use crate::domain::consent::{PurposeKind, Statement};
use crate::domain::party::Actor;

use crate::domain::case::effect::{Audience, Effect, Event, EventKind};
use crate::domain::case::state::State;

use super::Decision;

/// Keeps what was said. Of a no everybody hears who received data by that consent, and nobody else; what was disclosed before
/// stays lawful. While the SMA is being read, a no to its sharing leaves it to the family to send it.
pub(super) fn said(state: State, said: Statement, actor: &Actor, today: Date) -> Decision {
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
        EventKind::ConsentGiven { purpose, by }
    } else {
        let by = Some(by);
        EventKind::ConsentWithdrawn { purpose, by }
    };
    let state = match state {
        State::ParentsReading(s) if !gives && purpose == PurposeKind::ShareAdviceWithLpa => {
            State::ParentsSending(s.block(today))
        }
        state => state,
    };
    let mut effects = vec![Effect::Consent(said)];
    if !gives {
        effects.push(Effect::Withdrawn(purpose));
    }
    Decision {
        state,
        events: vec![Event { kind, audience }],
        effects,
    }
}
