//! The application and the consent as they were handed over, as plain data for the case page.

use time::Date;

use crate::domain::ages::age_on;
use crate::domain::application::{Application, School};
use crate::domain::consent::ConsentRecord;
use crate::domain::contact::{Email, Telephone};
use crate::domain::dates;
use crate::domain::family::{Parent, Person};
use crate::domain::person::Gender;
use crate::web::told;

use super::words;

/// A group of facts under one heading.
pub struct Group {
    /// The heading; empty for none.
    pub title: String,
    /// Name and lines of each fact.
    pub facts: Vec<Fact>,
}

/// One fact.
pub struct Fact {
    /// What it is.
    pub name: &'static str,
    /// Its lines; none is "not filled in".
    pub lines: Vec<String>,
}

fn fact(name: &'static str, value: impl Into<Option<String>>) -> Fact {
    Fact {
        name,
        lines: value.into().into_iter().collect(),
    }
}

/// The application.
pub fn application(application: &Application, today: Date) -> Vec<Group> {
    let child = &application.child;
    let born = child
        .born
        .map(|born| format!("{} ({} jaar)", dates::long(born), age_on(born, today)));
    let mut pupil = vec![
        fact("Naam", child.name.full()),
        fact("Geboortedatum", born),
        Fact {
            name: "Adres",
            lines: child.address.as_ref().map_or_else(Vec::new, |a| a.lines()),
        },
    ];
    if let Some(gender) = child.gender {
        pupil.push(fact("Geslacht", Gender::label(gender).to_owned()));
    }
    if let Some(email) = &child.email {
        pupil.push(fact("E-mailadres", email.to_string()));
    }
    if let Some(why) = &child.cannot_decide {
        pupil.push(fact("Kan niet zelf beslissen (wilsonbekwaam)", why.clone()));
    }
    let mut groups = vec![Group {
        title: "Leerling".into(),
        facts: pupil,
    }];
    groups.extend(application.parents.iter().map(parent));
    groups.push(Group {
        title: "School of instelling".into(),
        facts: school(&application.school),
    });
    groups.push(Group {
        title: "Aanvraag".into(),
        facts: vec![
            fact(
                "Situatie, in de woorden van de aanvragers",
                application.situation.as_ref().map(ToString::to_string),
            ),
            fact(
                "Eerder een vrijstelling gevraagd",
                application
                    .claimed_before
                    .map(|before| words::yes_no(before).to_owned()),
            ),
            Fact {
                name: "Ondertekend door",
                lines: application.signed.iter().map(signature).collect(),
            },
        ],
    });
    groups
}

fn parent(parent: &Parent) -> Group {
    let number = if parent.person == Person::Parent1 {
        "1"
    } else {
        "2"
    };
    Group {
        title: format!("Ouder {number}"),
        facts: vec![
            fact(
                "Naam",
                format!(
                    "{} ({})",
                    parent.name.full(),
                    words::relation(parent.relation)
                ),
            ),
            Fact {
                name: "Adres",
                lines: parent
                    .address
                    .as_ref()
                    .map_or_else(|| vec!["Onbekend".into()], |address| address.lines()),
            },
            reach(parent.telephone.as_ref(), parent.email.as_ref()),
        ],
    }
}

fn reach(telephone: Option<&Telephone>, email: Option<&Email>) -> Fact {
    let telephone = telephone.map(ToString::to_string);
    Fact {
        name: "Telefoon en e-mail",
        lines: telephone
            .into_iter()
            .chain(email.map(ToString::to_string))
            .collect(),
    }
}

fn school(school: &School) -> Vec<Fact> {
    let name = school.name.as_ref().map(ToString::to_string);
    let place = school.place.as_ref().map(ToString::to_string);
    let contact = school.contact.as_ref().map(ToString::to_string);
    vec![
        Fact {
            name: "Naam",
            lines: name.into_iter().chain(place).collect(),
        },
        fact(
            "BRINVEST",
            school.brinvest.as_ref().map(ToString::to_string),
        ),
        fact("Contactpersoon", contact),
        reach(school.telephone.as_ref(), school.email.as_ref()),
    ]
}

/// The consent form: every tick, who signed, who is involved.
pub fn consent(consent: &ConsentRecord) -> Vec<Fact> {
    let tick = |name, ticked| fact(name, words::yes_no(ticked).to_owned());
    let involved = Some(consent.involved.clone()).filter(|text| !text.is_empty());
    let mut facts = vec![
        tick(
            "Advies (SMA) delen met de leerplichtambtenaar",
            consent.share_advice_with_lpa,
        ),
        tick(
            "Inhoud van het advies naar de ouders (vanaf 16 jaar)",
            consent.share_advice_with_parents,
        ),
        tick("Lokaal team informeren", consent.inform_local_team),
        Fact {
            name: "Toestemming getekend door",
            lines: consent.signed.iter().map(signature).collect(),
        },
        fact("Betrokken volgens het formulier", involved),
    ];
    if !consent.court.is_empty() {
        facts.push(Fact {
            name: "De rechter besliste in plaats van",
            lines: consent.court.iter().map(signature).collect(),
        });
    }
    if !consent.released.is_empty() {
        let lines = consent.released.iter().map(|(person, day)| {
            let paper = consent.released_on_paper.contains(person);
            let how = if paper { " (op papier)" } else { "" };
            signature((person, day)) + how
        });
        facts.push(Fact {
            name: "Advies vrijgegeven door",
            lines: lines.collect(),
        });
    }
    if let Some(view) = &consent.view_of_child {
        facts.push(fact("Wat de leerling er zelf van vindt", view.clone()));
    }
    if !consent.since.is_empty() {
        facts.push(Fact {
            name: "Later gezegd",
            lines: consent.since.iter().map(told::said).collect(),
        });
    }
    facts
}

fn signature((person, day): (&Person, &Date)) -> String {
    format!("{}, op {}", person.dutch(), dates::long(*day))
}
