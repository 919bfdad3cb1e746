//! Samples of the overview `rights_export`.

use time::macros::date;

use super::people::{from_ggd, from_swv, marieke, sam_at_home};
use crate::letter::{AccessExport, Entry, Letter, Section};

fn section(title: &str, note: &str, rows: &[(&str, &str)]) -> Section {
    Section {
        title: title.to_owned(),
        note: note.to_owned(),
        rows: rows
            .iter()
            .map(|(label, text)| Entry {
                label: (*label).to_owned(),
                lines: text.lines().map(str::to_owned).collect(),
            })
            .collect(),
    }
}

pub(super) fn samples() -> Vec<Letter> {
    let looked = section(
        "Wie keek in dit dossier",
        "Namen van medewerkers staan hier niet bij.",
        &[
            (
                "13 april 2026, 10:14",
                "GGD regio Utrecht: onafhankelijk arts, om de zaak te bekijken",
            ),
            (
                "13 april 2026, 11:02",
                "een ouder, om de eigen pagina te lezen of daar iets te doen",
            ),
        ],
    );
    let full = AccessExport {
        envelope: from_ggd(marieke(), date!(2026 - 04 - 20)),
        child: Some("Noor Elisa van 't Hof-de Wit".to_owned()),
        received_on: date!(2026 - 04 - 13),
        sections: vec![
            section(
                "Wat wij bewaren",
                "",
                &[
                    ("Naam van de leerling", "Noor Elisa van 't Hof-de Wit"),
                    (
                        "Adres van de ouder(s) (ouder 1)",
                        "Hamersveldseweg 12\n3833 GP Leusden",
                    ),
                    (
                        "Korte beschrijving van de situatie",
                        "Noor is sinds november niet meer naar school geweest. Zij is opgenomen geweest en slaapt overdag.\nDe behandelaar verwacht dat school dit schooljaar niet lukt.",
                    ),
                ],
            ),
            section("Wat is gedeeld", "", &[]),
            looked.clone(),
        ],
        left_out: true,
    };
    let nothing = AccessExport {
        envelope: from_swv(sam_at_home(), date!(2026 - 04 - 20)),
        child: None,
        sections: vec![looked],
        left_out: false,
        ..full.clone()
    };
    [full, nothing]
        .map(|letter| Letter::AccessExport(Box::new(letter)))
        .into()
}
