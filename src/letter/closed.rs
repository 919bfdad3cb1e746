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
    /// What was awaited did not come.
    NoAnswer {
        /// What was awaited.
        awaited: Awaited,
    },
    /// The child moved out of the area.
    Moved,
    /// The doctor was asked, and no exemption follows. For a parent of a young person from 16 who may not read the SMA: it
    /// has no word of what the SMA says.
    Finished,
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

/// What did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Awaited {
    /// What was missing from the application.
    Completion,
    /// The conversation with the doctor.
    Conversation,
    /// The SMA with the notification, at the gemeente.
    Sending {
        /// The last day on which the statement could carry a notification (art. 7 LPW: three months).
        good_until: Date,
    },
    /// An answer of another kind.
    Answer,
}
