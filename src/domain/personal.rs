//! What a dossier holds, value by value: of which kind each is, and whose.
//!
//! Every struct is taken apart without `..`, so a new field of a dossier does not compile before it says which [`Field`] it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::Date;

use super::advice::{Advice, Draft, FrontPage, SecondPage};
use super::application::{Application, School};
use super::checklist::Tick;
use super::consent::{Answer, ConsentRecord, Question, Statement};
use super::dossier::{
    Change, ContactNote, Correction, Dossier, GemeenteDossier, GgdDossier, LocalTeamDossier,
    SwvDossier, SwvFile,
};
use super::exemption::{Correspondent, Exemption, Notification};
use super::family::{Child, Parent, Person};
use super::field::Field;
use super::note::OwnNote;
use super::notice::Seintje;
use super::renewal::Renewed;

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
#[derive(PartialEq, Serialize)]
pub struct Told {
    /// Of which kind.
    pub field: Field,
    /// What it is, in Dutch: who asks for it must be able to read it.
    pub label: &'static str,
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
        self.named(field.dutch(), field, whose, value);
    }

    /// The same, of a kind of which a dossier holds several things.
    fn named(&mut self, label: &'static str, field: Field, whose: Whose, value: &impl Serialize) {
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
                label,
                whose,
                value,
            });
        }
    }

    /// Days on which members of the family did something.
    fn days(&mut self, label: &'static str, field: Field, days: &BTreeMap<Person, Date>) {
        for (person, on) in days {
            self.named(label, field, Whose::Of(*person), on);
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
            sitting_place,
            report_to,
            ticked,
            notes,
        } = self;
        application.tell(to);
        consent.tell(to);
        contacts.tell(to);
        corrections.tell(to);
        to.value(Field::SittingAgreement, Whose::Family, agreement);
        let label = "plaats van de zitting";
        to.named(label, Field::SittingDate, Whose::Family, sitting_place);
        let label = "wie het verslag ook krijgt";
        to.named(label, Field::SittingAgreement, Whose::Family, report_to);
        for (check, Tick { on, by: _ }) in ticked {
            let said = serde_json::json!({ "punt": check.dutch(), "op": on });
            let label = "afgevinkt bij de zitting";
            to.named(label, Field::SittingDate, Whose::Family, &said);
        }
        notes.tell(to);
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
            notes,
        } = self;
        application.tell(to);
        consent.tell(to);
        corrections.tell(to);
        to.value(Field::Appointment, Whose::Family, appointment_place);
        draft.tell(to);
        advice.tell(to);
        notification.tell(to);
        notes.tell(to);
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
            refused,
            explanation,
            notes,
        } = self;
        seintje.tell(to);
        to.named("datum van het seintje", Field::ChildName, CHILD, seintje_on);
        advice.tell(to);
        notification.tell(to);
        parents.tell(to);
        exemption.tell(to);
        to.named(
            "besluit: hieraan is niet voldaan",
            Field::Exemption,
            CHILD,
            refused,
        );
        to.named("korte toelichting", Field::Exemption, CHILD, explanation);
        notes.tell(to);
    }
}

impl Personal for LocalTeamDossier {
    fn tell(&self, to: &mut Telling) {
        let Self {
            seintje,
            seintje_on,
        } = self;
        seintje.tell(to);
        to.named("datum van het seintje", Field::ChildName, CHILD, seintje_on);
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
        to.days("aanvraag getekend op", Field::Signatures, signed);
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
        to.named(
            "grond waarom de leerling niet zelf beslist",
            Field::Consent,
            CHILD,
            cannot_decide,
        );
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
        to.named("gezag", Field::ParentNames, whose, relation);
        to.named("naam", Field::ParentNames, whose, name);
        to.named("adres", Field::ParentAddresses, whose, address);
        to.named("telefoon", Field::ParentContact, whose, telephone);
        to.named("e-mailadres", Field::ParentContact, whose, email);
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
        to.named("naam", Field::School, Whose::Family, name);
        to.named("BRINVEST", Field::School, Whose::Family, brinvest);
        to.named("plaats", Field::School, Whose::Family, place);
        to.named(
            "contactpersoon",
            Field::SchoolContact,
            Whose::Family,
            contact,
        );
        to.named("telefoon", Field::SchoolContact, Whose::Family, telephone);
        to.named("e-mailadres", Field::SchoolContact, Whose::Family, email);
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
            questions,
        } = self;
        let ticks = [
            (
                "advies delen met de leerplichtambtenaar",
                share_advice_with_lpa,
            ),
            ("aanvraag bewaren", keep_application),
            ("lokaal team laten weten", inform_local_team),
            ("ouders mogen het advies lezen", share_advice_with_parents),
        ];
        for (label, tick) in ticks {
            to.named(label, Field::Consent, Whose::Family, tick);
        }
        to.named(
            "genoemde betrokkenen",
            Field::Consent,
            Whose::Family,
            involved,
        );
        to.days("getekend op", Field::Consent, signed);
        to.days("advies vrijgegeven op", Field::Consent, released);
        for person in released_on_paper {
            to.named(
                "vrijgegeven op papier",
                Field::Consent,
                Whose::Of(*person),
                person,
            );
        }
        to.days("uitspraak van de rechter", Field::Consent, court);
        to.named(
            "mening van de leerling",
            Field::Consent,
            CHILD,
            view_of_child,
        );
        to.named(
            "versie van de getekende tekst",
            Field::Consent,
            Whose::Family,
            text,
        );
        since.tell(to);
        questions.tell(to);
    }
}

