//! What who asks gets of a dossier: everything, but for where another parent can be reached.

use serde_json::{Value, json};
use tom::domain::address::Address;
use tom::domain::application::Application;
use tom::domain::export::{LEFT_OUT, given_by_family, kept_for, readable};
use tom::domain::family::Person;
use tom::domain::field::{Field, Owner};
use tom::domain::personal::{Personal, Told, Whose};
use tom::domain::text::LongText;

use crate::support::full::Version::One;

const PARENTS: [Person; 2] = [Person::Parent1, Person::Parent2];

/// Whether a value says where another than this reader can be reached. In a full dossier the child lives with neither parent.
fn of_another(one: &Told, reader: Option<Person>) -> bool {
    match one.field {
        Field::ParentAddresses | Field::ParentContact => {
            reader.is_none_or(|reader| one.whose != Whose::Of(reader))
        }
        Field::ChildAddress | Field::ChildContact => reader != Some(Person::Child),
        _ => false,
    }
}

fn everything_but<T: Personal>(dossier: &T) {
    let readers = [
        Some(Person::Parent1),
        Some(Person::Parent2),
        Some(Person::Child),
        None,
    ];
    for reader in readers {
        let kept = kept_for(reader, dossier.told()).told;
        for one in dossier.told() {
            let what = (one.field, one.label, one.whose);
            let there = kept.iter().any(|kept| {
                (kept.field, kept.label, kept.whose) == what && kept.value == one.value
            });
            assert_eq!(there, !of_another(&one, reader), "{reader:?}: {what:?}");
            assert!(!one.label.is_empty());
        }
    }
}

#[test]
fn promise_15_who_asks_gets_every_value_but_the_contact_data_of_another() {
    everything_but(&One.swv());
    everything_but(&One.ggd());
    everything_but(&One.gemeente());
    everything_but(&One.local_team());
}

#[test]
fn a_parent_gets_the_address_of_the_child_only_where_it_is_the_own_one() {
    let told = |change: &dyn Fn(&mut Application)| {
        let mut application = One.application();
        change(&mut application);
        let kept = kept_for(Some(Person::Parent1), application.told());
        assert!(kept.left_out, "the other parent's contact data are");
        kept.told.iter().any(|one| one.field == Field::ChildAddress)
    };
    assert!(!told(&|_| ()), "it may be where the other lives now");
    assert!(!told(&|a| a.parents[1].address = a.child.address.clone()));
    assert!(
        !told(&|a| a.parents[1].address = None),
        "nobody knows where the other lives"
    );
    assert!(told(&|a| a.parents[0].address = a.child.address.clone()));
}

#[test]
fn a_former_address_of_the_child_in_a_correction_is_told_to_the_child_alone() {
    let mut file = One.swv();
    file.application.parents[0].address = file.application.child.address.clone();
    for change in file.corrections.iter_mut().flat_map(|one| &mut one.changes) {
        change.of = Field::ChildAddress;
        change.whose = Whose::Of(Person::Child);
        change.before = "Utrechtseweg 200, 3818 EP Amersfoort".into();
    }
    let has = |reader| {
        let kept = kept_for(reader, file.told());
        serde_json::to_string(&kept)
            .unwrap()
            .contains("Utrechtseweg")
    };
    assert!(!has(Some(Person::Parent1)) && !has(Some(Person::Parent2)) && !has(None));
    assert!(has(Some(Person::Child)));
}

/// What this reader gets of a description of the situation.
fn situation(reader: Option<Person>, typed: &str) -> Value {
    let mut file = One.swv();
    let home = Address::dutch("Utrechtseweg", "200 bis", "3818 EP", "Amersfoort").unwrap();
    file.application.parents[1].address = Some(home);
    file.application.situation = Some(LongText::parse(typed).unwrap());
    let kept = kept_for(reader, file.told());
    let mut found = kept.told.into_iter();
    let found = found.find(|one| one.field == Field::Situation).unwrap();
    found.value
}

