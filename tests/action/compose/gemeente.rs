//! Letters and papers of the gemeente.

use std::collections::BTreeMap;

use time::Date;
use time::macros::date;
use tom::action::compose::{exemption_sheet, school_confirmation};
use tom::domain::advice::{Verdict, YearMonth};
use tom::domain::application::Application;
use tom::domain::bsn::PersonalNumber;
use tom::domain::case::{LetterKind, Recipients};
use tom::domain::dossier::{Dossier, GemeenteDossier};
use tom::domain::exemption::{Correspondent, Exemption, Notification, Requirement};
use tom::domain::family::Person;
use tom::domain::notice::Seintje;
use tom::letter::LetterKind as Paper;

use super::setting::{Desk, HAMERSVELDSEWEG, UTRECHTSEWEG, closed, noor, sam, sma, state, text};

fn notification(application: &Application, signed: Date) -> Notification {
    let child = &application.child;
    let parents = application.parents.iter();
    let young = Correspondent {
        person: Person::Child,
        name: child.name.clone(),
        address: child.address.clone(),
    };
    Notification {
        number: Some(PersonalNumber::parse("111222333").unwrap()),
        name: child.name.clone(),
        born: child.born,
        gender: child.gender,
        address: child.address.clone(),
        claimed_before: Some(false),
        signed: BTreeMap::from([(Person::Parent1, signed)]),
        correspondents: parents
            .map(|parent| Correspondent {
                person: parent.person,
                name: parent.name.clone(),
                address: parent.address.clone(),
            })
            .chain([young])
            .collect(),
    }
}

fn exemption(from: Date, until: Date, statement_on: Date) -> Exemption {
    Exemption {
        from,
        until,
        decided_on: from,
        notified_on: date!(2026 - 03 - 31),
        statement_on,
        never_fit: false,
        look_again: Some(YearMonth {
            year: 2026,
            month: 11,
        }),
        reassessment_letter_on: date!(2026 - 11 - 30),
        yearly: Vec::new(),
    }
}

fn granted(application: &Application, exemption: Exemption) -> Desk {
    let advice = sma(
        application,
        exemption.statement_on,
        Verdict::Unfit { months: 12 },
    );
    let running = state(&serde_json::json!({ "state": "running", "exemption": exemption }));
    let today = exemption.decided_on;
    let dossier = GemeenteDossier {
        seintje: Seintje::about(application.child.name.clone()),
        seintje_on: date!(2026 - 03 - 02),
        advice: Some(Box::new(advice)),
        notification: Some(Box::new(notification(application, date!(2026 - 03 - 27)))),
        parents: Vec::new(),
        exemption: Some(exemption),
        refused: None,
        explanation: None,
        notes: Vec::new(),
    };
    Desk::new(
        "tom-po/v1",
        Dossier::Gemeente(Box::new(dossier)),
        running,
        today,
    )
}

fn noor_granted() -> Desk {
    let dates = exemption(
        date!(2026 - 04 - 01),
        date!(2027 - 03 - 31),
        date!(2026 - 03 - 25),
    );
    granted(&noor().0, dates)
}

#[test]
fn the_decision_of_case_1_has_every_date_and_neither_parent_sees_the_others_address() {
    let mail = noor_granted().compose(LetterKind::DecisionGranted, Recipients::Everyone);
    let (first, second) = (mail.text(Person::Parent1), mail.text(Person::Parent2));
    for fact in [
        "1 april 2026",
        "31 maart 2027",
        "30 juni 2026",
        "30 maart 2026",
        "30 november 2026",
        "31 maart 2029",
        "Namens burgemeester en wethouders van Leusden",
    ] {
        assert!(first.contains(fact), "{fact}");
    }
    assert!(!first.contains(UTRECHTSEWEG) && !second.contains(HAMERSVELDSEWEG));
    for word in ["111222333", "dagritme", "Dagbehandeling", "bezwaar"] {
        assert!(!first.contains(word), "{word}");
    }
}

#[test]
fn an_objection_clause_gives_six_weeks_that_never_end_in_a_weekend() {
    let mut desk = noor_granted();
    desk.parties.municipality.settings.objection_clause = true;
    let clause = |desk: &Desk| {
        desk.compose(LetterKind::DecisionGranted, Recipients::Everyone)
            .text(Person::Parent1)
    };
    assert!(clause(&desk).contains("woensdag 13 mei 2026"));
    desk.today = date!(2026 - 04 - 04);
    assert!(clause(&desk).contains("maandag 18 mei 2026"));
}

