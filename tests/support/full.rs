//! Papers and dossiers in which every place is filled, in two versions that differ in every place.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;
use time::macros::date;
use tom::domain::address::Address;
use tom::domain::advice::{Advice, Draft, Finding, FrontPage, SecondPage, Verdict, YearMonth};
use tom::domain::application::{Application, School};
use tom::domain::big::BigNumber;
use tom::domain::bsn::PersonalNumber;
use tom::domain::checklist::{Check, Tick};
use tom::domain::consent::{
    Answer, ConsentRecord, DataKind, Means, PurposeKind, Question, Recipient, Statement,
    TextVersion,
};
use tom::domain::contact::{Email, Telephone};
use tom::domain::dossier::{
    Change, ContactNote, Correction, GemeenteDossier, GgdDossier, LocalTeamDossier, SwvFile,
};
use tom::domain::exemption::{Correspondent, Exemption, Notification, Requirement};
use tom::domain::family::{Child, Parent, Person, Relation};
use tom::domain::field::Field;
use tom::domain::note::OwnNote;
use tom::domain::notice::Seintje;
use tom::domain::party::{PartyKind, UserId};
use tom::domain::person::{Gender, PersonName};
use tom::domain::personal::Whose;
use tom::domain::renewal::Renewed;
use tom::domain::school::Brinvest;
use tom::domain::text::{LongText, ShortText};

/// Which of the two versions.
#[derive(Clone, Copy)]
pub enum Version {
    One,
    Other,
}

impl Version {
    fn of<T>(self, one: T, other: T) -> T {
        match self {
            Self::One => one,
            Self::Other => other,
        }
    }

    fn line<const MAX: usize>(self, text: &str) -> ShortText<MAX> {
        ShortText::parse(&self.words(text)).unwrap()
    }

    fn text<const MAX: usize>(self, text: &str) -> LongText<MAX> {
        LongText::parse(&self.words(text)).unwrap()
    }

    fn words(self, text: &str) -> String {
        format!("{text} {}", self.of("een", "twee"))
    }

    fn name(self, first: &str, last: &str) -> PersonName {
        PersonName::parse(&self.words(first), &self.words(last)).unwrap()
    }

    fn day(self, month: u8) -> Date {
        let month = month.try_into().unwrap();
        Date::from_calendar_date(self.of(2025, 2026), month, 11).unwrap()
    }

    fn days(self, month: u8) -> BTreeMap<Person, Date> {
        [Person::Parent1, Person::Parent2]
            .map(|who| (who, self.day(month)))
            .into()
    }

    fn home(self, street: &str, digit: u8) -> Address {
        let (number, postcode) = (self.of("1", "2"), self.of("AB", "CD"));
        let (number, postcode) = (format!("{digit}{number}"), format!("30{digit}1 {postcode}"));
        Address::dutch(
            &self.words(street),
            &number,
            &postcode,
            &self.words("Plaats"),
        )
        .unwrap()
    }

    fn telephone(self, digit: u8) -> Telephone {
        Telephone::parse(&format!("06-123456{}{digit}", self.of(1, 2))).unwrap()
    }

    fn email(self, who: &str) -> Email {
        Email::parse(&format!("{who}{}@example.org", self.of(1, 2))).unwrap()
    }

    fn number(self) -> PersonalNumber {
        PersonalNumber::parse(self.of("111222333", "123456782")).unwrap()
    }

    fn gender(self) -> Gender {
        self.of(Gender::Female, Gender::Male)
    }

    fn month(self, month: u8) -> YearMonth {
        YearMonth {
            year: self.of(2027, 2028),
            month: self.of(month, month + 1),
        }
    }

    fn big(self) -> BigNumber {
        BigNumber::parse(self.of("19012345601", "29012345601")).unwrap()
    }

    fn parents(self) -> [Person; 2] {
        self.of(
            [Person::Parent1, Person::Parent2],
            [Person::Parent2, Person::Parent1],
        )
    }

