//! Puts a canary in every place of every dossier: a value that no other party's dossier has in its place.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use time::Duration;
use tom::domain::dates;
use tom::domain::dossier::{Dossier, SwvDossier};
use tom::domain::name_index::{self, PIECES};
use tom::domain::party::{CaseId, PartyId, PartyKind};
use tom::domain::person::PersonName;
use tom::store::{dossiers, names};
use tom::vault::{KeyId, Slot, What};

use super::values;
use crate::support::full::Version::One;
use crate::support::region::Region;

const KINDS: [PartyKind; 4] = [
    PartyKind::Swv,
    PartyKind::Ggd,
    PartyKind::Gemeente,
    PartyKind::LocalTeam,
];

/// Stands in every text of a party's dossiers.
pub const BIRDS: [&str; 4] = ["koolmezen", "goudvinken", "spreeuwen", "zanglijsters"];

/// What to look for where no words are apart: one word for all the texts in which it stands.
pub fn needles(canaries: &BTreeSet<String>) -> BTreeSet<String> {
    let bird = |value: &String| {
        BIRDS
            .into_iter()
            .find(|bird| value.contains(bird))
            .map(str::to_owned)
    };
    canaries
        .iter()
        .map(|value| bird(value).unwrap_or_else(|| value.clone()))
        .collect()
}

/// A full dossier of each kind of party.
pub fn full() -> BTreeMap<PartyKind, Dossier> {
    let made = KINDS.iter().enumerate().map(|(place, kind)| {
        let dossier = match kind {
            PartyKind::Swv => Dossier::Swv(SwvDossier::Full(Box::new(marked(&One.swv(), place)))),
            PartyKind::Ggd => Dossier::Ggd(Box::new(marked(&One.ggd(), place))),
            PartyKind::Gemeente => Dossier::Gemeente(Box::new(marked(&One.gemeente(), place))),
            PartyKind::LocalTeam => Dossier::LocalTeam(marked(&One.local_team(), place)),
        };
        (*kind, dossier)
    });
    made.collect()
}

/// The values of each that no other has.
pub fn canaries(full: &BTreeMap<PartyKind, Dossier>) -> BTreeMap<PartyKind, BTreeSet<String>> {
    let of = |kind: &PartyKind| {
        let others = full.iter().filter(|(other, _)| *other != kind);
        let others: BTreeSet<String> = others
            .flat_map(|(_, dossier)| values::all(dossier))
            .collect();
        values::all(&full[kind])
            .difference(&others)
            .cloned()
            .collect()
    };
    full.keys().map(|kind| (*kind, of(kind))).collect()
}

fn marked<T: Serialize + DeserializeOwned>(dossier: &T, place: usize) -> T {
    let mut value = serde_json::to_value(dossier).unwrap();
    mark(&mut value, place);
    serde_json::from_value(value).unwrap()
}

fn mark(value: &mut Value, place: usize) {
    match value {
        Value::String(text) => *text = mark_text(text, place),
        Value::Array(parts) => parts.iter_mut().for_each(|part| mark(part, place)),
        Value::Object(parts) => parts.values_mut().for_each(|part| mark(part, place)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn mark_text(text: &str, place: usize) -> String {
    let bird = BIRDS[place];
    if let Ok(day) = dates::from_iso(text) {
        let days = Duration::days(3 * i64::try_from(place).unwrap() + 3);
        return dates::iso(day + days);
    }
    if let Some(start) = text.strip_suffix(" een") {
        return format!("{start} {bird}");
    }
    if text.contains('@') {
        return text.replace('@', &format!(".{bird}@"));
    }
    if let Some(start) = text.strip_suffix("AB") {
        return format!("{start}{}X", ["M", "V", "S", "E"][place]);
    }
    let number = |numbers: [&str; 4]| numbers[place].to_owned();
    match text {
        "111222333" => number(["", "111222333", "123456782", ""]),
        "19012345601" => number(["", "19012345601", "29012345601", ""]),
        "99ZZ00" => number(["99ZZ00", "98YY01", "", ""]),
        _ => text.replace("123456", &format!("{place}7{place}8{place}9")),
    }
}

/// Writes over every dossier that the parties of these cases have.
pub async fn overwrite(region: &Region, cases: &[&CaseId], full: &BTreeMap<PartyKind, Dossier>) {
    let (vault, now) = (&region.house().vault, region.house().clock.now());
    for (party, kind) in super::PARTIES {
        for case in cases {
            let (case, party) = ((*case).clone(), PartyId::from(party));
            let load = region
                .house()
                .store
                .glance(move |tx| Box::pin(async move { dossiers::load(tx, &case, &party).await }));
            let Some(mut row) = load.await.unwrap() else {
                continue;
            };
            let key = KeyId::from(row.key.as_str());
            let slot = |what| Slot {
                party: &row.party,
                case: &row.case,
                dossier: &row.id,
                key: &key,
                what,
            };
            let content = serde_json::to_vec(&full[&kind]).unwrap();
            let sealed = vault.seal(&slot(What::Dossier), &content).unwrap();
            let name = full[&kind].label().map(PersonName::full).unwrap();
            let label = vault.seal(&slot(What::Label), name.as_bytes()).unwrap();
            (row.sealed, row.label) = (sealed, Some(label));
            let tokens = vault.index(&row.party, &name_index::pieces(&name), PIECES);
            let tokens = tokens.unwrap();
            let save = region.house().store.write(move |tx| {
                Box::pin(async move {
                    names::forget(tx, &row.id).await?;
                    names::add(tx, &row.id, &tokens).await?;
                    dossiers::update(tx, &row, now).await
                })
            });
            save.await.unwrap();
        }
    }
}
