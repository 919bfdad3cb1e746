//! Samples of the letter `advice_for_reading`.

use time::macros::date;

use super::people::{
    doctor, fatima, from_ggd, joris, marieke, noor, sam, sam_at_home, someone, yassin,
};
use crate::letter::{AdviceForReading, Letter, OnSilence, PersonalLink, Route};

pub(super) fn samples() -> Vec<Letter> {
    let release = AdviceForReading {
        envelope: from_ggd(marieke(), date!(2026 - 03 - 25)),
        child: noor(),
        municipality: "Leusden".to_owned(),
        statement_on: date!(2026 - 03 - 25),
        statement_good_until: date!(2026 - 06 - 25),
        to: someone(
            "Gemeente Leusden, Leerplicht",
            &["Postbus 150", "3830 AD Leusden"],
        ),
        route: Route::Doctor {
            answer_by: date!(2026 - 04 - 08),
            on_silence: OnSilence::NothingIsSent,
            link: Some(PersonalLink {
                url: "https://tom.example/mijn/lezen".to_owned(),
                code: Some("K7QM-4T2X-6HPW-2LQA".to_owned()),
                valid_until: date!(2026 - 06 - 25),
            }),
        },
        signed_by: doctor(),
    };
    let slip_only = AdviceForReading {
        envelope: from_ggd(sam_at_home(), date!(2026 - 03 - 30)),
        child: sam(),
        municipality: "Amersfoort".to_owned(),
        statement_on: date!(2026 - 03 - 30),
        statement_good_until: date!(2026 - 06 - 30),
        route: Route::Doctor {
            answer_by: date!(2026 - 04 - 14),
            on_silence: OnSilence::DoctorDecides,
            link: None,
        },
        ..release.clone()
    };
    let long_link = AdviceForReading {
        envelope: from_ggd(joris(), date!(2026 - 03 - 25)),
        route: Route::Doctor {
            answer_by: date!(2026 - 04 - 08),
            on_silence: OnSilence::NothingIsSent,
            link: Some(PersonalLink {
                url: "https://tom.example/lezen/QmZ4aXx7T1pVn0c3R9uKyLw8sB2dEhJf".to_owned(),
                code: None,
                valid_until: date!(2026 - 06 - 25),
            }),
        },
        ..release.clone()
    };
    let yourself = AdviceForReading {
        envelope: from_ggd(fatima(), date!(2026 - 04 - 20)),
        child: yassin(),
        municipality: "Soest".to_owned(),
        statement_on: date!(2026 - 04 - 20),
        statement_good_until: date!(2026 - 07 - 20),
        to: someone(
            "Gemeente Soest, Leerplicht",
            &["Postbus 2000", "3760 CA Soest"],
        ),
        route: Route::Yourself {
            link: Some(PersonalLink {
                url: "https://tom.example/lezen".to_owned(),
                code: None,
                valid_until: date!(2026 - 07 - 19),
            }),
        },
        ..release.clone()
    };
    let young_yourself = AdviceForReading {
        envelope: from_ggd(sam_at_home(), date!(2026 - 04 - 20)),
        child: sam(),
        ..yourself.clone()
    };
    [release, slip_only, long_link, yourself, young_yourself]
        .map(|letter| Letter::AdviceForReading(Box::new(letter)))
        .into()
}
