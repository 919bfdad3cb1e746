//! What a dossier tells of itself: everything that is in it, each value under its kind.

use std::collections::BTreeSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tom::domain::dossier::SwvDossier;
use tom::domain::family::Person;
use tom::domain::field::Field;
use tom::domain::party::PartyKind;
use tom::domain::personal::{Personal, Whose};

use crate::support::full::Version::{One, Other};

/// Where the values stand, as JSON pointers. A full dossier has no empty place.
fn leaves(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(parts) if !parts.is_empty() => {
            parts
                .iter()
                .for_each(|(key, part)| leaves(part, format!("{at}/{key}"), found));
        }
        Value::Array(parts) if !parts.is_empty() => {
            parts
                .iter()
                .enumerate()
                .for_each(|(n, part)| leaves(part, format!("{at}/{n}"), found));
        }
        Value::Null | Value::Object(_) | Value::Array(_) => panic!("{at} is empty"),
        _ => found.push(at),
    }
}

/// Puts each value of the other dossier in this one, one by one: each time something else is told.
fn every_leaf_is_told<T: Personal + Serialize + DeserializeOwned>(
    of: PartyKind,
    this: &T,
    other: &T,
) {
    let (one, two) = (
        serde_json::to_value(this).unwrap(),
        serde_json::to_value(other).unwrap(),
    );
    let told = this.told();
    let mut found = Vec::new();
    leaves(&one, String::new(), &mut found);
    // Which employee wrote a note or ticked a point is no data of the family.
    let employee = |leaf: &String| {
        leaf.ends_with("/by") && (leaf.starts_with("/notes/") || leaf.starts_with("/ticked/"))
    };
    found.retain(|leaf| !employee(leaf));
    for leaf in found {
        let replaced = two.pointer(&leaf).unwrap();
        assert_ne!(
            one.pointer(&leaf),
            Some(replaced),
            "{leaf} can't be told apart"
        );
        let mut changed = one.clone();
        *changed.pointer_mut(&leaf).unwrap() = replaced.clone();
        let changed: T =
            serde_json::from_value(changed).unwrap_or_else(|error| panic!("{leaf}: {error}"));
        assert!(changed.told() != told, "{leaf} is not told");
    }
    for field in this.fields() {
        assert!(
            field.may_be_held_by(of),
            "{field:?} may not be held by {of:?}"
        );
    }
}

#[test]
fn every_leaf_of_a_full_dossier_is_told_and_may_be_held() {
    every_leaf_is_told(PartyKind::Swv, &One.swv(), &Other.swv());
    every_leaf_is_told(PartyKind::Ggd, &One.ggd(), &Other.ggd());
    every_leaf_is_told(PartyKind::Gemeente, &One.gemeente(), &Other.gemeente());
    every_leaf_is_told(PartyKind::LocalTeam, &One.local_team(), &Other.local_team());
    let sitting = |day| SwvDossier::SittingOnly(Some(day));
    let days = [
        time::macros::date!(2026 - 03 - 06),
        time::macros::date!(2026 - 03 - 09),
    ];
    every_leaf_is_told(PartyKind::Swv, &sitting(days[0]), &sitting(days[1]));
}

#[test]
fn what_is_of_one_parent_is_told_of_no_other() {
    let dossier = One.ggd();
    let parent = dossier.application.parent(Person::Parent2).unwrap();
    let own = [
        serde_json::to_value(&parent.name).unwrap(),
        serde_json::to_value(&parent.address).unwrap(),
        serde_json::to_value(&parent.email).unwrap(),
    ];
    let told = dossier.told();
    for value in own {
        let mut whose = told
            .iter()
            .filter(|told| told.value == value)
            .map(|told| told.whose)
            .peekable();
        assert!(whose.peek().is_some());
        assert!(whose.all(|whose| whose == Whose::Of(Person::Parent2)));
    }
}

/// Takes out one kind after the other. A parent who isn't named has no place for an address either.
fn each_kind_can_be_left_out<T: Personal>(
    whole: &T,
    only: impl Fn(&[Field]) -> Option<T>,
    never: &[Field],
) {
    let all = whole.fields();
    for field in &all {
        let kept: Vec<Field> = all.iter().copied().filter(|one| one != field).collect();
        let Some(copy) = only(&kept) else {
            assert!(never.contains(field), "{field:?}");
            continue;
        };
        assert!(!never.contains(field), "{field:?}");
        let mut lost: BTreeSet<Field> = all.difference(&copy.fields()).copied().collect();
        assert!(lost.remove(field), "{field:?} crosses");
        let with_it = [Field::ParentAddresses, Field::ParentContact];
        assert!(
            lost.iter()
                .all(|one| *field == Field::ParentNames && with_it.contains(one)),
            "{field:?}: {lost:?}"
        );
    }
}

#[test]
fn a_copy_holds_the_named_kinds_and_no_others() {
    let application = One.application();
    each_kind_can_be_left_out(
        &application,
        |fields| application.only(fields),
        &[Field::ChildName],
    );
    let always = [
        Field::ChildName,
        Field::AdviceSituation,
        Field::AdviceConclusion,
        Field::AdviceDoctor,
    ];
    let advice = One.advice();
    each_kind_can_be_left_out(&advice, |fields| advice.only(fields), &always);
    let notification = One.notification();
    let always = [Field::ChildName, Field::Notification];
    each_kind_can_be_left_out(&notification, |fields| notification.only(fields), &always);
}

#[test]
fn note_21_no_dossier_of_an_swv_or_a_local_team_has_a_place_for_a_bsn() {
    let holds = |fields: BTreeSet<Field>| fields.contains(&Field::ChildNumber);
    assert!(!holds(One.swv().fields()) && !holds(One.local_team().fields()));
    assert!(
        holds(One.ggd().fields()) && holds(One.gemeente().fields()),
        "full, these have one"
    );
}
