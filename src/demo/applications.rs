//! The five applications as they come in, typed over: people and addresses are made up, the numbers are test numbers.

use std::collections::BTreeMap;

use time::Date;
use time::macros::date;

use crate::action::doctor::TypedAdvice;
use crate::action::swv;
use crate::domain::address::Address;
use crate::domain::advice::{Verdict, YearMonth};
use crate::domain::application::{Application, School};
use crate::domain::big::BigNumber;
use crate::domain::bsn::PersonalNumber;
use crate::domain::consent::ConsentRecord;
use crate::domain::contact::{Email, Telephone};
use crate::domain::family::{Child, Parent, Person, Relation};
use crate::domain::invalid::Invalid;
use crate::domain::party::PartyId;
use crate::domain::person::{Gender, PersonName};
use crate::domain::school::Brinvest;
use crate::domain::text::{LongText, ShortText};

fn parent(
    person: Person,
    first: &str,
    last: &str,
    address: Option<Address>,
    contact: [&str; 2],
) -> Result<Parent, Invalid> {
    let [telephone, email] = contact;
    Ok(Parent {
        person,
        relation: Relation::Custody,
        name: PersonName::parse(first, last)?,
        address,
        telephone: Some(telephone)
            .filter(|t| !t.is_empty())
            .map(Telephone::parse)
            .transpose()?,
        email: Some(email)
            .filter(|e| !e.is_empty())
            .map(Email::parse)
            .transpose()?,
    })
}

fn school(
    name: &str,
    brinvest: Option<&str>,
    place: &str,
    contact: &str,
    telephone: &str,
) -> Result<School, Invalid> {
    Ok(School {
        name: Some(ShortText::parse(name)?),
        brinvest: brinvest.map(Brinvest::parse).transpose()?,
        place: Some(ShortText::parse(place)?),
        contact: Some(ShortText::parse(contact)?),
        telephone: Some(Telephone::parse(telephone)?),
        email: None,
    })
}

fn child(
    first: &str,
    last: &str,
    born: Date,
    gender: Option<Gender>,
    address: Address,
) -> Result<Child, Invalid> {
    Ok(Child {
        name: PersonName::parse(first, last)?,
        born: Some(born),
        gender,
        address: Some(address),
        email: None,
        cannot_decide: None,
    })
}

fn signed(who: &[Person], on: Date) -> BTreeMap<Person, Date> {
    who.iter().map(|person| (*person, on)).collect()
}

fn yes(who: &[Person], on: Date) -> ConsentRecord {
    ConsentRecord {
        share_advice_with_lpa: true,
        keep_application: true,
        inform_local_team: true,
        signed: signed(who, on),
        ..ConsentRecord::default()
    }
}

fn typed(
    application: Application,
    consent: ConsentRecord,
    municipality: &str,
    local_team: Option<&str>,
) -> swv::Typed {
    swv::Typed {
        application,
        consent,
        municipality: PartyId::from(municipality),
        local_team: local_team.map(PartyId::from),
    }
}

/// Case 1: primary education, two parents at two addresses, consent to share.
///
/// # Errors
/// None: the values are valid.
pub fn noor() -> Result<swv::Typed, Invalid> {
    let home = Address::dutch("Hamersveldseweg", "12", "3833 GP", "Leusden")?;
    let other = Address::dutch("Utrechtseweg", "200 bis", "3818 EP", "Amersfoort")?;
    let both = [Person::Parent1, Person::Parent2];
    let on = date!(2026 - 02 - 27);
    let application = Application {
        child: child(
            "Noor Elisa",
            "van 't Hof-de Wit",
            date!(2017 - 03 - 14),
            None,
            home.clone(),
        )?,
        parents: vec![
            parent(
                Person::Parent1,
                "Marieke",
                "de Wit",
                Some(home),
                ["06-12345671", "marieke.dewit@example.nl"],
            )?,
            parent(
                Person::Parent2,
                "Joris Ö.",
                "van 't Hof",
                Some(other),
                ["033-4567890", "joris@example.org"],
            )?,
        ],
        school: school(
            "Basisschool De Lindeboom",
            Some("99ZZ00"),
            "Leusden",
            "ib'er T. Bakker",
            "033-1234567",
        )?,
        situation: Some(LongText::parse(
            "Noor is sinds november niet meer naar school geweest. Zij is opgenomen geweest en slaapt overdag. \
             De behandelaar verwacht dat school dit schooljaar niet lukt.",
        )?),
        signed: signed(&both, on),
        claimed_before: Some(false),
    };
    let consent = ConsentRecord {
        involved: "jeugdarts (GGD regio Utrecht), behandelaar (GGz Centraal Fornhese), lokaal team (Lariks)".into(),
        ..yes(&both, on)
    };
    Ok(typed(application, consent, "leusden", Some("lariks")))
}

/// Case 2: secondary education, one parent, no consent to share the SMA.
///
/// # Errors
/// None: the values are valid.
pub fn yassin() -> Result<swv::Typed, Invalid> {
    let home = Address::dutch("Burgemeester Grothestraat", "5", "3761 CK", "Soest")?;
    let on = date!(2026 - 03 - 01);
    let application = Application {
        child: child(
            "Yassin",
            "el Amrani",
            date!(2011 - 08 - 30),
            Some(Gender::Male),
            home.clone(),
        )?,
        parents: vec![parent(
            Person::Parent1,
            "Fatima",
            "el Amrani",
            Some(home),
            ["0623456789", "f.elamrani@example.com"],
        )?],
        school: school(
            "Van Lodenstein College",
            None,
            "Amersfoort",
            "zorgcoördinator",
            "033-7654321",
        )?,
        situation: Some(LongText::parse(
            "Yassin heeft een spierziekte die snel erger wordt.",
        )?),
        signed: signed(&[Person::Parent1], on),
        claimed_before: Some(false),
    };
    let consent = ConsentRecord {
        view_of_child: Some("liever thuis leren, met hulp".into()),
        signed: signed(&[Person::Parent1], on),
        ..ConsentRecord::default()
    };
    Ok(typed(application, consent, "soest", None))
}

