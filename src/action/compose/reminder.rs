//! Letters that go by themselves: a reminder of what is still waited for, the yearly notification, the re-assessment.

use time::Date;

use crate::domain::case::{Recipients, State, deadline};
use crate::domain::dossier::{Dossier, SwvDossier};
use crate::domain::family::Person;
use crate::domain::notification_dates::YearlyNotification;
use crate::letter::{Letter, Reassessment, Reminded, Reminder};

use super::head::contact;
use super::people::{Sheet, of_application, to_each};
use super::{Outcome, Writing, gemeente};

/// What is still waited for, of the party that has the case, to each who can do something about it. None where nothing runs, or stands still,
/// and none about a day that is over.
pub(super) fn reminder(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let runs = deadline(&w.case.state, &w.case.pace, w.rules)?;
    let by = runs.due.date;
    let asked = |person| asked_of(&w.case.state, person);
    // A gemeente that knows no parent writes to all of them at once.
    let unnamed = w
        .dossier
        .gemeente()
        .is_some_and(|dossier| dossier.correspondents().is_empty());
    let about = |person| match &w.case.state {
        State::WithLpa(state) if unnamed && state.notified_on().is_none() => {
            Some(Reminded::Notification)
        }
        _ => asked(person),
    };
    each(w, about, by)
}

/// What this person can still do where the case stands.
fn asked_of(state: &State, person: Person) -> Option<Reminded> {
    let signs = || {
        let awaited = state.answers()?.signature_awaited();
        awaited.contains(&person).then_some(Reminded::Notification)
    };
    match state {
        State::Incomplete(_) => Some(Reminded::Completion),
        State::ParentsReading(_) => {
            let awaited = state.answers()?.release_awaited();
            awaited.contains(&person).then_some(Reminded::Reading)
        }
        // Whoever has the SMA can send it.
        State::ParentsSending(_) if state.answers()?.asked().to_release.contains(&person) => {
            Some(Reminded::Sending)
        }
        State::ParentsSending(_) | State::WithLpa(_) => signs(),
        State::Reassessing(_) => Some(Reminded::EndOfExemption),
        State::Filling(_)
        | State::AtSwv(_)
        | State::WithDoctor(_)
        | State::AdviceEstablished(_)
        | State::Running(_)
        | State::Closed(_) => None,
    }
}

/// The yearly notification of this last day.
pub(in crate::action) fn yearly(w: &Writing<'_>, by: Date) -> Vec<Outcome> {
    if w.case.state.exemption().is_none() {
        return Vec::new();
    }
    each(w, |_| Some(Reminded::YearlyNotification), by).unwrap_or_default()
}

fn each(
    w: &Writing<'_>,
    about: impl Fn(Person) -> Option<Reminded>,
    by: Date,
) -> Option<Vec<Outcome>> {
    if by < w.today {
        return None;
    }
    let new_statement = |year: &YearlyNotification| {
        let exemption = w.case.state.exemption()?;
        let asked = year.last_day.date == by && !year.is_carried_by(exemption.statement_on);
        asked.then_some(year.earliest_statement.date)
    };
    let years = w.case.state.exemption().map(|own| own.years(w.rules));
    let statement_from = years.and_then(|years| years.iter().find_map(new_statement));
    let mut outcomes = to_everyone(w, |sheet| {
        Letter::Reminder(Box::new(Reminder {
            envelope: sheet.envelope,
            child: sheet.child,
            about: about(sheet.person).unwrap_or(Reminded::Notification),
            by,
            statement_from,
            municipality: w.parties.municipality.short_name().to_owned(),
            swv: contact(&w.parties.swv),
            signed_by: w.signer.clone(),
        }))
    })?;
    outcomes.retain(|outcome| about(outcome.person()).is_some());
    Some(outcomes)
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
            municipality: w.parties.municipality.short_name().to_owned(),
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
    let who = of_application(application, consent, Recipients::Everyone, w.today);
    let child = &application.child.name;
    Some(to_each(w, from, child, who, |sheet| vec![letter(sheet)]))
}
