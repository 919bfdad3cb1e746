//! Samples of the letter `receipt`.

use time::macros::date;

use super::people::{fatima, from_swv, joris, lines, marieke, noor, sam, sam_at_home, yassin};
use crate::letter::{Keeping, Letter, PersonalLink, Receipt, ServiceTerms};

pub(super) fn samples() -> Vec<Letter> {
    let complete = Receipt {
        envelope: from_swv(marieke(), date!(2026 - 03 - 02)),
        child: noor(),
        received_on: date!(2026 - 03 - 02),
        missing: Vec::new(),
        answer_by: None,
        municipality: "Leusden".to_owned(),
        terms: ServiceTerms {
            contact: "5 werkdagen".to_owned(),
            appointment: "2 weken".to_owned(),
            advice: "6 weken".to_owned(),
            decision: "2 weken".to_owned(),
        },
        keeping: Keeping::ApplicationUntil {
            until: date!(2028 - 03 - 02),
        },
        link: Some(PersonalLink {
            url: "https://tom.example/mijn/4f7Qm2xR9tKc8hVbW3nLpZ6sYdA1eGjUoTi5yXaB0wE".to_owned(),
            code: Some("K7QM-2XRF-TKCH-VBWN".to_owned()),
            valid_until: date!(2026 - 05 - 31),
        }),
        privacy_email: "privacy@swvdeeem.example".to_owned(),
    };
    let second_address = Receipt {
        envelope: from_swv(joris(), date!(2026 - 03 - 02)),
        ..complete.clone()
    };
    let incomplete = Receipt {
        envelope: from_swv(fatima(), date!(2026 - 03 - 02)),
        child: yassin(),
        missing: lines(&[
            "een telefoonnummer van de school",
            "uw handtekening op het toestemmingsformulier",
        ]),
        answer_by: Some(date!(2026 - 03 - 16)),
        municipality: "Soest".to_owned(),
        keeping: Keeping::SittingOnly,
        link: None,
        ..complete.clone()
    };
    let young_person = Receipt {
        envelope: from_swv(sam_at_home(), date!(2026 - 03 - 02)),
        child: sam(),
        municipality: "Amersfoort".to_owned(),
        keeping: Keeping::SittingOnly,
        ..complete.clone()
    };
    [complete, second_address, incomplete, young_person]
        .map(|letter| Letter::Receipt(Box::new(letter)))
        .into()
}
