//! Samples of the letter `closed`.

use time::macros::date;

use super::people::{
    coordinator, from_ggd, from_municipality, from_swv, joris, marieke, mei, noor, sam,
    sam_at_home, signed, someone,
};
use crate::letter::{Awaited, Closed, ClosedReason, Letter};

pub(super) fn samples() -> Vec<Letter> {
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
            awaited: Awaited::Completion,
        },
        ..withdrawn.clone()
    };
    let no_show = Closed {
        reason: ClosedReason::NoAnswer {
            awaited: Awaited::Conversation,
        },
        ..withdrawn.clone()
    };
    let not_sent = Closed {
        reason: ClosedReason::NoAnswer {
            awaited: Awaited::Sending {
                good_until: date!(2026 - 07 - 20),
            },
        },
        ..withdrawn.clone()
    };
    let silence = Closed {
        reason: ClosedReason::NoAnswer {
            awaited: Awaited::Answer,
        },
        ..withdrawn.clone()
    };
    let finished = Closed {
        reason: ClosedReason::Finished,
        ..withdrawn.clone()
    };
    let moved = Closed {
        envelope: from_ggd(marieke(), date!(2026 - 03 - 12)),
        child: noor(),
        reason: ClosedReason::Moved,
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
    [
        withdrawn,
        no_answer,
        no_show,
        not_sent,
        silence,
        finished,
        moved,
        back,
        eighteen,
        young_person,
    ]
    .map(|letter| Letter::Closed(Box::new(letter)))
    .into()
}
