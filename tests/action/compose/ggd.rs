//! Letters of the GGD.

use time::macros::date;
use tom::action::compose::{CopyFor, advice};
use tom::domain::advice::Verdict;
use tom::domain::bsn::PersonalNumber;
use tom::domain::case::{LetterKind, Recipients};
use tom::domain::family::Person;
use tom::letter::{LetterKind as Paper, PersonalLink};

use super::setting::{
    Desk, HAMERSVELDSEWEG, UTRECHTSEWEG, closed, ggd, noor, reading, sam, sma, state, text,
};

const ONE_YEAR: Verdict = Verdict::Unfit { months: 12 };

fn reading_noor() -> Desk {
    let (application, consent) = noor();
    let advice = sma(&application, date!(2026 - 03 - 25), ONE_YEAR);
    let today = date!(2026 - 03 - 25);
    let state = reading(&advice, today);
    Desk::new(
        "tom-po/v1",
        ggd((application, consent), vec![advice]),
        state,
        today,
    )
}

fn reading_sam() -> Desk {
    let (application, consent) = sam();
    let advice = sma(&application, date!(2026 - 03 - 30), ONE_YEAR);
    let today = date!(2026 - 03 - 30);
    let state = reading(&advice, today);
    Desk::new(
        "tom-vo/v1",
        ggd((application, consent), vec![advice]),
        state,
        today,
    )
}

#[test]
fn the_invitation_says_where_when_and_what_to_bring() {
    let with_doctor = state(&serde_json::json!({
        "state": "with_doctor", "handed_over_on": "2026-03-09", "since": "2026-03-09", "doctor": "vos",
        "appointment": { "on": "2026-03-18", "at": "10:30" }, "no_shows": 0,
    }));
    let desk = Desk::new(
        "tom-po/v1",
        ggd(noor(), vec![]),
        with_doctor,
        date!(2026 - 03 - 09),
    );
    let mail = desk.compose(LetterKind::Appointment, Recipients::Everyone);
    for person in [Person::Parent1, Person::Parent2] {
        let text = mail.text(person);
        for fact in [
            "woensdag 18 maart 2026",
            "10.30 uur",
            "Gezondheidscentrum Leusden, kamer 2.04",
            "geldig identiteitsbewijs",
        ] {
            assert!(text.contains(fact), "{fact}");
        }
    }
}

#[test]
fn each_parent_reads_the_sma_without_the_others_address_or_telephone() {
    let mail = reading_noor().compose(LetterKind::AdviceForReading, Recipients::Readers);
    for person in [Person::Parent1, Person::Parent2] {
        assert_eq!(mail.kinds(person), [Paper::AdviceForReading, Paper::Advice]);
    }
    let (first, second) = (mail.text(Person::Parent1), mail.text(Person::Parent2));
    assert!(first.contains("06-12345671") && !first.contains("033-4567890"));
    assert!(!first.contains(UTRECHTSEWEG));
    assert!(second.contains("033-4567890") && !second.contains("06-12345671"));
    assert!(!second.contains(HAMERSVELDSEWEG) && !second.contains("3833 GP"));
    assert!(second.contains("bekend bij de GGD"));
}

#[test]
fn the_copy_for_the_leerplichtambtenaar_has_the_whole_front_page() {
    let desk = reading_noor();
    let newest = desk.dossier.ggd().unwrap().advice[0].clone();
    let copy = desk.with(|w| advice(w, &newest, CopyFor::Lpa)).unwrap();
    let text = text(&copy);
    for fact in [
        HAMERSVELDSEWEG,
        "3833 GP",
        "06-12345671",
        "033-4567890",
        "111222333",
        "25 maart 2026",
    ] {
        assert!(text.contains(fact), "{fact}");
    }
}

#[test]
fn only_the_sma_holds_a_bsn() {
    let mail = reading_noor().compose(LetterKind::AdviceForReading, Recipients::Readers);
    for letter in mail.to(Person::Parent1) {
        assert_eq!(
            text(letter).contains("111222333"),
            letter.kind() == Paper::Advice
        );
    }
}

#[test]
fn with_the_tick_the_doctor_sends_it_and_the_letter_gives_the_reader_the_own_page() {
    let mut desk = reading_noor();
    let link = PersonalLink {
        url: "https://tom.example/lees/abc".to_owned(),
        code: None,
        valid_until: date!(2026 - 04 - 24),
    };
    desk.links.insert(Person::Parent1, link);
    let mail = desk.compose(LetterKind::AdviceForReading, Recipients::Readers);
    let (first, second) = (mail.text(Person::Parent1), mail.text(Person::Parent2));
    assert!(first.contains("tom.example/lees/abc") && !second.contains("tom.example"));
    // Ten working days: Good Friday and Easter Monday are between.
    assert!(first.contains("uiterlijk op vrijdag 10 april 2026"));
    assert!(first.contains("25 juni 2026"));
}

