//! Letters around the sitting of the team (covenant, art. 3.5, 12.4 and 12.5). `None` where the state knows of none.

use crate::domain::case::{Recipients, Sitting as Planned, State};
use crate::domain::dates;
use crate::domain::party::PartyKind;
use crate::letter::{Letter, Sitting, SittingOff, SittingReport};

use super::people::is_of_age;
use super::swv::{agreements, each, keeping};
use super::{Outcome, Writing};

/// The invitation of the family, with what it must know beforehand.
pub(super) fn invitation(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let file = w.dossier.swv()?;
    let State::AtSwv(state) = &w.case.state else {
        return None;
    };
    let planned = w.case.state.sitting_to_come()?;
    let at = dates::parse_time(&planned.at).ok()?;
    let location = match &file.sitting_place {
        Some(place) => vec![place.to_string()],
        None => w.parties.swv.settings.address.clone(),
    };
    let keeping = keeping(w, file, state.received_on());
    let child = &file.application.child;
    let child_invited = child.cannot_decide.is_none() && is_of_age(12, child.born, w.today);
    Some(each(w, file, Recipients::Invited, |sheet| {
        Letter::Sitting(Box::new(Sitting {
            envelope: sheet.envelope,
            child: sheet.child,
            on: planned.on,
            at,
            moved: planned.moved,
            location: location.clone(),
            guests: guests(w, planned),
            child_invited,
            keeping: keeping.clone(),
            privacy_email: w.parties.swv.settings.email.clone(),
            signed_by: w.signer.clone(),
        }))
    }))
}

/// Who is invited beside the family.
fn guests(w: &Writing<'_>, planned: &Planned) -> Vec<String> {
    let named = |kind: &PartyKind| {
        let party = w.parties.get(*kind)?;
        Some(match kind {
            PartyKind::Ggd => format!("de onafhankelijke arts van {}", party.name),
            PartyKind::Gemeente => format!("de leerplichtambtenaar van {}", party.short_name()),
            _ => format!("een medewerker van {}", party.name),
        })
    };
    planned.with.iter().filter_map(named).collect()
}

/// The sitting is off.
pub(super) fn off(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let file = w.dossier.swv()?;
    let on = w.case.state.last_sitting()?.on;
    Some(each(w, file, Recipients::Invited, |sheet| {
        Letter::SittingOff(Box::new(SittingOff {
            envelope: sheet.envelope,
            child: sheet.child,
            on,
            signed_by: w.signer.clone(),
        }))
    }))
}

/// What the sitting agreed on.
pub(super) fn report(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let file = w.dossier.swv()?;
    let State::AtSwv(state) = &w.case.state else {
        return None;
    };
    let on = state.sitting()?;
    Some(each(w, file, Recipients::Invited, |sheet| {
        Letter::SittingReport(Box::new(SittingReport {
            envelope: sheet.envelope,
            child: sheet.child,
            on,
            agreements: agreements(file),
            also_to: file.report_to.as_ref().map(ToString::to_string),
            signed_by: w.signer.clone(),
        }))
    }))
}
