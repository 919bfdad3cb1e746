//! The notification of art. 6 LPW, the test of its form, and the exemption that follows.
//!
//! An exemption under art. 5 onder a arises by law once a valid notification with a valid statement is filed. So the
//! LPA's step tests the form and confirms. It can't put a medical view in the place of the doctor's, and there is no override.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::address::Address;
use super::advice::YearMonth;
use super::bsn::PersonalNumber;
use super::exemption_dates::{end_of_exemption, reassessment_letter};
use super::family::Person;
use super::field::Field;
use super::party::Role;
use super::person::{Gender, PersonName};
use super::renewal::Renewed;
use super::term::Term;

/// Who gets letters of the gemeente: name and own address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correspondent {
    /// Which of the family.
    pub person: Person,
    /// Name.
    pub name: PersonName,
    /// Own address; `None` is unknown, which is a task.
    pub address: Option<Address>,
}

impl Correspondent {
    /// Of which kinds the name and the address of this person are.
    #[must_use]
    pub const fn fields_of(person: Person) -> (Field, Field) {
        match person {
            Person::Child => (Field::ChildName, Field::ChildAddress),
            Person::Parent1 | Person::Parent2 => (Field::ParentNames, Field::ParentAddresses),
        }
    }
}

/// The notification (kennisgeving) with the fields of art. 6 LPW.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// BSN or onderwijsnummer.
    pub number: Option<PersonalNumber>,
    /// Name of the child.
    pub name: PersonName,
    /// Date of birth.
    pub born: Option<Date>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Address, place and postcode.
    pub address: Option<Address>,
    /// Whether an exemption was claimed before.
    pub claimed_before: Option<bool>,
    /// Those responsible who signed (art. 2 LPW), and when.
    pub signed: BTreeMap<Person, Date>,
    /// Who gets the gemeente's letters.
    pub correspondents: Vec<Correspondent>,
}

impl Notification {
    /// Whether every field of art. 6 is there and somebody responsible signed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.number.is_some()
            && self.born.is_some()
            && self.gender.is_some()
            && self.address.is_some()
            && self.claimed_before.is_some()
            && !self.signed.is_empty()
    }
}

/// Two papers that say different things of the same child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The field of the form.
    pub field: &'static str,
    /// What stands there already.
    signed: Signed,
}

/// What was signed before, as far as who signs now may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signed {
    /// Whether an exemption was claimed before.
    Claimed(bool),
    /// A fact of the child: its name in a sentence.
    Fact(&'static str),
}

impl Contradiction {
    /// What is wrong and what to do, in Dutch, for somebody in this role.
    #[must_use]
    pub fn dutch(self, role: Role) -> String {
        match (self.signed, role) {
            (Signed::Claimed(claimed), _) => format!(
                "De andere ouder heeft getekend met het antwoord “{}”. Overleg wat klopt. Klopt dat antwoord niet? Dan kan die ouder \
                 op de eigen pagina opnieuw tekenen met het goede antwoord.",
                if claimed { "ja" } else { "nee" }
            ),
            (Signed::Fact(fact), Role::Lpa) => format!(
                "In de kennisgeving die al is getekend, staat {fact}. Controleer wat u hebt ingevuld. Tekende de andere ouder ook \
                 voor dit gegeven? Vul dan ook de datum van die handtekening in: dan komt dit in de plaats van wat er staat."
            ),
            (Signed::Fact(fact), _) => format!(
                "In de kennisgeving die de andere ouder heeft getekend, staat {fact}. U kunt dat hier niet veranderen. Bel de \
                 leerplichtambtenaar van de gemeente. Die kijkt met u wat klopt en verbetert het. Daarna kunt u tekenen."
            ),
        }
    }
}

impl Notification {
    /// Whether both say the same of the child itself (art. 6 LPW): then a signature under one holds for the other.
    #[must_use]
    pub fn same_child(&self, other: &Self) -> bool {
        (
            &self.number,
            &self.name,
            self.born,
            self.gender,
            &self.address,
        ) == (
            &other.number,
            &other.name,
            other.born,
            other.gender,
            &other.address,
        )
    }

