//! The family: the child, and who has custody of it.

use serde::{Deserialize, Serialize};
use time::Date;

use super::address::Address;
use super::ages;
use super::contact::{Email, Telephone};
use super::person::{Gender, PersonName};

/// Which member of the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Person {
    /// The first parent or guardian on the form.
    Parent1,
    /// The second parent or guardian on the form.
    Parent2,
    /// The child or young person.
    Child,
}

impl Person {
    /// The word for it in columns and form fields.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Parent1 => "parent1",
            Self::Parent2 => "parent2",
            Self::Child => "child",
        }
    }

    /// Reads what [`Person::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Parent1, Self::Parent2, Self::Child]
            .into_iter()
            .find(|p| p.code() == code)
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Parent1 => "ouder 1",
            Self::Parent2 => "ouder 2",
            Self::Child => "de leerling",
        }
    }
}

/// What a grown-up on the form is to the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// A parent with custody: signs.
    Custody,
    /// A guardian (voogd) or a guardianship institution: signs.
    Guardian,
    /// A parent without custody, or an actual carer: is named, signs nothing (art. 2(1) LPW names the carer).
    NoCustody,
}

/// A parent or guardian, as far as the party that holds this knows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// Which one on the form.
    pub person: Person,
    /// Custody or not.
    pub relation: Relation,
    /// Name; always known, or there is nobody to name.
    pub name: PersonName,
    /// Own address. `None` is "unknown", which is a task and not a silent pass.
    pub address: Option<Address>,
    /// Telephone.
    pub telephone: Option<Telephone>,
    /// E-mail address.
    pub email: Option<Email>,
}

impl Parent {
    /// Whether a letter or a mail can reach this person: who can't be reached isn't waited for.
    #[must_use]
    pub const fn can_be_reached(&self) -> bool {
        self.address.is_some() || self.email.is_some()
    }

    /// Whether this person signs for the child.
    #[must_use]
    pub const fn has_custody(&self) -> bool {
        matches!(self.relation, Relation::Custody | Relation::Guardian)
    }
}

/// The child, as far as the party that holds this knows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// First name and surname.
    pub name: PersonName,
    /// Date of birth.
    pub born: Option<Date>,
    /// Gender; asked in \[VO\] and on the SMA's front page.
    pub gender: Option<Gender>,
    /// Own address.
    pub address: Option<Address>,
    /// E-mail address of a young person, where given.
    pub email: Option<Email>,
    /// A young person from 16 who can't decide about this: the recorded ground, not a tick.
    pub cannot_decide: Option<String>,
}

/// Who must sign a consent on a day, by age and custody (covenant, art. 4.4 and Bijlage 5; `law`: from 16 the
/// young person decides alone, until 16 both custodial parents).
#[must_use]
pub fn who_consents(child: &Child, parents: &[Parent], on: Date) -> Vec<Person> {
    let sixteen = child.born.is_some_and(|born| ages::age_on(born, on) >= 16);
    if sixteen && child.cannot_decide.is_none() {
        return vec![Person::Child];
    }
    with_custody(parents)
}

/// The parents who have custody, in the order of the form.
#[must_use]
pub fn with_custody(parents: &[Parent]) -> Vec<Person> {
    parents
        .iter()
        .filter(|parent| parent.has_custody())
        .map(|parent| parent.person)
        .collect()
}

/// Who reads what the SMA says (covenant, Bijlage 5): until 16 the custodial parents; from 16 the young person, and the
/// parents only with the young person's consent.
#[must_use]
pub fn readers(child: &Child, parents: &[Parent], parents_may_read: bool, on: Date) -> Vec<Person> {
    let mut who = who_consents(child, parents, on);
    if who == [Person::Child] && parents_may_read {
        who.extend(with_custody(parents));
    }
    who
}
