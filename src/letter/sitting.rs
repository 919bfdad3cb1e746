//! Letters around the sitting of the team: the invitation, that it is off, and the report.

use serde::{Deserialize, Serialize};
use time::{Date, Time};

use super::{Child, Envelope, Keeping, SignedBy};

/// The SWV invites the family to the sitting, with what art. 12.4 of the covenant asks to tell beforehand.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The day of the sitting.
    pub on: Date,
    /// The time, in Europe/Amsterdam.
    pub at: Time,
    /// Whether an earlier invitation doesn't hold any more.
    pub moved: bool,
    /// Where, one line each.
    pub location: Vec<String>,
    /// Who else is invited: `de onafhankelijke arts van GGD regio Utrecht`.
    pub guests: Vec<String>,
    /// Whether the child is 12 or older, and invited too.
    pub child_invited: bool,
    /// What the SWV keeps.
    pub keeping: Keeping,
    /// Where a person turns to about privacy: an e-mail address.
    pub privacy_email: String,
    /// Who signs.
    pub signed_by: SignedBy,
}

/// The sitting is off.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SittingOff {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The day for which it was planned.
    pub on: Date,
    /// Who signs.
    pub signed_by: SignedBy,
}

/// What the sitting agreed on (covenant, appendix 3, point 4: the family gets the report).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SittingReport {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The day of the sitting.
    pub on: Date,
    /// What was agreed, one agreement a line.
    pub agreements: Vec<String>,
    /// Who else gets the report, as was agreed.
    pub also_to: Option<String>,
    /// Who signs.
    pub signed_by: SignedBy,
}
