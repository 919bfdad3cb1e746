//! Letters of the GGD. `None` where its dossier or the state doesn't carry this letter.

use time::Time;

use crate::domain::advice::Advice;
use crate::domain::case::{Recipients, State, deadline, last_good_day};
use crate::domain::dossier::GgdDossier;
use crate::letter::{
    AdviceForReading, Appointment, Closed, ClosedReason, Contact, FitForSchool, Letter,
    NotificationRequest, OnSilence, Route,
};

use super::advice::{CopyFor, advice};
use super::head::{contact, leerplicht};
use super::people::{Sheet, of_application, to_each, who_reads};
use super::{Outcome, Writing};

/// The invitation of the doctor.
pub(super) fn appointment(w: &Writing<'_>, to: Recipients) -> Option<Vec<Outcome>> {
    let dossier = w.dossier.ggd()?;
    let State::WithDoctor(state) = &w.case.state else {
        return None;
    };
    let planned = state.appointment()?;
    let at = time_of_day(&planned.at)?;
    let location = match &dossier.appointment_place {
        Some(place) => vec![place.to_string()],
        None => w.parties.ggd.settings.address.clone(),
    };
    Some(each(w, dossier, to, |sheet| {
        vec![Letter::Appointment(Box::new(Appointment {
            envelope: sheet.envelope,
            child: sheet.child,
            on: planned.on,
            at,
            minutes: None,
            location: location.clone(),
            bring: vec![
                "een geldig identiteitsbewijs (paspoort of identiteitskaart)".to_owned(),
                "deze brief".to_owned(),
            ],
            signed_by: w.signer.clone(),
        }))]
    }))
}

/// The SMA for those who read it, each with a covering letter. From 16 on a parent who may not read it is asked for the
/// notification as long as it isn't signed, without a word of the SMA.
pub(super) fn advice_for_reading(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let dossier = w.dossier.ggd()?;
    let newest = dossier.advice.last()?;
    let route = route(w)?;
    let readers = who_reads(&dossier.application, &dossier.consent, w.today);
    let mut written = each(w, dossier, Recipients::Readers, |sheet| {
        let copy = advice(w, newest, CopyFor::Family(sheet.person));
        let cover = covering(w, newest, sheet, route.clone());
        [Some(cover), copy].into_iter().flatten().collect()
    });
    let signed = w.case.state.answers()?.signed();
    let mut others = of_application(
        &dossier.application,
        &dossier.consent,
        Recipients::Everyone,
        w.today,
    );
    others.retain(|o| !readers.contains(&o.person) && !signed.contains_key(&o.person));
    let child = &dossier.application.child.name;
    written.extend(to_each(w, &w.parties.ggd, child, others, |sheet| {
        vec![notification_request(w, newest, sheet)]
    }));
    Some(written)
}

/// Asks each parent for the signature that the gemeente waits for.
pub(super) fn notification_requests(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let dossier = w.dossier.ggd()?;
    let newest = dossier.advice.last()?;
    let with_lpa = matches!(w.case.state, State::WithLpa(_));
    let answers = w.case.state.answers().filter(|_| with_lpa)?;
    let awaited = answers.signature_awaited();
    let mut asked = of_application(
        &dossier.application,
        &dossier.consent,
        Recipients::Everyone,
        w.today,
    );
    asked.retain(|one| awaited.contains(&one.person));
    let child = &dossier.application.child.name;
    Some(to_each(w, &w.parties.ggd, child, asked, |sheet| {
        vec![notification_request(w, newest, sheet)]
    }))
}

fn covering(w: &Writing<'_>, newest: &Advice, sheet: Sheet, mut route: Route) -> Letter {
    let (Route::Doctor { link, .. } | Route::Yourself { link }) = &mut route;
    *link = w.links.get(&sheet.person).cloned();
    Letter::AdviceForReading(Box::new(AdviceForReading {
        envelope: sheet.envelope,
        child: sheet.child,
        municipality: w.parties.municipality.short_name().to_owned(),
        statement_on: newest.established_on,
        statement_good_until: last_good_day(newest.established_on, w.rules),
        to: leerplicht(w),
        route,
        signed_by: w.signer.clone(),
    }))
}

pub(super) fn notification_request(w: &Writing<'_>, newest: &Advice, sheet: Sheet) -> Letter {
    Letter::NotificationRequest(Box::new(NotificationRequest {
        link: w.links.get(&sheet.person).cloned(),
        envelope: sheet.envelope,
        child: sheet.child,
        municipality: w.parties.municipality.short_name().to_owned(),
        statement_on: newest.established_on,
        statement_good_until: last_good_day(newest.established_on, w.rules),
        at_gemeente: matches!(w.case.state, State::WithLpa(_)),
        to: leerplicht(w),
        signed_by: w.signer.clone(),
    }))
}

/// How the SMA gets to the gemeente.
fn route(w: &Writing<'_>) -> Option<Route> {
    match &w.case.state {
        State::ParentsReading(state) => {
            let answer_by = deadline(&w.case.state, &w.case.pace, w.rules)?.due.date;
            let on_silence = if w.rules.share_after_silence && !state.blocked() {
                OnSilence::DoctorDecides
            } else {
                OnSilence::NothingIsSent
            };
            Some(Route::Doctor {
                answer_by,
                on_silence,
                link: None,
            })
        }
        State::ParentsSending(_) => Some(Route::Yourself { link: None }),
        _ => None,
    }
}

/// The doctor finds the child fit. Those who may read it get the SMA too; a parent who may not read it hears that the procedure
/// is over, and not what the doctor found.
pub(super) fn fit_for_school(w: &Writing<'_>, to: Recipients) -> Option<Vec<Outcome>> {
    let dossier = w.dossier.ggd()?;
    let newest = dossier.advice.last()?;
    let readers = who_reads(&dossier.application, &dossier.consent, w.today);
    Some(each(w, dossier, to, |sheet| {
        let person = sheet.person;
        if !readers.contains(&person) {
            return vec![finished(w, sheet)];
        }
        let copy = advice(w, newest, CopyFor::Family(person));
        let letter = Letter::FitForSchool(Box::new(FitForSchool {
            envelope: sheet.envelope,
            child: sheet.child,
            statement_on: newest.established_on,
            municipality: w.parties.municipality.short_name().to_owned(),
            swv: contact(&w.parties.swv),
            complaints: Contact {
                name: format!("klachtenfunctionaris van {}", w.parties.ggd.name),
                ..contact(&w.parties.ggd)
            },
            signed_by: w.signer.clone(),
        }));
        [Some(letter), copy].into_iter().flatten().collect()
    }))
}

fn finished(w: &Writing<'_>, sheet: Sheet) -> Letter {
    Letter::Closed(Box::new(Closed {
        envelope: sheet.envelope,
        child: sheet.child,
        reason: ClosedReason::Finished,
        municipality: w.parties.municipality.short_name().to_owned(),
        signed_by: w.signer.clone(),
    }))
}

fn each(
    w: &Writing<'_>,
    dossier: &GgdDossier,
    to: Recipients,
    letters: impl Fn(Sheet) -> Vec<Letter>,
) -> Vec<Outcome> {
    let application = &dossier.application;
    let who = of_application(application, &dossier.consent, to, w.today);
    to_each(w, &w.parties.ggd, &application.child.name, who, letters)
}

/// Reads `HH:MM`.
fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::from_hms(hour.parse().ok()?, minute.parse().ok()?, 0).ok()
}
