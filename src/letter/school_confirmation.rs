//! The paper that lets a school strike a pupil off.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Envelope, SignedBy};

/// The confirmation that a school head needs before striking a pupil off (art. 10(b) LPW): fact and dates only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolConfirmation {
    /// Sender, and the school as addressee.
    pub envelope: Envelope,
    /// The pupil's full name.
    pub name: String,
    /// The pupil's date of birth.
    pub date_of_birth: Date,
    /// The first day of the exemption.
    pub from: Date,
    /// The last day of the exemption.
    pub until: Date,
    /// The leerplichtambtenaar.
    pub signed_by: SignedBy,
}
