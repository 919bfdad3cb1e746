//! Consent: who said what, when, and what may be shared by it (covenant, art. 4.4, 6 and Bijlage 5).

use time::Date;
use time::macros::date;
use tom::domain::consent::{
    AskRelease, ConsentRecord, InformLocalTeam, Means, NoConsent, PurposeKind, ShareAdviceWithLpa,
    ShareWithDoctor, Statement, TextVersion, Word,
};
use tom::domain::family::{Child, Parent, Person, Relation};
use tom::domain::field::Field;
use tom::domain::party::PartyKind;
use tom::domain::person::PersonName;
use tom::domain::rules::HandOverKind;
use tom::workflow::shipped;

use Person::{Child as Young, Parent1, Parent2};
use PurposeKind as For;

const SIGNED: Date = date!(2026 - 02 - 27);
const LATER: Date = date!(2026 - 05 - 04);

fn child(born: Date) -> Child {
    Child {
        name: PersonName::parse("Noor", "de Wit").unwrap(),
        born: Some(born),
        gender: None,
        address: None,
        email: None,
        cannot_decide: None,
    }
}

fn parents() -> [Parent; 2] {
    [Parent1, Parent2].map(|person| Parent {
        person,
        relation: Relation::Custody,
        name: PersonName::parse("M.", "de Wit").unwrap(),
        address: None,
        telephone: None,
        email: None,
    })
}

/// Everything was said yes to by both parents.
fn both() -> ConsentRecord {
    ConsentRecord {
        share_advice_with_lpa: true,
        keep_application: true,
        inform_local_team: true,
        signed: [(Parent1, SIGNED), (Parent2, SIGNED)].into(),
        ..ConsentRecord::default()
    }
}

fn said(purpose: PurposeKind, by: Person, gives: bool, on: Date) -> Statement {
    Statement {
        purpose,
        by,
        gives,
        on,
        means: Means::Paper,
        text: TextVersion::NEWEST,
        version: 7,
    }
}

fn may_go(record: &ConsentRecord, on: Date) -> Result<(), NoConsent> {
    let young = child(date!(2017 - 03 - 14));
    let proof = record.permits::<ShareAdviceWithLpa>(&young, &parents(), on);
    proof.map(drop)
}

#[test]
fn a_no_of_one_parent_stops_it_for_both_from_that_day_on_and_for_that_purpose_alone() {
    let mut record = both();
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent2, false, LATER));
    assert_eq!(may_go(&record, date!(2026 - 05 - 03)), Ok(()));
    assert_eq!(may_go(&record, LATER), Err(NoConsent::Withdrawn(LATER)));
    let young = child(date!(2017 - 03 - 14));
    let asked = record.permits::<AskRelease>(&young, &parents(), LATER);
    assert_eq!(asked.unwrap_err(), NoConsent::Withdrawn(LATER));
    record
        .permits::<InformLocalTeam>(&young, &parents(), LATER)
        .unwrap();
    record
        .permits::<ShareWithDoctor>(&young, &parents(), LATER)
        .unwrap();
}

#[test]
fn who_said_no_takes_it_back_and_nobody_else() {
    let mut record = both();
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent2, false, LATER));
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent1, true, LATER));
    assert_eq!(may_go(&record, LATER), Err(NoConsent::Withdrawn(LATER)));
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent2, true, LATER));
    assert_eq!(may_go(&record, LATER), Ok(()));
}

#[test]
fn of_two_that_contradict_each_other_the_stricter_counts() {
    // A yes that is older than the no, and comes in after it.
    let mut record = both();
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent1, false, LATER));
    record.since.push(said(
        For::ShareAdviceWithLpa,
        Parent1,
        true,
        date!(2026 - 05 - 03),
    ));
    assert_eq!(may_go(&record, LATER), Err(NoConsent::Withdrawn(LATER)));
    // A no that is older than the yes, and comes in after it: which of them is the last isn't certain.
    let mut record = both();
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent1, true, LATER));
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent1, false, SIGNED));
    assert_eq!(may_go(&record, LATER), Err(NoConsent::Withdrawn(SIGNED)));
    // Both parents signed one form without the tick; one of them says yes later.
    let mut record = both();
    record.share_advice_with_lpa = false;
    assert_eq!(may_go(&record, LATER), Err(NoConsent::NotGiven));
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent1, true, LATER));
    assert_eq!(
        may_go(&record, LATER),
        Err(NoConsent::Unsigned(vec![Parent2]))
    );
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent2, true, LATER));
    assert_eq!(may_go(&record, LATER), Ok(()));
}

