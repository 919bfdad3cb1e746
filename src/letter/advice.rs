//! The Sociaal Medisch Advies (SMA) itself.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Envelope, SignedBy};

/// The Sociaal Medisch Advies: front page and second page (process, step 3).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Sender and date. The addressee is whom this copy is for.
    pub envelope: Envelope,
    /// The version, from 1.
    pub version: u16,
    /// What was corrected since the version before.
    pub correction: Option<String>,
    /// The front page.
    pub front: AdviceFront,
    /// Current situation and problem analysis: a global summary.
    pub situation: String,
    /// The conclusion.
    pub conclusion: Conclusion,
    /// The doctor's advice in words.
    pub advice: String,
    /// The advised duration in years: 1 or 2.
    pub duration_years: Option<u8>,
    /// Where the child goes meanwhile.
    pub meanwhile: Option<String>,
    /// The month in which the SWV looks again; any day of it.
    pub swv_looks_again: Option<Date>,
    /// The doctor.
    pub signed_by: SignedBy,
    /// The doctor's BIG number, where there is one on the SMA.
    pub big_number: Option<String>,
    /// The gemeente that appointed the doctor (art. 7 LPW): `Leusden`.
    pub appointed_by: String,
}

/// The front page of the SMA: exactly the fields that the covenant names.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceFront {
    /// The child's full name.
    pub name: String,
    /// Street and number, or the foreign address on one line.
    pub address: Option<String>,
    /// The postcode; none with a foreign address, or where the address is left out.
    pub postcode: Option<String>,
    /// The place; none like the postcode.
    pub place: Option<String>,
    /// The date of birth.
    pub date_of_birth: Option<Date>,
    /// The gender.
    pub gender: Gender,
    /// The BSN, once it is known.
    pub bsn: Option<String>,
    /// Onderwijsnummer of who has no BSN.
    pub onderwijsnummer: Option<String>,
    /// Telephone numbers of the parents. A copy for one parent holds that parent's number only.
    pub telephones: Vec<String>,
}

/// The gender as the BRP writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Vrouw.
    Female,
    /// Man.
    Male,
    /// Not male and not female, or unknown.
    Other,
}

/// What the doctor concludes about being admitted to a school (art. 5 under a LPW).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// Not fit now.
    NotFitNow,
    /// Never fit: the yearly notification lapses (art. 6(3) LPW).
    NeverFit,
    /// Fit.
    Fit,
}
