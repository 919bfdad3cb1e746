//! Education turned out to be possible.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Child, Envelope, SignedBy};

/// The SWV tells that education turned out to be possible: there is no exemption.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolPossible {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The school or place.
    pub place_of_education: Option<String>,
    /// The first day there.
    pub starts_on: Option<Date>,
    /// What was agreed, one agreement a line.
    pub agreements: Vec<String>,
    /// When the SWV asks how it goes.
    pub follow_up_on: Option<Date>,
    /// The gemeente whose leerplichtambtenaar hears that the procedure ended: `Woudenberg`.
    pub municipality: String,
    /// Who signs.
    pub signed_by: SignedBy,
}
