//! The seintje: a notice that carries a name and nothing else.

use serde::{Deserialize, Serialize};

use super::person::PersonName;

/// A seintje (covenant, TOM: "Seintje naar LPA"). It holds the pupil's name. There is no other field, no free text
/// and no case number, so nothing else can travel with it.
///
/// ```compile_fail
/// use tom::domain::{notice::Seintje, person::PersonName};
/// fn with_more(name: PersonName) -> Seintje { Seintje { name, situation: "ziek".to_owned() } }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seintje {
    name: PersonName,
}

impl Seintje {
    /// A seintje about the pupil with this name.
    #[must_use]
    pub const fn about(name: PersonName) -> Self {
        Self { name }
    }

    /// The pupil's name.
    #[must_use]
    pub const fn name(&self) -> &PersonName {
        &self.name
    }
}

/// What a seintje means. The receiver knows it from where the name stands, not from text that travels along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// SWV → LPA: an application was made.
    Application,
    /// LPA → SWV: an exemption was granted.
    Granted,
    /// LPA → local team: an exemption was granted.
    GrantedLocalTeam,
    /// → LPA: the procedure ended without an exemption, or the exemption ended.
    EndedToLpa,
    /// → SWV: the procedure ended.
    EndedToSwv,
    /// LPA → SWV: the month has come in which the SWV looks again.
    Monitor,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Application,
        Self::Granted,
        Self::GrantedLocalTeam,
        Self::EndedToLpa,
        Self::EndedToSwv,
        Self::Monitor,
    ];

    /// The word for it in the workflow file and in columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Granted => "granted",
            Self::GrantedLocalTeam => "granted_local_team",
            Self::EndedToLpa => "ended_to_lpa",
            Self::EndedToSwv => "ended_to_swv",
            Self::Monitor => "monitor",
        }
    }

    /// Reads what [`NoticeKind::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How a seintje travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// It stands in the receiver's own list inside TOM; a nameless mail points to it.
    Tom,
    /// In the mail itself, over a route that the receiving party marked as secured.
    SecuredMail,
    /// Somebody calls: a task whose doing is recorded.
    Telephone,
}

impl Route {
    /// Every route.
    pub const ALL: [Self; 3] = [Self::Tom, Self::SecuredMail, Self::Telephone];

    /// The word for it in the workflow file and in a party's settings.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tom => "tom",
            Self::SecuredMail => "secured_mail",
            Self::Telephone => "telephone",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Tom => "in TOM",
            Self::SecuredMail => "met beveiligde mail",
            Self::Telephone => "per telefoon",
        }
    }

    /// Reads what [`Route::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.code() == code)
    }
}
