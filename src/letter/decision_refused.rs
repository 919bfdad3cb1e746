//! The decision that a requirement is not met, on behalf of burgemeester en wethouders.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Child, Contact, Envelope, Objection, SignedBy};

/// The notification does not meet the law: there is no exemption. Like [`DecisionGranted`], without BSN and diagnosis.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRefused {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The gemeente: `Soest`.
    pub municipality: String,
    /// The date under the notification, where it carries one.
    pub notification_of: Option<Date>,
    /// Which requirements are not met; never empty.
    pub reasons: Vec<RefusalReason>,
    /// The SWV that helps to find a fitting place.
    pub swv: Contact,
    /// The objection clause, where the gemeente uses one.
    pub objection: Option<Objection>,
    /// The leerplichtambtenaar.
    pub signed_by: SignedBy,
}

/// A requirement of the form that is not met. The leerplichtambtenaar has no medical reasons, so there are none here.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum RefusalReason {
    /// No statement of a doctor came with it (art. 7 LPW).
    NoStatement,
    /// The statement was older than three months (art. 7 LPW).
    StatementTooOld {
        /// The date of the statement.
        statement_on: Date,
        /// The last day on which it was good.
        good_until: Date,
    },
    /// The doctor was not appointed by this gemeente (art. 7 LPW).
    DoctorNotAppointed,
    /// The doctor treats the child (art. 7 LPW).
    DoctorTreatsChild,
    /// The statement does not say that the child is unfit for school (art. 5 under a LPW).
    StatementSaysFit,
    /// Fields of the notification are missing (art. 6 LPW).
    NotificationIncomplete {
        /// What is missing, one thing a line.
        missing: Vec<String>,
    },
    /// The notification was not signed by who is responsible (art. 2 LPW).
    NotSignedByResponsible,
    /// The child is registered in another gemeente (art. 6 LPW).
    RegisteredElsewhere,
}
