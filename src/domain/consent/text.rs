//! What was shown to who was asked: the versions of the text. A version that somebody signed is never changed; a new question,
//! another recipient or another kind of data is a new version, and asks a new consent (covenant, Bijlage 5).

use serde::{Deserialize, Serialize};

use crate::domain::field::Field;
use crate::domain::party::PartyKind;

use super::PurposeKind;

/// Which version of the text was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TextVersion(u16);

impl TextVersion {
    /// The version that is shown today.
    pub const NEWEST: Self = Self(1);

    /// The version with this number, if this program knows it.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        let known = (1..=Self::NEWEST.0).contains(&number);
        known.then_some(Self(number))
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// What this version says of a purpose. `None` for a version that this program doesn't know.
    #[must_use]
    pub fn of(self, purpose: PurposeKind) -> Option<&'static Text> {
        let texts = match self.0 {
            1 => &FIRST,
            _ => return None,
        };
        texts.iter().find(|text| text.purpose == purpose)
    }

    /// Whether who read this version was asked for these kinds of data, for this party.
    #[must_use]
    pub fn covers(self, purpose: PurposeKind, to: PartyKind, fields: &[Field]) -> bool {
        let covered = |text: &Text| {
            text.to == To::Party(to) && fields.iter().all(|field| text.kinds.contains(field))
        };
        self.of(purpose).is_some_and(covered)
    }
}

impl Default for TextVersion {
    fn default() -> Self {
        Self::NEWEST
    }
}

/// Who gets the data, or keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// A party.
    Party(PartyKind),
    /// The parents of a young person from 16.
    Parents,
}

impl To {
    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Party(PartyKind::Swv) => "het samenwerkingsverband",
            Self::Party(PartyKind::Ggd) => "de onafhankelijke arts van de GGD",
            Self::Party(PartyKind::Gemeente) => "de leerplichtambtenaar van de gemeente",
            Self::Party(PartyKind::LocalTeam) => "het lokale team",
            Self::Parents => "de ouders",
        }
    }
}

/// What somebody was asked: one purpose, named recipients, named kinds of data.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    /// What for.
    pub purpose: PurposeKind,
    /// For whom.
    pub to: To,
    /// Which kinds of data.
    pub kinds: &'static [Field],
    /// The question, as it was shown.
    pub question: &'static str,
}

const FIRST: [Text; 5] = [
    Text {
        purpose: PurposeKind::ShareWithDoctor,
        to: To::Party(PartyKind::Ggd),
        kinds: &[
            Field::ChildName,
            Field::ChildBorn,
            Field::ChildAddress,
            Field::ChildGender,
            Field::ChildContact,
            Field::ParentNames,
            Field::ParentAddresses,
            Field::ParentContact,
            Field::School,
            Field::SchoolContact,
            Field::Situation,
            Field::ClaimedBefore,
            Field::Signatures,
            Field::Consent,
        ],
        question: "Het samenwerkingsverband mag de aanvraag en deze toestemming geven aan de onafhankelijke arts van de GGD. \
                   De arts onderzoekt of de leerling naar school kan en schrijft daarover een advies (SMA).",
    },
    Text {
        purpose: PurposeKind::ShareAdviceWithLpa,
        to: To::Party(PartyKind::Gemeente),
        kinds: &[
            Field::ChildName,
            Field::ChildAddress,
            Field::ChildBorn,
            Field::ChildGender,
            Field::ChildNumber,
            Field::ParentContact,
            Field::AdviceSituation,
            Field::AdviceConclusion,
            Field::AdviceDoctor,
        ],
        question: "De arts van de GGD mag het advies (SMA) delen met de leerplichtambtenaar van de gemeente. De \
                   leerplichtambtenaar kijkt of de kennisgeving en het advies aan de eisen van de wet voldoen.",
    },
    Text {
        purpose: PurposeKind::InformLocalTeam,
        to: To::Party(PartyKind::LocalTeam),
        kinds: &[Field::ChildName],
        question: "De leerplichtambtenaar mag het lokale team laten weten dat de leerling een vrijstelling heeft. Het lokale team \
                   hoort alleen de naam van de leerling.",
    },
    Text {
        purpose: PurposeKind::KeepApplication,
        to: To::Party(PartyKind::Swv),
        kinds: &[
            Field::ChildName,
            Field::ChildBorn,
            Field::ChildAddress,
            Field::ChildGender,
            Field::ChildContact,
            Field::ParentNames,
            Field::ParentAddresses,
            Field::ParentContact,
            Field::School,
            Field::SchoolContact,
            Field::Situation,
            Field::ClaimedBefore,
            Field::Signatures,
            Field::Consent,
            Field::ContactNotes,
            Field::SittingAgreement,
        ],
        question: "Het samenwerkingsverband mag de aanvraag en deze toestemming 2 jaar bewaren.",
    },
    Text {
        purpose: PurposeKind::ShareAdviceWithParents,
        to: To::Parents,
        kinds: &[
            Field::AdviceSituation,
            Field::AdviceConclusion,
            Field::AdviceDoctor,
        ],
        question: "De ouders mogen lezen wat er in het advies (SMA) van de arts staat.",
    },
];
