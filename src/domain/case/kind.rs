//! The names of the states, each end apart: what lists, tables and the workflow files speak of.

#[cfg(doc)]
use super::state::{End, State};

use serde::{Deserialize, Serialize};

/// The name of a state, each end apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// [`State::Filling`]
    Filling,
    /// [`State::Incomplete`]
    Incomplete,
    /// [`State::AtSwv`]
    AtSwv,
    /// [`State::WithDoctor`]
    WithDoctor,
    /// [`State::AdviceEstablished`]
    AdviceEstablished,
    /// [`State::ParentsReading`]
    ParentsReading,
    /// [`State::ParentsSending`]
    ParentsSending,
    /// [`State::WithLpa`]
    WithLpa,
    /// [`State::Running`]
    Running,
    /// [`State::Reassessing`]
    Reassessing,
    /// [`End::SchoolPossible`]
    SchoolPossible,
    /// [`End::Fit`]
    Fit,
    /// [`End::RequirementNotMet`]
    RequirementNotMet,
    /// [`End::Withdrawn`]
    Withdrawn,
    /// [`End::Lapsed`]
    Lapsed,
    /// [`End::BackAtSchool`]
    BackAtSchool,
    /// [`End::MovedAway`]
    MovedAway,
    /// [`End::Eighteen`]
    Eighteen,
    /// [`End::Died`]
    Died,
    /// [`End::Expired`]
    Expired,
}

impl StateKind {
    /// Every state, in the order of the path.
    pub const ALL: [Self; 20] = [
        Self::Filling,
        Self::Incomplete,
        Self::AtSwv,
        Self::WithDoctor,
        Self::AdviceEstablished,
        Self::ParentsReading,
        Self::ParentsSending,
        Self::WithLpa,
        Self::Running,
        Self::Reassessing,
        Self::SchoolPossible,
        Self::Fit,
        Self::RequirementNotMet,
        Self::Withdrawn,
        Self::Lapsed,
        Self::BackAtSchool,
        Self::MovedAway,
        Self::Eighteen,
        Self::Died,
        Self::Expired,
    ];

    /// The word for it in columns and in the workflow file.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Filling => "filling",
            Self::Incomplete => "incomplete",
            Self::AtSwv => "at_swv",
            Self::WithDoctor => "with_doctor",
            Self::AdviceEstablished => "advice_established",
            Self::ParentsReading => "parents_reading",
            Self::ParentsSending => "parents_sending",
            Self::WithLpa => "with_lpa",
            Self::Running => "running",
            Self::Reassessing => "reassessing",
            Self::SchoolPossible => "school_possible",
            Self::Fit => "fit",
            Self::RequirementNotMet => "requirement_not_met",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::BackAtSchool => "back_at_school",
            Self::MovedAway => "moved_away",
            Self::Eighteen => "eighteen",
            Self::Died => "died",
            Self::Expired => "expired",
        }
    }

    /// Reads what [`StateKind::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether the case has ended.
    #[must_use]
    pub const fn is_end(self) -> bool {
        !matches!(
            self,
            Self::Filling
                | Self::Incomplete
                | Self::AtSwv
                | Self::WithDoctor
                | Self::AdviceEstablished
                | Self::ParentsReading
                | Self::ParentsSending
                | Self::WithLpa
                | Self::Running
                | Self::Reassessing
        )
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Filling => "wordt ingevuld",
            Self::Incomplete => "wacht op aanvulling",
            Self::AtSwv => "bij het samenwerkingsverband",
            Self::WithDoctor => "bij de arts",
            Self::AdviceEstablished => "advies vastgesteld",
            Self::ParentsReading => "ouders lezen het advies",
            Self::ParentsSending => "ouders sturen het advies zelf",
            Self::WithLpa => "bij de leerplichtambtenaar",
            Self::Running => "vrijstelling loopt",
            Self::Reassessing => "herbeoordeling",
            Self::SchoolPossible => "onderwijs mogelijk",
            Self::Fit => "geschikt voor school",
            Self::RequirementNotMet => "voldoet niet aan de eisen",
            Self::Withdrawn => "ingetrokken door de ouders",
            Self::Lapsed => "gestopt: geen antwoord",
            Self::BackAtSchool => "beëindigd: weer naar school",
            Self::MovedAway => "beëindigd: verhuisd buiten de regio",
            Self::Eighteen => "beëindigd: 18 jaar",
            Self::Died => "beëindigd: overleden",
            Self::Expired => "vrijstelling afgelopen",
        }
    }
}