    pub fn application(self) -> Application {
        let [first, second] = self.parents();
        let abroad = Address::foreign(&self.words("Rue"), &self.words("Frankrijk")).unwrap();
        let relation = self.of(Relation::Custody, Relation::Guardian);
        let parent = |person, digit, address| Parent {
            person,
            relation,
            name: self.name(&format!("Ouder{digit}"), "van Oudersen"),
            address: Some(address),
            telephone: Some(self.telephone(digit)),
            email: Some(self.email(&format!("ouder{digit}"))),
        };
        Application {
            child: Child {
                name: self.name("Kind", "van Kinderen"),
                born: Some(self.of(date!(2016 - 04 - 05), date!(2017 - 05 - 06))),
                gender: Some(self.gender()),
                address: Some(self.home("Kindstraat", 3)),
                email: Some(self.email("kind")),
                cannot_decide: Some(self.words("kan dit niet overzien")),
            },
            parents: vec![
                parent(first, 4, self.home("Ouderstraat", 5)),
                parent(second, 6, abroad),
            ],
            school: School {
                name: Some(self.line("De Linde")),
                brinvest: Some(Brinvest::parse(self.of("99ZZ00", "98YY01")).unwrap()),
                place: Some(self.line("Schoolplaats")),
                contact: Some(self.line("mentor")),
                telephone: Some(self.telephone(7)),
                email: Some(self.email("school")),
            },
            situation: Some(self.text("Slaapt overdag")),
            signed: self.days(1),
            claimed_before: Some(self.of(true, false)),
        }
    }

    fn version(self) -> TextVersion {
        serde_json::from_str(self.of("1", "2")).unwrap()
    }

    pub fn consent(self) -> ConsentRecord {
        let tick = self.of(true, false);
        ConsentRecord {
            share_advice_with_lpa: tick,
            keep_application: tick,
            inform_local_team: tick,
            share_advice_with_parents: tick,
            involved: self.words("huisarts"),
            signed: self.days(2),
            released: self.days(3),
            released_on_paper: BTreeSet::from([self.parents()[0]]),
            court: self.days(4),
            view_of_child: Some(self.words("liever thuis")),
            text: self.version(),
            since: vec![Statement {
                purpose: self.of(PurposeKind::ShareWithDoctor, PurposeKind::KeepApplication),
                by: self.parents()[0],
                gives: self.of(true, false),
                on: self.day(5),
                means: self.of(Means::Paper, Means::SignIn),
                text: self.version(),
                version: self.of(1, 2),
            }],
            questions: vec![Question {
                id: self.words("vraag"),
                asked_on: self.day(8),
                asked_by: self.of(PartyKind::Swv, PartyKind::Ggd),
                version: self.of(1, 2),
                why: self.text("hulp thuis"),
                partner: self.words("de-brug"),
                name: self.words("De Brug"),
                recipient: self.of(Recipient::Other, Recipient::CareWorker),
                recipient_named: Some(self.line("een begeleider")),
                kinds: BTreeSet::from([self.of(DataKind::Health, DataKind::Other)]),
                kinds_named: Some(self.line("een dagritme")),
                said: vec![Answer {
                    by: self.parents()[0],
                    gives: self.of(true, false),
                    on: self.day(9),
                    means: self.of(Means::Paper, Means::SignIn),
                }],
            }],
        }
    }

    fn corrections(self) -> Vec<Correction> {
        vec![Correction {
            on: self.day(6),
            changes: vec![Change {
                of: self.of(Field::ParentContact, Field::ParentNames),
                whose: Whose::Of(self.parents()[0]),
                field: self.words("Veld"),
                before: self.words("eerst"),
                after: self.words("later"),
            }],
        }]
    }

    fn notes(self) -> Vec<OwnNote> {
        vec![OwnNote {
            on: self.day(12),
            by: UserId("swv-mulder".into()),
            text: self.text("overgedragen aan een collega"),
        }]
    }

    pub fn swv(self) -> SwvFile {
        SwvFile {
            application: self.application(),
            consent: self.consent(),
            contacts: vec![ContactNote {
                on: self.day(7),
                text: self.text("gebeld"),
            }],
            corrections: self.corrections(),
            agreement: Some(self.text("afgesproken")),
            sitting_place: Some(self.line("zaal van de zitting")),
            report_to: Some(self.line("verslag ook naar")),
            ticked: BTreeMap::from([(
                Check::Told,
                Tick {
                    on: self.day(10),
                    by: UserId("swv-mulder".into()),
                },
            )]),
            notes: self.notes(),
        }
    }

