//! Letters and papers of the gemeente. `None` where its dossier or the state doesn't carry this one.

use crate::domain::advice::YearMonth;
use crate::domain::case::{End, State, last_good_day};
use crate::domain::dossier::GemeenteDossier;
use crate::domain::due_date::DueDate;
use crate::domain::exemption::{Notification, Requirement};
use crate::domain::family::Person;
use crate::domain::field::Field;
use crate::domain::notification_dates::{NotificationTerms, notification_dates};
use crate::domain::party::PartyKind;
use crate::domain::rules::RetentionStart;
use crate::domain::term::Term;
use crate::letter::{
    Addressee, DecisionGranted, DecisionRefused, ExemptionSheet, Letter, NotificationTask,
    Objection, RefusalReason, SchoolConfirmation,
};

use super::advice::gender;
use super::ggd::notification_request;
use super::head::{contact, envelope};
use super::people::{Sheet, of_correspondents, to_each, to_parents_of};
use super::{Outcome, Writing, Written, kept_until};

/// The decision: granted.
pub(super) fn granted(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let dossier = w.dossier.gemeente()?;
    let exemption = dossier.exemption.as_ref()?;
    let (from, until) = (exemption.from, exemption.until);
    let terms = NotificationTerms::of(w.rules);
    let notifications: Vec<NotificationTask> =
        notification_dates(from, until, exemption.never_fit, &terms)
            .into_iter()
            .map(|yearly| NotificationTask {
                by: yearly.last_day.date,
                statement_from: yearly.earliest_statement.date,
            })
            .collect();
    let kept_until = kept_until(w, PartyKind::Gemeente, |start| match start {
        RetentionStart::EndOfExemption | RetentionStart::EndOfCase => until,
        RetentionStart::Receipt | RetentionStart::LastStep | RetentionStart::LastChange => w.today,
    });
    Some(each(w, dossier, |sheet| {
        Letter::DecisionGranted(Box::new(DecisionGranted {
            envelope: sheet.envelope,
            child: sheet.child,
            municipality: w.parties.municipality.short_name().to_owned(),
            notified_on: exemption.notified_on,
            from,
            until,
            notifications: notifications.clone(),
            reassessment_letter_on: exemption.reassessment_letter_on,
            swv: contact(&w.parties.swv),
            swv_looks_again: exemption.look_again.and_then(YearMonth::first_day),
            kept_until,
            objection: objection(w),
            signed_by: w.signer.clone(),
        }))
    }))
}

/// The decision: a requirement is not met.
pub(super) fn refused(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let dossier = w.dossier.gemeente()?;
    let closed =
        matches!(&w.case.state, State::Closed(closed) if closed.end() == End::RequirementNotMet);
    let requirement = dossier.refused.filter(|_| closed)?;
    let notification = dossier.notification.as_deref();
    let reason = reason(w, dossier, requirement);
    Some(each(w, dossier, |sheet| {
        Letter::DecisionRefused(Box::new(DecisionRefused {
            envelope: sheet.envelope,
            child: sheet.child,
            municipality: w.parties.municipality.short_name().to_owned(),
            notification_of: notification.and_then(|n| n.signed.values().max().copied()),
            reasons: vec![reason.clone()],
            swv: contact(&w.parties.swv),
            objection: objection(w),
            signed_by: w.signer.clone(),
        }))
    }))
}

/// Asks each parent whose address the gemeente knows for the signature that it waits for: the form on paper, without a link.
pub(super) fn notification_requests(w: &Writing<'_>) -> Option<Vec<Outcome>> {
    let dossier = w.dossier.gemeente()?;
    let advice = dossier.advice.as_deref()?;
    let with_lpa = matches!(w.case.state, State::WithLpa(_));
    let answers = w.case.state.answers().filter(|_| with_lpa)?;
    let awaited = answers.signature_awaited();
    let front = advice.front.as_ref();
    let (name, born) = match (&dossier.notification, front) {
        (Some(notification), _) => (&notification.name, notification.born),
        (None, Some(front)) => (&front.name, front.born),
        (None, None) => (dossier.seintje.name(), None),
    };
    let mut asked = of_correspondents(dossier.correspondents(), born, w.today);
    asked.retain(|one| awaited.contains(&one.person));
    let from = &w.parties.municipality;
    Some(to_each(w, from, name, asked, |sheet| {
        vec![notification_request(w, advice, sheet)]
    }))
}

/// The exemption on one page, for the gemeente's own system.
#[must_use]
pub fn exemption_sheet(w: &Writing<'_>) -> Option<Letter> {
    let dossier = w.dossier.gemeente()?;
    let exemption = dossier.exemption.as_ref()?;
    let notification = dossier.notification.as_deref()?;
    let advice = dossier.advice.as_deref()?;
    let officer = Addressee {
        name: w.signer.name.clone(),
        address_lines: w.parties.municipality.settings.address.clone(),
    };
    let second = advice.second.as_ref();
    Some(Letter::ExemptionSheet(Box::new(ExemptionSheet {
        envelope: envelope(w, &w.parties.municipality, officer),
        name: notification.name.full(),
        date_of_birth: notification.born?,
        gender: gender(notification.gender),
        bsn: notification.number.as_ref()?.expose().to_owned(),
        address_lines: notification.address.as_ref()?.lines(),
        from: exemption.from,
        until: exemption.until,
        statement_on: exemption.statement_on,
        doctor: advice.doctor.full(),
        notified_on: exemption.notified_on,
        claimed_before: notification.claimed_before?,
        meanwhile: second
            .and_then(|page| page.meanwhile.as_ref())
            .map(ToString::to_string),
        swv_looks_again: exemption.look_again.and_then(YearMonth::first_day),
        reassessment_letter_on: exemption.reassessment_letter_on,
        signed_by: w.signer.clone(),
    })))
}

