//! The parties of the region Amersfoort and Eemland, with made-up people and numbers.

use crate::domain::notice::Route;
use crate::domain::organisation::{Organisation, Settings};
use crate::domain::party::{PartyId, PartyKind, Role, Sector};

/// The independent doctor.
pub const DOCTOR: &str = "arts-bos";

/// Id, party, role, e-mail address, name.
pub const EMPLOYEES: &[(&str, &str, Role, &str, &str)] = &[
    (
        "swv-mulder",
        "swv-de-eem",
        Role::Swv,
        "swv.deeem@tom.example",
        "Hanna Mulder",
    ),
    (
        "swv-prins",
        "swv-berseba",
        Role::Swv,
        "swv.berseba@tom.example",
        "Jacob Prins",
    ),
    (
        "swv-yilmaz",
        "swv-eemland",
        Role::Swv,
        "swv.eemland@tom.example",
        "Aylin Yılmaz",
    ),
    (
        "swv-van-dam",
        "swv-refsvo",
        Role::Swv,
        "swv.refsvo@tom.example",
        "Arie van Dam",
    ),
    (
        DOCTOR,
        "ggd-utrecht",
        Role::Doctor,
        "arts@tom.example",
        "dr. E. Bos",
    ),
    (
        "arts-smit",
        "ggd-utrecht",
        Role::Doctor,
        "arts2@tom.example",
        "dr. P. Smit",
    ),
    (
        "lpa-leusden",
        "leusden",
        Role::Lpa,
        "leerplicht.leusden@tom.example",
        "Karin de Groot",
    ),
    (
        "lpa-soest",
        "soest",
        Role::Lpa,
        "leerplicht.soest@tom.example",
        "Ton Willems",
    ),
    (
        "lpa-amersfoort",
        "amersfoort",
        Role::Lpa,
        "leerplicht.amersfoort@tom.example",
        "Samira Haddad",
    ),
    (
        "lpa-woudenberg",
        "woudenberg",
        Role::Lpa,
        "leerplicht.woudenberg@tom.example",
        "Peter Vink",
    ),
    (
        "lpa-baarn",
        "baarn",
        Role::Lpa,
        "leerplicht.baarn@tom.example",
        "Joke Bakker",
    ),
    (
        "lpa-bunschoten",
        "bunschoten",
        Role::Lpa,
        "leerplicht.bunschoten@tom.example",
        "Wim Koelewijn",
    ),
    (
        "swv-coordinator",
        "swv-de-eem",
        Role::Coordinator,
        "coordinator@tom.example",
        "Femke de Boer",
    ),
    (
        "swv-beheer",
        "swv-de-eem",
        Role::Admin,
        "beheer@tom.example",
        "Rob Visser",
    ),
    (
        "swv-beleid",
        "swv-de-eem",
        Role::Policy,
        "beleid@tom.example",
        "Sanne Kuipers",
    ),
    (
        "ggd-fg",
        "ggd-utrecht",
        Role::Fg,
        "fg@tom.example",
        "Nadia El Amrani",
    ),
    (
        "team-lariks",
        "lariks",
        Role::LocalTeam,
        "lariks@tom.example",
        "Lotte Jonker",
    ),
];

/// Who was appointed by which municipalities. Leusden appointed one doctor alone.
pub const APPOINTED: &[(&str, &[&str])] = &[
    (
        DOCTOR,
        &[
            "amersfoort",
            "baarn",
            "bunschoten",
            "leusden",
            "soest",
            "woudenberg",
        ],
    ),
    (
        "arts-smit",
        &["amersfoort", "baarn", "bunschoten", "soest", "woudenberg"],
    ),
];

/// Every party.
pub fn parties() -> Vec<Organisation> {
    let swv = |id, name, sector, address: [&str; 2]| {
        let settings = Settings {
            sector: Some(sector),
            apply_online: true,
            ..contact(id, &address)
        };
        party(id, PartyKind::Swv, name, settings)
    };
    let gemeente = |id: &str, name: &str, address: [&str; 2]| {
        party(id, PartyKind::Gemeente, name, contact(id, &address))
    };
    let team = |id: &str, name: &str, place: &str| {
        let settings = Settings {
            places: vec![place.to_owned()],
            ..contact(id, &["Dorpsplein 1", place])
        };
        party(id, PartyKind::LocalTeam, name, settings)
    };
    let mut parties = vec![
        swv(
            "swv-de-eem",
            "SWV de Eem",
            Sector::Po,
            ["Proefweg 10", "3818 AA Amersfoort"],
        ),
        swv(
            "swv-berseba",
            "SWV Berséba",
            Sector::Po,
            ["Proefweg 12", "3931 AA Woudenberg"],
        ),
        swv(
            "swv-eemland",
            "SWV V(S)O Eemland",
            Sector::Vo,
            ["Proefweg 14", "3811 AA Amersfoort"],
        ),
        swv(
            "swv-refsvo",
            "refSVO",
            Sector::Vo,
            ["Proefweg 16", "3812 AA Amersfoort"],
        ),
        party(
            "ggd-utrecht",
            PartyKind::Ggd,
            "GGD regio Utrecht",
            contact("ggd", &["Proeflaan 1", "3702 AA Zeist"]),
        ),
        gemeente(
            "amersfoort",
            "Gemeente Amersfoort",
            ["Stadhuisplein 1", "3811 AB Amersfoort"],
        ),
        gemeente(
            "baarn",
            "Gemeente Baarn",
            ["Raadhuisweg 1", "3743 AB Baarn"],
        ),
        gemeente(
            "bunschoten",
            "Gemeente Bunschoten",
            ["Raadhuisplein 1", "3752 AB Bunschoten"],
        ),
        gemeente(
            "leusden",
            "Gemeente Leusden",
            ["Raadhuislaan 1", "3831 AB Leusden"],
        ),
        gemeente(
            "soest",
            "Gemeente Soest",
            ["Raadhuisstraat 1", "3762 AB Soest"],
        ),
        gemeente(
            "woudenberg",
            "Gemeente Woudenberg",
            ["Parklaan 1", "3931 AB Woudenberg"],
        ),
        team("wijkteam-amersfoort", "Wijkteam Amersfoort", "Amersfoort"),
        team("lokaal-team-baarn", "Lokaal team Baarn", "Baarn"),
        team("de-lingt", "Sociaal Team De Lingt", "Bunschoten"),
        team("lariks", "Lariks", "Leusden"),
        team("sociaal-team-soest", "Sociaal team Soest", "Soest"),
        team("kleine-schans", "de Kleine Schans", "Woudenberg"),
    ];
    for party in &mut parties {
        if party.id.as_str() == "soest" {
            party.settings.seintje_route = Some(Route::Telephone);
        }
    }
    parties
}

fn party(id: &str, kind: PartyKind, name: &str, settings: Settings) -> Organisation {
    Organisation {
        id: PartyId::from(id),
        kind,
        name: name.to_owned(),
        settings,
    }
}

fn contact(id: &str, address: &[&str]) -> Settings {
    let place = address
        .last()
        .map_or("", |line| line.rsplit(' ').next().unwrap_or(line));
    Settings {
        address: address.iter().map(|line| (*line).to_owned()).collect(),
        place: place.to_owned(),
        telephone: "033-1230000".to_owned(),
        email: format!("{id}@post.tom.example"),
        ..Settings::default()
    }
}
