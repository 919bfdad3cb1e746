//! The states, each with exactly the data that it must have, and the steps that exist there.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::application::Missing;
use crate::domain::exemption::Exemption;
use crate::domain::party::{PartyKind, UserId};

use super::answers::Answers;
use super::command::Appointment;
use super::kind::StateKind;
use super::sitting::Sitting;

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// The application is being filled in; nobody else knows of it.
    Filling(Filling),
    /// Registered, but a signature, a field or the second parent is awaited.
    Incomplete(Incomplete),
    /// At the SWV: the team first looks for possibilities in education.
    AtSwv(AtSwv),
    /// At the independent doctor.
    WithDoctor(WithDoctor),
    /// The SMA is established; nobody outside the GGD has it.
    AdviceEstablished(AdviceEstablished),
    /// The parents (or the 16+) read the SMA.
    ParentsReading(ParentsReading),
    /// The parents send the SMA themselves.
    ParentsSending(ParentsSending),
    /// At the leerplichtambtenaar.
    WithLpa(WithLpa),
    /// Granted and running.
    Running(Running),
    /// Up for re-assessment.
    Reassessing(Reassessing),
    /// Ended.
    Closed(Closed),
}

/// See [`State::Filling`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filling {
    pub(super) started_on: Date,
}

/// See [`State::Incomplete`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incomplete {
    pub(super) received_on: Date,
    /// Since when the SWV must act.
    pub(super) since: Date,
    pub(super) missing: BTreeSet<Missing>,
    pub(super) asked_until: Option<Date>,
    /// When the parents were last asked.
    #[serde(default)]
    pub(super) asked_on: Option<Date>,
    pub(super) sitting: Option<Date>,
    #[serde(default)]
    pub(super) planned: Option<Sitting>,
}

/// See [`State::AtSwv`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtSwv {
    pub(super) received_on: Date,
    /// Since when the SWV must act: the receipt, or the day on which came what it had asked for.
    pub(super) since: Date,
    pub(super) sitting: Option<Date>,
    /// The sitting that is planned, or was called off.
    #[serde(default)]
    pub(super) planned: Option<Sitting>,
}

/// See [`State::WithDoctor`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithDoctor {
    pub(super) handed_over_on: Date,
    /// Since when an appointment is to be made: the hand-over, or the day on which nobody came.
    pub(super) since: Date,
    pub(super) doctor: Option<UserId>,
    pub(super) appointment: Option<Appointment>,
    pub(super) no_shows: u8,
}

/// An SMA, as far as the case must know: no word of what it says, and not for how long either. That stands in the dossiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Established {
    pub(super) on: Date,
    pub(super) doctor: UserId,
    pub(super) version: u32,
}

/// See [`State::AdviceEstablished`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceEstablished {
    pub(super) advice: Established,
}

/// See [`State::ParentsReading`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentsReading {
    pub(super) advice: Established,
    pub(super) since: Date,
    /// Somebody held it back before: then silence is no release.
    pub(super) blocked: bool,
    pub(super) answers: Answers,
}

/// The SMA is released by everyone who must: no state, only the way from reading to the LPA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    pub(super) advice: Established,
    pub(super) answers: Answers,
}

/// See [`State::ParentsSending`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentsSending {
    pub(super) advice: Established,
    pub(super) since: Date,
    pub(super) blocked: bool,
    pub(super) answers: Answers,
}

/// How the SMA reached the LPA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// Consented to, and released after reading.
    Released,
    /// Consented to, and the parents stayed silent for as long as the workflow says.
    AfterSilence,
    /// The parents sent it themselves.
    SentByParents,
}

/// See [`State::WithLpa`]. Only a release or the parents' own sending makes one.
///
/// ```compile_fail
/// use tom::domain::case::AtSwv;
/// fn skip_the_doctor(at_swv: AtSwv) { at_swv.grant(); } // no SMA, no decision
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithLpa {
    pub(super) advice: Established,
    pub(super) received_on: Date,
    pub(super) reached: Reached,
    /// Whether somebody held it back before the parents sent it: after a move silence still doesn't count.
    pub(super) blocked: bool,
    pub(super) answers: Answers,
}

/// See [`State::Running`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub(super) exemption: Exemption,
    /// The child goes to school again.
    #[serde(default)]
    pub(super) at_school: Option<AtSchool>,
}

/// See [`State::Reassessing`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reassessing {
    pub(super) exemption: Exemption,
    /// The child goes to school again.
    #[serde(default)]
    pub(super) at_school: Option<AtSchool>,
    pub(super) since: Date,
}

/// The child goes to school again, without a break, while the exemption runs (covenant, art. 5.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtSchool {
    /// Since this day.
    pub since: Date,
    /// As was recorded on this day.
    pub recorded_on: Date,
}

/// See [`State::Closed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub(super) end: End,
    pub(super) on: Date,
    pub(super) from: StateKind,
    pub(super) exemption: Option<Exemption>,
    /// The SMA that says "geschikt", where that ended it: its facts can still be corrected.
    #[serde(default)]
    pub(super) fit: Option<Established>,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "end")]
pub enum End {
    /// A possibility in education was found.
    SchoolPossible,
    /// The doctor finds the child fit ("geschikt").
    Fit,
    /// The notification or the statement does not meet a requirement; which one stands in the gemeente's dossier.
    RequirementNotMet,
    /// Withdrawn by the parents.
    Withdrawn,
    /// No answer came.
    Lapsed,
    /// The child is back at school.
    BackAtSchool,
    /// The child left the area and its schools (covenant, art. 5.6).
    MovedAway,
    /// The young person turned 18.
    Eighteen,
    /// The child died.
    Died,
    /// The exemption ran out without a new application.
    Expired,
}

