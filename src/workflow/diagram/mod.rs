//! A workflow as a picture. What is drawn comes from walking the path itself ([`walk`]); only where a state stands on the
//! paper is chosen here.

mod boxes;
mod layout;
mod mermaid;
mod picture;
mod route;
mod svg;
mod theme;

pub use mermaid::mermaid;
pub use svg::svg;

use crate::domain::case::StateKind;
use crate::domain::party::Role;

/// In whose hands a case is in each state; each has a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lane {
    Swv,
    Ggd,
    Family,
    Gemeente,
}

impl Lane {
    const ALL: [Self; 4] = [Self::Swv, Self::Ggd, Self::Family, Self::Gemeente];

    const fn dutch(self) -> &'static str {
        match self {
            Self::Swv => "Samenwerkingsverband",
            Self::Ggd => "Onafhankelijk arts van de GGD",
            Self::Family => "Ouders en jongere",
            Self::Gemeente => "Leerplichtambtenaar van de gemeente",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Swv => "swv",
            Self::Ggd => "ggd",
            Self::Family => "family",
            Self::Gemeente => "gemeente",
        }
    }

    /// Whether somebody in this role is at home in this lane.
    const fn is_of(self, role: Role) -> bool {
        matches!(
            (self, role),
            (Self::Swv, Role::Swv)
                | (Self::Ggd, Role::Doctor)
                | (Self::Family, Role::Parent | Role::YoungPerson)
                | (Self::Gemeente, Role::Lpa)
        )
    }
}

/// Where a state stands: lane, column from the left, place in a stack. `None`: an end that most states can come to, which
/// is told below the lanes and not drawn with an arrow from everywhere.
const fn place(state: StateKind) -> Option<(Lane, usize, usize)> {
    match state {
        StateKind::Filling => Some((Lane::Swv, 0, 0)),
        StateKind::Incomplete => Some((Lane::Swv, 1, 0)),
        StateKind::AtSwv => Some((Lane::Swv, 2, 0)),
        StateKind::SchoolPossible => Some((Lane::Swv, 3, 0)),
        StateKind::WithDoctor => Some((Lane::Ggd, 2, 0)),
        StateKind::AdviceEstablished => Some((Lane::Ggd, 1, 0)),
        StateKind::Fit => Some((Lane::Ggd, 3, 0)),
        StateKind::ParentsReading => Some((Lane::Family, 0, 0)),
        StateKind::ParentsSending => Some((Lane::Family, 1, 0)),
        StateKind::WithLpa => Some((Lane::Gemeente, 0, 0)),
        StateKind::Running => Some((Lane::Gemeente, 1, 0)),
        StateKind::Reassessing => Some((Lane::Gemeente, 2, 0)),
        StateKind::BackAtSchool | StateKind::Expired => Some((Lane::Gemeente, 3, 0)),
        StateKind::RequirementNotMet => Some((Lane::Gemeente, 3, 1)),
        StateKind::Withdrawn
        | StateKind::Lapsed
        | StateKind::MovedAway
        | StateKind::Eighteen
        | StateKind::Died => None,
    }
}

/// A role in one word, for steps that somebody takes in another's lane.
const fn short(role: Role) -> &'static str {
    match role {
        Role::Swv | Role::Coordinator => "SWV",
        Role::Doctor => "arts",
        Role::Lpa => "leerplichtambtenaar",
        Role::LocalTeam => "lokaal team",
        Role::Admin => "beheerder",
        Role::Fg => "FG",
        Role::Policy => "beleid",
        Role::Parent => "ouder",
        Role::YoungPerson => "jongere",
        Role::System => "vanzelf",
    }
}
