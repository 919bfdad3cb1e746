//! The dossier as lists of facts for the page.

use std::collections::BTreeMap;

use time::Date;

use crate::action::view::CasePage;
use crate::domain::application::Application;
use crate::domain::consent::ConsentRecord;
use crate::domain::dates;
use crate::domain::dossier::SwvFile;
use crate::domain::family::{Child, Parent, Person, Relation};
use crate::domain::party::Sector;
use crate::web::told;

/// A card of facts.
pub struct Section {
    /// Its id on the page.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What stands in it.
    pub facts: Vec<Fact>,
}

/// One fact.
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its value; empty is shown as missing.
    pub value: String,
}

fn fact(name: impl Into<String>, value: impl Into<String>) -> Fact {
    Fact {
        name: name.into(),
        value: value.into(),
    }
}

/// The whole application as it was typed over.
pub fn sections(file: &SwvFile, page: &CasePage, local_team: &str) -> Vec<Section> {
    let application = &file.application;
    let secondary = page.rules.sector == Sector::Vo;
    let mut sections = vec![child(&application.child, secondary)];
    for someone in &application.parents {
        sections.push(parent(someone));
    }
    sections.push(school(application, page, local_team));
    sections.push(consent(&file.consent, application, secondary));
    sections
}

fn child(child: &Child, secondary: bool) -> Section {
    let mut facts = vec![
        fact("Naam", child.name.full()),
        fact(
            "Geboortedatum",
            child.born.map(dates::long).unwrap_or_default(),
        ),
    ];
    facts.push(fact(
        "Adres",
        child
            .address
            .as_ref()
            .map(|a| a.on_one_line())
            .unwrap_or_default(),
    ));
    if secondary {
        facts.push(fact(
            "Geslacht",
            child.gender.map_or("", |gender| gender.label()),
        ));
    }
    if let Some(email) = &child.email {
        facts.push(fact("E-mailadres", email.as_str()));
    }
    if let Some(ground) = &child.cannot_decide {
        facts.push(fact("Kan niet zelf beslissen: de grond", ground.as_str()));
    }
    Section {
        id: "leerling",
        title: "Leerling",
        facts,
    }
}

fn parent(parent: &Parent) -> Section {
    let custody = match parent.relation {
        Relation::Custody => "ja",
        Relation::Guardian => "voogd",
        Relation::NoCustody => "nee",
    };
    let address = parent
        .address
        .as_ref()
        .map_or_else(|| "niet bekend".to_owned(), |a| a.on_one_line());
    let facts = vec![
        fact("Naam", parent.name.full()),
        fact("Gezag", custody),
        fact("Adres", address),
        fact(
            "Telefoon",
            parent.telephone.as_ref().map_or("", |t| t.as_str()),
        ),
        fact(
            "E-mailadres",
            parent.email.as_ref().map_or("", |e| e.as_str()),
        ),
    ];
    let (id, title) = match parent.person {
        Person::Parent2 => ("ouder-2", "Ouder 2"),
        Person::Parent1 | Person::Child => ("ouder-1", "Ouder 1"),
    };
    Section { id, title, facts }
}

fn school(application: &Application, page: &CasePage, local_team: &str) -> Section {
    let school = &application.school;
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let contact: Vec<&str> = [
        school.contact.as_ref().map(|t| t.as_str()),
        school.telephone.as_ref().map(|t| t.as_str()),
        school.email.as_ref().map(|t| t.as_str()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let place = school
        .place
        .as_ref()
        .map(|place| format!(", {place}"))
        .unwrap_or_default();
    let name = school
        .name
        .as_ref()
        .map(|name| format!("{name}{place}"))
        .unwrap_or_default();
    let facts = vec![
        fact("School of instelling", name),
        fact(
            "BRINVEST",
            text(school.brinvest.as_ref().map(|b| b.as_str())),
        ),
        fact("Contact op school", contact.join(", ")),
        fact(
            "Situatie",
            text(application.situation.as_ref().map(|t| t.as_str())),
        ),
        fact(
            "Eerder een vrijstelling gevraagd",
            application.claimed_before.map_or("", yes_no),
        ),
        fact("Gemeente", page.municipality.name.as_str()),
        fact("Lokaal team", local_team),
    ];
    Section {
        id: "situatie",
        title: "School en situatie",
        facts,
    }
}

fn consent(consent: &ConsentRecord, application: &Application, secondary: bool) -> Section {
    let mut facts = vec![fact(
        "SMA delen met de leerplichtambtenaar",
        yes_no(consent.share_advice_with_lpa),
    )];
    if !secondary {
        facts.push(fact(
            "Gegevens 2 jaar bewaren",
            yes_no(consent.keep_application),
        ));
    }
    facts.push(fact(
        "Lokaal team informeren",
        yes_no(consent.inform_local_team),
    ));
    if consent.signed.contains_key(&Person::Child) {
        facts.push(fact(
            "Inhoud van het SMA naar de ouders",
            yes_no(consent.share_advice_with_parents),
        ));
    }
    facts.push(fact("Aanvraag getekend", signatures(&application.signed)));
    facts.push(fact("Toestemming getekend", signatures(&consent.signed)));
    if !consent.court.is_empty() {
        let court = signatures(&consent.court);
        facts.push(fact("De rechter besliste in plaats van", court));
    }
    if !consent.involved.is_empty() {
        facts.push(fact("Betrokken", consent.involved.as_str()));
    }
    if let Some(view) = &consent.view_of_child {
        facts.push(fact("Mening van de leerling", view.as_str()));
    }
    if !consent.since.is_empty() {
        let said: Vec<String> = consent.since.iter().map(told::said).collect();
        facts.push(fact("Later gezegd", said.join("; ")));
    }
    Section {
        id: "toestemming",
        title: "Toestemming en handtekeningen",
        facts,
    }
}

fn signatures(signed: &BTreeMap<Person, Date>) -> String {
    let lines = signed
        .iter()
        .map(|(who, on)| format!("{} op {}", who.dutch(), dates::long(*on)));
    lines.collect::<Vec<_>>().join("; ")
}

const fn yes_no(yes: bool) -> &'static str {
    if yes { "ja" } else { "nee" }
}
