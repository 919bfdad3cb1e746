//! Samples of the SWV's letters.

use time::macros::date;

use super::{
    child, fatima, from_ggd, from_municipality, from_swv, joris, lines, marieke, mei, noor, sam,
    sam_at_home, signed, someone,
};
use super::{thijs, yassin};
use crate::letter::{
    Closed, ClosedReason, CompletionRequest, Keeping, Letter, Reader, Receipt, SchoolPossible,
    ServiceTerms, SignedBy,
};

const TERMS: ServiceTerms = ServiceTerms {
    contact_working_days: 5,
    appointment_weeks: 2,
    advice_weeks: 6,
    decision_weeks: 2,
};

pub(super) fn samples() -> Vec<Letter> {
    [
        receipts(),
        completion_requests(),
        schools_possible(),
        closed(),
    ]
    .concat()
}

fn coordinator() -> SignedBy {
    signed("Anneke Smit", "onderwijsondersteuner")
}

fn receipts() -> Vec<Letter> {
    let complete = Receipt {
        envelope: from_swv(marieke(), date!(2026 - 03 - 02)),
        child: noor(),
        received_on: date!(2026 - 03 - 02),
        missing: Vec::new(),
        answer_by: None,
        municipality: "Leusden".to_owned(),
        terms: TERMS,
        keeping: Keeping::ApplicationUntil {
            until: date!(2028 - 03 - 02),
        },
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

fn completion_requests() -> Vec<Letter> {
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
        answer_by: date!(2026 - 03 - 17),
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
    [parent, abroad, young_person]
        .map(|letter| Letter::CompletionRequest(Box::new(letter)))
        .into()
}

fn schools_possible() -> Vec<Letter> {
    let agreed = SchoolPossible {
        envelope: from_swv(
            someone("A. Kool", &["Dorpsstraat 3", "3931 EA Woudenberg"]),
            date!(2026 - 03 - 17),
        ),
        child: thijs(),
        agreed_on: date!(2026 - 03 - 16),
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

fn closed() -> Vec<Letter> {
    let withdrawn = Closed {
        envelope: from_swv(
            someone("Li Wei Chen", &["Eemweg 40", "3755 LD Baarn"]),
            date!(2026 - 03 - 12),
        ),
        child: mei(),
        reason: ClosedReason::Withdrawn {
            on: date!(2026 - 03 - 11),
        },
        municipality: "Baarn".to_owned(),
        signed_by: coordinator(),
    };
    let no_answer = Closed {
        reason: ClosedReason::NoAnswer {
            asked_on: date!(2026 - 03 - 03),
            answer_by: date!(2026 - 03 - 17),
        },
        ..withdrawn.clone()
    };
    let moved = Closed {
        envelope: from_ggd(marieke(), date!(2026 - 03 - 12)),
        child: noor(),
        reason: ClosedReason::Moved {
            on: date!(2026 - 04 - 01),
        },
        municipality: "Leusden".to_owned(),
        signed_by: signed("dr. Ineke Vos", "jeugdarts"),
    };
    let back = Closed {
        envelope: from_municipality("Leusden", joris(), date!(2026 - 10 - 05)),
        reason: ClosedReason::BackAtSchool {
            since: date!(2026 - 10 - 01),
        },
        signed_by: signed("M. Achterberg", "leerplichtambtenaar"),
        ..moved.clone()
    };
    let eighteen = Closed {
        envelope: from_municipality("Amersfoort", sam_at_home(), date!(2028 - 02 - 02)),
        child: sam(),
        reason: ClosedReason::TurnedEighteen {
            on: date!(2028 - 02 - 02),
        },
        municipality: "Amersfoort".to_owned(),
        ..back.clone()
    };
    let young_person = Closed {
        envelope: from_swv(sam_at_home(), date!(2026 - 03 - 12)),
        child: sam(),
        ..withdrawn.clone()
    };
    [withdrawn, no_answer, moved, back, eighteen, young_person]
        .map(|letter| Letter::Closed(Box::new(letter)))
        .into()
}
