//! The exemption on one page, for the gemeente's own system.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Envelope, Gender, SignedBy};

/// The exemption on one page, for the gemeente's own system. Internal: it holds personal data, among them the BSN.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExemptionSheet {
    /// The gemeente as sender, and the leerplichtambtenaar as addressee.
    pub envelope: Envelope,
    /// The child's full name.
    pub name: String,
    /// The date of birth.
    pub date_of_birth: Date,
    /// The gender.
    pub gender: Gender,
    /// The BSN or onderwijsnummer.
    pub bsn: String,
    /// The child's address; one line each.
    pub address_lines: Vec<String>,
    /// The first day of the exemption.
    pub from: Date,
    /// The last day of the exemption.
    pub until: Date,
    /// The date of the doctor's statement.
    pub statement_on: Date,
    /// The doctor's name.
    pub doctor: String,
    /// The day the notification came in.
    pub notified_on: Date,
    /// Whether an exemption was claimed before (art. 6 LPW asks it).
    pub claimed_before: bool,
    /// Where the child goes meanwhile.
    pub meanwhile: Option<String>,
    /// The month in which the SWV looks again; any day of it.
    pub swv_looks_again: Option<Date>,
    /// When the letter for the re-assessment goes out.
    pub reassessment_letter_on: Date,
    /// The leerplichtambtenaar.
    pub signed_by: SignedBy,
}
