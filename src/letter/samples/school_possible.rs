//! Samples of the letter `school_possible`.

use time::macros::date;

use super::people::{coordinator, from_swv, lines, sam, sam_at_home, someone, thijs};
use crate::letter::{Letter, SchoolPossible};

pub(super) fn samples() -> Vec<Letter> {
    let agreed = SchoolPossible {
        envelope: from_swv(
            someone("A. Kool", &["Dorpsstraat 3", "3931 EA Woudenberg"]),
            date!(2026 - 03 - 17),
        ),
        child: thijs(),
        place_of_education: Some("De Wartburg in Woudenberg".to_owned()),
        starts_on: Some(date!(2026 - 03 - 23)),
        agreements: lines(&[
            "Thijs gaat de eerste zes weken halve dagen naar school.",
            "Er is elke ochtend een vaste begeleider die Thijs bij de auto opvangt.",
        ]),
        follow_up_on: Some(date!(2026 - 05 - 04)),
        municipality: "Woudenberg".to_owned(),
        signed_by: coordinator(),
    };
    let bare = SchoolPossible {
        envelope: from_swv(sam_at_home(), date!(2026 - 03 - 17)),
        child: sam(),
        place_of_education: None,
        starts_on: None,
        agreements: Vec::new(),
        follow_up_on: None,
        ..agreed.clone()
    };
    [agreed, bare]
        .map(|letter| Letter::SchoolPossible(Box::new(letter)))
        .into()
}
