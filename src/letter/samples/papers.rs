//! Samples of the sheet for the gemeente and of the confirmation for the school.

use time::macros::date;

use super::people::{from_municipality, lines, officer, someone};
use crate::letter::{ExemptionSheet, Gender, Letter, SchoolConfirmation};

pub(super) fn samples() -> Vec<Letter> {
    let sheet = ExemptionSheet {
        envelope: from_municipality(
            "Leusden",
            someone("M. Achterberg", &[]),
            date!(2026 - 04 - 01),
        ),
        name: "Noor Elisa van 't Hof-de Wit".to_owned(),
        date_of_birth: date!(2017 - 03 - 14),
        gender: Gender::Female,
        bsn: "111222333".to_owned(),
        address_lines: lines(&["Hamersveldseweg 12", "3833 GP Leusden"]),
        from: date!(2026 - 04 - 01),
        until: date!(2027 - 03 - 31),
        statement_on: date!(2026 - 03 - 25),
        doctor: "dr. Ineke Vos".to_owned(),
        notified_on: date!(2026 - 03 - 27),
        claimed_before: false,
        meanwhile: Some("Dagbehandeling bij GGz Centraal Fornhese".to_owned()),
        swv_looks_again: Some(date!(2026 - 11 - 01)),
        reassessment_letter_on: date!(2026 - 11 - 30),
        signed_by: officer(),
    };
    let again = ExemptionSheet {
        claimed_before: true,
        meanwhile: None,
        swv_looks_again: None,
        ..sheet.clone()
    };
    let school = someone(
        "Basisschool De Lindeboom",
        &["T.a.v. de directeur", "Lindelaan 1", "3831 AA Leusden"],
    );
    let confirmation = SchoolConfirmation {
        envelope: from_municipality("Leusden", school, date!(2026 - 04 - 01)),
        name: "Noor Elisa van 't Hof-de Wit".to_owned(),
        date_of_birth: date!(2017 - 03 - 14),
        from: date!(2026 - 04 - 01),
        until: date!(2027 - 03 - 31),
        signed_by: officer(),
    };
    vec![
        Letter::ExemptionSheet(Box::new(sheet)),
        Letter::ExemptionSheet(Box::new(again)),
        Letter::SchoolConfirmation(Box::new(confirmation)),
    ]
}
