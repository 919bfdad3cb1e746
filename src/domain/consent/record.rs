//! The consent of one family as a party holds it: the form as it was signed, and everything that was said since.

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::family::{Child, Parent, Person, who_consents};
use crate::domain::field::Field;
use crate::domain::party::PartyKind;

use super::{Consented, NoConsent, Purpose, PurposeKind, Question, ShareWithDoctor, TextVersion};

/// How somebody said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// On paper, typed over by an employee.
    Paper,
    /// By telephone, noted by an employee.
    Telephone,
    /// On the own page.
    SignIn,
}

impl Means {
    /// The word for it in a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Telephone => "telephone",
            Self::SignIn => "sign_in",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Paper => "op papier",
            Self::Telephone => "per telefoon",
            Self::SignIn => "op de eigen pagina",
        }
    }
}

/// What somebody said after the form: no, or (again) yes. Nothing that was said is changed afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Of which purpose.
    pub purpose: PurposeKind,
    /// Who.
    pub by: Person,
    /// Yes, or no.
    pub gives: bool,
    /// On which day.
    pub on: Date,
    /// How.
    pub means: Means,
    /// The text that it is about.
    pub text: TextVersion,
    /// The version of the case at which it came.
    pub version: i64,
}

/// The toestemmingsverklaring as it was signed, and what was said since.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRecord {
    /// The text on the form.
    pub text: TextVersion,
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
    /// Who signed the form, and on which day.
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
    /// What was said since the form, in the order in which it came.
    pub since: Vec<Statement>,
    /// What was asked beside the form: another question, partner or kind of data, each with what was said of it.
    #[serde(default)]
    pub questions: Vec<Question>,
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

    /// Keeps what was said, once, in the place in which it came: what came in later stands behind it.
    pub fn keep(&mut self, said: &Statement) {
        if !self.since.contains(said) {
            let at = self
                .since
                .partition_point(|one| one.version <= said.version);
            self.since.insert(at, said.clone());
        }
    }

    /// Whether the form says yes to this.
    #[must_use]
    pub const fn ticked(&self, purpose: PurposeKind) -> bool {
        match purpose {
            // The form itself asks for the assessment by the doctor: who signs it, consents to that.
            PurposeKind::ShareWithDoctor => true,
            PurposeKind::ShareAdviceWithLpa => self.share_advice_with_lpa,
            PurposeKind::InformLocalTeam => self.inform_local_team,
            PurposeKind::KeepApplication => self.keep_application,
            PurposeKind::ShareAdviceWithParents => self.share_advice_with_parents,
        }
    }

    /// What was said of a purpose since the form, in the order in which it came.
    pub fn said(&self, purpose: PurposeKind) -> impl DoubleEndedIterator<Item = &Statement> {
        self.since
            .iter()
            .filter(move |said| said.purpose == purpose)
    }

    /// The day on which this person signed the form with a yes to this.
    #[must_use]
    pub fn signed(&self, purpose: PurposeKind, by: Person) -> Option<Date> {
        self.signed
            .get(&by)
            .copied()
            .filter(|_| self.ticked(purpose))
    }

    /// The day of the last no that stands. A no of one of them stops it for all. It is taken back by a yes that came after it and
    /// is not older: of who said no, or of all who decide now, if that isn't who said no any more. Where two papers contradict
    /// each other, so, the no counts. What those who decide now said on a later day counts also where the older paper came in after
    /// it: a letter that lay on a desk over a 16th birthday undoes nothing of the young person's own.
    #[must_use]
    pub fn withdrawn(
        &self,
        purpose: PurposeKind,
        (child, parents): (&Child, &[Parent]),
        on: Date,
    ) -> Option<Date> {
        let who = who_consents(child, parents, on);
        let said: Vec<&Statement> = self.said(purpose).filter(|said| said.on <= on).collect();
        let stands = |(at, no): &(usize, &&Statement)| {
            let later = &said[at + 1..];
            let back = |person: Person| {
                let yes = |yes: &&Statement| yes.gives && yes.by == person && yes.on >= no.on;
                // A court decides on the assessment alone.
                let court = self
                    .court
                    .get(&person)
                    .filter(|_| purpose == PurposeKind::ShareWithDoctor);
                later.iter().any(yes) || court.is_some_and(|day| *day >= no.on)
            };
            let since = |person: &Person| {
                back(*person)
                    || self.yes_days(purpose, *person).any(|day| {
                        day > no.on && who_consents(child, parents, day).contains(person)
                    })
            };
            let decides = who.contains(&no.by);
            !no.gives && !back(no.by) && (decides || who.is_empty() || !who.iter().all(since))
        };
        let standing = said.iter().enumerate().filter(stands);
        standing.map(|(_, no)| no.on).max()
    }

    /// The days on which this person said yes: on the form, by the own release of the SMA, or since.
    fn yes_days(&self, purpose: PurposeKind, by: Person) -> impl Iterator<Item = Date> {
        let released = self.released.get(&by).copied();
        let released = released.filter(|_| purpose == PurposeKind::ShareAdviceWithLpa);
        let since = self.said(purpose);
        let since = since.filter(move |said| said.gives && said.by == by);
        let form = self.signed(purpose, by).into_iter().chain(released);
        form.chain(since.map(|said| said.on))
    }

    /// Whether somebody who doesn't decide any more on the day `today` said it on the day `on`, and everyone who decides now said yes or
    /// no after that: then it changes nothing any more.
    #[must_use]
    pub fn decided_since(
        &self,
        (purpose, by, on): (PurposeKind, Person, Date),
        (child, parents): (&Child, &[Parent]),
        today: Date,
    ) -> bool {
        let who = who_consents(child, parents, today);
        let own = |person: &Person| {
            let no = self.said(purpose).filter(|said| said.by == *person);
            let days = self
                .yes_days(purpose, *person)
                .chain(no.map(|said| said.on));
            let later =
                |day: &Date| *day > on && who_consents(child, parents, *day).contains(person);
            days.collect::<Vec<_>>().iter().any(later)
        };
        !who.is_empty() && !who.contains(&by) && who.iter().all(own)
    }

    /// Whether a no to this came since the case had this version, and stands.
    #[must_use]
    pub fn withdrawn_since(
        &self,
        version: i64,
        purposes: &[PurposeKind],
        family: (&Child, &[Parent]),
        on: Date,
    ) -> Option<Date> {
        let new = |purpose: &&PurposeKind| {
            self.said(**purpose)
                .any(|said| !said.gives && said.version >= version)
        };
        let mut purposes = purposes.iter().filter(new);
        purposes.find_map(|purpose| self.withdrawn(*purpose, family, on))
    }

    /// The day on which this person said yes: on the form, in the way of this purpose, or since. What a child said before it decided
    /// itself is its view, no consent.
    fn agreed<P: Purpose>(
        &self,
        person: Person,
        child: &Child,
        parents: &[Parent],
    ) -> Option<Date> {
        let since = self.said(P::KIND).rev();
        let since = since.filter(|said| said.gives && said.by == person);
        let mut days = P::signed(self, person)
            .into_iter()
            .chain(since.map(|said| said.on));
        let counts = |day: &Date| {
            person != Person::Child
                || *day == Date::MIN
                || who_consents(child, parents, *day) == [person]
        };
        days.find(counts)
    }

    /// Those who must still sign for a consent that is needed on `on`.
    #[must_use]
    pub fn unsigned(&self, child: &Child, parents: &[Parent], on: Date) -> Vec<Person> {
        let who = who_consents(child, parents, on);
        self.awaited(who, on, |person| {
            self.agreed::<ShareWithDoctor>(person, child, parents)
        })
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
    /// Says what is missing: a yes, a signature, or that it was withdrawn.
    pub fn permits<P: Purpose>(
        &self,
        child: &Child,
        parents: &[Parent],
        on: Date,
    ) -> Result<Consented<P>, NoConsent> {
        if let Some(day) = self.withdrawn(P::KIND, (child, parents), on) {
            return Err(NoConsent::Withdrawn(day));
        }
        if !self.ticked(P::KIND) && !self.said(P::KIND).any(|said| said.gives) {
            return Err(NoConsent::NotGiven);
        }
        let who = who_consents(child, parents, on);
        let nobody = who.is_empty();
        let unsigned = self.awaited(who, on, |person| self.agreed::<P>(person, child, parents));
        if nobody || !unsigned.is_empty() {
            return Err(NoConsent::Unsigned(unsigned));
        }
        Ok(Consented {
            purpose: PhantomData,
        })
    }

    /// Whether everything that these people read names this party and these kinds of data. What the text doesn't name asks a new
    /// consent (covenant, Bijlage 5).
    #[must_use]
    pub fn covers(&self, purpose: PurposeKind, to: PartyKind, fields: &[Field]) -> bool {
        let since = self.said(purpose).filter(|said| said.gives);
        let form = self.ticked(purpose).then_some(self.text);
        let mut shown = form.into_iter().chain(since.map(|said| said.text));
        shown.all(|text| text.covers(purpose, to, fields))
    }
}
