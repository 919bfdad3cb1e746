//! Letters of the GGD, and the Sociaal Medisch Advies (SMA) itself.

use serde::{Deserialize, Serialize};
use time::{Date, Time};

use super::{Addressee, Child, Contact, Envelope, SignedBy};

/// The independent doctor invites.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The day of the appointment.
    pub on: Date,
    /// The time, in Europe/Amsterdam.
    pub at: Time,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// Where: name of the building, street, place, room; one line each.
    pub location: Vec<String>,
    /// What to bring, one thing a line.
    pub bring: Vec<String>,
    /// The doctor, who also signs.
    pub signed_by: SignedBy,
}

/// Cover letter: please read the SMA before anybody else does.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceForReading {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The gemeente that decides: `Leusden`.
    pub municipality: String,
    /// The date of the SMA.
    pub statement_on: Date,
    /// The last day on which the SMA can go with a notification (art. 7 LPW: three months).
    pub statement_good_until: Date,
    /// How the SMA gets to the gemeente.
    pub route: Route,
    /// The doctor.
    pub signed_by: SignedBy,
}

/// How the SMA gets to the leerplichtambtenaar: that hangs on the consent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Route {
    /// There is consent: the doctor sends it after the reader's release.
    Doctor {
        /// The last day for an answer.
        answer_by: Date,
        /// What happens without an answer.
        on_silence: OnSilence,
        /// A personal page where the reader can answer; the answer slip is always there.
        link: Option<PersonalLink>,
    },
    /// There is no consent: the reader sends it.
    Yourself {
        /// The leerplichtambtenaar's address.
        to: Addressee,
    },
}

/// What a missing answer means (a choice of the workflow).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnSilence {
    /// Nothing is sent.
    NothingIsSent,
    /// The doctor decides, on the ground of the consent that was given.
    DoctorDecides,
}

/// A personal page. It asks the child's date of birth, so the address alone opens nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalLink {
    /// The address to type over or click.
    pub url: String,
    /// The code that the page asks, where the address doesn't hold it.
    pub code: Option<String>,
    /// The last day on which the page answers.
    pub valid_until: Date,
}

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
    /// The doctor's BIG number.
    pub big_number: String,
    /// The gemeente that appointed the doctor (art. 7 LPW): `Leusden`.
    pub appointed_by: String,
}

/// The front page of the SMA: exactly the fields that the covenant names.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceFront {
    /// The child's full name.
    pub name: String,
    /// Street and number, or the foreign address on one line.
    pub address: String,
    /// The postcode.
    pub postcode: String,
    /// The place.
    pub place: String,
    /// The date of birth.
    pub date_of_birth: Date,
    /// The gender.
    pub gender: Gender,
    /// The BSN or onderwijsnummer, once it is known.
    pub bsn: Option<String>,
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