#[test]
fn a_release_does_not_pass_by_a_no() {
    let mut record = both();
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent1, false, LATER));
    record.release(Parent1, LATER, false);
    record.release(Parent2, LATER, false);
    assert_eq!(may_go(&record, LATER), Err(NoConsent::Withdrawn(LATER)));
}

#[test]
fn from_sixteen_the_young_person_alone_takes_back_what_a_parent_said_no_to_before() {
    let young = child(date!(2010 - 06 - 01));
    let mut record = both();
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent1, false, LATER));
    let on = date!(2026 - 06 - 02);
    let permits = |record: &ConsentRecord| {
        let proof = record.permits::<ShareAdviceWithLpa>(&young, &parents(), on);
        proof.map(drop)
    };
    assert_eq!(permits(&record), Err(NoConsent::Withdrawn(LATER)));
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Young, true, on));
    assert_eq!(permits(&record), Ok(()));
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Young, false, on));
    assert_eq!(permits(&record), Err(NoConsent::Withdrawn(on)));
}

#[test]
fn what_a_child_signed_before_sixteen_is_no_consent_afterwards() {
    let sam = child(date!(2010 - 04 - 01));
    let mut record = both();
    record.signed.insert(Young, SIGNED);
    let family = parents();
    assert!(
        record
            .permits::<ShareWithDoctor>(&sam, &family, SIGNED)
            .is_ok()
    );
    let sixteen = date!(2026 - 04 - 01);
    let now = record.permits::<ShareWithDoctor>(&sam, &family, sixteen);
    assert_eq!(now.err(), Some(NoConsent::Unsigned(vec![Young])));
    record
        .since
        .push(said(For::ShareWithDoctor, Young, true, sixteen));
    assert!(
        record
            .permits::<ShareWithDoctor>(&sam, &family, sixteen)
            .is_ok()
    );
}

#[test]
fn a_court_that_decided_on_the_assessment_takes_back_no_other_no() {
    let noor = child(date!(2017 - 03 - 14));
    let mut record = both();
    record
        .since
        .push(said(For::InformLocalTeam, Parent2, false, LATER));
    record.court.insert(Parent2, date!(2026 - 06 - 01));
    let told = record.permits::<InformLocalTeam>(&noor, &parents(), date!(2026 - 06 - 02));
    assert_eq!(told.err(), Some(NoConsent::Withdrawn(LATER)));
}

#[test]
fn art_1_253a_bw_a_court_decides_in_the_place_of_who_said_no() {
    let mut record = both();
    record
        .since
        .push(said(For::ShareWithDoctor, Parent2, false, LATER));
    let young = child(date!(2017 - 03 - 14));
    let permits = |record: &ConsentRecord, on| {
        let proof = record.permits::<ShareWithDoctor>(&young, &parents(), on);
        proof.map(drop)
    };
    let decided = date!(2026 - 06 - 01);
    assert_eq!(permits(&record, decided), Err(NoConsent::Withdrawn(LATER)));
    record.court.insert(Parent2, decided);
    assert_eq!(permits(&record, decided), Ok(()));
}

