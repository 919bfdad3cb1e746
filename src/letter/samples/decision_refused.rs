//! Samples of the letter `decision_refused`.

use time::macros::date;

use super::people::{
    fatima, from_municipality, lines, objection, officer, sam, sam_at_home, swv_contact, yassin,
};
use crate::letter::{DecisionRefused, Letter, RefusalReason};

pub(super) fn samples() -> Vec<Letter> {
    let too_old = DecisionRefused {
        envelope: from_municipality("Soest", fatima(), date!(2026 - 08 - 03)),
        child: yassin(),
        municipality: "Soest".to_owned(),
        notification_of: Some(date!(2026 - 07 - 27)),
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
        notification_of: None,
        objection: Some(objection(date!(2026 - 09 - 14))),
        ..too_old.clone()
    };
    [too_old, everything]
        .map(|letter| Letter::DecisionRefused(Box::new(letter)))
        .into()
}