    /// One notification out of what was signed before and what is signed now, online or on paper: all signatures, and what is
    /// newer where it isn't a matter of fact.
    ///
    /// # Errors
    /// Where somebody else signed for something else: nothing is overwritten silently.
    pub fn merged(earlier: Option<Self>, mut now: Self) -> Result<Self, Contradiction> {
        let Some(earlier) = earlier else {
            return Ok(now);
        };
        let by_others = earlier
            .signed
            .keys()
            .any(|person| !now.signed.contains_key(person));
        fn differs<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
            one.is_some() && other.is_some() && one != other
        }
        let claimed = earlier
            .claimed_before
            .filter(|_| differs(&earlier.claimed_before, &now.claimed_before));
        let fact = |differs: bool, field, what| differs.then_some((field, Signed::Fact(what)));
        let number = differs(&earlier.number, &now.number);
        let born = differs(&earlier.born, &now.born);
        let gender = differs(&earlier.gender, &now.gender);
        let address = differs(&earlier.address, &now.address);
        let found = claimed
            .map(|claimed| ("claimed_before", Signed::Claimed(claimed)))
            .or(fact(
                number,
                "number",
                "een ander nummer (BSN of onderwijsnummer)",
            ))
            .or(fact(born, "born", "een andere geboortedatum"))
            .or(fact(gender, "gender", "een ander geslacht"))
            .or(fact(
                address,
                "child_street",
                "een ander adres van het kind",
            ));
        if let Some((field, signed)) = found.filter(|_| by_others) {
            return Err(Contradiction { field, signed });
        }
        let represented = earlier.represented() || now.represented();
        now.number = now.number.or(earlier.number);
        now.born = now.born.or(earlier.born);
        now.gender = now.gender.or(earlier.gender);
        now.address = now.address.or(earlier.address);
        now.claimed_before = now.claimed_before.or(earlier.claimed_before);
        for (person, day) in earlier.signed {
            now.signed.insert(person, day);
        }
        for known in earlier.correspondents {
            match now
                .correspondents
                .iter_mut()
                .find(|c| c.person == known.person)
            {
                Some(typed) if typed.address.is_none() => typed.address = known.address,
                Some(_) => {}
                None => now.correspondents.push(known),
            }
        }
        now.correspondents
            .retain(|c| c.person != Person::Child || !represented);
        now.correspondents.sort_by_key(|c| c.person);
        Ok(now)
    }

    /// Whether the young person is represented: who isn't named beside the parents gets no letters.
    #[must_use]
    pub fn represented(&self) -> bool {
        !self.correspondents.is_empty()
            && self
                .correspondents
                .iter()
                .all(|c| c.person != Person::Child)
    }

    /// A copy that holds these fields and no others: what a hand-over carries. `None` without what makes it a notification: the
    /// child's name and who signed.
    #[must_use]
    pub fn only(&self, fields: &[Field]) -> Option<Self> {
        let has = |field| fields.contains(&field);
        if !(has(Field::ChildName) && has(Field::Notification)) {
            return None;
        }
        let mut copy = self.clone();
        copy.number = copy.number.take().filter(|_| has(Field::ChildNumber));
        copy.born = copy.born.filter(|_| has(Field::ChildBorn));
        copy.gender = copy.gender.filter(|_| has(Field::ChildGender));
        copy.address = copy.address.take().filter(|_| has(Field::ChildAddress));
        copy.claimed_before = copy.claimed_before.filter(|_| has(Field::ClaimedBefore));
        copy.correspondents.retain_mut(|one| {
            let (name, address) = Correspondent::fields_of(one.person);
            one.address = one.address.take().filter(|_| has(address));
            has(name)
        });
        Some(copy)
    }
}

/// A requirement of form that a notification must meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// There is a notification, signed by those who are responsible.
    Notification,
    /// It holds all the fields of art. 6.
    NotificationFields,
    /// The statement was no older than three months at the notification.
    StatementAge,
    /// The doctor is appointed by B&W of the child's municipality.
    DoctorAppointed,
    /// The doctor doesn't treat the child.
    DoctorIndependent,
    /// The child is registered in this municipality.
    Registered,
}

impl Requirement {
    /// Every requirement, in the order of the law.
    pub const ALL: [Self; 6] = [
        Self::Registered,
        Self::Notification,
        Self::NotificationFields,
        Self::DoctorAppointed,
        Self::DoctorIndependent,
        Self::StatementAge,
    ];

    /// The word for it in a form and in columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Notification => "notification",
            Self::NotificationFields => "notification_fields",
            Self::StatementAge => "statement_age",
            Self::DoctorAppointed => "doctor_appointed",
            Self::DoctorIndependent => "doctor_independent",
            Self::Registered => "registered",
        }
    }

    /// Reads what [`Requirement::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|requirement| requirement.code() == code)
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Notification => {
                "er is een kennisgeving die is ondertekend door wie verantwoordelijk is"
            }
            Self::NotificationFields => "alle gegevens van de kennisgeving zijn ingevuld",
            Self::StatementAge => "de verklaring van de arts is niet ouder dan drie maanden",
            Self::DoctorAppointed => "de arts is aangewezen door burgemeester en wethouders",
            Self::DoctorIndependent => "de arts behandelt het kind niet",
            Self::Registered => "het kind staat ingeschreven in deze gemeente",
        }
    }

    /// The article that asks it.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Notification | Self::NotificationFields | Self::Registered => {
                "artikel 6 Leerplichtwet 1969"
            }
            Self::StatementAge | Self::DoctorAppointed | Self::DoctorIndependent => {
                "artikel 7 Leerplichtwet 1969"
            }
        }
    }
}

