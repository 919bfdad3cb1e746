//! Who takes part: the parties of the covenant, the people who act for them, and the family.

use serde::{Deserialize, Serialize};

use super::family::Person;

/// Makes a newtype around an id, so that a case's id can't stand where a party's should.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
    )*};
}

ids! {
    /// A party: one organisation, one controller (covenant, art. 2).
    PartyId
    /// An employee of a party.
    UserId
    /// A case: one application by one family. Random, tells nothing.
    CaseId
    /// One party's dossier in one case.
    DossierId
}

/// What kind of party an organisation is. It decides which dossier it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// Samenwerkingsverband passend onderwijs.
    Swv,
    /// Public health service, with its independent doctors.
    Ggd,
    /// Municipality, with its leerplichtambtenaren.
    Gemeente,
    /// Local team (wijkteam), only where it is involved and consented to.
    LocalTeam,
}

impl PartyKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Swv, Self::Ggd, Self::Gemeente, Self::LocalTeam];

    /// The word for it in files and columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Swv => "swv",
            Self::Ggd => "ggd",
            Self::Gemeente => "gemeente",
            Self::LocalTeam => "local_team",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Swv => "samenwerkingsverband",
            Self::Ggd => "GGD",
            Self::Gemeente => "gemeente",
            Self::LocalTeam => "lokaal team",
        }
    }

    /// Reads what [`PartyKind::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Education sector. Primary and secondary differ in what is asked and what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sector {
    /// Primary education.
    Po,
    /// Secondary education.
    Vo,
}

/// In which role somebody takes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Employee of the SWV.
    Swv,
    /// Coordinator of the SWV: does what its employees do, and says who works on which case.
    Coordinator,
    /// Independent doctor of the GGD.
    Doctor,
    /// Leerplichtambtenaar.
    Lpa,
    /// Employee of a local team.
    LocalTeam,
    /// Looks after a party's people and settings; opens no dossier.
    Admin,
    /// Functionaris gegevensbescherming: supervises what the own party does with data (art. 39 AVG; covenant, art. 15).
    Fg,
    /// Policy adviser: figures only.
    Policy,
    /// A parent or guardian with custody.
    Parent,
    /// The young person, from 16 on alone.
    YoungPerson,
    /// The program itself, when a date comes.
    System,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 11] = [
        Self::Swv,
        Self::Coordinator,
        Self::Doctor,
        Self::Lpa,
        Self::LocalTeam,
        Self::Admin,
        Self::Fg,
        Self::Policy,
        Self::Parent,
        Self::YoungPerson,
        Self::System,
    ];

    /// The word for it in files and columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Swv => "swv",
            Self::Coordinator => "coordinator",
            Self::Doctor => "doctor",
            Self::Lpa => "lpa",
            Self::LocalTeam => "local_team",
            Self::Admin => "admin",
            Self::Fg => "fg",
            Self::Policy => "policy",
            Self::Parent => "parent",
            Self::YoungPerson => "young_person",
            Self::System => "system",
        }
    }

    /// Reads what [`Role::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Swv => "medewerker samenwerkingsverband",
            Self::Coordinator => "coördinator samenwerkingsverband",
            Self::Doctor => "onafhankelijk arts",
            Self::Lpa => "leerplichtambtenaar",
            Self::LocalTeam => "medewerker lokaal team",
            Self::Admin => "beheerder",
            Self::Fg => "functionaris gegevensbescherming",
            Self::Policy => "beleidsmedewerker",
            Self::Parent => "ouder",
            Self::YoungPerson => "jongere",
            Self::System => "TOM (automatisch)",
        }
    }

    /// Whether it is a role of the family: who has it signs in with an account of the own, and works for nobody.
    #[must_use]
    pub const fn is_family(self) -> bool {
        matches!(self, Self::Parent | Self::YoungPerson)
    }

    /// The role whose steps this one takes.
    #[must_use]
    pub const fn acts_as(self) -> Self {
        match self {
            Self::Coordinator => Self::Swv,
            other => other,
        }
    }

    /// Whether somebody who signs in for a party of this kind can have this role.
    #[must_use]
    pub const fn works_for(self, kind: PartyKind) -> bool {
        match self.party_kind() {
            Some(own) => own as u8 == kind as u8,
            None => matches!(self, Self::Admin | Self::Fg | Self::Policy),
        }
    }

    /// The kind of party whose dossiers this role works with; `None` for who works with none, for the family and the program.
    #[must_use]
    pub const fn party_kind(self) -> Option<PartyKind> {
        match self {
            Self::Swv | Self::Coordinator => Some(PartyKind::Swv),
            Self::Doctor => Some(PartyKind::Ggd),
            Self::Lpa => Some(PartyKind::Gemeente),
            Self::LocalTeam => Some(PartyKind::LocalTeam),
            Self::Admin
            | Self::Fg
            | Self::Policy
            | Self::Parent
            | Self::YoungPerson
            | Self::System => None,
        }
    }
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An employee, in a role in a party.
    Employee {
        /// Who.
        user: UserId,
        /// For which party.
        party: PartyId,
        /// As what.
        role: Role,
    },
    /// Somebody of the family, let in by a personal link to one case.
    Family {
        /// To which case.
        case: CaseId,
        /// Which of the family.
        person: Person,
    },
    /// The program, when a date comes.
    System,
}

impl Actor {
    /// The role in which this actor takes a step.
    #[must_use]
    pub const fn role(&self) -> Role {
        match self {
            Self::Employee { role, .. } => *role,
            Self::Family {
                person: Person::Child,
                ..
            } => Role::YoungPerson,
            Self::Family { .. } => Role::Parent,
            Self::System => Role::System,
        }
    }

    /// The party for which this actor works.
    #[must_use]
    pub const fn party(&self) -> Option<&PartyId> {
        match self {
            Self::Employee { party, .. } => Some(party),
            Self::Family { .. } | Self::System => None,
        }
    }

    /// The employee's id.
    #[must_use]
    pub const fn user(&self) -> Option<&UserId> {
        match self {
            Self::Employee { user, .. } => Some(user),
            Self::Family { .. } | Self::System => None,
        }
    }
}
