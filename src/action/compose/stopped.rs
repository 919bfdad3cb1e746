//! The closing letter: whoever ends the procedure sends it.

use crate::domain::ages::birthday;
use crate::domain::application::Application;
use crate::domain::case::{End, Recipients, State, last_good_day};
use crate::domain::dossier::{Dossier, SwvDossier, SwvFile};
use crate::letter::{Awaited, Closed, ClosedReason, Letter};

use super::people::{Sheet, of_application, to_each};
use super::{Outcome, Writing, gemeente};

/// The procedure stopped. No letter after a death, and none for an end that has a letter of its own.
pub(super) fn stopped(w: &Writing<'_>, to: Recipients) -> Option<Vec<Outcome>> {
    let State::Closed(closed) = &w.case.state else {
        return None;
    };
    let reason = match closed.end() {
        End::Withdrawn => ClosedReason::Withdrawn { on: closed.on() },
        End::Lapsed => ClosedReason::NoAnswer {
            awaited: awaited(w),
        },
        End::MovedAway => ClosedReason::Moved,
        End::Eighteen => ClosedReason::TurnedEighteen {
            on: w
                .dossier
                .born()
                .map_or(closed.on(), |born| birthday(born, 18)),
        },
        End::SchoolPossible
        | End::Fit
        | End::RequirementNotMet
        | End::BackAtSchool
        | End::Died
        | End::Expired => return None,
    };
    let letter = |sheet: Sheet| {
        Letter::Closed(Box::new(Closed {
            envelope: sheet.envelope,
            child: sheet.child,
            reason: reason.clone(),
            municipality: w.parties.municipality.short_name().to_owned(),
            signed_by: w.signer.clone(),
        }))
    };
    let (from, application, consent) = match w.dossier {
        Dossier::Swv(SwvDossier::Full(file)) => (&w.parties.swv, &file.application, &file.consent),
        Dossier::Ggd(dossier) => (&w.parties.ggd, &dossier.application, &dossier.consent),
        Dossier::Gemeente(dossier) => return Some(gemeente::each(w, dossier, letter)),
        Dossier::Swv(SwvDossier::SittingOnly(_)) | Dossier::LocalTeam(_) => return None,
    };
    let who = of_application(application, consent, to, w.today);
    Some(to_each(w, from, &application.child.name, who, |sheet| {
        vec![letter(sheet)]
    }))
}

/// What didn't come, as far as the sending party knows.
fn awaited(w: &Writing<'_>) -> Awaited {
    match w.dossier {
        Dossier::Swv(SwvDossier::Full(file)) if lacks_something(w, file) => Awaited::Completion,
        Dossier::Ggd(dossier) => match dossier.advice.last() {
            Some(advice) => Awaited::Sending {
                good_until: last_good_day(advice.established_on, w.rules),
            },
            None => Awaited::Conversation,
        },
        Dossier::Swv(_) | Dossier::Gemeente(_) | Dossier::LocalTeam(_) => Awaited::Answer,
    }
}

fn lacks_something(w: &Writing<'_>, file: &SwvFile) -> bool {
    let (required, signed) = (&w.rules.required, w.rules.application_signed);
    let missing = file
        .application
        .missing(&file.consent, required, signed, w.today);
    Application::complete(&missing).is_err()
}
