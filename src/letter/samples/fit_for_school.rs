//! Samples of the letter `fit_for_school`.

use time::macros::date;

use super::people::{doctor, from_ggd, mei, sam, sam_at_home, someone, swv_contact};
use crate::letter::{Contact, FitForSchool, Letter};

pub(super) fn samples() -> Vec<Letter> {
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
