//! Decisions that the leerplichtambtenaar sends on behalf of burgemeester en wethouders.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Child, Contact, Envelope, SignedBy};

/// The exemption is given (art. 5 under a LPW).
///
/// There is no field for a BSN, a diagnosis or what the SMA says: that they can't stand in this letter is a fact of the type.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionGranted {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The gemeente: `Leusden`.
    pub municipality: String,
    /// The day the notification (kennisgeving, art. 6 LPW) came in.
    pub notified_on: Date,
    /// The first day of the exemption.
    pub from: Date,
    /// The last day of the exemption.
    pub until: Date,
    /// The notifications of the coming years; empty when the doctor says that the child will never be fit (art. 6(3) LPW).
    pub notifications: Vec<NotificationTask>,
    /// When the letter for the re-assessment goes out.
    pub reassessment_letter_on: Date,
    /// The SWV that follows the child's development.
    pub swv: Contact,
    /// The month in which the SWV looks again; any day of it.
    pub swv_looks_again: Option<Date>,
    /// The last day on which the gemeente keeps the data.
    pub kept_until: Date,
    /// The objection clause, where the gemeente uses one.
    pub objection: Option<Objection>,
    /// The leerplichtambtenaar.
    pub signed_by: SignedBy,
}

/// One yearly notification (art. 6 LPW: before 1 July).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationTask {
    /// The last day: 30 June.
    pub by: Date,
    /// The oldest date that the doctor's statement may have when it is notified on the last day (art. 7 LPW: three months).
    pub statement_from: Date,
}

/// The objection clause (bezwaar): a setting of the gemeente.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// The last day.
    pub until: Date,
    /// Where the objection goes: one line each.
    pub address_lines: Vec<String>,
}

/// The notification does not meet the law: there is no exemption. Like [`DecisionGranted`], without BSN and diagnosis.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRefused {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The gemeente: `Soest`.
    pub municipality: String,
    /// The day the notification came in.
    pub notified_on: Date,
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
