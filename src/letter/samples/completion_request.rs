//! Samples of the letter `completion_request`.

use time::macros::date;

use super::people::{child, coordinator, from_swv, lines, sam, sam_at_home, someone, thijs};
use crate::letter::{CompletionRequest, Letter, Reader};

pub(super) fn samples() -> Vec<Letter> {
    let parent = CompletionRequest {
        envelope: from_swv(
            someone("R. Kool", &["Dorpsstraat 3", "3931 EA Woudenberg"]),
            date!(2026 - 03 - 03),
        ),
        child: thijs(),
        received_on: date!(2026 - 03 - 02),
        missing: lines(&[
            "de handtekening van de tweede ouder met gezag op het toestemmingsformulier",
        ]),
        blocks: true,
        answer_by: date!(2026 - 03 - 17),
        link: None,
        signed_by: coordinator(),
    };
    let abroad = CompletionRequest {
        envelope: from_swv(
            someone("Şükrü", &["Królewska 12 m. 4", "00-065 Warszawa", "Polen"]),
            date!(2026 - 03 - 03),
        ),
        child: child("Zoë", "Zoë", Reader::Parent),
        missing: lines(&[
            "uw telefoonnummer of e-mailadres",
            "een korte beschrijving van de situatie",
            "de naam van de school",
        ]),
        ..parent.clone()
    };
    let young_person = CompletionRequest {
        envelope: from_swv(sam_at_home(), date!(2026 - 03 - 03)),
        child: sam(),
        ..parent.clone()
    };
    let view = CompletionRequest {
        missing: lines(&["wat de leerling (12 tot en met 15 jaar) er zelf van vindt"]),
        blocks: false,
        ..parent.clone()
    };
    [parent, abroad, young_person, view]
        .map(|letter| Letter::CompletionRequest(Box::new(letter)))
        .into()
}
