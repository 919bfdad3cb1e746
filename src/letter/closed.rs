//! The closing letter, which every party can send.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Child, Envelope, SignedBy};

/// A procedure or an exemption ended for another reason.
///
/// After a death no letter is made: a person writes, or calls.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// Why it ended.
    pub reason: ClosedReason,
    /// The gemeente whose leerplichtambtenaar hears it: `Baarn`.
    pub municipality: String,
    /// Who signs.
    pub signed_by: SignedBy,
}

/// Why a procedure or an exemption ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum ClosedReason {
    /// The parents (or the young person) withdrew the application.
    Withdrawn {
        /// The day of the withdrawal.
        on: Date,
    },
    /// No answer came to a request.
    NoAnswer {
        /// The day of the request.
        asked_on: Date,
        /// The last day for an answer.
        answer_by: Date,
    },
    /// The child moved out of the area.
    Moved {
        /// From which day.
        on: Date,
    },
    /// The child is back at school; the exemption ended.
    BackAtSchool {
        /// Since when.
        since: Date,
    },
    /// The young person turned 18: the law no longer asks for an exemption.
    TurnedEighteen {
        /// The birthday.
        on: Date,
    },
}
