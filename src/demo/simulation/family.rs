//! Made-up families, with what they type on the form.

use time::{Date, Duration};

use crate::action::swv::Typed;
use crate::domain::address::Address;
use crate::domain::ages::age_on;
use crate::domain::application::{Application, School};
use crate::domain::bsn::PersonalNumber;
use crate::domain::consent::ConsentRecord;
use crate::domain::contact::{Email, Telephone};
use crate::domain::family::{Child, Parent, Person, Relation, who_consents, with_custody};
use crate::domain::invalid::Invalid;
use crate::domain::party::{PartyId, Sector};
use crate::domain::person::{Gender, PersonName};
use crate::domain::text::{LongText, ShortText};

use super::Dice;

const FIRST: [&str; 16] = [
    "Anna", "Bram", "Chaima", "Daan", "Eva", "Finn", "Gülsüm", "Hugo", "Imane", "Jesse", "Kiki",
    "Luuk", "Mila", "Noud", "Olga", "Pim",
];
const LAST: [&str; 16] = [
    "de Jong",
    "Bakker",
    "Öztürk",
    "van den Berg",
    "Visser",
    "el Idrissi",
    "Smit",
    "Meijer",
    "de Boer",
    "Mulder",
    "Nguyen",
    "Bos",
    "van 't Veer",
    "Peters",
    "Kowalski",
    "Hendriks",
];

/// Gemeente, its local team, a street, and the first four of its postcodes.
const HOMES: [(&str, &str, &str, &str, &str); 6] = [
    (
        "amersfoort",
        "wijkteam-amersfoort",
        "Amersfoort",
        "Stadsring",
        "3811",
    ),
    ("baarn", "lokaal-team-baarn", "Baarn", "Eemweg", "3755"),
    ("bunschoten", "de-lingt", "Bunschoten", "Kerkstraat", "3751"),
    ("leusden", "lariks", "Leusden", "Hamersveldseweg", "3833"),
    ("soest", "sociaal-team-soest", "Soest", "Birkstraat", "3761"),
    (
        "woudenberg",
        "kleine-schans",
        "Woudenberg",
        "Dorpsstraat",
        "3931",
    ),
];

/// A family that applies on this day, at an SWV of this sector.
pub(super) fn drawn(dice: &Dice, sector: Sector, on: Date) -> Result<Typed, Invalid> {
    let (gemeente, team, place, street, digits) = dice.one_of(&HOMES).unwrap_or(HOMES[0]);
    let last = dice.one_of(&LAST).unwrap_or_default();
    let home =
        |number: u64| Address::dutch(street, &number.to_string(), &format!("{digits} AB"), place);
    let here = home(1 + dice.below(200))?;
    let (youngest, years) = match sector {
        Sector::Po => (5, 7),
        Sector::Vo => (12, 4),
    };
    let age = 365 * youngest + dice.below(365 * years);
    let mut parents = Vec::new();
    let count = if dice.happens(25) { 1 } else { 2 };
    for (nr, person) in [Person::Parent1, Person::Parent2]
        .into_iter()
        .take(count)
        .enumerate()
    {
        let together = nr == 0 || dice.happens(60);
        parents.push(Parent {
            person,
            relation: Relation::Custody,
            name: PersonName::parse(dice.one_of(&FIRST).unwrap_or_default(), last)?,
            address: Some(if together {
                here.clone()
            } else {
                home(200 + dice.below(100))?
            }),
            telephone: Some(Telephone::parse("06-12345678")?),
            email: dice
                .happens(80)
                .then(|| Email::parse(&format!("ouder{nr}@example.nl")))
                .transpose()?,
        });
    }
    let gender = [Gender::Female, Gender::Male, Gender::X];
    let application = Application {
        child: Child {
            name: PersonName::parse(dice.one_of(&FIRST).unwrap_or_default(), last)?,
            born: Some(on.saturating_sub(Duration::days(age.cast_signed()))),
            gender: dice.one_of(&gender),
            address: Some(here),
            email: None,
            cannot_decide: None,
        },
        parents,
        school: School {
            name: Some(ShortText::parse("De Proefschool")?),
            brinvest: None,
            place: Some(ShortText::parse(place)?),
            contact: Some(ShortText::parse("de mentor")?),
            telephone: Some(Telephone::parse("033-1234567")?),
            email: None,
        },
        situation: Some(LongText::parse(
            "Gaat sinds enige tijd niet meer naar school.",
        )?),
        signed: std::collections::BTreeMap::new(),
        claimed_before: Some(false),
    };
    let helped = dice.happens(60);
    let typed = Typed {
        application,
        consent: ConsentRecord {
            share_advice_with_lpa: dice.happens(75),
            keep_application: dice.happens(90),
            inform_local_team: helped,
            view_of_child: Some("Wil graag thuis leren.".to_owned()),
            ..ConsentRecord::default()
        },
        municipality: PartyId::from(gemeente),
        local_team: helped.then(|| PartyId::from(team)),
    };
    Ok(signed(typed, on))
}

/// The same family, which signs on this day: the application who has custody, the consent who decides then.
pub(super) fn signed(mut typed: Typed, on: Date) -> Typed {
    let (child, parents) = (&typed.application.child, &typed.application.parents);
    typed.consent.signed = who_consents(child, parents, on)
        .into_iter()
        .map(|who| (who, on))
        .collect();
    typed.application.signed = with_custody(parents)
        .into_iter()
        .map(|who| (who, on))
        .collect();
    typed
}

/// Whether this child is a minor until `until`.
pub(super) fn is_minor(typed: &Typed, until: Date) -> bool {
    typed
        .application
        .child
        .born
        .is_some_and(|born| age_on(born, until) < 18)
}

/// A test number for this child.
pub(super) fn number(nr: usize) -> Result<PersonalNumber, Invalid> {
    let numbers = ["111222333", "123456782", "999996630"];
    PersonalNumber::parse(numbers[nr % numbers.len()])
}
