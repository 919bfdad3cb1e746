//! What a consent is asked for: one purpose, with recipients and kinds of data that are named in the text that was shown.

use serde::{Deserialize, Serialize};

use crate::domain::party::{PartyKind, Role};

/// A purpose for which consent is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurposeKind {
    /// Share the application and the consent form with the independent doctor of the GGD.
    ShareWithDoctor,
    /// Share the SMA with the leerplichtambtenaar.
    ShareAdviceWithLpa,
    /// Tell the local team, by a seintje, that an exemption was granted.
    InformLocalTeam,
    /// Keep the application for two years at the SWV \[PO\].
    KeepApplication,
    /// Let the parents of a young person from 16 read what the SMA says.
    ShareAdviceWithParents,
}

impl PurposeKind {
    /// Every purpose, in the order of the path.
    pub const ALL: [Self; 5] = [
        Self::ShareWithDoctor,
        Self::ShareAdviceWithLpa,
        Self::InformLocalTeam,
        Self::KeepApplication,
        Self::ShareAdviceWithParents,
    ];

    /// The word for it in the workflow file, in a disclosure and in a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ShareWithDoctor => "share_with_doctor",
            Self::ShareAdviceWithLpa => "share_advice_with_lpa",
            Self::InformLocalTeam => "inform_local_team",
            Self::KeepApplication => "keep_application",
            Self::ShareAdviceWithParents => "share_advice_with_parents",
        }
    }

    /// Reads what [`PurposeKind::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::ShareWithDoctor => "De aanvraag delen met de arts van de GGD",
            Self::ShareAdviceWithLpa => "Het advies van de arts delen met de leerplichtambtenaar",
            Self::InformLocalTeam => "Het lokale team laten weten dat er een vrijstelling is",
            Self::KeepApplication => "De aanvraag 2 jaar bewaren bij het samenwerkingsverband",
            Self::ShareAdviceWithParents => "De ouders het advies van de arts laten lezen",
        }
    }

    /// The parties that act on it: they give the data, or keep them by it. Who received data by it is told by the disclosures.
    #[must_use]
    pub const fn acted_on_by(self) -> &'static [PartyKind] {
        match self {
            Self::ShareWithDoctor | Self::KeepApplication => &[PartyKind::Swv],
            Self::ShareAdviceWithLpa | Self::ShareAdviceWithParents => &[PartyKind::Ggd],
            Self::InformLocalTeam => &[],
        }
    }

    /// Whether an employee in this role records what the family says of it. The leerplichtambtenaar holds no consent form, so
    /// only what the own work rests on.
    #[must_use]
    pub const fn recorded_by(self, role: Role) -> bool {
        match role {
            Role::Lpa => matches!(self, Self::ShareAdviceWithLpa | Self::InformLocalTeam),
            _ => true,
        }
    }
}
