//! The letters that leave the house, as tagged PDF.
//!
//! A [`Letter`] is plain data: what stands on the paper and nothing more. [`render`] sets it with the embedded Typst
//! templates (`templates/letters/`) and fonts and exports PDF/A-2a and PDF/UA-1, so that it can be archived and read aloud.
//!
//! Three rules are kept by the types and not by care:
//! - A letter knows **one addressee**. There is no place for the other parent's address, telephone number or e-mail.
//! - A decision ([`DecisionGranted`], [`DecisionRefused`]) and the letter to a school ([`SchoolConfirmation`]) have **no field**
//!   for a BSN or a diagnosis. Only the SMA ([`Advice`]), the sheet for the gemeente ([`ExemptionSheet`]) and what a party must show of itself
//!   ([`AccessExport`]) hold a BSN.
//! - Text of users goes in as data, never as markup.
//!
//! No type here shows its content through `Debug`, so a letter can't end up in a log by accident.

mod access_export;
mod advice;
mod advice_for_reading;
mod appointment;
mod closed;
mod completion_request;
mod consent_request;
mod decision_granted;
mod decision_refused;
mod envelope;
mod error;
mod exemption_sheet;
mod fit_for_school;
mod kind;
mod notification_request;
mod pdf;
mod printable;
mod reassessment;
mod receipt;
mod reminder;
mod rights_answer;
mod samples;
mod school_confirmation;
mod school_possible;
mod shelf;
mod sitting;
mod text;
mod world;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use access_export::{AccessExport, Entry, Section};
pub use advice::{Advice, AdviceFront, Conclusion, Gender};
pub use advice_for_reading::{AdviceForReading, OnSilence, PersonalLink, Route};
pub use appointment::Appointment;
pub use closed::{Awaited, Closed, ClosedReason};
pub use completion_request::CompletionRequest;
pub use consent_request::ConsentRequest;
pub use decision_granted::{DecisionGranted, NotificationTask, Objection};
pub use decision_refused::{DecisionRefused, RefusalReason};
pub use envelope::{Addressee, Child, Contact, Envelope, Reader, Sender, SignedBy};
pub use error::LetterError;
pub use exemption_sheet::ExemptionSheet;
pub use fit_for_school::FitForSchool;
pub use kind::LetterKind;
pub use notification_request::NotificationRequest;
pub use pdf::{Pdf, render};
pub use reassessment::Reassessment;
pub use receipt::{Keeping, Receipt, ServiceTerms};
pub use reminder::{Reminded, Reminder};
pub use rights_answer::{RightsAnswer, RightsAnswered};
pub use school_confirmation::SchoolConfirmation;
pub use school_possible::SchoolPossible;
pub use sitting::{Sitting, SittingOff, SittingReport};

/// A letter, ready to be set: one variant per kind.
///
/// Serialises with the kind in the field `kind`, so that a letter can be kept as data beside the PDF that was sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// The SWV confirms that the application came in.
    Receipt(Box<Receipt>),
    /// The SWV asks for what is missing.
    CompletionRequest(Box<CompletionRequest>),
    /// The doctor of the GGD invites.
    Appointment(Box<Appointment>),
    /// The GGD sends the SMA to be read first.
    AdviceForReading(Box<AdviceForReading>),
    /// A parent of a young person is asked for the notification.
    NotificationRequest(Box<NotificationRequest>),
    /// The SMA itself.
    Advice(Box<Advice>),
    /// The gemeente confirms the exemption.
    DecisionGranted(Box<DecisionGranted>),
    /// The gemeente says which requirement is not met.
    DecisionRefused(Box<DecisionRefused>),
    /// The SWV invites to the sitting of the team.
    Sitting(Box<Sitting>),
    /// That sitting is off.
    SittingOff(Box<SittingOff>),
    /// What the sitting agreed on.
    SittingReport(Box<SittingReport>),
    /// The SWV: education turns out to be possible.
    SchoolPossible(Box<SchoolPossible>),
    /// The GGD: the doctor finds the child fit for school.
    FitForSchool(Box<FitForSchool>),
    /// A procedure or an exemption ended in another way.
    Closed(Box<Closed>),
    /// The gemeente asks whether the exemption is needed any longer.
    Reassessment(Box<Reassessment>),
    /// Something is still waited for.
    Reminder(Box<Reminder>),
    /// The exemption on one page for the gemeente's own system.
    ExemptionSheet(Box<ExemptionSheet>),
    /// The confirmation that a school head needs to strike the pupil off.
    SchoolConfirmation(Box<SchoolConfirmation>),
    /// The SWV or the GGD asks a consent for something new.
    ConsentRequest(Box<ConsentRequest>),
    /// What a party tells who made a request about personal data.
    RightsAnswer(Box<RightsAnswer>),
    /// Everything that a party keeps of a child.
    AccessExport(Box<AccessExport>),
}

