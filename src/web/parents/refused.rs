//! How the answer to a step of the family becomes a page: what is refused leads back to the own page.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::action::ActionError;
use crate::action::perform;
use crate::domain::party::Actor;
use crate::web::answer::after;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::answer;

/// A step that was not taken.
#[derive(Template)]
#[template(path = "pages/parents/refused.html")]
struct RefusedPage {
    frame: Frame,
    title: &'static str,
    text: String,
}

/// The answer to a step: back to the own page with a notice, or why it wasn't taken.
///
/// # Errors
/// The failure that the page shows, where there is nothing to explain.
pub fn step_answer(
    result: Result<String, ActionError>,
    notice: &str,
    frame: Frame,
) -> Result<Response, Failure> {
    let (title, text) = match result {
        Err(ActionError::Refused(refusal)) => ("Deze stap kan nu niet", refusal.to_string()),
        Err(ActionError::Changed) => (
            "Er is intussen iets veranderd",
            "Iemand anders deed net ook een stap, bijvoorbeeld de andere ouder of de arts. Wat u verstuurde, is niet \
             opgeslagen. Ga terug naar uw pagina en kijk wat er is veranderd."
                .to_owned(),
        ),
        other => return after(other, notice),
    };
    Ok(answer(
        StatusCode::CONFLICT,
        &RefusedPage { frame, title, text },
    ))
}

/// The step that a form asks for: on the own case, as the page showed it.
///
/// # Errors
/// [`Failure::Unreadable`] when the form doesn't say which version the page showed.
pub fn step_form(actor: &Actor, form: &Form, once: String) -> Result<perform::Form, Failure> {
    let Actor::Family { case, .. } = actor else {
        return Err(Failure::NotFound);
    };
    let version = form
        .value("version")
        .parse()
        .map_err(|_| Failure::Unreadable)?;
    Ok(perform::Form {
        case: case.clone(),
        version: Some(version),
        dossier: None,
        once: Some(once),
        location: "/mijn".to_owned(),
    })
}
