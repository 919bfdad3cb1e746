//! Letters that go by themselves: a reminder of what is still waited for, the yearly notification, the re-assessment.

use crate::domain::case::{Recipients, State, deadline};
use crate::domain::dossier::{Dossier, SwvDossier};
use crate::domain::notification_dates::{NotificationTerms, notification_dates};
use crate::letter::{Letter, Reassessment, Reminded, Reminder};

use super::head::{contact, short_name};
use super::people::{Sheet, of_application, to_each};
use super::{Outcome, Writing, gemeente};

/// What is still waited for, of the party that has the case. None where nothing runs, or stands still.
pub(super) fn reminder(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let about = match &w.case.state {
        State::Incomplete(_) => Reminded::Completion,
        State::ParentsReading(_) => Reminded::Reading,
        State::ParentsSending(_) => Reminded::Sending,
        State::WithLpa(state) if state.notified_on().is_none() => Reminded::Notification,
        State::Reassessing(_) => Reminded::EndOfExemption,
        _ => return None,
    };
    let runs = deadline(&w.case.state, &w.case.pace, w.rules)?;
    each(w, about, runs.due.date)
}

/// The yearly notification of the next last day.
pub(super) fn yearly(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let exemption = w.case.state.exemption()?;
    let (from, until, never) = (exemption.from, exemption.until, exemption.never_fit);
    let dates = notification_dates(from, until, never, &NotificationTerms::of(w.rules));
    let by = dates.iter().map(|yearly| yearly.last_day.date);
    let by = by.into_iter().find(|day| *day >= w.today)?;
    each(w, Reminded::YearlyNotification, by)
}

fn each(w: &Writing<'_>, about: Reminded, by: time::Date) -> Option<Vec<Outcome>> {
    to_everyone(w, |sheet| {
        Letter::Reminder(Box::new(Reminder {
            envelope: sheet.envelope,
            child: sheet.child,
            about,
            by,
            municipality: short_name(&w.parties.municipality),
            swv: contact(&w.parties.swv),
            signed_by: w.signer.clone(),
        }))
    })
}

/// Is the exemption needed any longer?
pub(super) fn reassessment(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let exemption = w.case.state.exemption()?;
    let until = exemption.until;
    to_everyone(w, |sheet| {
        Letter::Reassessment(Box::new(Reassessment {
            envelope: sheet.envelope,
            child: sheet.child,
            until,
            municipality: short_name(&w.parties.municipality),
            swv: contact(&w.parties.swv),
            signed_by: w.signer.clone(),
        }))
    })
}

fn to_everyone(w: &Writing<'_>, letter: impl Fn(Sheet) -> Letter) -> Option<Vec<Outcome>> {
    let (from, application, consent) = match w.dossier {
        Dossier::Swv(SwvDossier::Full(file)) => (&w.parties.swv, &file.application, &file.consent),
        Dossier::Ggd(dossier) => (&w.parties.ggd, &dossier.application, &dossier.consent),
        Dossier::Gemeente(dossier) => return Some(gemeente::each(w, dossier, letter)),
        Dossier::Swv(SwvDossier::SittingOnly(_)) | Dossier::LocalTeam(_) => return None,
    };
    // Only who may read the SMA can release it.
    let to = match w.case.state {
        State::ParentsReading(_) => Recipients::Readers,
        _ => Recipients::Everyone,
    };
    let who = of_application(application, consent, to, w.today);
    let child = &application.child.name;
    Some(to_each(w, from, child, who, |sheet| vec![letter(sheet)]))
}
