//! One page with a question: shows it with what was typed before, and keeps the answer.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::action::ActionError;
use crate::action::apply;
use crate::domain::consent::TextVersion;
use crate::domain::field::Field;
use crate::domain::person::Gender;
use crate::web::failure::Failure;
use crate::web::family::facts;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::parents::bare;
use crate::web::state::AppState;
use crate::web::submitted::Submitted;
use crate::web::swv::application_form;

use super::questions::{Ask, Kind, Step};
use super::steps::{self, DraftFields, Known};
use super::visitor::{ApplicantVisitor, Own, own};

/// Where somebody goes on after it.
#[derive(Deserialize)]
pub struct Then {
    naar: Option<String>,
}

/// What a consent is about, as the form shows it.
struct Shown {
    question: &'static str,
    to: &'static str,
    kinds: String,
}

#[derive(Template)]
#[template(path = "pages/apply/step.html")]
struct StepPage {
    frame: Frame,
    form: Form,
    title: &'static str,
    step: &'static Step,
    consent: Option<Shown>,
    /// Which of how many it is.
    at: usize,
    of: usize,
    /// The page before it.
    back: String,
    /// Whether it was opened from the summary.
    checks: bool,
    custody: [Choice; 3],
    yes_no: [Choice; 2],
    genders: Vec<Choice>,
    municipalities: Vec<Choice>,
    local_teams: Vec<Choice>,
}

/// `GET /aanvraag/vraag/{step}`
///
/// # Errors
/// [`Failure::NotFound`] for a question that isn't asked.
pub async fn show(
    State(app): State<AppState>,
    who: ApplicantVisitor,
    Path(slug): Path<String>,
    Query(then): Query<Then>,
    frame: Frame,
) -> Result<Response, Failure> {
    let own = match own(&app, &who.0).await {
        Ok(own) => own,
        Err(answer) => return Ok(answer),
    };
    if own.opened.draft.by != who.0.person || !own.opened.draft.signed.is_empty() {
        return Ok(Redirect::to("/aanvraag").into_response());
    }
    let step = found(&own, &slug)?;
    let form = steps::filled(&own.opened.draft);
    Ok(shown(frame, form, step, &own, then.naar.is_some()))
}

/// `POST /aanvraag/vraag/{step}`: keeps what was typed, if nothing is wrong with it.
///
/// # Errors
/// As [`show`].
pub async fn save(
    State(app): State<AppState>,
    who: ApplicantVisitor,
    Path(slug): Path<String>,
    Query(then): Query<Then>,
    frame: Frame,
    submitted: Submitted<DraftFields>,
) -> Result<Response, Failure> {
    let mut own = match own(&app, &who.0).await {
        Ok(own) => own,
        Err(answer) => return Ok(answer),
    };
    let step = found(&own, &slug)?;
    let (typed, today) = (submitted.form, app.house.clock.today());
    // Of what came only the fields of this page count.
    let mut answers: Vec<(String, String)> = step
        .asks
        .iter()
        .flat_map(Ask::fields)
        .map(|name| {
            let value = typed.value(&name).to_owned();
            (name, value)
        })
        .collect();
    leave_out(step, &mut answers);
    own.opened.draft.put(answers.clone());
    own.known = Known::of(&own.opened.draft, own.offered.sector, today);
    let mut form = steps::filled(&own.opened.draft);
    application_form::read(&mut form, &own.offered, today);
    step.check(&mut form, &own.known);
    form.only_mistakes(|field| step.has(field));
    if form.is_sound() {
        match apply::save(&app.house, &who.0, answers).await {
            Ok(()) => return Ok(Redirect::to(&next(&own.known, step, &then)).into_response()),
            Err(ActionError::Changed) => form.stop(
                "Deze aanvraag is al ondertekend",
                "Uw antwoord is niet opgeslagen. Wilt u toch iets veranderen? Ga naar het overzicht van uw aanvraag en kies daar Toch iets veranderen.",
            ),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(shown(frame, form, step, &own, then.naar.is_some()))
}

/// What an answer makes senseless is no answer any more.
fn leave_out(step: &Step, answers: &mut Vec<(String, String)>) {
    let no = |name: &str| {
        answers
            .iter()
            .any(|(field, value)| field == name && value == "nee")
    };
    let second = [
        "first",
        "last",
        "custody",
        "same",
        "street",
        "number",
        "postcode",
        "place",
        "lines",
        "country",
        "telephone",
        "email",
    ];
    let gone: Vec<String> = match step.slug {
        "andere-ouder" if no("p2_there") => {
            second.iter().map(|part| format!("p2_{part}")).collect()
        }
        "toestemming-lokaal-team" if no("inform_team") => vec!["local_team".to_owned()],
        _ => return,
    };
    answers.retain(|(name, _)| !gone.contains(name));
    answers.extend(gone.into_iter().map(|name| (name, String::new())));
}

fn found(own: &Own, slug: &str) -> Result<&'static Step, Failure> {
    let step = own.steps.iter().find(|step| step.slug == slug);
    step.copied().ok_or(Failure::NotFound)
}

/// The page after this one: the next question, or the summary.
fn next(known: &Known, step: &Step, then: &Then) -> String {
    let asked = steps::asked(known);
    let next = asked.iter().skip_while(|one| one.slug != step.slug).nth(1);
    match next {
        Some(next) if then.naar.is_none() => format!("/aanvraag/vraag/{}", next.slug),
        _ => "/aanvraag/controle".to_owned(),
    }
}

fn shown(frame: Frame, form: Form, step: &'static Step, own: &Own, checks: bool) -> Response {
    let asked = steps::asked(&own.known);
    let at = asked
        .iter()
        .position(|one| one.slug == step.slug)
        .unwrap_or(0);
    let before = at.checked_sub(1).and_then(|before| asked.get(before));
    let party = |party: &crate::domain::organisation::Organisation| {
        Choice::named(party.id.as_str(), party.name.as_str())
    };
    let genders = Gender::ALL.iter();
    form_page(bare(frame), form, |frame, form| StepPage {
        frame,
        form,
        title: step.called(own.opened.draft.by),
        step,
        consent: step.consent.and_then(|purpose| {
            let text = TextVersion::NEWEST.of(purpose)?;
            let kinds: Vec<&str> = text.kinds.iter().copied().map(Field::dutch).collect();
            Some(Shown {
                question: text.question,
                to: text.to.dutch(),
                kinds: kinds.join(", "),
            })
        }),
        at: at + 1,
        of: asked.len().max(1),
        back: match before {
            _ if checks => "/aanvraag/controle".to_owned(),
            Some(before) => format!("/aanvraag/vraag/{}", before.slug),
            None => "/aanvraag".to_owned(),
        },
        checks,
        custody: facts::custody(),
        yes_no: Choice::yes_no(),
        genders: genders
            .map(|gender| Choice::new(gender.code(), gender.label()))
            .collect(),
        municipalities: own.offered.municipalities.iter().map(party).collect(),
        local_teams: own.offered.local_teams.iter().map(party).collect(),
    })
}

/// The first question that still lacks something.
pub(super) fn first_open(own: &Own) -> Option<&'static Step> {
    let errors = own.form.errors();
    let open = |step: &&&Step| errors.iter().any(|error| step.has(&error.field));
    own.steps.iter().find(open).copied()
}

/// Whether this question lacks nothing.
pub(super) fn is_answered(own: &Own, step: &Step) -> bool {
    !own.form.errors().iter().any(|error| step.has(&error.field))
}