impl End {
    /// The name of this end as a state.
    #[must_use]
    pub const fn kind(self) -> StateKind {
        match self {
            Self::SchoolPossible => StateKind::SchoolPossible,
            Self::Fit => StateKind::Fit,
            Self::RequirementNotMet => StateKind::RequirementNotMet,
            Self::Withdrawn => StateKind::Withdrawn,
            Self::Lapsed => StateKind::Lapsed,
            Self::BackAtSchool => StateKind::BackAtSchool,
            Self::MovedAway => StateKind::MovedAway,
            Self::Eighteen => StateKind::Eighteen,
            Self::Died => StateKind::Died,
            Self::Expired => StateKind::Expired,
        }
    }
}

impl State {
    /// A case that is being filled in from `on`.
    #[must_use]
    pub const fn start(on: Date) -> Self {
        Self::Filling(Filling { started_on: on })
    }

    /// The name of the state.
    #[must_use]
    pub const fn kind(&self) -> StateKind {
        match self {
            Self::Filling(_) => StateKind::Filling,
            Self::Incomplete(_) => StateKind::Incomplete,
            Self::AtSwv(_) => StateKind::AtSwv,
            Self::WithDoctor(_) => StateKind::WithDoctor,
            Self::AdviceEstablished(_) => StateKind::AdviceEstablished,
            Self::ParentsReading(_) => StateKind::ParentsReading,
            Self::ParentsSending(_) => StateKind::ParentsSending,
            Self::WithLpa(_) => StateKind::WithLpa,
            Self::Running(_) => StateKind::Running,
            Self::Reassessing(_) => StateKind::Reassessing,
            Self::Closed(closed) => closed.end.kind(),
        }
    }

    /// Which party has the case; `None` while it is being filled in, and once it has ended.
    #[must_use]
    pub const fn in_hands_of(&self) -> Option<PartyKind> {
        match self {
            Self::Filling(_) | Self::Closed(_) => None,
            Self::Incomplete(_) | Self::AtSwv(_) => Some(PartyKind::Swv),
            Self::WithDoctor(_)
            | Self::AdviceEstablished(_)
            | Self::ParentsReading(_)
            | Self::ParentsSending(_) => Some(PartyKind::Ggd),
            Self::WithLpa(_) | Self::Running(_) | Self::Reassessing(_) => Some(PartyKind::Gemeente),
        }
    }

    /// The established SMA, where the case has one under way.
    #[must_use]
    pub const fn advice(&self) -> Option<&Established> {
        match self {
            Self::AdviceEstablished(s) => Some(&s.advice),
            Self::ParentsReading(s) => Some(&s.advice),
            Self::ParentsSending(s) => Some(&s.advice),
            Self::WithLpa(s) => Some(&s.advice),
            Self::Filling(_)
            | Self::Incomplete(_)
            | Self::AtSwv(_)
            | Self::WithDoctor(_)
            | Self::Running(_)
            | Self::Reassessing(_)
            | Self::Closed(_) => None,
        }
    }

    /// What the family was asked and answered, from the sending of the SMA to the decision.
    #[must_use]
    pub const fn answers(&self) -> Option<&Answers> {
        match self {
            Self::ParentsReading(s) => Some(&s.answers),
            Self::ParentsSending(s) => Some(&s.answers),
            Self::WithLpa(s) => Some(&s.answers),
            Self::Filling(_)
            | Self::Incomplete(_)
            | Self::AtSwv(_)
            | Self::WithDoctor(_)
            | Self::AdviceEstablished(_)
            | Self::Running(_)
            | Self::Reassessing(_)
            | Self::Closed(_) => None,
        }
    }

    /// The same, to change.
    pub(super) const fn answers_mut(&mut self) -> Option<&mut Answers> {
        match self {
            Self::ParentsReading(s) => Some(&mut s.answers),
            Self::ParentsSending(s) => Some(&mut s.answers),
            Self::WithLpa(s) => Some(&mut s.answers),
            _ => None,
        }
    }

    /// The sitting that was planned or called off last, while the case is with the SWV.
    #[must_use]
    pub const fn last_sitting(&self) -> Option<&Sitting> {
        match self {
            Self::Incomplete(s) => s.planned.as_ref(),
            Self::AtSwv(s) => s.planned.as_ref(),
            _ => None,
        }
    }

    /// The sitting that is to come: not called off, and not recorded as held.
    #[must_use]
    pub fn sitting_to_come(&self) -> Option<&Sitting> {
        self.last_sitting().filter(|sitting| !sitting.off)
    }

    /// The exemption, where one was granted.
    #[must_use]
    pub const fn exemption(&self) -> Option<&Exemption> {
        match self {
            Self::Running(s) => Some(&s.exemption),
            Self::Reassessing(s) => Some(&s.exemption),
            Self::Closed(s) => s.exemption.as_ref(),
            _ => None,
        }
    }

    /// Since when the child goes to school again while the exemption runs.
    #[must_use]
    pub const fn at_school(&self) -> Option<AtSchool> {
        match self {
            Self::Running(s) => s.at_school,
            Self::Reassessing(s) => s.at_school,
            _ => None,
        }
    }

    /// The doctor who has the case, or gave the SMA that is under way.
    #[must_use]
    pub const fn assigned_doctor(&self) -> Option<&UserId> {
        match self {
            Self::WithDoctor(s) => s.doctor.as_ref(),
            _ => match self.advice() {
                Some(advice) => Some(&advice.doctor),
                None => None,
            },
        }
    }

    /// Ends the case, from wherever it stands: used by the steps that the path allows everywhere.
    pub(super) fn close(self, end: End, on: Date) -> Self {
        let (from, exemption) = (self.kind(), self.exemption().cloned());
        Self::Closed(Closed {
            end,
            on,
            from,
            exemption,
            fit: None,
        })
    }
}
