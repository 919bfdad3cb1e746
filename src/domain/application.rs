//! The application of the parents (process, step 1): what the form holds and what is still missing from it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Date;

use super::consent::ConsentRecord;
use super::contact::{Email, Telephone};
use super::family::{Child, Parent, Person, with_custody};
use super::field::Field;
use super::school::Brinvest;
use super::text::{LongText, ShortText};

/// School or care institution, and whom to ask there.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    /// Name of the school or institution.
    pub name: Option<ShortText<120>>,
    /// Its number, where it has one.
    pub brinvest: Option<Brinvest>,
    /// Place.
    pub place: Option<ShortText<80>>,
    /// Name and function of the contact.
    pub contact: Option<ShortText<120>>,
    /// Telephone of the contact.
    pub telephone: Option<Telephone>,
    /// E-mail address of the contact.
    pub email: Option<Email>,
}

/// Who wrote the description of the situation.
pub type Situation = LongText<2000>;

/// The application form as one party holds it. A field that was not handed over is simply absent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// The child.
    pub child: Child,
    /// Parents and guardians.
    pub parents: Vec<Parent>,
    /// School or institution.
    pub school: School,
    /// Short description of the situation.
    pub situation: Option<Situation>,
    /// Who signed the application, and when. \[VO\] asks it; \[PO\] forms carry it too.
    pub signed: BTreeMap<Person, Date>,
    /// Whether an exemption was claimed before, as the parents say.
    pub claimed_before: Option<bool>,
}

/// One thing that an application still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "what", content = "who", rename_all = "snake_case")]
pub enum Missing {
    /// A field of the form.
    Field(Field),
    /// A signature on the application.
    Signature(Person),
    /// A signature on the consent form.
    ConsentSignature(Person),
    /// The view of a child from 12 to 15 (recorded always; it asks for it, it doesn't block).
    ViewOfChild,
}

impl Missing {
    /// Whether the case waits for this, or it is only asked for.
    #[must_use]
    pub const fn blocks(self) -> bool {
        !matches!(self, Self::ViewOfChild)
    }

    /// What a user reads.
    #[must_use]
    pub fn dutch(self) -> String {
        match self {
            Self::Field(field) => field.dutch().to_owned(),
            Self::Signature(person) => {
                format!("handtekening van {} onder de aanvraag", person.dutch())
            }
            Self::ConsentSignature(person) => {
                format!("handtekening van {} onder de toestemming", person.dutch())
            }
            Self::ViewOfChild => {
                "wat de leerling (12 tot en met 15 jaar) er zelf van vindt".to_owned()
            }
        }
    }
}

/// Whom a change of the facts made reachable, and whom not any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Whose address was unknown and is known now.
    pub found: Vec<Person>,
    /// Whose address was known and is unknown now.
    pub lost: Vec<Person>,
    /// In whose place somebody else stands, by the name.
    pub replaced: Vec<Person>,
}

impl Addresses {
    /// What changed between two versions of an application. Who isn't on the later one is not looked for.
    #[must_use]
    pub fn between(before: &Application, after: &Application) -> Self {
        let mut changed = Self::default();
        for person in [Person::Parent1, Person::Parent2, Person::Child] {
            match (before.has_address(person), after.has_address(person)) {
                (Some(false) | None, Some(true)) => changed.found.push(person),
                (Some(true), Some(false)) => changed.lost.push(person),
                _ => {}
            }
            if let (Some(was), Some(is)) = (before.parent(person), after.parent(person))
                && (was.name.first != is.name.first && was.name.last != is.name.last)
                && !was.name.may_be(&is.name)
            {
                changed.replaced.push(person);
            }
        }
        changed
    }
}

/// Proof that the application holds everything that the workflow file asks for the hand-over to the doctor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompleteApplication(());

impl Application {
    /// What is missing on `on`, given the fields and signatures that the workflow asks.
    #[must_use]
    pub fn missing(
        &self,
        consent: &ConsentRecord,
        required: &[Field],
        signatures: bool,
        on: Date,
    ) -> BTreeSet<Missing> {
        let mut missing: BTreeSet<Missing> = required
            .iter()
            .filter(|field| !self.holds(**field))
            .map(|field| Missing::Field(*field))
            .collect();
        if signatures {
            // One signature at least: a parent whose address is unknown can't be asked, and that is a task; in the place of
            // another a court decided.
            let custody = with_custody(&self.parents);
            let reachable = custody
                .iter()
                .copied()
                .filter(|person| self.can_be_asked(*person) && !consent.court.contains_key(person));
            missing.extend(
                reachable
                    .filter(|p| !self.signed.contains_key(p))
                    .map(Missing::Signature),
            );
        }
        missing.extend(
            consent
                .unsigned(&self.child, &self.parents, on)
                .into_iter()
                .map(Missing::ConsentSignature),
        );
        let age = self.child.born.map(|born| super::ages::age_on(born, on));
        if age.is_some_and(|age| (12..16).contains(&age)) && consent.view_of_child.is_none() {
            missing.insert(Missing::ViewOfChild);
        }
        missing
    }