/// What the test of the form looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFacts {
    /// Day on which the gemeente received the notification.
    pub notified_on: Option<Date>,
    /// Every field of art. 6 is filled.
    pub fields_complete: bool,
    /// Day of the doctor's statement.
    pub statement_on: Date,
    /// Last day on which a notification may rest on that statement (three months, clamped).
    pub statement_good_until: Date,
    /// The doctor was appointed by this municipality on that day.
    pub doctor_appointed: bool,
    /// The doctor declared not to treat the child.
    pub doctor_independent: bool,
}

/// Proof that the form was tested and meets every requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormMet {
    notified_on: Date,
    statement_on: Date,
}

impl FormMet {
    /// Day on which the gemeente received the notification.
    #[must_use]
    pub const fn notified_on(&self) -> Date {
        self.notified_on
    }

    /// Day of the doctor's statement.
    #[must_use]
    pub const fn statement_on(&self) -> Date {
        self.statement_on
    }
}

impl FormFacts {
    /// The requirements that are not met, in the order of the law.
    #[must_use]
    pub fn failed(&self) -> Vec<Requirement> {
        let mut failed = Vec::new();
        let mut ask = |met: bool, requirement| {
            if !met {
                failed.push(requirement);
            }
        };
        ask(self.notified_on.is_some(), Requirement::Notification);
        ask(self.fields_complete, Requirement::NotificationFields);
        ask(self.doctor_appointed, Requirement::DoctorAppointed);
        ask(self.doctor_independent, Requirement::DoctorIndependent);
        let in_time = self
            .notified_on
            .is_none_or(|day| day <= self.statement_good_until);
        ask(in_time, Requirement::StatementAge);
        failed
    }

    /// The proof that lets an exemption be granted.
    ///
    /// # Errors
    /// The requirements that failed.
    pub fn test(&self) -> Result<FormMet, Vec<Requirement>> {
        let failed = self.failed();
        match self.notified_on {
            Some(notified_on) if failed.is_empty() => Ok(FormMet {
                notified_on,
                statement_on: self.statement_on,
            }),
            _ => Err(failed),
        }
    }
}

/// An exemption: from when until when, and what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Day of the decision.
    pub decided_on: Date,
    /// Day on which the gemeente received the notification.
    pub notified_on: Date,
    /// Day of the doctor's statement.
    pub statement_on: Date,
    /// The child will never be fit: no yearly notification (art. 6(3) LPW).
    pub never_fit: bool,
    /// When the SWV looks again.
    pub look_again: Option<YearMonth>,
    /// When the letter for the re-assessment goes.
    pub reassessment_letter_on: Date,
    /// The yearly notifications that came in, by their last day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yearly: Vec<Renewed>,
}

/// Why an exemption can't have these dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoExemption {
    /// It would start before the gemeente had the notification.
    BeforeNotification(Date),
    /// It would start more than a year after the notification, which is made anew every year (art. 6 LPW).
    TooFarAhead(Date),
    /// The workflow doesn't know this duration.
    Duration,
    /// Longer than the doctor advises.
    LongerThanAdvised(u8),
}

/// What the LPA chooses within the form that was tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// First day; not before the notification, and not more than a year after it.
    pub from: Date,
    /// Duration in months; whole years.
    pub months: u8,
    /// When the SWV looks again.
    pub look_again: Option<YearMonth>,
}

impl Exemption {
    /// The exemption that follows from a tested form.
    ///
    /// # Errors
    /// Why these dates can't be.
    pub fn new(
        form: &FormMet,
        terms: &Terms,
        (advised, never_fit): (u8, bool),
        allowed: &[u8],
        letter_months: u8,
        decided_on: Date,
    ) -> Result<Self, NoExemption> {
        if terms.from < form.notified_on {
            return Err(NoExemption::BeforeNotification(form.notified_on));
        }
        let latest = Term::Years(1).after(form.notified_on);
        if terms.from > latest {
            return Err(NoExemption::TooFarAhead(latest));
        }
        if !allowed.contains(&terms.months) {
            return Err(NoExemption::Duration);
        }
        if terms.months > advised {
            return Err(NoExemption::LongerThanAdvised(advised));
        }
        let until = end_of_exemption(terms.from, terms.months / 12).date;
        Ok(Self {
            from: terms.from,
            until,
            decided_on,
            notified_on: form.notified_on,
            statement_on: form.statement_on,
            never_fit,
            look_again: terms.look_again,
            reassessment_letter_on: reassessment_letter(until, letter_months).date,
            yearly: Vec::new(),
        })
    }
}
