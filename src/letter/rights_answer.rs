//! The answer to a request of a data subject (art. 12 AVG; covenant, art. 13.2), which every party can send.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Envelope, SignedBy};
use crate::domain::rights::Right;

/// What a party tells who made a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightsAnswer {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child's name, where the party holds it.
    pub child: Option<String>,
    /// Which right was used.
    pub right: Right,
    /// When the request came in.
    pub received_on: Date,
    /// What the party says.
    pub answered: RightsAnswered,
    /// Whether this is a decision of a public body, against which an objection can be made (art. 34 UAVG).
    pub objection: bool,
    /// Who signs.
    pub signed_by: SignedBy,
}

/// What a party says about a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum RightsAnswered {
    /// It takes longer.
    Extended {
        /// By when the answer comes.
        until: Date,
        /// Why.
        why: String,
    },
    /// It is granted.
    Granted {
        /// What the party does.
        text: String,
    },
    /// It is refused.
    Refused {
        /// Why.
        text: String,
        /// Whether other parties were asked.
        discussed: bool,
    },
    /// Who asked took it back.
    Withdrawn,
    /// The dossier is used again.
    Lifted {
        /// From which day on.
        on: Date,
        /// Why.
        why: String,
    },
}
