//! The cover letter of the SMA: who reads first, and how it travels from there.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Addressee, Child, Envelope, SignedBy};

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
    /// The leerplichtambtenaar's address: where the notification goes, and without consent the SMA too.
    pub to: Addressee,
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
    /// There is no consent, or somebody held it back: the reader sends it.
    Yourself {
        /// A personal page where the reader can send it; on paper is always possible.
        link: Option<PersonalLink>,
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
    /// The code with which the reader can make an account, once. Only a letter brings it.
    pub code: Option<String>,
    /// The last day on which the page answers.
    pub valid_until: Date,
}