/// Case 3: sixteen years old, consents alone; the other parent's address is unknown.
///
/// # Errors
/// None: the values are valid.
pub fn sam() -> Result<swv::Typed, Invalid> {
    let home = Address::dutch("Stadsring", "71", "3811 HN", "Amersfoort")?;
    let on = date!(2026 - 02 - 28);
    let mut sam = child(
        "Sam",
        "Jansen",
        date!(2010 - 02 - 02),
        Some(Gender::X),
        home.clone(),
    )?;
    sam.email = Some(Email::parse("sam.j@example.nl")?);
    let application = Application {
        child: sam,
        parents: vec![
            parent(
                Person::Parent1,
                "P.",
                "Jansen",
                Some(home),
                ["0611112222", "p.jansen@example.nl"],
            )?,
            parent(Person::Parent2, "", "Onbekend", None, ["", ""])?,
        ],
        school: school(
            "Meridiaan College",
            Some("99ZY00"),
            "Amersfoort",
            "mentor L. Visser",
            "033-2223333",
        )?,
        situation: Some(LongText::parse(
            "Ik kan niet naar school door paniek en uitputting. Mijn behandelaar weet ervan.",
        )?),
        signed: signed(&[Person::Parent1], on),
        claimed_before: Some(false),
    };
    let consent = ConsentRecord {
        share_advice_with_lpa: true,
        signed: signed(&[Person::Child], on),
        ..ConsentRecord::default()
    };
    Ok(typed(application, consent, "amersfoort", None))
}

/// Case 4: one of two signatures is still missing; school turns out to be possible.
///
/// # Errors
/// None: the values are valid.
pub fn thijs() -> Result<swv::Typed, Invalid> {
    let home = Address::dutch("Dorpsstraat", "3", "3931 EA", "Woudenberg")?;
    let both = [Person::Parent1, Person::Parent2];
    let on = date!(2026 - 02 - 26);
    let application = Application {
        child: child("Thijs", "Kool", date!(2020 - 02 - 29), None, home.clone())?,
        parents: vec![
            parent(
                Person::Parent1,
                "A.",
                "Kool",
                Some(home.clone()),
                ["033-2861234", "kool@example.nl"],
            )?,
            parent(
                Person::Parent2,
                "R.",
                "Kool",
                Some(home),
                ["033-2861234", "kool@example.nl"],
            )?,
        ],
        school: school(
            "De Wartburg",
            Some("24DW00"),
            "Woudenberg",
            "directie",
            "033-2867777",
        )?,
        situation: Some(LongText::parse(
            "Thijs raakt elke ochtend in paniek en komt de auto niet uit.",
        )?),
        signed: signed(&both, on),
        claimed_before: Some(false),
    };
    Ok(typed(
        application,
        yes(&[Person::Parent1], on),
        "woudenberg",
        None,
    ))
}

/// Case 5: the doctor finds the child fit.
///
/// # Errors
/// None: the values are valid.
pub fn mei() -> Result<swv::Typed, Invalid> {
    let home = Address::dutch("Eemweg", "40", "3755 LD", "Baarn")?;
    let on = date!(2026 - 03 - 01);
    let application = Application {
        child: child("Mei", "Chen", date!(2016 - 12 - 12), None, home.clone())?,
        parents: vec![parent(
            Person::Parent1,
            "Li Wei",
            "Chen",
            Some(home),
            ["0687654321", "chen@example.nl"],
        )?],
        school: school(
            "Basisschool De Lindeboom",
            Some("99ZZ00"),
            "Leusden",
            "administratie",
            "033-1234567",
        )?,
        situation: Some(LongText::parse("Mei heeft veel gemist door een operatie.")?),
        signed: signed(&[Person::Parent1], on),
        claimed_before: Some(false),
    };
    Ok(typed(
        application,
        yes(&[Person::Parent1], on),
        "baarn",
        None,
    ))
}

/// The SMA of case 1.
///
/// # Errors
/// None: the values are valid.
pub fn advice() -> Result<TypedAdvice, Invalid> {
    Ok(TypedAdvice {
        gender: Some(Gender::Female),
        number: Some(PersonalNumber::parse("111222333")?),
        situation: LongText::parse(
            "Noor gaat sinds november niet naar school. Zij krijgt dagbehandeling.",
        )?,
        conclusion: LongText::parse(
            "Noor is nu niet geschikt om tot een school te worden toegelaten. Ik adviseer een vrijstelling van een jaar.",
        )?,
        verdict: Verdict::Unfit { months: 12 },
        meanwhile: Some(ShortText::parse(
            "Dagbehandeling bij GGz Centraal Fornhese",
        )?),
        look_again: Some(YearMonth {
            year: 2026,
            month: 11,
        }),
        big: Some(BigNumber::parse("19012345601")?),
        established_on: date!(2026 - 03 - 25),
    })
}
