//! Samples of the letter `consent_request`.

use time::macros::date;

use super::people::{coordinator, from_swv, marieke, noor, sam, sam_at_home, someone};
use crate::letter::{ConsentRequest, Letter, PersonalLink};

pub(super) fn samples() -> Vec<Letter> {
    let paper = ConsentRequest {
        envelope: from_swv(marieke(), date!(2026 - 03 - 17)),
        child: noor(),
        question: "Mogen deze gegevens worden gedeeld met medewerker van een zorgaanbieder (Jeugdhulp De Brug)? Het gaat om: \
                   verzuim, gezondheid. Waarvoor: Samen kijken welke hulp thuis past."
            .to_owned(),
        to: "medewerker van een zorgaanbieder (Jeugdhulp De Brug)".to_owned(),
        kinds: "verzuim, gezondheid".to_owned(),
        why: "Samen kijken welke hulp thuis past.".to_owned(),
        together: true,
        back_to: someone("SWV de Eem", &["Stadsring 1", "3811 HM Amersfoort"]),
        link: None,
        signed_by: coordinator(),
    };
    let online = ConsentRequest {
        envelope: from_swv(sam_at_home(), date!(2026 - 03 - 17)),
        child: sam(),
        together: false,
        link: Some(PersonalLink {
            url: "https://tom.example/lezen".to_owned(),
            code: None,
            valid_until: date!(2026 - 06 - 28),
        }),
        ..paper.clone()
    };
    [paper, online]
        .map(|letter| Letter::ConsentRequest(Box::new(letter)))
        .into()
}
