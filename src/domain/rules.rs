//! What differs by sector, region and year. The workflow files hold it (`workflows/*/v*.toml`), `crate::workflow` reads
//! and checks them; here stands what the rules are, so that [`crate::domain::case::decide`] can ask them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::consent::PurposeKind;
use super::deadline::{DeadlineKind, DeadlineRule};
use super::field::Field;
use super::notice::{NoticeKind, Route};
use super::party::{PartyKind, Sector};
use super::term::Term;

/// Data that go from one party to another, each a disclosure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOverKind {
    /// Application and consent form, SWV → GGD.
    ApplicationToDoctor,
    /// SMA, GGD → gemeente, on consent and release.
    AdviceToLpa,
    /// SMA, by the parents themselves → gemeente.
    AdviceByParents,
    /// The notification of art. 6, by the parents → gemeente.
    NotificationToLpa,
}

impl HandOverKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::ApplicationToDoctor,
        Self::AdviceToLpa,
        Self::AdviceByParents,
        Self::NotificationToLpa,
    ];

    /// The word for it in the workflow file and in a disclosure.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ApplicationToDoctor => "application_to_doctor",
            Self::AdviceToLpa => "advice_to_lpa",
            Self::AdviceByParents => "advice_by_parents",
            Self::NotificationToLpa => "notification_to_lpa",
        }
    }

    /// Reads what [`HandOverKind::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How a hand-over travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// From dossier to dossier inside TOM, by a step of the giver.
    Tom,
    /// From dossier to dossier inside TOM, by the parents' own act on their page.
    Parents,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 2] = [Self::Tom, Self::Parents];

    /// The word for it in the workflow file and in a disclosure.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tom => "tom",
            Self::Parents => "parents",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Tom => "in TOM",
            Self::Parents => "in TOM, door de ouders zelf",
        }
    }
}

/// One hand-over as the workflow file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// The party whose dossier it comes from.
    pub from: PartyKind,
    /// The party in whose dossier it lands.
    pub to: PartyKind,
    /// Exactly these fields are copied.
    pub fields: Vec<Field>,
    /// Purpose, in Dutch, as the disclosure says it.
    pub purpose: String,
    /// Article of the covenant or the law.
    pub basis: String,
    /// The article by which the party that brought in what is passed on here agreed to that (covenant, art. 3.5 e-f).
    pub further_use: Option<String>,
    /// The consent that it needs.
    pub consent: Option<PurposeKind>,
    /// How it travels.
    pub channel: Channel,
}

/// One kind of seintje as the workflow file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRule {
    /// Who gives it.
    pub from: PartyKind,
    /// Who gets it.
    pub to: PartyKind,
    /// How it may travel; the first is the default, the receiver may prefer another of them.
    pub routes: Vec<Route>,
    /// Purpose, in Dutch, as the disclosure says it.
    pub purpose: String,
    /// Article of the covenant.
    pub basis: String,
    /// As [`HandOver::further_use`].
    pub further_use: Option<String>,
    /// The consent that it needs.
    pub consent: Option<PurposeKind>,
}

/// The ground as a disclosure says it: the article, and the one by which a third party agreed to the further use.
#[must_use]
pub fn ground(basis: &str, further_use: Option<&str>) -> String {
    further_use.map_or_else(
        || basis.to_owned(),
        |agreed| format!("{basis}; verder gebruik: {agreed}"),
    )
}

/// What a party keeps after its part is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeps {
    /// The whole dossier, for its term.
    Dossier,
    /// Only that a sitting took place, and when (\[VO\] SWV after the hand-over).
    SittingOnly,
}

/// How long a party keeps its dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Months, as calendar months.
    pub months: u16,
    /// From which event it runs.
    pub from: RetentionStart,
    /// Article.
    pub source: String,
}

/// The event from which a retention term runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetentionStart {
    /// Receipt of the application.
    Receipt,
    /// Last step of this party.
    LastStep,
    /// Last change of the dossier.
    LastChange,
    /// End of the exemption, or the refusal.
    EndOfExemption,
    /// End of the case.
    EndOfCase,
}

/// Terms that no deadline of a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Working days without a step of anybody after which a procedure raises an alarm.
    pub stale_days: u16,
    /// Months before the end of the exemption at which the letter for the re-assessment goes.
    pub reassessment_letter_months: u8,
    /// Months for which a statement of the doctor is good (art. 7 LPW).
    pub statement_months: u8,
}

/// A workflow version. A case keeps the version with which it started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Name and version: `tom-po/v1`.
    pub id: String,
    /// What a user reads.
    pub title: String,
    /// Education sector.
    pub sector: Sector,
    /// Fields of the application that the hand-over to the doctor needs.
    pub required: Vec<Field>,
    /// Whether the application itself must be signed.
    pub application_signed: bool,
    /// Whether the SMA goes to the LPA when the parents stay silent, or waits for their release.
    pub share_after_silence: bool,
    /// Durations of an exemption, in months.
    pub durations: Vec<u8>,
    /// Terms that no deadline is.
    pub terms: Terms,
    /// Every deadline.
    pub deadlines: BTreeMap<DeadlineKind, DeadlineRule>,
    /// Every hand-over.
    pub hand_overs: BTreeMap<HandOverKind, HandOver>,
    /// Every kind of seintje.
    pub notices: BTreeMap<NoticeKind, NoticeRule>,
    /// What the SWV keeps after its hand-over to the doctor.
    pub swv_keeps: Keeps,
    /// How long each party keeps its dossier.
    pub retention: BTreeMap<PartyKind, Retention>,
}

impl Rules {
    /// How long a deadline lasts; none for one of which a law or a decision sets the day.
    #[must_use]
    pub fn term(&self, kind: DeadlineKind) -> Term {
        let rule = self.deadlines.get(&kind);
        rule.and_then(|rule| rule.term).unwrap_or(Term::Days(0))
    }
}
