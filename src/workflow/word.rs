//! The words that stand for the program's own kinds in a workflow file.

use crate::domain::consent::PurposeKind;
use crate::domain::deadline::{DeadlineKind, Reminded};
use crate::domain::field::Field;
use crate::domain::notice::{NoticeKind, Route};
use crate::domain::party::{PartyKind, Sector};
use crate::domain::rules::{Channel, HandOverKind, Keeps, RetentionStart};

/// A kind that a workflow file names by a word. The list is the program's: a file can't add to it.
pub(super) trait Word: Copy + PartialEq + 'static {
    /// What it is, for messages.
    const WHAT: &'static str;
    /// Every kind.
    const ALL: &'static [Self];
    /// The word for it.
    fn code(self) -> &'static str;

    /// Reads what [`Word::code`] says.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Every word.
    fn codes() -> Vec<&'static str> {
        Self::ALL.iter().map(|kind| kind.code()).collect()
    }
}

/// Words of kinds that know their own code.
macro_rules! words {
    ($($kind:ty: $what:literal)*) => {$(
        impl Word for $kind {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &Self::ALL;
            fn code(self) -> &'static str {
                self.code()
            }
        }
    )*};
}

words! {
    Field: "field"
    PartyKind: "party"
    NoticeKind: "seintje"
    Route: "route"
    HandOverKind: "hand-over"
    Channel: "channel"
    DeadlineKind: "deadline"
    Reminded: "reader of a reminder"
    PurposeKind: "consent"
}

impl Word for Sector {
    const WHAT: &'static str = "sector";
    const ALL: &'static [Self] = &[Self::Po, Self::Vo];
    fn code(self) -> &'static str {
        match self {
            Self::Po => "po",
            Self::Vo => "vo",
        }
    }
}

impl Word for Keeps {
    const WHAT: &'static str = "way of keeping";
    const ALL: &'static [Self] = &[Self::Dossier, Self::SittingOnly];
    fn code(self) -> &'static str {
        match self {
            Self::Dossier => "dossier",
            Self::SittingOnly => "sitting_only",
        }
    }
}

impl Word for RetentionStart {
    const WHAT: &'static str = "start of a term";
    const ALL: &'static [Self] = &[
        Self::Receipt,
        Self::LastStep,
        Self::LastChange,
        Self::EndOfExemption,
        Self::EndOfCase,
    ];
    fn code(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::LastStep => "last_step",
            Self::LastChange => "last_change",
            Self::EndOfExemption => "end_of_exemption",
            Self::EndOfCase => "end_of_case",
        }
    }
}
