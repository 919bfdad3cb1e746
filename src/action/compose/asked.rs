//! The letter that asks a consent for something new. `None` where the dossier holds no question.

use crate::domain::case::Recipients;
use crate::domain::family::who_consents;
use crate::domain::party::PartyKind;
use crate::letter::{Addressee, ConsentRequest, Letter};

use super::people::{of_application, to_each};
use super::{Outcome, Writing};

/// The newest question, to each who must answer it on this day.
pub(super) fn consent_requests(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let (consent, application) = w.dossier.consent()?;
    let question = consent.questions.last()?;
    let from = match w.dossier.kind() {
        PartyKind::Ggd => &w.parties.ggd,
        _ => &w.parties.swv,
    };
    let child = &application.child;
    let deciding = who_consents(child, &application.parents, w.today);
    let mut asked = of_application(application, consent, Recipients::Everyone, w.today);
    asked.retain(|one| deciding.contains(&one.person));
    Some(to_each(w, from, &child.name, asked, |sheet| {
        vec![Letter::ConsentRequest(Box::new(ConsentRequest {
            link: w.links.get(&sheet.person).cloned(),
            envelope: sheet.envelope,
            child: sheet.child,
            question: question.shown(),
            to: question.to(),
            kinds: question.kinds(),
            why: question.why.to_string(),
            together: deciding.len() > 1,
            back_to: Addressee {
                name: from.name.clone(),
                address_lines: from.settings.address.clone(),
            },
            signed_by: w.signer.clone(),
        }))]
    }))
}