impl Letter {
    /// The kind of this letter.
    #[must_use]
    pub fn kind(&self) -> LetterKind {
        match self {
            Self::Receipt(_) => LetterKind::Receipt,
            Self::CompletionRequest(_) => LetterKind::CompletionRequest,
            Self::Appointment(_) => LetterKind::Appointment,
            Self::AdviceForReading(_) => LetterKind::AdviceForReading,
            Self::NotificationRequest(_) => LetterKind::NotificationRequest,
            Self::Advice(_) => LetterKind::Advice,
            Self::DecisionGranted(_) => LetterKind::DecisionGranted,
            Self::DecisionRefused(_) => LetterKind::DecisionRefused,
            Self::Sitting(_) => LetterKind::Sitting,
            Self::SittingOff(_) => LetterKind::SittingOff,
            Self::SittingReport(_) => LetterKind::SittingReport,
            Self::SchoolPossible(_) => LetterKind::SchoolPossible,
            Self::FitForSchool(_) => LetterKind::FitForSchool,
            Self::Closed(_) => LetterKind::Closed,
            Self::Reassessment(_) => LetterKind::Reassessment,
            Self::Reminder(_) => LetterKind::Reminder,
            Self::ExemptionSheet(_) => LetterKind::ExemptionSheet,
            Self::SchoolConfirmation(_) => LetterKind::SchoolConfirmation,
            Self::ConsentRequest(_) => LetterKind::ConsentRequest,
            Self::RightsAnswer(_) => LetterKind::RightsAnswer,
            Self::AccessExport(_) => LetterKind::AccessExport,
        }
    }

    /// Sender, date and reference: what every kind has.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        match self {
            Self::Receipt(letter) => &letter.envelope,
            Self::CompletionRequest(letter) => &letter.envelope,
            Self::Appointment(letter) => &letter.envelope,
            Self::AdviceForReading(letter) => &letter.envelope,
            Self::NotificationRequest(letter) => &letter.envelope,
            Self::Advice(letter) => &letter.envelope,
            Self::DecisionGranted(letter) => &letter.envelope,
            Self::DecisionRefused(letter) => &letter.envelope,
            Self::Sitting(letter) => &letter.envelope,
            Self::SittingOff(letter) => &letter.envelope,
            Self::SittingReport(letter) => &letter.envelope,
            Self::SchoolPossible(letter) => &letter.envelope,
            Self::FitForSchool(letter) => &letter.envelope,
            Self::Closed(letter) => &letter.envelope,
            Self::Reassessment(letter) => &letter.envelope,
            Self::Reminder(letter) => &letter.envelope,
            Self::ExemptionSheet(letter) => &letter.envelope,
            Self::SchoolConfirmation(letter) => &letter.envelope,
            Self::ConsentRequest(letter) => &letter.envelope,
            Self::RightsAnswer(letter) => &letter.envelope,
            Self::AccessExport(letter) => &letter.envelope,
        }
    }

    /// Letters with made-up content: at least one of every kind and of every variant of its text.
    ///
    /// They feed the strict test of the templates and the demo; the people and the numbers don't exist.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        samples::all()
    }
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Letter({})", self.kind().code())
    }
}
