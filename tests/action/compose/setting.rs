//! The families and the parties of the cases, and a desk to write at.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;
use time::macros::date;
use tom::action::compose::{Outcome, Writing, compose};
use tom::domain::address::Address;
use tom::domain::advice::{Advice, FrontPage, SecondPage, Verdict, YearMonth};
use tom::domain::application::{Application, School};
use tom::domain::bsn::PersonalNumber;
use tom::domain::case::{Answers, Case, LetterKind, Recipients, State};
use tom::domain::consent::ConsentRecord;
use tom::domain::contact::Telephone;
use tom::domain::dossier::{Dossier, GgdDossier, SwvDossier, SwvFile};
use tom::domain::family::{Child, Parent, Person, Relation};
use tom::domain::organisation::{Organisation, Parties, Settings};
use tom::domain::party::{CaseId, PartyId, PartyKind};
use tom::domain::person::{Gender, PersonName};
use tom::domain::rules::Rules;
use tom::domain::text::{LongText, ShortText};
use tom::letter::{Letter, LetterKind as Paper, PersonalLink, SignedBy, render};
use tom::workflow::shipped;

pub const HAMERSVELDSEWEG: &str = "Hamersveldseweg 12";
pub const UTRECHTSEWEG: &str = "Utrechtseweg 200 bis";

/// Everything that a letter is written from.
pub struct Desk {
    pub case: Case,
    pub rules: Rules,
    pub parties: Parties,
    pub dossier: Dossier,
    pub today: Date,
    pub links: BTreeMap<Person, PersonalLink>,
}

impl Desk {
    pub fn new(workflow: &str, dossier: Dossier, state: State, today: Date) -> Self {
        let parties = parties();
        Self {
            case: Case {
                id: CaseId::from("0a1b2c3d4e5f"),
                workflow: workflow.to_owned(),
                swv: parties.swv.id.clone(),
                ggd: parties.ggd.id.clone(),
                municipality: parties.municipality.id.clone(),
                local_team: None,
                previous: None,
                state,
                pace: tom::domain::deadline::Pace::default(),
                version: 1,
            },
            rules: shipped().unwrap()[workflow].clone(),
            parties,
            dossier,
            today,
            links: BTreeMap::new(),
        }
    }

    pub fn with<T>(&self, f: impl FnOnce(&Writing<'_>) -> T) -> T {
        f(&Writing {
            case: &self.case,
            rules: &self.rules,
            parties: &self.parties,
            dossier: &self.dossier,
            signer: SignedBy {
                name: "I. Vos".to_owned(),
                function: "medewerker".to_owned(),
            },
            today: self.today,
            links: &self.links,
        })
    }

    pub fn compose(&self, kind: LetterKind, to: Recipients) -> Mail {
        Mail(self.with(|w| compose(kind, to, w)))
    }
}

/// What was written, to ask about.
pub struct Mail(pub Vec<Outcome>);

impl Mail {
    pub fn to(&self, person: Person) -> Vec<&Letter> {
        let written = self.0.iter().filter_map(|outcome| match outcome {
            Outcome::Written(written) => Some(written),
            Outcome::NoAddress(_) => None,
        });
        let own = written.filter(|written| written.person == person);
        own.map(|written| &written.letter).collect()
    }

    pub fn kinds(&self, person: Person) -> Vec<Paper> {
        self.to(person).into_iter().map(Letter::kind).collect()
    }

    pub fn text(&self, person: Person) -> String {
        self.to(person).into_iter().map(text).collect()
    }

