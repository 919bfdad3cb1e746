//! Whose turn it is in a case, as one party may know it: what the tabs of a worklist are made of.

use crate::domain::party::PartyKind;

use super::kind::StateKind as K;
use super::state::State;

/// Whose turn it is. It tells no more than the text of [`standing`](super::standing) beside the case: all states that a party without the case
/// in hands reads as one text are one stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The own party has to do something.
    Todo,
    /// The own party has the case, and waits for the family or for a date.
    Asked,
    /// Another party has it.
    Away,
    /// Nothing more is to be done.
    Done,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 4] = [Self::Todo, Self::Asked, Self::Away, Self::Done];

    /// The number of it in the store.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Todo => 0,
            Self::Asked => 1,
            Self::Away => 2,
            Self::Done => 3,
        }
    }
}

/// Whose turn it is for the party `of`, which has heard that the case stands at `heard`.
#[must_use]
pub fn stage(state: &State, heard: K, of: PartyKind) -> Stage {
    if let PartyKind::Ggd = of
        && let K::WithLpa | K::Running | K::Reassessing = heard
    {
        // The doctor's part is done; how it ends the GGD doesn't hear.
        return Stage::Done;
    }
    if heard.is_end() {
        return Stage::Done;
    }
    match (state, of) {
        (State::Filling(_) | State::AtSwv(_), PartyKind::Swv)
        | (State::WithDoctor(_) | State::AdviceEstablished(_), PartyKind::Ggd) => Stage::Todo,
        (State::WithLpa(case), PartyKind::Gemeente) if case.notified_on().is_some() => Stage::Todo,
        (State::Incomplete(_), PartyKind::Swv)
        | (State::ParentsReading(_) | State::ParentsSending(_), PartyKind::Ggd)
        | (State::WithLpa(_) | State::Running(_) | State::Reassessing(_), PartyKind::Gemeente) => {
            Stage::Asked
        }
        _ => Stage::Away,
    }
}
