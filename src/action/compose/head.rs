//! The outside of a letter: sender, addressee, date and reference.

use crate::domain::organisation::Organisation;
use crate::domain::party::PartyKind;
use crate::letter::{Addressee, Contact, Envelope, Sender};

use super::Writing;

/// How many characters of the case's random id stand on a letter.
const REFERENCE: usize = 8;

/// The envelope of a letter of today.
pub(in crate::action) fn envelope(
    w: &Writing<'_>,
    from: &Organisation,
    addressee: Addressee,
) -> Envelope {
    let gemeente = from.kind == PartyKind::Gemeente;
    Envelope {
        sender: Sender {
            organisation: from.name.clone(),
            department: gemeente.then(|| "Leerplicht".to_owned()),
            address_lines: from.settings.address.clone(),
            telephone: from.settings.telephone.clone(),
            email: from.settings.email.clone(),
            // Art. 16 LPW: the leerplichtambtenaar works for burgemeester en wethouders.
            on_behalf_of: gemeente
                .then(|| format!("burgemeester en wethouders van {}", from.short_name())),
        },
        addressee,
        place: from.settings.place.clone(),
        date: w.today,
        reference: w.case.id.as_str().chars().take(REFERENCE).collect(),
    }
}

/// Whom to turn to at an organisation.
pub(super) fn contact(organisation: &Organisation) -> Contact {
    let email = &organisation.settings.email;
    Contact {
        name: organisation.name.clone(),
        telephone: organisation.settings.telephone.clone(),
        email: (!email.is_empty()).then(|| email.clone()),
    }
}

/// Where the notification goes, and without consent the SMA too.
pub(super) fn leerplicht(w: &Writing<'_>) -> Addressee {
    let gemeente = &w.parties.municipality;
    Addressee {
        name: format!("{}, Leerplicht", gemeente.name),
        address_lines: gemeente.settings.address.clone(),
    }
}