#[test]
fn another_recipient_or_another_kind_of_data_asks_a_new_consent() {
    let record = both();
    let covers = |to, fields: &[Field]| record.covers(For::ShareAdviceWithLpa, to, fields);
    assert!(covers(
        PartyKind::Gemeente,
        &[Field::ChildName, Field::AdviceSituation]
    ));
    assert!(!covers(
        PartyKind::Gemeente,
        &[Field::ChildName, Field::Situation]
    ));
    assert!(!covers(PartyKind::LocalTeam, &[Field::ChildName]));
    // The text that is shown names what each shipped workflow hands over by it.
    for rules in shipped().unwrap().into_values() {
        for kind in HandOverKind::ALL {
            let rule = &rules.hand_overs[&kind];
            if let Some(purpose) = rule.consent {
                assert!(record.covers(purpose, rule.to, &rule.fields), "{kind:?}");
            }
        }
    }
}

#[test]
fn a_consent_shows_the_text_that_was_shown_and_everything_that_was_said() {
    let mut record = both();
    record.release(Parent2, date!(2026 - 03 - 27), true);
    let mut no = said(For::ShareAdviceWithLpa, Parent1, false, LATER);
    no.means = Means::SignIn;
    record.since.push(no);
    let young = child(date!(2017 - 03 - 14));
    let stands = record.stands(For::ShareAdviceWithLpa, &young, &parents(), LATER);
    let stands = stands.unwrap();
    assert_eq!(stands.version, TextVersion::NEWEST);
    assert!(stands.text.question.contains("leerplichtambtenaar"));
    assert_eq!(stands.outcome, Err(NoConsent::Withdrawn(LATER)));
    let told: Vec<_> = stands
        .said
        .iter()
        .map(|one| (one.what, one.by, one.means))
        .collect();
    assert_eq!(
        told,
        [
            (Word::Signed, Parent1, Means::Paper),
            (Word::Signed, Parent2, Means::Paper),
            (Word::Released, Parent2, Means::Paper),
            (Word::Withdrew, Parent1, Means::SignIn),
        ]
    );
    assert_eq!(stands.yes, [Parent2].into());
}

/// Somebody signed it: it never says anything else afterwards.
#[test]
fn a_text_that_was_shown_is_never_changed() {
    let text = |purpose| TextVersion::NEWEST.of(purpose).unwrap();
    let all: Vec<String> = For::ALL
        .into_iter()
        .map(|purpose| {
            let text = text(purpose);
            let kinds: Vec<&str> = text.kinds.iter().map(|kind| kind.code()).collect();
            let (code, to, kinds) = (purpose.code(), text.to.dutch(), kinds.join(" "));
            format!("{code}\nto {to}\n{kinds}\n{}", text.question)
        })
        .collect();
    let version = TextVersion::NEWEST.number();
    insta::assert_snapshot!(format!("version_{version}"), all.join("\n\n"));
}

/// A letter of a parent that lay on a desk over the 16th birthday, and is typed over after what the young person said.
#[test]
fn an_older_no_of_a_parent_that_comes_in_later_undoes_nothing_of_the_young_persons_own() {
    let young = child(date!(2010 - 03 - 10));
    let family = (&young, &parents()[..]);
    let mut record = both();
    let (before, after) = (date!(2026 - 03 - 09), date!(2026 - 03 - 11));
    record
        .since
        .push(said(For::KeepApplication, Young, true, after));
    record
        .since
        .push(said(For::KeepApplication, Parent2, false, before));
    assert_eq!(record.withdrawn(For::KeepApplication, family, LATER), None);
    assert!(record.decided_since((For::KeepApplication, Parent2, before), family, LATER));
    assert!(!record.decided_since((For::InformLocalTeam, Parent2, before), family, LATER));
    // The own release is a yes too; of another purpose it says nothing.
    record.release(Young, after, false);
    record
        .since
        .push(said(For::ShareAdviceWithLpa, Parent1, false, before));
    record
        .since
        .push(said(For::InformLocalTeam, Parent1, false, before));
    assert_eq!(
        record.withdrawn(For::ShareAdviceWithLpa, family, LATER),
        None
    );
    assert_eq!(
        record.withdrawn(For::InformLocalTeam, family, LATER),
        Some(before)
    );
    // What the young person said no to afterwards stays no.
    record
        .since
        .push(said(For::KeepApplication, Young, false, LATER));
    assert_eq!(
        record.withdrawn(For::KeepApplication, family, LATER),
        Some(LATER)
    );
}
