//! Letters out of dossiers: who gets one, at which address, and what stands in it.
//!
//! Pure: no store and no clock. A letter is made from the dossier of the party that sends it and from nothing else, so that it can't
//! tell what that party may not know. Everybody has a letter of their own at their own address; an address that nobody knows
//! is an [`Outcome`] of its own, so that it becomes a task and not a silent pass.

mod advice;
mod asked;
mod gemeente;
mod ggd;
mod head;
mod people;
mod reminder;
mod seen;
mod sitting;
mod stopped;
mod swv;

use std::collections::BTreeMap;

use time::Date;

use crate::domain::calendar::add_months_clamped;
use crate::domain::case::{Case, LetterKind, Recipients};
use crate::domain::dossier::Dossier;
use crate::domain::family::Person;
use crate::domain::organisation::Parties;
use crate::domain::party::PartyKind;
use crate::domain::rules::{RetentionStart, Rules};
use crate::letter::{Letter, PersonalLink, SignedBy};

pub use advice::{CopyFor, advice};
pub use gemeente::{exemption_sheet, school_confirmation};
pub(in crate::action) use head::envelope;
pub(in crate::action) use people::who_reads;
pub(super) use reminder::yearly;
pub(super) use seen::{may_see_address, may_see_telephone};

/// What a letter is written from.
pub struct Writing<'a> {
    /// The case after the step.
    pub case: &'a Case,
    /// The workflow version of the case.
    pub rules: &'a Rules,
    /// The organisations.
    pub parties: &'a Parties,
    /// The dossier of the party that sends, after the step.
    pub dossier: &'a Dossier,
    /// Who takes the step.
    pub signer: SignedBy,
    /// The date of the letter.
    pub today: Date,
    /// Personal pages of those who read the SMA.
    pub links: &'a BTreeMap<Person, PersonalLink>,
}

/// A letter, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Which of the family.
    pub person: Person,
    /// The letter.
    pub letter: Letter,
}

/// What came of writing to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A letter. The SMA is a letter of its own, after the one that covers it.
    Written(Written),
    /// Somebody must find the address first.
    NoAddress(Person),
}

impl Outcome {
    const fn person(&self) -> Person {
        match self {
            Self::Written(written) => written.person,
            Self::NoAddress(person) => *person,
        }
    }
}

/// Writes the letters of a step, one for each person.
///
/// Empty when the sending party's dossier holds no names any more (\[VO\] SWV after its hand-over), and where the case doesn't
/// stand where this letter belongs.
#[must_use]
pub fn compose(kind: LetterKind, to: Recipients, w: &Writing<'_>) -> Vec<Outcome> {
    let written = match kind {
        LetterKind::Receipt => swv::receipt(w, to),
        LetterKind::CompletionRequest => swv::completion_request(w, to),
        LetterKind::Sitting => sitting::invitation(w),
        LetterKind::SittingOff => sitting::off(w),
        LetterKind::SittingReport => sitting::report(w),
        LetterKind::SchoolPossible => swv::school_possible(w, to),
        LetterKind::Appointment => ggd::appointment(w, to),
        LetterKind::AdviceForReading => ggd::advice_for_reading(w),
        LetterKind::FitForSchool => ggd::fit_for_school(w, to),
        LetterKind::DecisionGranted => gemeente::granted(w),
        LetterKind::DecisionRefused => gemeente::refused(w),
        LetterKind::Stopped => stopped::stopped(w, to),
        LetterKind::NotificationRequest if w.dossier.ggd().is_some() => {
            ggd::notification_requests(w)
        }
        LetterKind::NotificationRequest => gemeente::notification_requests(w),
        LetterKind::ConsentRequest => asked::consent_requests(w),
        LetterKind::Reassessment => reminder::reassessment(w),
        // Asked by its last day: see [`yearly`].
        LetterKind::YearlyNotification => None,
        LetterKind::Reminder => reminder::reminder(w),
    };
    let mut written = written.unwrap_or_default();
    if let Recipients::Only(person) = to {
        written.retain(|outcome| outcome.person() == person);
    }
    written
}

/// Months for which SWV and gemeente keep a dossier by the covenant (appendix 3: two years).
const COVENANT_MONTHS: u16 = 24;

/// The last day on which a party keeps its dossier, from the day of the event that starts the term.
fn kept_until(w: &Writing<'_>, kind: PartyKind, day: impl FnOnce(RetentionStart) -> Date) -> Date {
    let (months, from) = w
        .rules
        .retention
        .get(&kind)
        .map_or((COVENANT_MONTHS, RetentionStart::LastStep), |retention| {
            (retention.months, retention.from)
        });
    add_months_clamped(day(from), months.into())
}