    /// The proof that nothing blocks the hand-over.
    ///
    /// # Errors
    /// What is still missing.
    pub fn complete(missing: &BTreeSet<Missing>) -> Result<CompleteApplication, BTreeSet<Missing>> {
        let blocking: BTreeSet<Missing> = missing.iter().copied().filter(|m| m.blocks()).collect();
        if blocking.is_empty() {
            Ok(CompleteApplication(()))
        } else {
            Err(blocking)
        }
    }

    fn can_be_asked(&self, person: Person) -> bool {
        self.parents.iter().any(|p| {
            p.person == person
                && (p.address.is_some() || p.email.is_some() || p.telephone.is_some())
        })
    }

    /// Whether the address of somebody on the form is known; `None` for who isn't on it.
    fn has_address(&self, person: Person) -> Option<bool> {
        match person {
            Person::Child => Some(self.child.address.is_some()),
            parent => self.parent(parent).map(|parent| parent.address.is_some()),
        }
    }

    /// The parent with this place on the form.
    #[must_use]
    pub fn parent(&self, person: Person) -> Option<&Parent> {
        self.parents.iter().find(|parent| parent.person == person)
    }

    /// Whether the form holds this field. Where parents differ (an unknown address of one of them) one is enough.
    #[must_use]
    pub fn holds(&self, field: Field) -> bool {
        match field {
            Field::ChildName => true,
            Field::ChildBorn => self.child.born.is_some(),
            Field::ChildAddress => self.child.address.is_some(),
            Field::ChildGender => self.child.gender.is_some(),
            Field::ChildContact => self.child.email.is_some(),
            Field::ParentNames => !with_custody(&self.parents).is_empty(),
            Field::ParentAddresses => self.parents.iter().any(|p| p.address.is_some()),
            Field::ParentContact => self
                .parents
                .iter()
                .any(|p| p.telephone.is_some() || p.email.is_some()),
            Field::School => self.school.name.is_some(),
            Field::SchoolContact => {
                let school = &self.school;
                school.contact.is_some() || school.telephone.is_some() || school.email.is_some()
            }
            Field::Situation => self.situation.is_some(),
            Field::ClaimedBefore => self.claimed_before.is_some(),
            _ => false,
        }
    }

    /// A copy that holds these fields and no others: what a hand-over carries. `None` without the child's name: an application is
    /// of somebody.
    #[must_use]
    pub fn only(&self, fields: &[Field]) -> Option<Self> {
        let has = |field| fields.contains(&field);
        if !has(Field::ChildName) {
            return None;
        }
        let mut copy = self.clone();
        let child = &mut copy.child;
        child.born = child.born.filter(|_| has(Field::ChildBorn));
        child.gender = child.gender.filter(|_| has(Field::ChildGender));
        child.address = child.address.take().filter(|_| has(Field::ChildAddress));
        child.email = child.email.take().filter(|_| has(Field::ChildContact));
        child.cannot_decide = child.cannot_decide.take().filter(|_| has(Field::Consent));
        if !has(Field::ParentNames) {
            copy.parents.clear();
        }
        for parent in &mut copy.parents {
            parent.address = parent
                .address
                .take()
                .filter(|_| has(Field::ParentAddresses));
            parent.telephone = parent
                .telephone
                .take()
                .filter(|_| has(Field::ParentContact));
            parent.email = parent.email.take().filter(|_| has(Field::ParentContact));
        }
        let school = &mut copy.school;
        if !has(Field::School) {
            (school.name, school.brinvest, school.place) = (None, None, None);
        }
        if !has(Field::SchoolContact) {
            (school.contact, school.telephone, school.email) = (None, None, None);
        }
        copy.situation = copy.situation.take().filter(|_| has(Field::Situation));
        copy.claimed_before = copy.claimed_before.filter(|_| has(Field::ClaimedBefore));
        if !has(Field::Signatures) {
            copy.signed.clear();
        }
        Some(copy)
    }
}