    fn draft(self) -> Draft {
        Draft {
            gender: Some(self.gender()),
            number: Some(self.number()),
            big: Some(self.big()),
            situation: Some(self.text("klad situatie")),
            conclusion: Some(self.text("klad conclusie")),
            finding: Some(self.of(Finding::ForNow, Finding::Never)),
            months: Some(self.of(12, 24)),
            meanwhile: Some(self.line("klad dagbesteding")),
            look_again: Some(self.month(1)),
            established_on: Some(self.day(8)),
        }
    }

    pub fn advice(self) -> Advice {
        Advice {
            version: self.of(1, 2),
            correction: Some(self.line("huisnummer verbeterd")),
            front: Some(FrontPage {
                name: self.name("Kind", "van Kinderen"),
                address: Some(self.home("Voorblad", 3)),
                born: Some(self.of(date!(2016 - 04 - 05), date!(2017 - 05 - 06))),
                telephones: vec![self.telephone(4), self.telephone(6)],
                gender: Some(self.gender()),
                number: Some(self.number()),
            }),
            second: Some(SecondPage {
                situation: self.text("situatie"),
                conclusion: self.text("conclusie"),
                meanwhile: Some(self.line("dagbesteding")),
                look_again: Some(self.month(3)),
            }),
            verdict: Verdict::Unfit {
                months: self.of(12, 24),
            },
            doctor: self.name("Dr.", "Bos"),
            big: Some(self.big()),
            established_on: self.day(9),
        }
    }

    fn correspondent(self, person: Person, digit: u8) -> Correspondent {
        Correspondent {
            person,
            name: self.name(&format!("Post{digit}"), "van Posten"),
            address: Some(self.home("Poststraat", digit)),
        }
    }

    pub fn notification(self) -> Notification {
        let [first, second] = self.parents();
        Notification {
            number: Some(self.number()),
            name: self.name("Kind", "van Kinderen"),
            born: Some(self.of(date!(2016 - 04 - 05), date!(2017 - 05 - 06))),
            gender: Some(self.gender()),
            address: Some(self.home("Kennisgeving", 3)),
            claimed_before: Some(self.of(true, false)),
            signed: self.days(10),
            correspondents: vec![
                self.correspondent(first, 4),
                self.correspondent(second, 5),
                self.correspondent(self.of(Person::Child, Person::Parent1), 6),
            ],
        }
    }

    pub fn ggd(self) -> GgdDossier {
        GgdDossier {
            application: self.application(),
            consent: self.consent(),
            corrections: self.corrections(),
            appointment_place: Some(self.line("Proeflaan")),
            draft: Some(Box::new(self.draft())),
            advice: vec![self.advice()],
            notification: Some(self.notification()),
            notes: self.notes(),
        }
    }

    pub fn gemeente(self) -> GemeenteDossier {
        GemeenteDossier {
            seintje: Seintje::about(self.name("Kind", "van Kinderen")),
            seintje_on: self.day(11),
            advice: Some(Box::new(self.advice())),
            notification: Some(Box::new(self.notification())),
            parents: vec![self.correspondent(self.parents()[0], 7)],
            refused: Some(self.of(Requirement::StatementAge, Requirement::Registered)),
            exemption: Some(Exemption {
                from: self.day(1),
                until: self.day(2),
                decided_on: self.day(3),
                notified_on: self.day(4),
                statement_on: self.day(5),
                never_fit: self.of(true, false),
                look_again: Some(self.month(5)),
                reassessment_letter_on: self.day(6),
                yearly: vec![Renewed {
                    by: self.day(7),
                    on: self.day(8),
                    statement_on: self.day(9),
                }],
            }),
            explanation: Some(self.text("zorgboerderij")),
            notes: self.notes(),
        }
    }

    pub fn local_team(self) -> LocalTeamDossier {
        LocalTeamDossier {
            seintje: Some(Seintje::about(self.name("Kind", "van Kinderen"))),
            seintje_on: self.day(12),
        }
    }
}
