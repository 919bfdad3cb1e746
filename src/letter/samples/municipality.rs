//! Samples of the decisions, of the sheet and of the confirmation for the school.

use time::Date;
use time::macros::date;

use super::{
    fatima, from_municipality, joris, lines, marieke, noor, sam, sam_at_home, signed, someone,
    swv_contact, yassin,
};
use crate::letter::{
    DecisionGranted, DecisionRefused, ExemptionSheet, Gender, Letter, NotificationTask, Objection,
    RefusalReason, SchoolConfirmation, SignedBy,
};

pub(super) fn samples() -> Vec<Letter> {
    [granted(), refused(), papers()].concat()
}

fn officer() -> SignedBy {
    signed("M. Achterberg", "leerplichtambtenaar")
}

fn objection(until: Date) -> Objection {
    Objection {
        until,
        address_lines: lines(&["Postbus 150", "3830 AD Leusden"]),
    }
}

fn granted() -> Vec<Letter> {
    let one_year = DecisionGranted {
        envelope: from_municipality("Leusden", marieke(), date!(2026 - 04 - 01)),
        child: noor(),
        municipality: "Leusden".to_owned(),
        notified_on: date!(2026 - 03 - 27),
        from: date!(2026 - 04 - 01),
        until: date!(2027 - 03 - 31),
        notifications: vec![NotificationTask {
            by: date!(2026 - 06 - 30),
            statement_from: date!(2026 - 03 - 30),
        }],
        reassessment_letter_on: date!(2026 - 11 - 30),
        swv: swv_contact(),
        swv_looks_again: Some(date!(2026 - 11 - 01)),
        kept_until: date!(2029 - 03 - 31),
        objection: None,
        signed_by: officer(),
    };
    let other_parent = DecisionGranted {
        envelope: from_municipality("Leusden", joris(), date!(2026 - 04 - 01)),
        objection: Some(objection(date!(2026 - 05 - 13))),
        ..one_year.clone()
    };
    let two_years = DecisionGranted {
        envelope: from_municipality("Soest", fatima(), date!(2026 - 05 - 18)),
        child: yassin(),
        municipality: "Soest".to_owned(),
        notified_on: date!(2026 - 05 - 11),
        from: date!(2026 - 05 - 18),
        until: date!(2028 - 05 - 17),
        notifications: vec![
            NotificationTask {
                by: date!(2026 - 06 - 30),
                statement_from: date!(2026 - 03 - 30),
            },
            NotificationTask {
                by: date!(2027 - 06 - 30),
                statement_from: date!(2027 - 03 - 30),
            },
        ],
        reassessment_letter_on: date!(2028 - 01 - 17),
        swv_looks_again: None,
        ..one_year.clone()
    };
    let young_person = DecisionGranted {
        envelope: from_municipality("Amersfoort", sam_at_home(), date!(2026 - 04 - 02)),
        child: sam(),
        municipality: "Amersfoort".to_owned(),
        from: date!(2026 - 04 - 02),
        until: date!(2027 - 04 - 01),
        ..one_year.clone()
    };
    let never_fit = DecisionGranted {
        notifications: Vec::new(),
        ..two_years.clone()
    };
    [one_year, other_parent, two_years, young_person, never_fit]
        .map(|letter| Letter::DecisionGranted(Box::new(letter)))
        .into()
}

fn refused() -> Vec<Letter> {
    let too_old = DecisionRefused {
        envelope: from_municipality("Soest", fatima(), date!(2026 - 08 - 03)),
        child: yassin(),
        municipality: "Soest".to_owned(),
        notified_on: date!(2026 - 07 - 27),
        reasons: vec![RefusalReason::StatementTooOld {
            statement_on: date!(2026 - 04 - 20),
            good_until: date!(2026 - 07 - 20),
        }],
        swv: swv_contact(),
        objection: None,
        signed_by: officer(),
    };
    let everything = DecisionRefused {
        envelope: from_municipality("Leusden", sam_at_home(), date!(2026 - 08 - 03)),
        child: sam(),
        municipality: "Leusden".to_owned(),
        reasons: vec![
            RefusalReason::NoStatement,
            RefusalReason::DoctorNotAppointed,
            RefusalReason::DoctorTreatsChild,
            RefusalReason::StatementSaysFit,
            RefusalReason::NotificationIncomplete {
                missing: lines(&["het adres", "of eerder vrijstelling is gevraagd"]),
            },
            RefusalReason::NotSignedByResponsible,
            RefusalReason::RegisteredElsewhere,
        ],
        objection: Some(objection(date!(2026 - 09 - 14))),
        ..too_old.clone()
    };
    [too_old, everything]
        .map(|letter| Letter::DecisionRefused(Box::new(letter)))
        .into()
}

fn papers() -> Vec<Letter> {
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