#[test]
fn the_decision_of_case_3_goes_to_sam_and_parent_1_without_a_word_of_the_sma() {
    let dates = exemption(
        date!(2026 - 04 - 02),
        date!(2027 - 04 - 01),
        date!(2026 - 03 - 30),
    );
    let desk = granted(&sam().0, dates);
    let mail = desk.compose(LetterKind::DecisionGranted, Recipients::Everyone);
    assert_eq!(mail.kinds(Person::Child), [Paper::DecisionGranted]);
    assert_eq!(mail.kinds(Person::Parent1), [Paper::DecisionGranted]);
    assert_eq!(mail.without_address(), [Person::Parent2]);
    let text = mail.text(Person::Parent1);
    for word in [
        "dagritme",
        "rust het belangrijkst",
        "Dagbehandeling",
        "111222333",
    ] {
        assert!(!text.contains(word), "{word}");
    }
}

fn not_met() -> serde_json::Value {
    serde_json::json!({ "end": "requirement_not_met" })
}

#[test]
fn a_refusal_names_the_requirement_and_both_dates_of_a_statement_that_was_too_old() {
    let mut desk = noor_granted();
    let dossier = desk.dossier.gemeente_mut().unwrap();
    (dossier.exemption, dossier.refused) = (None, Some(Requirement::StatementAge));
    desk.case.state = closed(&not_met(), desk.today);
    let text = desk
        .compose(LetterKind::DecisionRefused, Recipients::Everyone)
        .text(Person::Parent1);
    assert!(text.contains("de kennisgeving van 27 maart 2026"), "{text}");
    assert!(text.contains("25 maart 2026") && text.contains("25 juni 2026"));
    assert!(
        text.contains("Opnieuw aanvragen") && text.contains("niet genoeg"),
        "{text}"
    );
    assert!(!text.contains("meteen een nieuwe"), "the case is closed");
}

#[test]
fn a_refusal_says_which_fields_of_the_notification_are_missing() {
    let mut desk = noor_granted();
    let dossier = desk.dossier.gemeente_mut().unwrap();
    (dossier.exemption, dossier.refused) = (None, Some(Requirement::NotificationFields));
    dossier.notification.as_mut().unwrap().claimed_before = None;
    desk.case.state = closed(&not_met(), desk.today);
    let text = desk
        .compose(LetterKind::DecisionRefused, Recipients::Everyone)
        .text(Person::Parent2);
    assert!(text.contains("of eerder een vrijstelling is gevraagd"));
}

#[test]
fn a_refusal_without_a_notification_reaches_the_parents_at_the_address_on_the_sma() {
    let mut desk = noor_granted();
    desk.case.state = closed(&not_met(), date!(2026 - 07 - 01));
    let dossier = desk.dossier.gemeente_mut().unwrap();
    dossier.refused = Some(Requirement::Notification);
    dossier.notification = None;
    let mail = desk.compose(LetterKind::DecisionRefused, Recipients::Everyone);
    let text = mail.text(Person::Parent1);
    assert!(
        text.contains("de ouders of verzorgers van Noor Elisa van 't Hof-de Wit"),
        "{text}"
    );
    assert!(text.contains(HAMERSVELDSEWEG));

    let front = &mut desk
        .dossier
        .gemeente_mut()
        .unwrap()
        .advice
        .as_mut()
        .unwrap()
        .front;
    front.as_mut().unwrap().address = None;
    let mail = desk.compose(LetterKind::DecisionRefused, Recipients::Everyone);
    assert_eq!(
        mail.without_address(),
        [Person::Parent1],
        "a task where no address is known"
    );
}

#[test]
fn a_young_person_who_is_represented_gets_no_letter_but_the_representatives_do() {
    let dates = exemption(
        date!(2026 - 04 - 02),
        date!(2027 - 04 - 01),
        date!(2026 - 03 - 30),
    );
    let mut desk = granted(&sam().0, dates);
    let notification = desk
        .dossier
        .gemeente_mut()
        .unwrap()
        .notification
        .as_mut()
        .unwrap();
    notification
        .correspondents
        .retain(|one| one.person != Person::Child);
    let mail = desk.compose(LetterKind::DecisionGranted, Recipients::Everyone);
    assert!(mail.to(Person::Child).is_empty());
    assert_eq!(mail.kinds(Person::Parent1), [Paper::DecisionGranted]);
}

#[test]
fn the_sheet_holds_the_bsn_and_the_paper_for_the_school_only_fact_and_dates() {
    let desk = noor_granted();
    let sheet = text(&desk.with(exemption_sheet).unwrap());
    for fact in ["111222333", "Ineke Vos", "25 maart 2026", "Dagbehandeling"] {
        assert!(sheet.contains(fact), "{fact}");
    }
    let school = text(&desk.with(school_confirmation).unwrap());
    assert!(school.contains("14 maart 2017") && school.contains("31 maart 2027"));
    for word in [
        "111222333",
        HAMERSVELDSEWEG,
        "Vos,",
        "Dagbehandeling",
        "Marieke",
    ] {
        assert!(!school.contains(word), "{word}");
    }
}
