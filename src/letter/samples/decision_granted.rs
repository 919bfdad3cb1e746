//! Samples of the letter `decision_granted`.

use time::macros::date;

use super::people::{
    fatima, from_municipality, joris, marieke, noor, objection, officer, sam, sam_at_home,
    swv_contact, yassin,
};
use crate::letter::{DecisionGranted, Letter, NotificationTask};

pub(super) fn samples() -> Vec<Letter> {
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