#[test]
fn a_parent_of_a_young_person_is_asked_for_the_notification_without_a_word_of_the_sma() {
    let mail = reading_sam().compose(LetterKind::AdviceForReading, Recipients::Readers);
    assert_eq!(
        mail.kinds(Person::Child),
        [Paper::AdviceForReading, Paper::Advice]
    );
    assert_eq!(mail.kinds(Person::Parent1), [Paper::NotificationRequest]);
    assert_eq!(mail.without_address(), [Person::Parent2]);
    let text = mail.text(Person::Parent1);
    for word in [
        "Het dagritme is verstoord",
        "rust het belangrijkst",
        "Dagbehandeling",
        "111222333",
    ] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn a_parent_who_signed_is_not_asked_for_the_notification_again() {
    let mut desk = reading_sam();
    let mut kept = serde_json::to_value(&desk.case.state).unwrap();
    kept["answers"]["signed"]["parent1"] = "2026-03-31".into();
    desk.case.state = state(&kept);
    let mail = desk.compose(LetterKind::AdviceForReading, Recipients::Readers);
    assert!(mail.to(Person::Parent1).is_empty());
    assert_eq!(
        mail.kinds(Person::Child),
        [Paper::AdviceForReading, Paper::Advice]
    );
}

#[test]
fn a_parent_who_sends_it_and_a_parent_who_only_signs_have_their_own_page_in_the_letter_too() {
    for (mut desk, kept) in [
        (reading_noor(), "parents_sending"),
        (reading_sam(), "parents_reading"),
    ] {
        let link = PersonalLink {
            url: "https://tom.example/lees/abc".to_owned(),
            code: None,
            valid_until: date!(2026 - 06 - 24),
        };
        desk.links.insert(Person::Parent1, link);
        let mut now = serde_json::to_value(&desk.case.state).unwrap();
        now["state"] = kept.into();
        desk.case.state = state(&now);
        let mail = desk.compose(LetterKind::AdviceForReading, Recipients::Readers);
        assert!(
            mail.text(Person::Parent1).contains("tom.example/lees/abc"),
            "{kept}"
        );
    }
}

#[test]
fn a_tick_of_the_young_person_lets_the_parents_read_too() {
    let mut desk = reading_sam();
    desk.dossier
        .ggd_mut()
        .unwrap()
        .consent
        .share_advice_with_parents = true;
    let mail = desk.compose(LetterKind::AdviceForReading, Recipients::Readers);
    assert_eq!(
        mail.kinds(Person::Parent1),
        [Paper::AdviceForReading, Paper::Advice]
    );
}

#[test]
fn a_parent_gets_the_advice_that_says_fit_and_a_letter_in_plain_words() {
    let (application, consent) = noor();
    let today = date!(2026 - 03 - 30);
    let advice = sma(&application, today, Verdict::Fit);
    let state = closed(&serde_json::json!({ "end": "fit" }), today);
    let desk = Desk::new(
        "tom-po/v1",
        ggd((application, consent), vec![advice]),
        state,
        today,
    );
    let mail = desk.compose(LetterKind::FitForSchool, Recipients::Everyone);
    assert_eq!(
        mail.kinds(Person::Parent2),
        [Paper::FitForSchool, Paper::Advice]
    );
    assert!(!mail.text(Person::Parent2).contains(HAMERSVELDSEWEG));
}

#[test]
fn a_parent_who_may_not_read_the_sma_does_not_hear_that_it_says_fit() {
    let (application, consent) = sam();
    let today = date!(2026 - 03 - 30);
    let advice = sma(&application, today, Verdict::Fit);
    let state = closed(&serde_json::json!({ "end": "fit" }), today);
    let desk = Desk::new(
        "tom-vo/v1",
        ggd((application, consent), vec![advice]),
        state,
        today,
    );
    let mail = desk.compose(LetterKind::FitForSchool, Recipients::Everyone);
    assert_eq!(
        mail.kinds(Person::Child),
        [Paper::FitForSchool, Paper::Advice]
    );
    assert_eq!(mail.kinds(Person::Parent1), [Paper::Closed]);
    let text = mail.text(Person::Parent1);
    assert!(!text.contains("geschikt") && !text.contains("onderwijs kan"));
}

#[test]
fn a_case_that_lapsed_says_what_did_not_come() {
    let today = date!(2026 - 07 - 21);
    let lapsed = closed(&serde_json::json!({ "end": "lapsed" }), today);
    let mut desk = reading_noor();
    (desk.case.state, desk.today) = (lapsed, today);
    let stopped = |desk: &Desk| {
        desk.compose(LetterKind::Stopped, Recipients::Everyone)
            .text(Person::Parent1)
    };
    assert!(stopped(&desk).contains("bruikbaar tot en met 25 juni 2026"));
    desk.dossier.ggd_mut().unwrap().advice.clear();
    assert!(stopped(&desk).contains("Dat gesprek is er niet gekomen"));
}

#[test]
fn an_onderwijsnummer_is_not_called_a_bsn() {
    let mut desk = reading_noor();
    let advice = &mut desk.dossier.ggd_mut().unwrap().advice[0];
    advice.front.as_mut().unwrap().number = PersonalNumber::parse("101222331").ok();
    let mail = desk.compose(LetterKind::AdviceForReading, Recipients::Readers);
    let sma = text(mail.to(Person::Parent1)[1]);
    assert!(sma.contains("Onderwijsnummer") && sma.contains("101222331"));
    assert!(!sma.contains("BSN"));
}
