//! What a dossier holds, value by value: of which kind each is, and whose.
//!
//! Every struct is taken apart without `..`, so a new field of a dossier does not compile before it says which [`Field`] it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::Date;

use super::advice::{Advice, Draft, FrontPage, SecondPage};
use super::application::{Application, School};
use super::consent::{ConsentRecord, Statement};
use super::dossier::{
    Change, ContactNote, Correction, Dossier, GemeenteDossier, GgdDossier, LocalTeamDossier,
    SwvDossier, SwvFile,
};
use super::exemption::{Correspondent, Exemption, Notification};
use super::family::{Child, Parent, Person};
use super::field::Field;
use super::notice::Seintje;

/// Whom a value is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// This member of the family.
    Of(Person),
    /// One of the parents, and nothing says which.
    Parents,
    /// The family, or who helps it.
    Family,
}

/// One value in a dossier.
#[derive(PartialEq)]
pub struct Told {
    /// Of which kind.
    pub field: Field,
    /// Whom it is about.
    pub whose: Whose,
    /// The value, as it is stored.
    pub value: Value,
}

/// Collects what is told.
#[derive(Default)]
pub struct Telling(Vec<Told>);

impl Telling {
    /// A value of one kind. What is not there is not told.
    fn value(&mut self, field: Field, whose: Whose, value: &impl Serialize) {
        // What can't be written can't be stored either; it would still be there.
        let value = serde_json::to_value(value).unwrap_or(Value::Bool(true));
        let absent = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(all) => all.is_empty(),
            _ => false,
        };
        if !absent {
            self.0.push(Told {
                field,
                whose,
                value,
            });
        }
    }

    /// Days on which members of the family did something.
    fn days(&mut self, field: Field, days: &BTreeMap<Person, Date>) {
        for (person, on) in days {
            self.value(field, Whose::Of(*person), on);
        }
    }
}

/// What holds personal data, and can tell which.
pub trait Personal {
    /// Tells every value that is here.
    fn tell(&self, to: &mut Telling);

    /// Every value that is here.
    fn told(&self) -> Vec<Told> {
        let mut telling = Telling::default();
        self.tell(&mut telling);
        telling.0
    }

    /// The kinds of what is here.
    fn fields(&self) -> BTreeSet<Field> {
        self.told().into_iter().map(|told| told.field).collect()
    }
}

impl<T: Personal> Personal for Option<T> {
    fn tell(&self, to: &mut Telling) {
        self.iter().for_each(|one| one.tell(to));
    }
}

impl<T: Personal> Personal for Vec<T> {
    fn tell(&self, to: &mut Telling) {
        self.iter().for_each(|one| one.tell(to));
    }
}

impl<T: Personal> Personal for Box<T> {
    fn tell(&self, to: &mut Telling) {
        self.as_ref().tell(to);
    }
}

/// Of the child alone.
const CHILD: Whose = Whose::Of(Person::Child);

impl Personal for Dossier {
    fn tell(&self, to: &mut Telling) {
        match self {
            Self::Swv(dossier) => dossier.tell(to),
            Self::Ggd(dossier) => dossier.tell(to),
            Self::Gemeente(dossier) => dossier.tell(to),
            Self::LocalTeam(dossier) => dossier.tell(to),
        }
    }
}

impl Personal for SwvDossier {
    fn tell(&self, to: &mut Telling) {
        match self {
            Self::Full(file) => file.tell(to),
            Self::SittingOnly(on) => to.value(Field::SittingDate, Whose::Family, on),
        }
    }
}

impl Personal for SwvFile {
    fn tell(&self, to: &mut Telling) {
        let Self {
            application,
            consent,
            contacts,
            corrections,
            agreement,
        } = self;
        application.tell(to);
        consent.tell(to);
        contacts.tell(to);
        corrections.tell(to);
        to.value(Field::SittingAgreement, Whose::Family, agreement);
    }
}

impl Personal for GgdDossier {
    fn tell(&self, to: &mut Telling) {
        let Self {
            application,
            consent,
            corrections,
            appointment_place,
            draft,
            advice,
            notification,
        } = self;
        application.tell(to);
        consent.tell(to);
        corrections.tell(to);
        to.value(Field::Appointment, Whose::Family, appointment_place);
        draft.tell(to);
        advice.tell(to);
        notification.tell(to);
    }
}

