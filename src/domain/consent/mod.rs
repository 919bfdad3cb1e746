//! Consent: who said yes to what and when, and the proof that comes from it.
//!
//! `Consented<P>` can't be made by hand. It comes only from a [`ConsentRecord`] that says yes to the purpose `P`, by everyone
//! who must on that day, and not withdrawn since (covenant, art. 4.4, 6 and Bijlage 5).

mod purpose;
mod question;
mod record;
mod stands;
mod text;

use std::marker::PhantomData;

use time::Date;

use super::family::Person;

pub use purpose::PurposeKind;
pub use question::{Answer, DataKind, Hears, NewQuestion, Question, Recipient};
pub use record::{ConsentRecord, Means, Statement};
pub use stands::{Said, Stands, Word};
pub use text::{Text, TextVersion, To};

/// What a proof of consent is for.
pub trait Purpose {
    /// The purpose that was asked.
    const KIND: PurposeKind;
    /// On which day this person signed for it, apart from what was said after the form.
    fn signed(record: &ConsentRecord, person: Person) -> Option<Date> {
        record.signed(Self::KIND, person)
    }
}

/// See [`PurposeKind::ShareWithDoctor`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareWithDoctor {}
/// See [`PurposeKind::ShareAdviceWithLpa`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareAdviceWithLpa {}
/// Ask those who decide to release the SMA to the leerplichtambtenaar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskRelease {}
/// See [`PurposeKind::InformLocalTeam`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InformLocalTeam {}
/// See [`PurposeKind::KeepApplication`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepApplication {}
/// See [`PurposeKind::ShareAdviceWithParents`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareAdviceWithParents {}

impl Purpose for ShareWithDoctor {
    const KIND: PurposeKind = PurposeKind::ShareWithDoctor;
}
impl Purpose for ShareAdviceWithLpa {
    const KIND: PurposeKind = PurposeKind::ShareAdviceWithLpa;
    /// From the 16th birthday on the young person's own release is the new consent; the signatures of the parents stay for what
    /// was disclosed before.
    fn signed(record: &ConsentRecord, person: Person) -> Option<Date> {
        let released = record.released.get(&person).copied();
        released.or_else(|| record.signed(Self::KIND, person))
    }
}
impl Purpose for AskRelease {
    const KIND: PurposeKind = PurposeKind::ShareAdviceWithLpa;
    /// The signature is what is asked: nothing goes to anybody else before it.
    fn signed(_: &ConsentRecord, _: Person) -> Option<Date> {
        Some(Date::MIN)
    }
}
impl Purpose for InformLocalTeam {
    const KIND: PurposeKind = PurposeKind::InformLocalTeam;
}
impl Purpose for KeepApplication {
    const KIND: PurposeKind = PurposeKind::KeepApplication;
}
impl Purpose for ShareAdviceWithParents {
    const KIND: PurposeKind = PurposeKind::ShareAdviceWithParents;
}

/// Why a consent doesn't carry a disclosure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoConsent {
    /// Nobody said yes to it.
    NotGiven,
    /// These must still sign.
    Unsigned(Vec<Person>),
    /// It was withdrawn.
    Withdrawn(Date),
    /// What was shown doesn't name this recipient or these kinds of data.
    NotCovered,
}

/// Proof that `P` was consented to, by everyone who must, on the day of the disclosure.
///
/// ```compile_fail
/// use tom::domain::consent::{Consented, ShareAdviceWithLpa};
/// let forged: Consented<ShareAdviceWithLpa> = Consented { purpose: std::marker::PhantomData };
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Consented<P> {
    purpose: PhantomData<fn() -> P>,
}

impl<P> Clone for Consented<P> {
    fn clone(&self) -> Self {
        Self {
            purpose: PhantomData,
        }
    }
}
