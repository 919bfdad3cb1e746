//! Samples of the letter `appointment`.

use time::macros::{date, time};

use super::people::{doctor, from_ggd, lines, marieke, noor, sam, sam_at_home};
use crate::letter::{Appointment, Letter};

pub(super) fn samples() -> Vec<Letter> {
    let parent = Appointment {
        envelope: from_ggd(marieke(), date!(2026 - 03 - 09)),
        child: noor(),
        on: date!(2026 - 03 - 18),
        at: time!(10:30),
        minutes: Some(60),
        location: lines(&[
            "Gezondheidscentrum Leusden",
            "Hamersveldseweg 107, Leusden",
            "Kamer 2.04 (er is een lift)",
        ]),
        bring: lines(&[
            "uw identiteitsbewijs en dat van Noor",
            "een lijst van de medicijnen die Noor gebruikt",
        ]),
        signed_by: doctor(),
    };
    let young_person = Appointment {
        envelope: from_ggd(sam_at_home(), date!(2026 - 03 - 10)),
        child: sam(),
        at: time!(9:00),
        minutes: None,
        bring: Vec::new(),
        ..parent.clone()
    };
    [parent, young_person]
        .map(|letter| Letter::Appointment(Box::new(letter)))
        .into()
}
