//! The case: a typed state machine.
//!
//! A step that the covenant does not allow from a state does not exist on that state's struct. What needs a proof
//! (consent, an independent doctor, a tested form) takes it as a value that only the right facts can produce.

mod agenda;
mod answers;
mod command;
mod decide;
mod due;
mod effect;
mod group;
mod kind;
mod possible;
mod refusal;
pub mod samples;
mod sitting;
mod stage;
mod state;
mod steps;
pub mod told;
mod visible;
mod walk;

pub use agenda::{Moment, Planned, agenda, monitor_on, most_urgent};
pub use answers::{Answers, Asked, Without};
pub use command::{Appointment, Command, NotFit, Paper, Reading, StepKind, Unfit};
pub use decide::{Decision, decide, last_good_day};
pub use due::{deadline, stale_on};
pub use effect::{Audience, Effect, Event, EventKind, LetterKind, Recipients, TaskKind};
pub use group::{Group, MOST_STATES, groups};
pub use kind::StateKind;
pub use possible::{brings_about, possible};
pub use refusal::{Refusal, Rule};
pub use sitting::Sitting;
pub use stage::{Stage, stage};
pub use state::{
    AdviceEstablished, AtSchool, AtSwv, Closed, End, Established, Filling, Incomplete,
    ParentsReading, ParentsSending, Reached, Reassessing, Released, Running, State, WithDoctor,
    WithLpa,
};
pub use visible::{Waiting, elsewhere, known, standing, waiting};
pub use walk::{Edge, Walk, walk};

use super::deadline::Pace;
use super::party::{CaseId, PartyId};

/// One case: who takes part, and where it stands. Holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Random id.
    pub id: CaseId,
    /// The workflow version that it started with: `tom-po/v1`.
    pub workflow: String,
    /// The SWV that registered it.
    pub swv: PartyId,
    /// The GGD whose doctor advises.
    pub ggd: PartyId,
    /// The municipality where the child is registered.
    pub municipality: PartyId,
    /// The local team, if it is involved.
    pub local_team: Option<PartyId>,
    /// The case of the application before this one.
    pub previous: Option<CaseId>,
    /// Where it stands.
    pub state: State,
    /// How it gets on, and what was done to the deadline that runs.
    pub pace: Pace,
    /// Goes up with each step; guards every update.
    pub version: i64,
}

impl Case {
    /// Whether this party takes part.
    #[must_use]
    pub fn has(&self, party: &PartyId) -> bool {
        [&self.swv, &self.ggd, &self.municipality].contains(&party)
            || self.local_team.as_ref() == Some(party)
    }
}
