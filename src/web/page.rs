//! A page as an answer.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::failure::Failure;
use super::form::Form;
use super::frame::Frame;

/// A page that is as it should be.
pub fn page(template: &impl Template) -> Response {
    answer(StatusCode::OK, template)
}

/// A page that shows mistakes, with what was typed; the template's frame should have `wrong` set.
pub fn page_with_mistakes(template: &impl Template) -> Response {
    answer(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A page with a form on it: the status and the title say whether the form came back.
pub fn form_page<T: Template>(
    mut frame: Frame,
    form: Form,
    page: impl FnOnce(Frame, Form) -> T,
) -> Response {
    let status = form.status();
    frame.wrong = status != StatusCode::OK;
    answer(status, &page(frame, form))
}

/// The answer to every POST that was done: go and look there. `notice` is one of [`super::notices`].
#[must_use]
pub fn done(path: &str, notice: Option<&str>) -> Response {
    match notice {
        Some(notice) => Redirect::to(&format!("{path}?gedaan={notice}")).into_response(),
        None => Redirect::to(path).into_response(),
    }
}

/// A page with a status of its own.
pub(super) fn answer(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => Failure::fault(&error).into_response(),
    }
}
