//! Letters that the samenwerkingsverband (SWV) sends, and the closing letter that every party can send.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Child, Envelope, SignedBy};

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
    /// Where a person turns to about privacy (functionaris gegevensbescherming): an e-mail address.
    pub privacy_email: String,
}

/// The terms that the party promises, from the workflow file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTerms {
    /// Working days until the SWV makes contact.
    pub contact_working_days: u16,
    /// Weeks until the appointment with the doctor, counted from the hand-over.
    pub appointment_weeks: u16,
    /// Weeks from the appointment to the SMA.
    pub advice_weeks: u16,
    /// Weeks from the SMA to the answer of the gemeente.
    pub decision_weeks: u16,
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
    /// Only the fact that a sitting took place stays, once the application is with the doctor (VO).
    SittingOnly,
}

/// The SWV asks for what is missing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionRequest {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The day the application came in.
    pub received_on: Date,
    /// What is missing, one item a line; never empty.
    pub missing: Vec<String>,
    /// The last day for an answer.
    pub answer_by: Date,
    /// Who asks.
    pub signed_by: SignedBy,
}

/// The SWV tells that education turned out to be possible: there is no exemption.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolPossible {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The day of the sitting or conversation where it was agreed.
    pub agreed_on: Date,
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
