//! Letters of the SWV.

use time::macros::date;
use tom::domain::application::Missing;
use tom::domain::case::{LetterKind, Recipients, State};
use tom::domain::dossier::{Dossier, SwvDossier};
use tom::domain::family::{Person, Relation};
use tom::domain::text::{LongText, ShortText};
use tom::letter::LetterKind as Paper;

use super::setting::{Desk, HAMERSVELDSEWEG, UTRECHTSEWEG, closed, noor, registered, sam, swv};

#[test]
fn both_parents_get_a_receipt_and_neither_shows_the_others_address_or_telephone() {
    let today = date!(2026 - 03 - 02);
    let desk = Desk::new("tom-po/v1", swv(noor()), registered(today), today);
    let mail = desk.compose(LetterKind::Receipt, Recipients::Everyone);
    let (first, second) = (mail.text(Person::Parent1), mail.text(Person::Parent2));
    assert!(first.contains(HAMERSVELDSEWEG) && second.contains(UTRECHTSEWEG));
    assert!(!first.contains(UTRECHTSEWEG) && !second.contains(HAMERSVELDSEWEG));
    for number in ["06-12345671", "033-4567890", "111222333"] {
        assert!(!first.contains(number) && !second.contains(number));
    }
    assert!(first.contains("bewaren de aanvraag en het toestemmingsformulier tot 2 maart 2028"));
    assert!(first.contains("0a1b2c3d") && !first.contains("0a1b2c3d4e"));
    assert!(
        mail.to(Person::Child).is_empty(),
        "a child under 16 gets no letter"
    );
}

#[test]
fn the_receipt_promises_no_longer_keeping_than_everybody_signed_for() {
    let (application, mut consent) = noor();
    assert!(consent.keep_application);
    consent.signed.remove(&Person::Parent2);
    let today = date!(2026 - 03 - 02);
    let file = swv((application, consent));
    let desk = Desk::new("tom-po/v1", file, registered(today), today);
    let mail = desk.compose(LetterKind::Receipt, Recipients::Everyone);
    let text = mail.text(Person::Parent1);
    assert!(text.contains("bewaren wij alleen dát er een overleg was"));
}

#[test]
fn a_parent_without_custody_gets_no_letter() {
    let (mut application, consent) = noor();
    application.parents[1].relation = Relation::NoCustody;
    let today = date!(2026 - 03 - 02);
    let desk = Desk::new(
        "tom-po/v1",
        swv((application, consent)),
        registered(today),
        today,
    );
    let mail = desk.compose(LetterKind::Receipt, Recipients::Everyone);
    assert_eq!(mail.0.len(), 1);
    assert_eq!(mail.kinds(Person::Parent1), [Paper::Receipt]);
}

#[test]
fn from_sixteen_the_young_person_is_written_to_and_an_unknown_address_is_told() {
    let today = date!(2026 - 03 - 02);
    let desk = Desk::new("tom-vo/v1", swv(sam()), registered(today), today);
    let mail = desk.compose(LetterKind::Receipt, Recipients::Everyone);
    assert_eq!(mail.kinds(Person::Child), [Paper::Receipt]);
    assert_eq!(mail.kinds(Person::Parent1), [Paper::Receipt]);
    assert_eq!(mail.without_address(), [Person::Parent2]);
    assert!(
        mail.text(Person::Child)
            .contains("bewaren wij alleen dát er een overleg was")
    );
}

#[test]
fn what_is_missing_is_asked_by_name_with_the_last_day() {
    let today = date!(2026 - 03 - 02);
    let State::Filling(filling) = State::start(today) else {
        panic!("a case starts with filling in")
    };
    let missing = [Missing::ConsentSignature(Person::Parent2)].into();
    let State::Incomplete(incomplete) = filling.register(today, missing) else {
        panic!("a signature is missing")
    };
    let asked = State::Incomplete(incomplete.ask(today, date!(2026 - 03 - 16)));
    let desk = Desk::new("tom-po/v1", swv(noor()), asked, today);
    let text = desk
        .compose(LetterKind::CompletionRequest, Recipients::Everyone)
        .text(Person::Parent1);
    assert!(text.contains("handtekening van Joris Ö. van 't Hof onder de toestemming"));
    assert!(text.contains("maandag 16 maart 2026"));
}

#[test]
fn what_holds_nothing_up_is_asked_without_a_threat() {
    let today = date!(2026 - 03 - 02);
    let State::Filling(filling) = State::start(today) else {
        panic!("a case starts with filling in")
    };
    let at_swv = filling.register(today, [Missing::ViewOfChild].into());
    assert!(matches!(at_swv, State::AtSwv(_)));
    let (mut application, consent) = noor();
    application.child.born = Some(date!(2013 - 03 - 14));
    application.school.name = ShortText::parse("De Berk").ok();
    application.school.contact = ShortText::parse("juf Els").ok();
    application.situation = LongText::parse("Slaapt overdag.").ok();
    let desk = Desk::new("tom-po/v1", swv((application, consent)), at_swv, today);
    let text = desk
        .compose(LetterKind::CompletionRequest, Recipients::Everyone)
        .text(Person::Parent1);
    assert!(text.contains("er zelf van vindt"));
    assert!(
        text.contains("loopt door") && text.contains("toch verder"),
        "{text}"
    );
    assert!(!text.contains("stopt"), "{text}");
}

#[test]
fn what_the_sitting_agreed_on_stands_in_the_letter_one_line_each() {
    let today = date!(2026 - 03 - 16);
    let state = closed(&serde_json::json!({ "end": "school_possible" }), today);
    let desk = Desk::new("tom-po/v1", swv(noor()), state, today);
    let text = desk
        .compose(LetterKind::SchoolPossible, Recipients::Everyone)
        .text(Person::Parent1);
    assert!(text.contains("Thijs gaat halve dagen."));
    assert!(text.contains("Er is elke ochtend een begeleider."));
}

#[test]
fn a_withdrawn_application_is_closed_with_a_letter_and_a_death_without() {
    let today = date!(2026 - 03 - 12);
    let withdrawn = closed(&serde_json::json!({ "end": "withdrawn" }), today);
    let mut desk = Desk::new("tom-po/v1", swv(noor()), withdrawn, today);
    let mail = desk.compose(LetterKind::Stopped, Recipients::Everyone);
    assert_eq!(mail.kinds(Person::Parent1), [Paper::Closed]);
    desk.case.state = closed(&serde_json::json!({ "end": "died" }), today);
    let mail = desk.compose(LetterKind::Stopped, Recipients::Everyone);
    assert!(mail.0.is_empty());
}

#[test]
fn an_swv_that_kept_a_sitting_only_has_nobody_to_write_to() {
    let today = date!(2026 - 03 - 12);
    let withdrawn = closed(&serde_json::json!({ "end": "withdrawn" }), today);
    let reduced = Dossier::Swv(SwvDossier::SittingOnly(Some(today)));
    let desk = Desk::new("tom-vo/v1", reduced, withdrawn, today);
    let mail = desk.compose(LetterKind::Stopped, Recipients::Everyone);
    assert!(mail.0.is_empty());
}
