//! `/noodtoegang`: finds a colleague's case by the exact name and date of birth, to ask that colleague or to break the glass. What is typed
//! goes in the body of the request.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::ActionError;
use crate::action::find::{Found, find};
use crate::action::session::SignedIn;
use crate::domain::text::ShortText;

use super::failure::Failure;
use super::form::Form;
use super::frame::Frame;
use super::menu;
use super::page::form_page;
use super::state::AppState;
use super::submitted::{Fields, Submitted};

#[derive(Template)]
#[template(path = "pages/find.html")]
struct FindPage {
    frame: Frame,
    form: Form,
    start: String,
    /// What was found, if something was sought: where the glass is broken, and who works on it.
    found: Option<Vec<(String, String)>>,
}

/// The form.
pub struct FindFields;

impl Fields for FindFields {
    const NAMES: &'static [&'static str] = &["naam", "born_day", "born_month", "born_year"];
}

/// `GET /noodtoegang`
pub async fn show(who: SignedIn, frame: Frame) -> Response {
    shown(frame, Form::empty(FindFields::NAMES), &who, None)
}

/// `POST /noodtoegang`: whether there is such a case at the own party.
///
/// # Errors
/// [`Failure::Broken`] when that can't be found out.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<FindFields>,
) -> Result<Response, Failure> {
    let name = form.required("naam", "Volledige naam", ShortText::<200>::parse);
    let born = form.required_date("born", "Geboortedatum");
    let (Some(name), Some(born)) = (name, born) else {
        return Ok(shown(frame, form, &who, None));
    };
    match find(&app.house, &who.actor(), name.to_string(), born).await {
        Ok(found) => Ok(shown(frame, form, &who, Some(found))),
        Err(ActionError::Field(field, why)) => {
            form.wrong(field, "Volledige naam", why);
            Ok(shown(frame, form, &who, None))
        }
        Err(error) => Err(error.into()),
    }
}

fn shown(frame: Frame, form: Form, who: &SignedIn, found: Option<Vec<Found>>) -> Response {
    let line = |one: Found| {
        let path = format!("/noodtoegang/{}", one.case.as_str());
        (path, one.colleagues.join(", "))
    };
    form_page(frame, form, |frame, form| FindPage {
        frame,
        form,
        start: menu::start(who.role).to_owned(),
        found: found.map(|all| all.into_iter().map(line).collect()),
    })
}
