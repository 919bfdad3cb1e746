//! How a decision is put together.

use crate::domain::case::effect::{Audience, Effect, Event, EventKind, LetterKind, Recipients};
use crate::domain::case::state::State as S;
use crate::domain::deadline::Pace;
use crate::domain::party::PartyKind;

use super::Decision;

impl EventKind {
    pub(super) fn to(self, audience: &[Audience]) -> Event {
        Event {
            kind: self,
            audience: audience.to_vec(),
        }
    }
}

impl Decision {
    pub(super) fn and(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    pub(super) fn and_event(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }
}

pub(super) const fn letter(from: PartyKind, kind: LetterKind, to: Recipients) -> Effect {
    Effect::Letter { from, kind, to }
}

pub(super) fn stay(state: S, events: Vec<Event>) -> Decision {
    Decision {
        state,
        pace: Pace::default(),
        events,
        effects: Vec::new(),
    }
}
