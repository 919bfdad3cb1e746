//! Letters of the SWV. `None` where its dossier or the state doesn't carry this letter.

use time::Date;

use crate::domain::application::{Application, Missing};
use crate::domain::case::{Recipients, State};
use crate::domain::deadline::DeadlineKind;
use crate::domain::dossier::SwvFile;
use crate::domain::family::Person;
use crate::domain::party::PartyKind;
use crate::domain::rules::{Keeps, RetentionStart};
use crate::letter::{CompletionRequest, Keeping, Letter, Receipt, SchoolPossible, ServiceTerms};

use super::people::{Sheet, of_application, to_each};
use super::{Outcome, Writing, kept_until};

/// Confirmation of receipt.
pub(super) fn receipt(w: &Writing<'_>, to: Recipients) -> Option<Vec<Outcome>> {
    let file = w.dossier.swv()?;
    let (received_on, missing, answer_by) = match &w.case.state {
        State::Incomplete(s) => (
            s.received_on(),
            in_words(s.missing(), &file.application),
            s.asked_until(),
        ),
        State::AtSwv(s) => (s.received_on(), Vec::new(), None),
        _ => return None,
    };
    let term = |kind| w.rules.term(kind).dutch();
    let terms = ServiceTerms {
        contact: term(DeadlineKind::FirstContact),
        appointment: term(DeadlineKind::Appointment),
        advice: term(DeadlineKind::Advice),
        decision: term(DeadlineKind::Decision),
    };
    Some(each(w, file, to, |sheet| {
        Letter::Receipt(Box::new(Receipt {
            envelope: sheet.envelope,
            child: sheet.child,
            received_on,
            missing: missing.clone(),
            answer_by,
            municipality: w.parties.municipality.short_name().to_owned(),
            terms: terms.clone(),
            keeping: keeping(w, file, received_on),
            link: w.links.get(&sheet.person).cloned(),
            privacy_email: w.parties.swv.settings.email.clone(),
        }))
    }))
}

/// What the SWV keeps of an application that it got on this day.
pub(super) fn keeping(w: &Writing<'_>, file: &SwvFile, received_on: Date) -> Keeping {
    match file.keeps(w.rules, w.today) {
        Keeps::Dossier => Keeping::ApplicationUntil {
            until: kept_until(w, PartyKind::Swv, |start| match start {
                RetentionStart::Receipt => received_on,
                _ => w.today,
            }),
        },
        Keeps::SittingOnly => Keeping::SittingOnly,
    }
}

/// What is missing.
pub(super) fn completion_request(w: &Writing<'_>, to: Recipients) -> Option<Vec<Outcome>> {
    let file = w.dossier.swv()?;
    let (received_on, answer_by, missing) = match &w.case.state {
        State::Incomplete(s) => (s.received_on(), s.asked_until()?, s.missing().clone()),
        State::AtSwv(s) => {
            let until = w.rules.term(DeadlineKind::Completion).after(w.today);
            (s.received_on(), until, file.missing(w.rules, w.today))
        }
        _ => return None,
    };
    let blocks = missing.iter().any(|missing| missing.blocks());
    let missing = in_words(&missing, &file.application);
    Some(each(w, file, to, |sheet| {
        Letter::CompletionRequest(Box::new(CompletionRequest {
            envelope: sheet.envelope,
            child: sheet.child,
            received_on,
            missing: missing.clone(),
            blocks,
            answer_by,
            link: w.links.get(&sheet.person).cloned(),
            signed_by: w.signer.clone(),
        }))
    }))
}

/// A possibility in education was found: what the sitting agreed on, one agreement a line.
pub(super) fn school_possible(w: &Writing<'_>, to: Recipients) -> Option<Vec<Outcome>> {
    let file = w.dossier.swv()?;
    let agreements = agreements(file);
    Some(each(w, file, to, |sheet| {
        Letter::SchoolPossible(Box::new(SchoolPossible {
            envelope: sheet.envelope,
            child: sheet.child,
            place_of_education: None,
            starts_on: None,
            agreements: agreements.clone(),
            follow_up_on: None,
            municipality: w.parties.municipality.short_name().to_owned(),
            signed_by: w.signer.clone(),
        }))
    }))
}

/// What the sitting agreed on, one agreement a line.
pub(super) fn agreements(file: &SwvFile) -> Vec<String> {
    let agreed = file.agreement.as_ref().map_or("", |text| text.as_str());
    agreed
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// One letter for each of these, out of the file.
pub(super) fn each(
    w: &Writing<'_>,
    file: &SwvFile,
    to: Recipients,
    letter: impl Fn(Sheet) -> Letter,
) -> Vec<Outcome> {
    let application = &file.application;
    let who = of_application(application, &file.consent, to, w.today);
    to_each(w, &w.parties.swv, &application.child.name, who, |sheet| {
        vec![letter(sheet)]
    })
}

/// What is missing, with names for "parent 1" and "parent 2": a reader doesn't know the order of the form.
fn in_words<'m>(
    missing: impl IntoIterator<Item = &'m Missing>,
    application: &Application,
) -> Vec<String> {
    let name = |person: Person| match application.parent(person) {
        Some(parent) => parent.name.full(),
        None => application.child.name.full(),
    };
    let words = |item: &Missing| match *item {
        Missing::Signature(person) => {
            format!("de handtekening van {} onder de aanvraag", name(person))
        }
        Missing::ConsentSignature(person) => {
            format!("de handtekening van {} onder de toestemming", name(person))
        }
        Missing::Field(_) | Missing::ViewOfChild => item.dutch(),
    };
    missing.into_iter().map(words).collect()
}