impl Personal for GemeenteDossier {
    fn tell(&self, to: &mut Telling) {
        let Self {
            seintje,
            seintje_on,
            advice,
            notification,
            parents,
            exemption,
            explanation,
        } = self;
        seintje.tell(to);
        to.value(Field::ChildName, CHILD, seintje_on);
        advice.tell(to);
        notification.tell(to);
        parents.tell(to);
        exemption.tell(to);
        to.value(Field::Exemption, CHILD, explanation);
    }
}

impl Personal for LocalTeamDossier {
    fn tell(&self, to: &mut Telling) {
        let Self {
            seintje,
            seintje_on,
        } = self;
        seintje.tell(to);
        to.value(Field::ChildName, CHILD, seintje_on);
    }
}

/// A name. There is nothing else in it (a compile-fail test beside the type).
impl Personal for Seintje {
    fn tell(&self, to: &mut Telling) {
        to.value(Field::ChildName, CHILD, self.name());
    }
}

impl Personal for Application {
    fn tell(&self, to: &mut Telling) {
        let Self {
            child,
            parents,
            school,
            situation,
            signed,
            claimed_before,
        } = self;
        child.tell(to);
        parents.tell(to);
        school.tell(to);
        to.value(Field::Situation, CHILD, situation);
        to.days(Field::Signatures, signed);
        to.value(Field::ClaimedBefore, CHILD, claimed_before);
    }
}

impl Personal for Child {
    fn tell(&self, to: &mut Telling) {
        let Self {
            name,
            born,
            gender,
            address,
            email,
            cannot_decide,
        } = self;
        to.value(Field::ChildName, CHILD, name);
        to.value(Field::ChildBorn, CHILD, born);
        to.value(Field::ChildGender, CHILD, gender);
        to.value(Field::ChildAddress, CHILD, address);
        to.value(Field::ChildContact, CHILD, email);
        to.value(Field::Consent, CHILD, cannot_decide);
    }
}

impl Personal for Parent {
    fn tell(&self, to: &mut Telling) {
        let Self {
            person,
            relation,
            name,
            address,
            telephone,
            email,
        } = self;
        let whose = Whose::Of(*person);
        to.value(Field::ParentNames, whose, relation);
        to.value(Field::ParentNames, whose, name);
        to.value(Field::ParentAddresses, whose, address);
        to.value(Field::ParentContact, whose, telephone);
        to.value(Field::ParentContact, whose, email);
    }
}

impl Personal for School {
    fn tell(&self, to: &mut Telling) {
        let Self {
            name,
            brinvest,
            place,
            contact,
            telephone,
            email,
        } = self;
        to.value(Field::School, Whose::Family, name);
        to.value(Field::School, Whose::Family, brinvest);
        to.value(Field::School, Whose::Family, place);
        to.value(Field::SchoolContact, Whose::Family, contact);
        to.value(Field::SchoolContact, Whose::Family, telephone);
        to.value(Field::SchoolContact, Whose::Family, email);
    }
}

impl Personal for ConsentRecord {
    fn tell(&self, to: &mut Telling) {
        let Self {
            share_advice_with_lpa,
            keep_application,
            inform_local_team,
            share_advice_with_parents,
            involved,
            signed,
            released,
            released_on_paper,
            court,
            view_of_child,
            since,
            text,
        } = self;
        let ticks = [
            share_advice_with_lpa,
            keep_application,
            inform_local_team,
            share_advice_with_parents,
        ];
        for tick in ticks {
            to.value(Field::Consent, Whose::Family, tick);
        }
        to.value(Field::Consent, Whose::Family, involved);
        to.days(Field::Consent, signed);
        to.days(Field::Consent, released);
        for person in released_on_paper {
            to.value(Field::Consent, Whose::Of(*person), person);
        }
        to.days(Field::Consent, court);
        to.value(Field::Consent, CHILD, view_of_child);
        to.value(Field::Consent, Whose::Family, text);
        since.tell(to);
    }
}

impl Personal for Statement {
    fn tell(&self, to: &mut Telling) {
        let Self {
            purpose,
            by,
            gives,
            on,
            means,
            text,
            version,
        } = self;
        let whose = Whose::Of(*by);
        to.value(Field::Consent, whose, purpose);
        to.value(Field::Consent, whose, gives);
        to.value(Field::Consent, whose, on);
        to.value(Field::Consent, whose, means);
        to.value(Field::Consent, whose, text);
        to.value(Field::Consent, whose, version);
    }
}

impl Personal for ContactNote {
    fn tell(&self, to: &mut Telling) {
        let Self { on, text } = self;
        to.value(Field::ContactNotes, Whose::Family, on);
        to.value(Field::ContactNotes, Whose::Family, text);
    }
}