impl Personal for Question {
    fn tell(&self, to: &mut Telling) {
        let Self {
            id,
            asked_on,
            asked_by,
            version,
            why,
            partner,
            name,
            recipient,
            recipient_named,
            kinds,
            kinds_named,
            said,
        } = self;
        let all = Whose::Family;
        to.named("nummer van de vraag", Field::Consent, all, id);
        to.named("code van de organisatie", Field::Consent, all, partner);
        to.named(
            "nieuwe vraag om toestemming, gevraagd op",
            Field::Consent,
            all,
            asked_on,
        );
        to.named("gevraagd door", Field::Consent, all, asked_by);
        to.named("versie van de vraag", Field::Consent, all, version);
        to.named("waarvoor", Field::Consent, all, why);
        to.named("met welke organisatie", Field::Consent, all, name);
        to.named("voor wie daar", Field::Consent, all, recipient);
        to.named("wie dat is", Field::Consent, all, recipient_named);
        to.named("welke gegevens", Field::Consent, all, kinds);
        to.named("welke dat zijn", Field::Consent, all, kinds_named);
        for Answer {
            by,
            gives,
            on,
            means,
        } in said
        {
            let whose = Whose::Of(*by);
            to.named("geeft toestemming", Field::Consent, whose, gives);
            to.named("op", Field::Consent, whose, on);
            to.named("hoe", Field::Consent, whose, means);
        }
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
        to.named("verklaring over", Field::Consent, whose, purpose);
        to.named("geeft toestemming", Field::Consent, whose, gives);
        to.named("op", Field::Consent, whose, on);
        to.named("hoe", Field::Consent, whose, means);
        to.named("tekst", Field::Consent, whose, text);
        to.named("versie van de tekst", Field::Consent, whose, version);
    }
}

impl Personal for ContactNote {
    fn tell(&self, to: &mut Telling) {
        let Self { on, text } = self;
        to.named("datum", Field::ContactNotes, Whose::Family, on);
        to.named("notitie", Field::ContactNotes, Whose::Family, text);
    }
}

/// Who wrote it is an employee: no data of the family.
impl Personal for OwnNote {
    fn tell(&self, to: &mut Telling) {
        let Self { on, by: _, text } = self;
        to.named("datum", Field::OwnNotes, Whose::Family, on);
        to.named("notitie", Field::OwnNotes, Whose::Family, text);
    }
}

impl Personal for Correction {
    fn tell(&self, to: &mut Telling) {
        let Self { on, changes } = self;
        for change in changes {
            let Change {
                of,
                whose,
                field,
                before,
                after,
            } = change;
            let said =
                serde_json::json!({ "gegeven": field, "was": before, "nu": after, "op": on });
            to.named("verbetering", *of, *whose, &said);
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
        to.named("BIG-nummer van de arts", Field::AdviceDoctor, CHILD, big);
        to.named("situatie", Field::AdviceSituation, CHILD, situation);
        to.named("conclusie", Field::AdviceConclusion, CHILD, conclusion);
        to.named("oordeel", Field::AdviceConclusion, CHILD, finding);
        to.named("aantal maanden", Field::AdviceConclusion, CHILD, months);
        to.named(
            "in de tussentijd",
            Field::AdviceConclusion,
            CHILD,
            meanwhile,
        );
        to.named("opnieuw kijken", Field::AdviceConclusion, CHILD, look_again);
        to.named("vastgesteld op", Field::AdviceDoctor, CHILD, established_on);
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
        to.named("versie", Field::AdviceDoctor, CHILD, version);
        to.named(
            "wat is verbeterd",
            Field::AdviceSituation,
            CHILD,
            correction,
        );
        front.tell(to);
        second.tell(to);
        to.named("oordeel", Field::AdviceConclusion, CHILD, verdict);
        to.named("arts", Field::AdviceDoctor, CHILD, doctor);
        to.named("BIG-nummer van de arts", Field::AdviceDoctor, CHILD, big);
        to.named("vastgesteld op", Field::AdviceDoctor, CHILD, established_on);
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
        to.named(
            "telefoonnummers",
            Field::ParentContact,
            Whose::Parents,
            telephones,
        );
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
        to.named("situatie", Field::AdviceSituation, CHILD, situation);
        to.named("conclusie", Field::AdviceConclusion, CHILD, conclusion);
        to.named(
            "in de tussentijd",
            Field::AdviceConclusion,
            CHILD,
            meanwhile,
        );
        to.named("opnieuw kijken", Field::AdviceConclusion, CHILD, look_again);
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
        to.days("kennisgeving getekend op", Field::Notification, signed);
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
        to.named("naam voor brieven", of_name, Whose::Of(*person), name);
        to.named(
            "adres voor brieven",
            of_address,
            Whose::Of(*person),
            address,
        );
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
            yearly,
        } = self;
        let days = [
            ("vanaf", from),
            ("tot en met", until),
            ("besluit van", decided_on),
            ("kennisgeving ontvangen", notified_on),
            ("verklaring van", statement_on),
            ("brief voor de herbeoordeling", reassessment_letter_on),
        ];
        for (label, day) in days {
            to.named(label, Field::Exemption, CHILD, day);
        }
        to.named("blijvend niet geschikt", Field::Exemption, CHILD, never_fit);
        to.named("opnieuw kijken", Field::Exemption, CHILD, look_again);
        for Renewed {
            by,
            on,
            statement_on,
        } in yearly
        {
            to.named("jaarlijkse kennisgeving vóór", Field::Exemption, CHILD, by);
            to.named("ontvangen", Field::Exemption, CHILD, on);
            to.named(
                "met een verklaring van",
                Field::Exemption,
                CHILD,
                statement_on,
            );
        }
    }
}
