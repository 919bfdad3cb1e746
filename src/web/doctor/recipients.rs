//! What a step sends, and to whom: said before its button.

use time::Date;

use crate::domain::ages::age_on;
use crate::domain::application::Application;
use crate::domain::consent::ShareAdviceWithParents;
use crate::domain::dossier::GgdDossier;
use crate::domain::family::{Person, readers, with_custody};
use crate::domain::field::Field;
use crate::domain::rules::{HandOverKind, Rules};

/// Something that a step sends.
pub struct Sending {
    /// To whom.
    pub to: String,
    /// What.
    pub what: Vec<String>,
    /// On which ground; empty for a letter of the GGD's own.
    pub basis: String,
}

impl Sending {
    fn new(to: impl Into<String>, what: &[&str]) -> Self {
        Self {
            to: to.into(),
            what: what.iter().map(|text| (*text).to_owned()).collect(),
            basis: String::new(),
        }
    }
}

/// A letter to each custodial parent at the own address, and to the young person from 16 on.
pub fn letter(dossier: &GgdDossier, today: Date, what: &[&str]) -> Sending {
    let application = &dossier.application;
    let mut who = with_custody(&application.parents);
    let sixteen = application
        .child
        .born
        .is_some_and(|born| age_on(born, today) >= 16);
    if sixteen && application.child.cannot_decide.is_none() {
        who.push(Person::Child);
    }
    Sending::new(names(dossier, &who), what)
}

/// To those who may read what the SMA says.
pub fn to_readers(dossier: &GgdDossier, today: Date, what: &[&str]) -> Sending {
    let (application, consent) = (&dossier.application, &dossier.consent);
    let who = readers(
        &application.child,
        &application.parents,
        consent
            .permits::<ShareAdviceWithParents>(&application.child, &application.parents, today)
            .is_ok(),
        today,
    );
    Sending::new(names(dossier, &who), what)
}

/// The end notice that closes the procedure at the others.
pub fn end_notices(municipality: &str) -> Sending {
    Sending::new(
        format!("het samenwerkingsverband en de leerplichtambtenaar van {municipality}"),
        &["een seintje dat de procedure is geëindigd: alleen de naam van de leerling"],
    )
}

/// What both gemeenten get when a child moves.
pub fn seintjes(from: &str) -> Sending {
    Sending::new(
        format!("de leerplichtambtenaar van {from} en die van de nieuwe gemeente"),
        &["een seintje: alleen de naam van de leerling"],
    )
}

/// The SMA to the leerplichtambtenaar: exactly the fields of the workflow file.
pub fn advice_to_lpa(rules: &Rules, municipality: &str, when: &str) -> Sending {
    let rule = rules.hand_overs.get(&HandOverKind::AdviceToLpa);
    let fields = rule.map_or(&[][..], |rule| &rule.fields);
    Sending {
        to: format!("de leerplichtambtenaar van {municipality}{when}"),
        what: fields
            .iter()
            .map(|field| Field::dutch(*field).to_owned())
            .collect(),
        basis: rule.map_or_else(String::new, |rule| rule.basis.clone()),
    }
}

fn names(dossier: &GgdDossier, who: &[Person]) -> String {
    let named = who
        .iter()
        .map(|person| named(&dossier.application, *person));
    named.collect::<Vec<_>>().join(" en ")
}

/// Somebody of the family by name and place on the form.
pub fn named(application: &Application, person: Person) -> String {
    let name = match person {
        Person::Child => application.child.name.full(),
        parent => application
            .parent(parent)
            .map_or_else(String::new, |parent| parent.name.full()),
    };
    format!("{name} ({})", person.dutch())
}
