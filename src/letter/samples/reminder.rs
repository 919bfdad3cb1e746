//! Samples of the letters that go by themselves: `reminder` and `reassessment`.

use time::macros::date;

use super::people::{
    fatima, from_municipality, marieke, noor, sam, sam_at_home, swv_contact, yassin,
};
use crate::letter::{Contact, Letter, Reassessment, Reminded, Reminder, SignedBy};

pub(super) fn samples() -> Vec<Letter> {
    let swv = swv_contact();
    let signed_by = SignedBy {
        name: "Gemeente Leusden".to_owned(),
        function: String::new(),
    };
    let reassessment = Reassessment {
        envelope: from_municipality("Leusden", marieke(), date!(2026 - 11 - 30)),
        child: noor(),
        until: date!(2027 - 03 - 31),
        municipality: "Leusden".to_owned(),
        swv: swv.clone(),
        signed_by: signed_by.clone(),
    };
    let young_person = Reassessment {
        envelope: from_municipality("Leusden", sam_at_home(), date!(2026 - 12 - 01)),
        child: sam(),
        swv: Contact {
            email: None,
            ..swv.clone()
        },
        ..reassessment.clone()
    };
    let reminder = Reminder {
        envelope: from_municipality("Leusden", fatima(), date!(2026 - 06 - 22)),
        child: yassin(),
        about: Reminded::Sending,
        by: date!(2026 - 07 - 20),
        statement_from: None,
        municipality: "Soest".to_owned(),
        swv,
        signed_by,
    };
    let about = |about| {
        Letter::Reminder(Box::new(Reminder {
            about,
            ..reminder.clone()
        }))
    };
    let mut all: Vec<Letter> = [
        Reminded::Completion,
        Reminded::Reading,
        Reminded::Sending,
        Reminded::Notification,
        Reminded::EndOfExemption,
        Reminded::YearlyNotification,
    ]
    .map(about)
    .into();
    all.push(Letter::Reminder(Box::new(Reminder {
        envelope: from_municipality("Leusden", sam_at_home(), date!(2026 - 06 - 22)),
        child: sam(),
        about: Reminded::YearlyNotification,
        statement_from: Some(date!(2026 - 03 - 30)),
        ..reminder.clone()
    })));
    all.extend([reassessment, young_person].map(|letter| Letter::Reassessment(Box::new(letter))));
    all
}
