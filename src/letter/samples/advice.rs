//! Samples of the letter `advice`.

use time::macros::date;

use super::people::{doctor, fatima, from_ggd, lines, marieke, someone};
use crate::letter::{Advice, AdviceFront, Conclusion, Gender, Letter};

pub(super) fn samples() -> Vec<Letter> {
    let not_now = Advice {
        envelope: from_ggd(marieke(), date!(2026 - 03 - 25)),
        version: 1,
        correction: None,
        front: AdviceFront {
            name: "Noor Elisa van 't Hof-de Wit".to_owned(),
            address: Some("Hamersveldseweg 12".to_owned()),
            postcode: Some("3833 GP".to_owned()),
            place: Some("Leusden".to_owned()),
            date_of_birth: Some(date!(2017 - 03 - 14)),
            gender: Gender::Female,
            bsn: Some("111222333".to_owned()),
            onderwijsnummer: None,
            telephones: lines(&["06-12345671"]),
        },
        situation: "Noor gaat sinds november niet naar school. Haar dagritme is verstoord en zij heeft veel rust nodig.\n\n\
                    Zij krijgt behandeling. School en ouders hebben samen geprobeerd om Noor op te laten bouwen. Dat lukte niet."
            .to_owned(),
        conclusion: Conclusion::NotFitNow,
        advice: "Op dit moment is Noor niet in staat om naar school te gaan, ook niet voor een deel van de dag. Het advies is \
                 een vrijstelling van één jaar, met daarna een nieuwe beoordeling."
            .to_owned(),
        duration_years: Some(1),
        meanwhile: Some("Dagbehandeling bij GGz Centraal Fornhese".to_owned()),
        swv_looks_again: Some(date!(2026 - 11 - 01)),
        signed_by: doctor(),
        big_number: Some("29012345601".to_owned()),
        appointed_by: "Leusden".to_owned(),
    };
    let corrected = Advice {
        envelope: from_ggd(marieke(), date!(2026 - 03 - 27)),
        version: 2,
        correction: Some(
            "In versie 1 stond dat Noor sinds oktober niet naar school gaat. Dat is november."
                .to_owned(),
        ),
        ..not_now.clone()
    };
    let never = Advice {
        envelope: from_ggd(fatima(), date!(2026 - 04 - 20)),
        front: AdviceFront {
            bsn: None,
            onderwijsnummer: Some("101222331".to_owned()),
            address: None,
            postcode: None,
            place: None,
            date_of_birth: None,
            gender: Gender::Male,
            telephones: Vec::new(),
            ..not_now.front.clone()
        },
        big_number: None,
        conclusion: Conclusion::NeverFit,
        duration_years: Some(2),
        meanwhile: None,
        swv_looks_again: None,
        ..not_now.clone()
    };
    let fit = Advice {
        envelope: from_ggd(
            someone("Li Wei Chen", &["Eemweg 40", "3755 LD Baarn"]),
            date!(2026 - 03 - 30),
        ),
        front: AdviceFront {
            name: "Mei".to_owned(),
            gender: Gender::Other,
            telephones: lines(&["0687654321", "033-4567890"]),
            ..not_now.front.clone()
        },
        conclusion: Conclusion::Fit,
        duration_years: None,
        ..never.clone()
    };
    [not_now, corrected, never, fit]
        .map(|letter| Letter::Advice(Box::new(letter)))
        .into()
}
