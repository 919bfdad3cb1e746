//! Groups of states for the lists of a party. A filter may tell no more than the list does, so a group is all states that this party
//! reads as one.

use crate::domain::party::PartyKind;

use super::kind::StateKind;
use super::visible::standing;

/// The most states in a group.
pub const MOST_STATES: usize = 10;

/// All states that a party knows by one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The text.
    pub standing: &'static str,
    /// The states.
    pub states: Vec<StateKind>,
}

/// The groups of a party, in the order of the path. A party that knows one text only has none to choose from.
#[must_use]
pub fn groups(of: PartyKind) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for state in StateKind::ALL {
        let standing = standing(state, of);
        match groups.iter_mut().find(|group| group.standing == standing) {
            Some(group) => group.states.push(state),
            None => groups.push(Group {
                standing,
                states: vec![state],
            }),
        }
    }
    groups.retain(|group| group.states.len() < StateKind::ALL.len());
    groups
}
