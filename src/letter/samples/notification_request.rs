//! Samples of the letter `notification_request`.

use time::macros::date;

use super::people::{child, doctor, from_ggd, someone};
use crate::letter::{Letter, NotificationRequest, PersonalLink, Reader};

pub(super) fn samples() -> Vec<Letter> {
    let parent = NotificationRequest {
        envelope: from_ggd(
            someone("P. Jansen", &["Stadsring 71", "3811 HN Amersfoort"]),
            date!(2026 - 03 - 30),
        ),
        child: child("Sam Jansen", "Sam", Reader::Parent),
        municipality: "Amersfoort".to_owned(),
        statement_on: date!(2026 - 03 - 30),
        statement_good_until: date!(2026 - 06 - 30),
        to: someone(
            "Gemeente Amersfoort, Leerplicht",
            &["Postbus 4000", "3800 EA Amersfoort"],
        ),
        at_gemeente: false,
        link: None,
        signed_by: doctor(),
    };
    let online = NotificationRequest {
        link: Some(PersonalLink {
            url: "https://tom.example/lezen".to_owned(),
            code: None,
            valid_until: date!(2026 - 06 - 28),
        }),
        ..parent.clone()
    };
    let signature = NotificationRequest {
        child: child("Noor de Vries", "Noor", Reader::Parent),
        at_gemeente: true,
        ..parent.clone()
    };
    vec![
        Letter::NotificationRequest(Box::new(signature)),
        Letter::NotificationRequest(Box::new(parent)),
        Letter::NotificationRequest(Box::new(online)),
    ]
}
