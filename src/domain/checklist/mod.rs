//! What the covenant asks around a sitting (casusoverleg): the checklist of its appendix 3, and art. 3.5 and 12. An aid: nothing stops by
//! what isn't ticked.

mod words;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::party::UserId;

/// One point of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Who takes part.
    Involved,
    /// What the family was told.
    Told,
    /// Who of the family was invited.
    Invited,
    /// The written consent.
    Consent,
    /// No more data than needed.
    Needed,
    /// The goal of the talk.
    Goal,
    /// Whom to ask about data.
    Contact,
    /// The family's own words.
    Heard,
    /// Goals and actions.
    Plan,
    /// Who sees to the actions.
    FollowUp,
    /// The report to the family.
    Report,
    /// The report to others.
    Secured,
    /// When to look back.
    LookBack,
}

/// When a point belongs to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Before the sitting.
    Before,
    /// At the sitting.
    During,
    /// After the sitting.
    After,
}

impl Part {
    /// Every part, in order.
    pub const ALL: [Self; 3] = [Self::Before, Self::During, Self::After];

    /// The heading.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Before => "Voor de zitting",
            Self::During => "Tijdens de zitting",
            Self::After => "Na de zitting",
        }
    }

    /// The word for it in a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::During => "during",
            Self::After => "after",
        }
    }
}

/// That a point was ticked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// On which day.
    pub on: Date,
    /// By whom of the own party.
    pub by: UserId,
}

impl Check {
    /// Every point, in the order of the list.
    pub const ALL: [Self; 13] = [
        Self::Involved,
        Self::Told,
        Self::Invited,
        Self::Consent,
        Self::Needed,
        Self::Goal,
        Self::Contact,
        Self::Heard,
        Self::Plan,
        Self::FollowUp,
        Self::Report,
        Self::Secured,
        Self::LookBack,
    ];

    /// When it belongs to be done.
    #[must_use]
    pub const fn part(self) -> Part {
        match self {
            Self::Involved | Self::Told | Self::Invited | Self::Consent | Self::Needed => {
                Part::Before
            }
            Self::Goal | Self::Contact | Self::Heard | Self::Plan | Self::FollowUp => Part::During,
            Self::Report | Self::Secured | Self::LookBack => Part::After,
        }
    }

    /// The word for it in a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Involved => "involved",
            Self::Told => "told",
            Self::Invited => "invited",
            Self::Consent => "consent",
            Self::Needed => "needed",
            Self::Goal => "goal",
            Self::Contact => "contact",
            Self::Heard => "heard",
            Self::Plan => "plan",
            Self::FollowUp => "follow_up",
            Self::Report => "report",
            Self::Secured => "secured",
            Self::LookBack => "look_back",
        }
    }

    /// Reads what [`Check::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.code() == code)
    }
}
