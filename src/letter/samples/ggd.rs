//! Samples of the GGD's letters and of the SMA.

use time::macros::{date, time};

use super::{
    fatima, from_ggd, joris, lines, marieke, mei, noor, sam, sam_at_home, signed, someone,
    swv_contact, yassin,
};
use crate::letter::{
    Advice, AdviceForReading, AdviceFront, Appointment, Conclusion, Contact, FitForSchool, Gender,
    Letter, OnSilence, PersonalLink, Route, SignedBy,
};

pub(super) fn samples() -> Vec<Letter> {
    let mut all = appointments();
    all.extend(for_reading());
    all.extend(advices());
    all.extend(fit_for_school());
    all
}

fn doctor() -> SignedBy {
    signed("dr. Ineke Vos", "jeugdarts, onafhankelijk arts")
}

fn appointments() -> Vec<Letter> {
    let parent = Appointment {
        envelope: from_ggd(marieke(), date!(2026 - 03 - 09)),
        child: noor(),
        on: date!(2026 - 03 - 18),
        at: time!(10:30),
        minutes: 60,
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
        bring: Vec::new(),
        ..parent.clone()
    };
    [parent, young_person]
        .map(|letter| Letter::Appointment(Box::new(letter)))
        .into()
}

fn for_reading() -> Vec<Letter> {
    let release = AdviceForReading {
        envelope: from_ggd(marieke(), date!(2026 - 03 - 25)),
        child: noor(),
        municipality: "Leusden".to_owned(),
        statement_on: date!(2026 - 03 - 25),
        statement_good_until: date!(2026 - 06 - 25),
        route: Route::Doctor {
            answer_by: date!(2026 - 04 - 08),
            on_silence: OnSilence::NothingIsSent,
            link: Some(PersonalLink {
                url: "https://tom.example/lezen".to_owned(),
                code: Some("K7QM-4T2X-9HPW".to_owned()),
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
    let lpa = someone(
        "Gemeente Soest, Leerplicht",
        &["Postbus 2000", "3760 CA Soest"],
    );
    let yourself = AdviceForReading {
        envelope: from_ggd(fatima(), date!(2026 - 04 - 20)),
        child: yassin(),
        municipality: "Soest".to_owned(),
        statement_on: date!(2026 - 04 - 20),
        statement_good_until: date!(2026 - 07 - 20),
        route: Route::Yourself { to: lpa },
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

fn advices() -> Vec<Letter> {
    let not_now = Advice {
        envelope: from_ggd(marieke(), date!(2026 - 03 - 25)),
        version: 1,
        correction: None,
        front: AdviceFront {
            name: "Noor Elisa van 't Hof-de Wit".to_owned(),
            address: "Hamersveldseweg 12".to_owned(),
            postcode: "3833 GP".to_owned(),
            place: "Leusden".to_owned(),
            date_of_birth: date!(2017 - 03 - 14),
            gender: Gender::Female,
            bsn: Some("111222333".to_owned()),
            telephones: lines(&["06-12345671"]),
        },
        situation: "Noor gaat sinds november niet naar school. Haar dagritme is verstoord en zij heeft veel rust nodig.\n\n\
                    Zij krijgt behandeling. School en ouders hebben samen geprobeerd om Noor op te laten bouwen. Dat lukte niet."
            .to_owned(),
        conclusion: Conclusion::NotFitNow,
        advice: "Op dit moment is Noor niet in staat om naar school te gaan, ook niet voor een deel van de dag. Het advies is \
                 een vrijstelling van één jaar, met daarna een nieuwe beoordeling."
            .to_owned(),
        duration_years: Some(1),
        meanwhile: Some("Dagbehandeling bij GGz Centraal Fornhese".to_owned()),
        swv_looks_again: Some(date!(2026 - 11 - 01)),
        signed_by: doctor(),
        big_number: "29012345601".to_owned(),
        appointed_by: "Leusden".to_owned(),
    };
    let corrected = Advice {
        envelope: from_ggd(marieke(), date!(2026 - 03 - 27)),
        version: 2,
        correction: Some(
            "In versie 1 stond dat Noor sinds oktober niet naar school gaat. Dat is november."
                .to_owned(),
        ),
        ..not_now.clone()
    };
    let never = Advice {
        envelope: from_ggd(fatima(), date!(2026 - 04 - 20)),
        front: AdviceFront {
            bsn: None,
            gender: Gender::Male,
            telephones: Vec::new(),
            ..not_now.front.clone()
        },
        conclusion: Conclusion::NeverFit,
        duration_years: Some(2),
        meanwhile: None,
        swv_looks_again: None,
        ..not_now.clone()
    };
    let fit = Advice {
        envelope: from_ggd(
            someone("Li Wei Chen", &["Eemweg 40", "3755 LD Baarn"]),
            date!(2026 - 03 - 30),
        ),
        front: AdviceFront {
            name: "Mei".to_owned(),
            gender: Gender::Other,
            telephones: lines(&["0687654321", "033-4567890"]),
            ..not_now.front.clone()
        },
        conclusion: Conclusion::Fit,
        duration_years: None,
        ..never.clone()
    };
    [not_now, corrected, never, fit]
        .map(|letter| Letter::Advice(Box::new(letter)))
        .into()
}

fn fit_for_school() -> Vec<Letter> {
    let parent = FitForSchool {
        envelope: from_ggd(
            someone("Li Wei Chen", &["Eemweg 40", "3755 LD Baarn"]),
            date!(2026 - 03 - 30),
        ),
        child: mei(),
        statement_on: date!(2026 - 03 - 30),
        municipality: "Baarn".to_owned(),
        swv: swv_contact(),
        complaints: Contact {
            name: "klachtenfunctionaris van de GGD".to_owned(),
            telephone: "030-1234562".to_owned(),
            email: None,
        },
        signed_by: doctor(),
    };
    let young_person = FitForSchool {
        envelope: from_ggd(sam_at_home(), date!(2026 - 03 - 30)),
        child: sam(),
        ..parent.clone()
    };
    [parent, young_person]
        .map(|letter| Letter::FitForSchool(Box::new(letter)))
        .into()
}
