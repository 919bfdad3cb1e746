//! Grants: the only key that opens a dossier.
//!
//! The policy turns who asks, whose dossier, which case and what for into a [`Grant`]; without one nothing opens, and
//! opening writes the access-log line.

use super::case::Case;
use super::party::{Actor, PartyId, PartyKind, Role};

/// What a dossier is opened for. The access log says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Look at the case page.
    View,
    /// Take a step.
    Step,
    /// Carry out what a step brings about: a hand-over, a letter, a seintje.
    CarryOut,
    /// The family reads its own.
    OwnData,
    /// Download a document.
    Document,
}

impl Purpose {
    /// The word for it in the access log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Step => "step",
            Self::CarryOut => "carry_out",
            Self::OwnData => "own_data",
            Self::Document => "document",
        }
    }
}

/// Leave to open one party's dossier of one case, for one purpose.
///
/// ```compile_fail
/// use tom::domain::grant::{Grant, Purpose};
/// let forged = Grant { party: "ggd".into(), purpose: Purpose::View };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    actor: Actor,
    party: PartyId,
    purpose: Purpose,
}

/// Nothing that this actor may open. Answered as "not found", so that a stranger learns nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoGrant;

impl Grant {
    /// Who opens.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Whose dossier.
    #[must_use]
    pub const fn party(&self) -> &PartyId {
        &self.party
    }

    /// What for.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// For an employee: the dossier of the own party, if the party takes part in the case.
    ///
    /// # Errors
    /// [`NoGrant`] for another party's case and for roles that open no dossier.
    pub fn own_dossier(actor: &Actor, case: &Case, purpose: Purpose) -> Result<Self, NoGrant> {
        let Actor::Employee { party, role, .. } = actor else {
            return Err(NoGrant);
        };
        let member = match role {
            Role::Swv => case.swv == *party,
            Role::Doctor => case.ggd == *party,
            Role::Lpa => case.municipality == *party,
            Role::LocalTeam => case.local_team.as_ref() == Some(party),
            Role::Admin | Role::Parent | Role::YoungPerson | Role::System => false,
        };
        if member {
            Ok(Self {
                actor: actor.clone(),
                party: party.clone(),
                purpose,
            })
        } else {
            Err(NoGrant)
        }
    }

    /// For a task that the own party still has in a case, or the letter that it is about: also in a case that another gemeente
    /// has now. Load the open task first; it is what this rests on.
    ///
    /// # Errors
    /// [`NoGrant`] for roles that open no dossier.
    pub fn own_task(actor: &Actor, purpose: Purpose) -> Result<Self, NoGrant> {
        match actor {
            Actor::Employee { party, role, .. } if role.party_kind().is_some() => Ok(Self {
                actor: actor.clone(),
                party: party.clone(),
                purpose,
            }),
            _ => Err(NoGrant),
        }
    }

    /// For the family, let in by a personal link: the GGD's dossier of their own case, where their SMA is.
    ///
    /// # Errors
    /// [`NoGrant`] for another case.
    pub fn own_data(actor: &Actor, case: &Case) -> Result<Self, NoGrant> {
        match actor {
            Actor::Family { case: own, .. } if *own == case.id => Ok(Self {
                actor: actor.clone(),
                party: case.ggd.clone(),
                purpose: Purpose::OwnData,
            }),
            _ => Err(NoGrant),
        }
    }

    /// For what a step that was allowed brings about at a party: the step itself is the ground.
    #[must_use]
    pub fn to_carry_out(actor: &Actor, case: &Case, kind: PartyKind) -> Option<Self> {
        let party = match kind {
            PartyKind::Swv => Some(&case.swv),
            PartyKind::Ggd => Some(&case.ggd),
            PartyKind::Gemeente => Some(&case.municipality),
            PartyKind::LocalTeam => case.local_team.as_ref(),
        }?;
        Some(Self {
            actor: actor.clone(),
            party: party.clone(),
            purpose: Purpose::CarryOut,
        })
    }
}
