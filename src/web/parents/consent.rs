//! `/mijn/toestemming`: what was asked, as it was shown, what was said of it, and one button for each to withdraw or to give it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::ask;
use crate::action::consent;
use crate::action::family_view;
use crate::action::perform;
use crate::domain::consent::{PurposeKind, TextVersion};
use crate::domain::party::Actor;
use crate::web::consent::{Card, QUESTION};
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::refused::step_answer;
use super::visitor::{FamilyVisitor, bare};

/// Where the reader is and stays.
const HERE: &str = "/mijn/toestemming";

/// What a button says.
pub struct Pressed;

impl Fields for Pressed {
    const NAMES: &'static [&'static str] = &["consent", "answer", "text"];
}

#[derive(Template)]
#[template(path = "pages/parents/consent.html")]
struct ConsentPage {
    frame: Frame,
    child: String,
    /// Whether somebody else decides too.
    together: bool,
    cards: Vec<Card>,
}

/// `GET /mijn/toestemming`
///
/// # Errors
/// [`Failure::Broken`] when the case can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let own = family_view::page(&app.house, &who.actor).await?;
    if own.consents.is_empty() && own.questions.is_empty() {
        return Ok(Redirect::to("/mijn").into_response());
    }
    let cards = own
        .consents
        .iter()
        .map(|one| Card::of(one, Some(own.person)));
    let asked = own.questions.iter();
    let questions = asked.map(|one| Card::asked(one, Some(own.person)));
    Ok(page(&ConsentPage {
        frame: bare(frame),
        together: !own.part.child_decides && own.part.other_parent,
        cards: cards.chain(questions).collect(),
        child: own.child,
    }))
}

/// `POST /mijn/toestemming`
///
/// # Errors
/// The failure that the page shows.
pub async fn send(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
    submitted: Submitted<Pressed>,
) -> Result<Response, Failure> {
    let sent = &submitted.form;
    let purpose = PurposeKind::from_code(sent.value("consent"));
    let gives = match sent.value("answer") {
        "geven" => Some(true),
        "intrekken" => Some(false),
        _ => None,
    };
    let text = sent.value("text").parse().ok();
    let text = text.and_then(TextVersion::from_number);
    let Actor::Family { case, .. } = &who.actor else {
        return Err(Failure::NotFound);
    };
    if let Some((question, gives)) = sent.value("consent").strip_prefix(QUESTION).zip(gives) {
        let form = perform::Form::unversioned(
            case.clone(),
            Some(format!("{} {question} {gives}", submitted.once)),
            HERE.to_owned(),
        );
        let result = ask::say(&app.house, &who.actor, form, question, gives).await;
        return step_answer(result, notice(gives), bare(frame));
    }
    let Some(((purpose, gives), text)) = purpose.zip(gives).zip(text) else {
        return Ok(Redirect::to(HERE).into_response());
    };
    // Whatever changed meanwhile: a no counts. Each button of the page is a form of its own.
    let form = perform::Form::unversioned(
        case.clone(),
        Some(format!("{} {} {gives}", submitted.once, purpose.code())),
        HERE.to_owned(),
    );
    let result = consent::say(&app.house, &who.actor, form, purpose, (gives, text)).await;
    step_answer(result, notice(gives), bare(frame))
}

const fn notice(gives: bool) -> &'static str {
    if gives {
        "toestemming-gegeven"
    } else {
        "toestemming-ingetrokken"
    }
}
