//! The registers are what the program runs on.

use std::collections::BTreeSet;

use serde_json::Value;
use tom::action::register::{Register, data_flow};
use tom::domain::field::Field;
use tom::domain::organisation::{Organisation, Settings};
use tom::domain::party::{PartyId, PartyKind, Sector};
use tom::workflow::shipped;

fn party(kind: PartyKind, sector: Option<Sector>) -> Organisation {
    Organisation {
        id: PartyId::from("p1"),
        kind,
        name: "Organisatie | een".into(),
        settings: Settings {
            telephone: "030-1234567".into(),
            sector,
            ..Settings::default()
        },
    }
}

fn register(kind: PartyKind, sector: Option<Sector>) -> Value {
    serde_json::to_value(Register::of(&party(kind, sector), &shipped().unwrap())).unwrap()
}

fn all<'a>(of: &'a Value, part: &str, key: &str) -> BTreeSet<&'a str> {
    let rows = of[part].as_array().unwrap();
    rows.iter().map(|row| row[key].as_str().unwrap()).collect()
}

#[test]
fn docs_data_flow_is_what_the_program_runs_on() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/data-flow.md");
    let stands = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        stands == data_flow(&shipped().unwrap()),
        "run: cargo run -- privacy data-flow > docs/data-flow.md"
    );
}

#[test]
fn the_register_of_a_party_names_every_kind_that_it_may_hold_and_no_other() {
    for kind in PartyKind::ALL {
        let register = register(kind, None);
        let held = Field::ALL
            .into_iter()
            .filter(|field| field.may_be_held_by(kind));
        assert_eq!(
            all(&register, "data", "field"),
            held.map(Field::code).collect()
        );
        for row in register["data"].as_array().unwrap() {
            for told in ["persons", "owner", "purpose", "basis"] {
                assert_ne!(row[told].as_str(), Some(""), "{row}");
            }
        }
        assert!(!register["terms"].as_array().unwrap().is_empty());
    }
}

#[test]
fn the_register_names_as_receiver_whom_the_workflow_file_names() {
    let swv = register(PartyKind::Swv, Some(Sector::Po));
    assert_eq!(
        all(&swv, "disclosures", "sector"),
        ["po"].into(),
        "the other sector is another SWV's"
    );
    assert_eq!(all(&swv, "disclosures", "to"), ["gemeente", "ggd"].into());
    let receivers = |of: &Value, field: &str| {
        let rows = of["data"].as_array().unwrap();
        rows.iter().find(|row| row["field"] == field).unwrap()["receivers"].clone()
    };
    assert_eq!(
        receivers(&swv, "child_name"),
        serde_json::json!(["ggd", "gemeente"])
    );
    assert_eq!(receivers(&swv, "situation"), serde_json::json!(["ggd"]));
    assert_eq!(receivers(&swv, "contact_notes"), serde_json::json!([]));
    let ggd = register(PartyKind::Ggd, None);
    assert_eq!(
        receivers(&ggd, "advice_situation"),
        serde_json::json!(["gemeente"])
    );
    let gemeente = register(PartyKind::Gemeente, None);
    assert_eq!(
        receivers(&gemeente, "advice_situation"),
        serde_json::json!([])
    );
    assert_eq!(
        receivers(&gemeente, "child_name"),
        serde_json::json!(["swv", "local_team"])
    );
    assert!(
        register(PartyKind::LocalTeam, None)["disclosures"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn the_register_tells_the_terms_of_what_is_no_dossier_as_the_party_chose_them() {
    let mut own = party(PartyKind::Gemeente, None);
    let told = |own: &Organisation| Register::of(own, &shipped().unwrap()).markdown();
    assert!(told(&own).contains("| 60 maanden | keuze van de organisatie"));
    (own.settings.log_months, own.settings.certificate_months) = (Some(18), Some(36));
    let page = told(&own);
    for text in [
        "| 18 maanden | keuze van de organisatie",
        "| 36 maanden | keuze van de organisatie",
        "tijdlijn, taken en wie aan de zaak werkt",
    ] {
        assert!(page.contains(text), "no {text} in {page}");
    }
}

#[test]
fn the_register_is_a_page_with_whole_tables() {
    let page = Register::of(&party(PartyKind::Ggd, None), &shipped().unwrap()).markdown();
    assert!(page.starts_with("# Register van verwerkingen: Organisatie | een\n"));
    assert!(
        page.contains("- 030-1234567\n")
            && page.contains("240 maanden vanaf de laatste wijziging van het dossier")
    );
    assert!(page.contains(
        "burgerservicenummer van de leerling | leerling | nationaal nummer (artikel 46 UAVG)"
    ));
    let mut cells = 0;
    for line in page.lines() {
        let here = line.matches(" |").count();
        assert!(
            !line.starts_with('|') || cells == 0 || here == cells,
            "{line}"
        );
        cells = if line.starts_with('|') { here } else { 0 };
    }
}