    pub fn without_address(&self) -> Vec<Person> {
        let unknown = self.0.iter().filter_map(|outcome| match outcome {
            Outcome::NoAddress(person) => Some(*person),
            Outcome::Written(_) => None,
        });
        unknown.collect()
    }
}

pub fn text(letter: &Letter) -> String {
    let pdf = render(letter).unwrap_or_else(|error| panic!("{error}"));
    assert!(pdf.warnings().is_empty(), "{letter:?}");
    pdf.text().to_owned()
}

/// A state that the path reached, as it is kept.
pub fn state(kept: &serde_json::Value) -> State {
    serde_json::from_value(kept.clone()).unwrap()
}

pub fn reading(advice: &Advice, since: Date) -> State {
    let (on, verdict) = (advice.established_on, advice.verdict);
    let advice = serde_json::json!({ "on": on, "doctor": "vos", "verdict": verdict, "version": advice.version });
    state(
        &serde_json::json!({ "state": "parents_reading", "advice": advice, "since": since, "blocked": false, "answers": nobody_yet() }),
    )
}

/// Nobody released or signed yet.
pub fn nobody_yet() -> serde_json::Value {
    serde_json::to_value(Answers::default()).unwrap()
}

pub fn closed(end: &serde_json::Value, on: Date) -> State {
    state(
        &serde_json::json!({ "state": "closed", "end": end, "on": on, "from": "at_swv", "exemption": null }),
    )
}

pub fn registered(on: Date) -> State {
    let State::Filling(filling) = State::start(on) else {
        panic!("a case starts with filling in")
    };
    filling.register(on, BTreeSet::new())
}

fn organisation(kind: PartyKind, id: &str, name: &str, place: &str) -> Organisation {
    Organisation {
        id: PartyId::from(id),
        kind,
        name: name.to_owned(),
        settings: Settings {
            address: vec!["Postbus 1".to_owned(), format!("3800 AA {place}")],
            place: place.to_owned(),
            telephone: "033-1110000".to_owned(),
            email: format!("tom@{id}.example"),
            ..Settings::default()
        },
    }
}

fn parties() -> Parties {
    Parties {
        swv: organisation(PartyKind::Swv, "de-eem", "SWV de Eem", "Amersfoort"),
        ggd: organisation(PartyKind::Ggd, "ggd", "GGD regio Utrecht", "Zeist"),
        municipality: organisation(
            PartyKind::Gemeente,
            "leusden",
            "Gemeente Leusden",
            "Leusden",
        ),
        local_team: None,
    }
}

pub fn name(first: &str, last: &str) -> PersonName {
    PersonName::parse(first, last).unwrap()
}

pub fn address(street: &str, number: &str, postcode: &str, place: &str) -> Address {
    Address::dutch(street, number, postcode, place).unwrap()
}

pub fn leusden() -> Address {
    address("Hamersveldseweg", "12", "3833 GP", "Leusden")
}

pub fn amersfoort() -> Address {
    address("Utrechtseweg", "200 bis", "3818 EP", "Amersfoort")
}

pub fn stadsring() -> Address {
    address("Stadsring", "71", "3811 HN", "Amersfoort")
}

fn parent(person: Person, name: PersonName, home: Option<Address>, telephone: &str) -> Parent {
    Parent {
        person,
        relation: Relation::Custody,
        name,
        address: home,
        telephone: Telephone::parse(telephone).ok(),
        email: None,
    }
}

fn application(child: Child, parents: Vec<Parent>) -> Application {
    Application {
        child,
        parents,
        school: School::default(),
        situation: None,
        signed: BTreeMap::new(),
        claimed_before: Some(false),
    }
}

/// Case 1: two parents, two addresses, the child lives with the first.
pub fn noor() -> (Application, ConsentRecord) {
    let child = Child {
        name: name("Noor Elisa", "van 't Hof-de Wit"),
        born: Some(date!(2017 - 03 - 14)),
        gender: Some(Gender::Female),
        address: Some(leusden()),
        email: None,
        cannot_decide: None,
    };
    let marieke = parent(
        Person::Parent1,
        name("Marieke", "de Wit"),
        Some(leusden()),
        "06-12345671",
    );
    let joris = parent(
        Person::Parent2,
        name("Joris Ö.", "van 't Hof"),
        Some(amersfoort()),
        "033-4567890",
    );
    let day = date!(2026 - 02 - 27);
    let consent = ConsentRecord {
        share_advice_with_lpa: true,
        keep_application: true,
        inform_local_team: true,
        signed: BTreeMap::from([(Person::Parent1, day), (Person::Parent2, day)]),
        ..ConsentRecord::default()
    };
    (application(child, vec![marieke, joris]), consent)
}

/// Case 3: sixteen, with one parent whose address nobody knows.
pub fn sam() -> (Application, ConsentRecord) {
    let child = Child {
        name: name("Sam", "Jansen"),
        born: Some(date!(2010 - 02 - 02)),
        gender: Some(Gender::X),
        address: Some(stadsring()),
        email: None,
        cannot_decide: None,
    };
    let first = parent(
        Person::Parent1,
        name("P.", "Jansen"),
        Some(stadsring()),
        "0611112222",
    );
    let second = parent(Person::Parent2, name("", "Jansen-Vis"), None, "");
    let consent = ConsentRecord {
        share_advice_with_lpa: true,
        signed: BTreeMap::from([(Person::Child, date!(2026 - 02 - 28))]),
        ..ConsentRecord::default()
    };
    (application(child, vec![first, second]), consent)
}

/// An SMA about the child of this application.
pub fn sma(application: &Application, on: Date, verdict: Verdict) -> Advice {
    let child = &application.child;
    let parents = application.parents.iter();
    Advice {
        version: 1,
        correction: None,
        front: Some(FrontPage {
            name: child.name.clone(),
            address: child.address.clone(),
            born: child.born,
            telephones: parents.filter_map(|p| p.telephone.clone()).collect(),
            gender: child.gender,
            number: Some(PersonalNumber::parse("111222333").unwrap()),
        }),
        second: Some(SecondPage {
            situation: LongText::parse("Het dagritme is verstoord.").unwrap(),
            conclusion: LongText::parse("Nu is rust het belangrijkst.").unwrap(),
            meanwhile: ShortText::parse("Dagbehandeling").ok(),
            look_again: Some(YearMonth {
                year: 2026,
                month: 11,
            }),
        }),
        verdict,
        doctor: name("Ineke", "Vos"),
        big: None,
        established_on: on,
    }
}

pub fn swv((application, consent): (Application, ConsentRecord)) -> Dossier {
    Dossier::Swv(SwvDossier::Full(Box::new(SwvFile {
        application,
        consent,
        contacts: Vec::new(),
        corrections: Vec::new(),
        agreement: LongText::parse("Thijs gaat halve dagen.\nEr is elke ochtend een begeleider.")
            .ok(),
        sitting_place: None,
        report_to: None,
        ticked: BTreeMap::new(),
        notes: Vec::new(),
    })))
}

pub fn ggd((application, consent): (Application, ConsentRecord), advice: Vec<Advice>) -> Dossier {
    Dossier::Ggd(Box::new(GgdDossier {
        application,
        consent,
        corrections: Vec::new(),
        appointment_place: ShortText::parse("Gezondheidscentrum Leusden, kamer 2.04").ok(),
        draft: None,
        advice,
        notification: None,
        notes: Vec::new(),
    }))
}
