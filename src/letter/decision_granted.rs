//! The decision that there is an exemption, on behalf of burgemeester en wethouders.

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
