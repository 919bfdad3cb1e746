//! Samples of the letters around a sitting.

use time::macros::{date, time};

use super::people::{coordinator, from_swv, lines, marieke, noor, sam, sam_at_home};
use crate::letter::{Keeping, Letter, Sitting, SittingOff, SittingReport};

pub(super) fn samples() -> Vec<Letter> {
    let parent = Sitting {
        envelope: from_swv(marieke(), date!(2026 - 03 - 04)),
        child: noor(),
        on: date!(2026 - 03 - 18),
        at: time!(15:30),
        moved: false,
        location: lines(&["Samenwerkingsverband de Eem", "Proefplein 1, Amersfoort"]),
        guests: lines(&[
            "de onafhankelijke arts van GGD regio Utrecht",
            "de leerplichtambtenaar van Leusden",
        ]),
        child_invited: false,
        keeping: Keeping::ApplicationUntil {
            until: date!(2028 - 03 - 02),
        },
        privacy_email: "privacy@swv.example".to_owned(),
        signed_by: coordinator(),
    };
    let of_twelve = Sitting {
        child_invited: true,
        moved: true,
        guests: Vec::new(),
        keeping: Keeping::SittingOnly,
        ..parent.clone()
    };
    let young_person = Sitting {
        envelope: from_swv(sam_at_home(), date!(2026 - 03 - 04)),
        child: sam(),
        ..of_twelve.clone()
    };
    let off = SittingOff {
        envelope: from_swv(marieke(), date!(2026 - 03 - 11)),
        child: noor(),
        on: date!(2026 - 03 - 18),
        signed_by: coordinator(),
    };
    let off_for_young_person = SittingOff {
        envelope: from_swv(sam_at_home(), date!(2026 - 03 - 11)),
        child: sam(),
        ..off.clone()
    };
    let report = SittingReport {
        envelope: from_swv(marieke(), date!(2026 - 03 - 20)),
        child: noor(),
        on: date!(2026 - 03 - 18),
        agreements: lines(&[
            "De school zoekt uit of twee ochtenden les aan huis kan.",
            "Wij bellen de ouders op 1 april.",
        ]),
        also_to: Some("de intern begeleider van de school".to_owned()),
        signed_by: coordinator(),
    };
    let report_for_young_person = SittingReport {
        envelope: from_swv(sam_at_home(), date!(2026 - 03 - 20)),
        child: sam(),
        also_to: None,
        ..report.clone()
    };
    let invitations = [parent, of_twelve, young_person];
    let invitations = invitations.map(|letter| Letter::Sitting(Box::new(letter)));
    let offs = [off, off_for_young_person].map(|letter| Letter::SittingOff(Box::new(letter)));
    let reports = [report, report_for_young_person];
    let reports = reports.map(|letter| Letter::SittingReport(Box::new(letter)));
    invitations.into_iter().chain(offs).chain(reports).collect()
}
