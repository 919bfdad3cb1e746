//! The letter for the re-assessment, at the date that the decision set (covenant, appendix 3, TOM).

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Child, Contact, Envelope, SignedBy};

/// Asks whether the exemption is needed any longer, and says how to apply again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reassessment {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// Last day of the exemption.
    pub until: Date,
    /// The gemeente: `Leusden`.
    pub municipality: String,
    /// Where an application is made.
    pub swv: Contact,
    /// Who signs.
    pub signed_by: SignedBy,
}
