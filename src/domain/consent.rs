//! Consent: who signed what and when, and the proof that comes from it.
//!
//! `Consented<P>` can't be made by hand. It comes only from a [`ConsentRecord`] that is ticked for the purpose `P`,
//! signed by everyone who must sign on that day, and not withdrawn (covenant, art. 4.4, 6 and Bijlage 5).

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use time::Date;

use super::family::{Child, Parent, Person, who_consents};

/// What a consent is asked for. One purpose, named recipients, named kinds of data.
pub trait Purpose {
    /// The word for it in the workflow file and in a disclosure.
    const CODE: &'static str;
    /// Whether the form's tick for this purpose was set.
    fn ticked(record: &ConsentRecord) -> bool;
    /// On which day this person signed for it.
    fn signed(record: &ConsentRecord, person: Person) -> Option<Date> {
        record.signed.get(&person).copied()
    }
}

/// Share the application and the consent form with the independent doctor of the GGD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareWithDoctor {}
/// Share the SMA with the leerplichtambtenaar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareAdviceWithLpa {}
/// Ask those who decide to release the SMA to the leerplichtambtenaar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskRelease {}
/// Tell the local team, by a seintje, that an exemption was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InformLocalTeam {}
/// Keep the application for two years at the SWV \[PO\].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepApplication {}
/// Let the parents of a young person from 16 read what the SMA says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareAdviceWithParents {}

impl Purpose for ShareWithDoctor {
    const CODE: &'static str = "share_with_doctor";
    fn ticked(_: &ConsentRecord) -> bool {
        true // the form itself asks for the assessment by the doctor: who signs it, consents to that
    }
}
impl Purpose for ShareAdviceWithLpa {
    const CODE: &'static str = "share_advice_with_lpa";
    fn ticked(record: &ConsentRecord) -> bool {
        record.share_advice_with_lpa
    }
    /// From the 16th birthday on the young person's own release is the new consent; the signatures of the parents stay for what
    /// was disclosed before.
    fn signed(record: &ConsentRecord, person: Person) -> Option<Date> {
        let form = record.signed.get(&person);
        form.or_else(|| record.released.get(&person)).copied()
    }
}
impl Purpose for AskRelease {
    const CODE: &'static str = "ask_release";
    fn ticked(record: &ConsentRecord) -> bool {
        record.share_advice_with_lpa
    }
    /// The signature is what is asked: nothing goes to anybody else before it.
    fn signed(_: &ConsentRecord, _: Person) -> Option<Date> {
        Some(Date::MIN)
    }
}
impl Purpose for InformLocalTeam {
    const CODE: &'static str = "inform_local_team";
    fn ticked(record: &ConsentRecord) -> bool {
        record.inform_local_team
    }
}
impl Purpose for KeepApplication {
    const CODE: &'static str = "keep_application";
    fn ticked(record: &ConsentRecord) -> bool {
        record.keep_application
    }
}
impl Purpose for ShareAdviceWithParents {
    const CODE: &'static str = "share_advice_with_parents";
    fn ticked(record: &ConsentRecord) -> bool {
        record.share_advice_with_parents
    }
}

/// The toestemmingsverklaring as it was signed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRecord {
    /// The SMA may go to the leerplichtambtenaar.
    pub share_advice_with_lpa: bool,
    /// The SWV may keep the application for two years \[PO\].
    pub keep_application: bool,
    /// The local team may hear that an exemption was granted.
    pub inform_local_team: bool,
    /// The parents may read the SMA of a young person from 16.
    pub share_advice_with_parents: bool,
    /// Named on the form as involved: jeugdarts, huisarts, behandelaar, others.
    pub involved: String,
    /// Who signed, and on which day.
    pub signed: BTreeMap<Person, Date>,
    /// Who released the SMA to the leerplichtambtenaar, and on which day: on the own page or on paper.
    #[serde(default)]
    pub released: BTreeMap<Person, Date>,
    /// Whose release the GGD has on paper: that paper is the evidence of it.
    #[serde(default)]
    pub released_on_paper: BTreeSet<Person>,
    /// In whose place a court decided (art. 1:253a BW), and on which day.
    #[serde(default)]
    pub court: BTreeMap<Person, Date>,
    /// What the child from 12 to 15 thinks of it: recorded always, in its own words.
    pub view_of_child: Option<String>,
    /// The day on which it was withdrawn.
    pub withdrawn_on: Option<Date>,
}

/// Why a consent doesn't carry a disclosure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoConsent {
    /// The tick for this purpose isn't set.
    NotGiven,
    /// These must still sign.
    Unsigned(Vec<Person>),
    /// It was withdrawn.
    Withdrawn(Date),
}

/// Proof that `P` was consented to, by everyone who must, on the day of the disclosure.
///
/// ```compile_fail
/// use tom::domain::consent::{Consented, ShareAdviceWithLpa};
/// let forged: Consented<ShareAdviceWithLpa> = Consented { purpose: std::marker::PhantomData };
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Consented<P: Purpose> {
    purpose: PhantomData<fn() -> P>,
}

impl<P: Purpose> Clone for Consented<P> {
    fn clone(&self) -> Self {
        Self {
            purpose: PhantomData,
        }
    }
}

impl ConsentRecord {
    /// Keeps the release of the SMA by one of those who decide: the newest is the one of the newest text.
    pub fn release(&mut self, by: Person, on: Date, on_paper: bool) {
        self.released.insert(by, on);
        if on_paper {
            self.released_on_paper.insert(by);
        } else {
            self.released_on_paper.remove(&by);
        }
    }

    /// Those who must still sign for a consent that is needed on `on`.
    #[must_use]
    pub fn unsigned(&self, child: &Child, parents: &[Parent], on: Date) -> Vec<Person> {
        let who = who_consents(child, parents, on);
        self.awaited(who, on, |person| self.signed.get(&person).copied())
    }

    /// Who of these must still sign. What a court decided in the place of one parent stands beside the signature of another, never
    /// alone.
    fn awaited(
        &self,
        mut who: Vec<Person>,
        on: Date,
        signed: impl Fn(Person) -> Option<Date>,
    ) -> Vec<Person> {
        let by_then = |day: Option<Date>| day.is_some_and(|day| day <= on);
        let some = who.iter().any(|person| by_then(signed(*person)));
        who.retain(|person| {
            let court = some && by_then(self.court.get(person).copied());
            !by_then(signed(*person)) && !court
        });
        who
    }

    /// The proof for purpose `P` on the day `on`.
    ///
    /// # Errors
    /// Says what is missing: the tick, a signature, or that it was withdrawn.
    pub fn permits<P: Purpose>(
        &self,
        child: &Child,
        parents: &[Parent],
        on: Date,
    ) -> Result<Consented<P>, NoConsent> {
        if let Some(day) = self.withdrawn_on.filter(|day| *day <= on) {
            return Err(NoConsent::Withdrawn(day));
        }
        if !P::ticked(self) {
            return Err(NoConsent::NotGiven);
        }
        let who = who_consents(child, parents, on);
        let nobody = who.is_empty();
        let unsigned = self.awaited(who, on, |person| P::signed(self, person));
        if nobody || !unsigned.is_empty() {
            return Err(NoConsent::Unsigned(unsigned));
        }
        Ok(Consented {
            purpose: PhantomData,
        })
    }
}