impl Personal for Correction {
    fn tell(&self, to: &mut Telling) {
        let Self { on, changes } = self;
        for change in changes {
            to.value(change.of, change.whose, on);
        }
        changes.tell(to);
    }
}

impl Personal for Change {
    fn tell(&self, to: &mut Telling) {
        let Self {
            of,
            whose,
            field,
            before,
            after,
        } = self;
        for value in [field, before, after] {
            to.value(*of, *whose, value);
        }
    }
}

impl Personal for Draft {
    fn tell(&self, to: &mut Telling) {
        let Self {
            gender,
            number,
            big,
            situation,
            conclusion,
            finding,
            months,
            meanwhile,
            look_again,
            established_on,
        } = self;
        to.value(Field::ChildGender, CHILD, gender);
        to.value(Field::ChildNumber, CHILD, number);
        to.value(Field::AdviceDoctor, CHILD, big);
        to.value(Field::AdviceSituation, CHILD, situation);
        to.value(Field::AdviceConclusion, CHILD, conclusion);
        to.value(Field::AdviceConclusion, CHILD, finding);
        to.value(Field::AdviceConclusion, CHILD, months);
        to.value(Field::AdviceConclusion, CHILD, meanwhile);
        to.value(Field::AdviceConclusion, CHILD, look_again);
        to.value(Field::AdviceDoctor, CHILD, established_on);
    }
}

impl Personal for Advice {
    fn tell(&self, to: &mut Telling) {
        let Self {
            version,
            correction,
            front,
            second,
            verdict,
            doctor,
            big,
            established_on,
        } = self;
        to.value(Field::AdviceDoctor, CHILD, version);
        to.value(Field::AdviceSituation, CHILD, correction);
        front.tell(to);
        second.tell(to);
        to.value(Field::AdviceConclusion, CHILD, verdict);
        to.value(Field::AdviceDoctor, CHILD, doctor);
        to.value(Field::AdviceDoctor, CHILD, big);
        to.value(Field::AdviceDoctor, CHILD, established_on);
    }
}

impl Personal for FrontPage {
    fn tell(&self, to: &mut Telling) {
        let Self {
            name,
            address,
            born,
            telephones,
            gender,
            number,
        } = self;
        to.value(Field::ChildName, CHILD, name);
        to.value(Field::ChildAddress, CHILD, address);
        to.value(Field::ChildBorn, CHILD, born);
        to.value(Field::ParentContact, Whose::Parents, telephones);
        to.value(Field::ChildGender, CHILD, gender);
        to.value(Field::ChildNumber, CHILD, number);
    }
}

impl Personal for SecondPage {
    fn tell(&self, to: &mut Telling) {
        let Self {
            situation,
            conclusion,
            meanwhile,
            look_again,
        } = self;
        to.value(Field::AdviceSituation, CHILD, situation);
        to.value(Field::AdviceConclusion, CHILD, conclusion);
        to.value(Field::AdviceConclusion, CHILD, meanwhile);
        to.value(Field::AdviceConclusion, CHILD, look_again);
    }
}

impl Personal for Notification {
    fn tell(&self, to: &mut Telling) {
        let Self {
            number,
            name,
            born,
            gender,
            address,
            claimed_before,
            signed,
            correspondents,
        } = self;
        to.value(Field::ChildNumber, CHILD, number);
        to.value(Field::ChildName, CHILD, name);
        to.value(Field::ChildBorn, CHILD, born);
        to.value(Field::ChildGender, CHILD, gender);
        to.value(Field::ChildAddress, CHILD, address);
        to.value(Field::ClaimedBefore, CHILD, claimed_before);
        to.days(Field::Notification, signed);
        correspondents.tell(to);
    }
}

impl Personal for Correspondent {
    fn tell(&self, to: &mut Telling) {
        let Self {
            person,
            name,
            address,
        } = self;
        let (of_name, of_address) = Self::fields_of(*person);
        to.value(of_name, Whose::Of(*person), name);
        to.value(of_address, Whose::Of(*person), address);
    }
}

impl Personal for Exemption {
    fn tell(&self, to: &mut Telling) {
        let Self {
            from,
            until,
            decided_on,
            notified_on,
            statement_on,
            never_fit,
            look_again,
            reassessment_letter_on,
        } = self;
        let days = [
            from,
            until,
            decided_on,
            notified_on,
            statement_on,
            reassessment_letter_on,
        ];
        for day in days {
            to.value(Field::Exemption, CHILD, day);
        }
        to.value(Field::Exemption, CHILD, never_fit);
        to.value(Field::Exemption, CHILD, look_again);
    }
}
