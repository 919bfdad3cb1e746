//! Confirmation of receipt, from the samenwerkingsverband (SWV).

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Child, Envelope, PersonalLink};

/// Confirmation of receipt of the application (process, step 1; information duty of art. 12 of the covenant).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The day the application came in.
    pub received_on: Date,
    /// What is still missing, in the words of the form; empty when the application is complete.
    pub missing: Vec<String>,
    /// Until when the missing parts are waited for; only read when something is missing.
    pub answer_by: Option<Date>,
    /// The gemeente whose leerplichtambtenaar gets the name: `Leusden`.
    pub municipality: String,
    /// The service terms of the region, to say what happens by when.
    pub terms: ServiceTerms,
    /// What the SWV keeps.
    pub keeping: Keeping,
    /// The own page of the reader, where the case can be followed.
    pub link: Option<PersonalLink>,
    /// Where a person turns to about privacy (functionaris gegevensbescherming): an e-mail address.
    pub privacy_email: String,
}

/// The terms that the party promises, from the workflow file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTerms {
    /// Until the SWV makes contact: `5 werkdagen`.
    pub contact: String,
    /// Until the appointment with the doctor, counted from the hand-over.
    pub appointment: String,
    /// From the appointment to the SMA.
    pub advice: String,
    /// From the SMA to the answer of the gemeente.
    pub decision: String,
}

/// What the SWV keeps of the application (covenant, art. 5.1; differs by sector).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Keeping {
    /// The application and the consent form stay until this day (PO, with the parents' consent).
    ApplicationUntil {
        /// The last day.
        until: Date,
    },
    /// Only the fact that a sitting took place stays, once the application is with the doctor (VO; PO without that consent).
    SittingOnly,
}