/// The confirmation that lets a school strike the pupil off. The gemeente doesn't know which school: the parents hand it over.
#[must_use]
pub fn school_confirmation(w: &Writing<'_>) -> Option<Letter> {
    let dossier = w.dossier.gemeente()?;
    let exemption = dossier.exemption.as_ref()?;
    let notification = dossier.notification.as_deref()?;
    let school = Addressee {
        name: "directie van de school".to_owned(),
        address_lines: Vec::new(),
    };
    Some(Letter::SchoolConfirmation(Box::new(SchoolConfirmation {
        envelope: envelope(w, &w.parties.municipality, school),
        name: notification.name.full(),
        date_of_birth: notification.born?,
        from: exemption.from,
        until: exemption.until,
        signed_by: w.signer.clone(),
    })))
}

/// Where the gemeente knows no parents the letter goes to them at the child's address on the SMA. To find an address is a task
/// where there is none. A gemeente that has a name alone writes to nobody: an exemption moved there.
pub(super) fn each(
    w: &Writing<'_>,
    dossier: &GemeenteDossier,
    letter: impl Fn(Sheet) -> Letter,
) -> Vec<Outcome> {
    let from = &w.parties.municipality;
    let front = dossier
        .advice
        .as_deref()
        .and_then(|advice| advice.front.as_ref());
    let (name, born) = match (&dossier.notification, front) {
        (Some(notification), _) => (&notification.name, notification.born),
        (None, Some(front)) => (&front.name, front.born),
        (None, None) => (dossier.seintje.name(), None),
    };
    let who = of_correspondents(dossier.correspondents(), born, w.today);
    if !who.is_empty() {
        return to_each(w, from, name, who, |sheet| vec![letter(sheet)]);
    }
    let Some(front) = front else {
        return Vec::new();
    };
    to_parents_of(w, from, front).map_or_else(
        || vec![Outcome::NoAddress(Person::Parent1)],
        |sheet| {
            let (person, letter) = (sheet.person, letter(sheet));
            vec![Outcome::Written(Written { person, letter })]
        },
    )
}

/// The objection clause, where the gemeente uses one: six weeks from the day after sending (art. 6:7 and 6:8 Awb), and never ending on
/// a weekend or holiday (art. 1 Algemene termijnenwet).
fn objection(w: &Writing<'_>) -> Option<Objection> {
    let settings = &w.parties.municipality.settings;
    settings.objection_clause.then(|| Objection {
        until: DueDate::legal(
            w.today,
            Term::Weeks(6),
            "artikel 6:7 Algemene wet bestuursrecht",
        )
        .date,
        address_lines: settings.address.clone(),
    })
}

fn reason(w: &Writing<'_>, dossier: &GemeenteDossier, requirement: Requirement) -> RefusalReason {
    match requirement {
        Requirement::Notification => RefusalReason::NotSignedByResponsible,
        Requirement::NotificationFields => RefusalReason::NotificationIncomplete {
            missing: fields_missing(dossier.notification.as_deref()),
        },
        Requirement::StatementAge => match dossier.advice.as_deref() {
            Some(advice) => RefusalReason::StatementTooOld {
                statement_on: advice.established_on,
                good_until: last_good_day(advice.established_on, w.rules),
            },
            None => RefusalReason::NoStatement,
        },
        Requirement::DoctorAppointed => RefusalReason::DoctorNotAppointed,
        Requirement::DoctorIndependent => RefusalReason::DoctorTreatsChild,
        Requirement::Registered => RefusalReason::RegisteredElsewhere,
    }
}

/// Which fields of art. 6 the notification lacks, in the words of the form.
fn fields_missing(notification: Option<&Notification>) -> Vec<String> {
    let held = |test: fn(&Notification) -> bool| notification.is_some_and(test);
    let fields = [
        (held(|n| n.born.is_some()), Field::ChildBorn),
        (held(|n| n.gender.is_some()), Field::ChildGender),
        (held(|n| n.number.is_some()), Field::ChildNumber),
        (held(|n| n.address.is_some()), Field::ChildAddress),
        (held(|n| n.claimed_before.is_some()), Field::ClaimedBefore),
    ];
    let missing: Vec<String> = fields
        .into_iter()
        .filter(|(held, _)| !held)
        .map(|(_, field)| field.dutch().to_owned())
        .collect();
    if missing.is_empty() {
        vec!["een gegeven waar de wet om vraagt; bel ons, dan zeggen wij welk".to_owned()]
    } else {
        missing
    }
}