#[test]
fn a_text_in_which_somebody_typed_where_another_is_does_not_go_along_at_all() {
    for typed in [
        "Bel vader op 06 1234 5616.",
        "Bel vader op\n06-12\n34 56 16, hij weet het.",
        "Bel vader op +31 6 12345616",
        // A number that no dossier knows.
        "Vader heeft een nieuw nummer: (033) 461 99 99.",
        "Mail: OUDER61@example.org",
        "Mail naar nieuw@example.org.",
        "Vader woont op 3818ep nummer 200.",
        "Hij verhuisde naar 1234 AB 5.",
        "Ophalen aan de Utrechtse weg.",
    ] {
        for reader in [Some(Person::Parent1), None] {
            assert_eq!(
                situation(reader, typed),
                json!(LEFT_OUT),
                "{reader:?} {typed}"
            );
        }
    }
}

#[test]
fn a_text_without_contact_data_or_with_the_own_goes_along_whole() {
    let plain = "Noor slaapt overdag. Sinds 12-3-2026 is zij thuis, 2 van de 5 dagen. In 2026 en 2027 kijken wij opnieuw.";
    for reader in [
        Some(Person::Parent1),
        Some(Person::Parent2),
        Some(Person::Child),
        None,
    ] {
        assert_eq!(situation(reader, plain), json!(plain), "{reader:?}");
    }
    for own in [
        "Bel mij op 06-1234 5616.",
        "Mail: ouder61@example.org.",
        "Wij wonen Utrechtseweg 200, 3818 EP.",
    ] {
        assert_eq!(situation(Some(Person::Parent2), own), json!(own));
        assert_eq!(situation(Some(Person::Parent1), own), json!(LEFT_OUT));
    }
    // A child reads of its own home.
    let home = "Thuis, op 3031 AB, slaapt het kind.";
    assert_eq!(situation(Some(Person::Child), home), json!(home));
}

#[test]
fn a_gemeente_that_knows_one_parent_tells_that_one_nothing_of_a_number_on_the_sma() {
    let dossier = One.gemeente();
    for parent in PARENTS {
        let kept = kept_for(Some(parent), dossier.told()).told;
        assert!(
            kept.iter().all(|one| one.whose != Whose::Parents),
            "{parent:?}"
        );
        assert!(
            kept.iter().all(|one| one.field != Field::ChildAddress),
            "{parent:?}"
        );
    }
}

#[test]
fn art_20_avg_what_the_family_gave_can_be_taken_along_and_nothing_else() {
    let kept = given_by_family(kept_for(Some(Person::Parent1), One.ggd().told()));
    assert!(kept.told.iter().any(|one| one.field == Field::Situation));
    assert!(
        kept.told
            .iter()
            .all(|one| one.field.account().owner == Owner::Parents)
    );
    assert!(
        !kept
            .told
            .iter()
            .any(|one| one.field == Field::AdviceConclusion)
    );
}

#[test]
fn every_value_can_be_read_without_codes() {
    let lines = |value: Value| readable(&value).join(" | ");
    assert_eq!(lines(json!({ "first": null, "last": "Jansen" })), "Jansen");
    assert_eq!(lines(json!(true)), "ja");
    assert_eq!(lines(json!("2026-03-25")), "25 maart 2026");
    assert_eq!(lines(json!("no_custody")), "heeft geen gezag");
    assert_eq!(
        lines(json!({ "unfit": { "months": 12 } })),
        "nu niet geschikt voor school: 12 maanden"
    );
    assert_eq!(lines(json!({ "year": 2027, "month": 3 })), "3-2027");
    let home = Address::dutch("Stadsring", "71", "3811 HN", "Amersfoort").unwrap();
    assert_eq!(
        lines(serde_json::to_value(home).unwrap()),
        "Stadsring 71 | 3811 HN Amersfoort"
    );
    for dossier in [
        One.swv().told(),
        One.ggd().told(),
        One.gemeente().told(),
        One.local_team().told(),
    ] {
        for one in dossier {
            let read = readable(&one.value);
            assert!(!read.is_empty());
            assert!(
                read.iter().all(|line| !line.contains(['{', '_', '"'])),
                "{read:?}"
            );
        }
    }
}
