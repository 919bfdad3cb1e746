//! The doctor finds the child fit for school.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Child, Contact, Envelope, SignedBy};

/// The GGD tells that the doctor finds the child fit for school.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FitForSchool {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The date of the SMA.
    pub statement_on: Date,
    /// The gemeente whose leerplichtambtenaar hears that the procedure ended: `Baarn`.
    pub municipality: String,
    /// The SWV that helps to find a place.
    pub swv: Contact,
    /// Where to complain about the way the GGD worked.
    pub complaints: Contact,
    /// The doctor.
    pub signed_by: SignedBy,
}
