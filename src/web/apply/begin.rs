//! The beginning of a draft: who fills it in, and where the link goes.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::Response;

use crate::action::apply;
use crate::action::sign_in::SignInError;
use crate::domain::contact::Email;
use crate::domain::family::Person;
use crate::domain::keeping::DRAFT_DAYS;
use crate::domain::organisation::Organisation;
use crate::web::cookies::Kind;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::{done, form_page, page};
use crate::web::parents::bare;
use crate::web::source::Source;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::tree::party;

/// The fields with which it begins.
pub struct BeginFields;

impl Fields for BeginFields {
    const NAMES: &'static [&'static str] = &["by", "email"];
}

#[derive(Template)]
#[template(path = "pages/apply/begin.html")]
struct BeginPage {
    frame: Frame,
    form: Form,
    swv: Organisation,
    who: [Choice; 2],
    days: u16,
}

fn shown(frame: Frame, form: Form, swv: Organisation) -> BeginPage {
    BeginPage {
        frame,
        form,
        swv,
        who: [
            Choice::new("ouder", "Ik ben ouder met gezag of voogd"),
            Choice::new("jongere", "Ik ben zelf 16 jaar of ouder"),
        ],
        days: DRAFT_DAYS,
    }
}

/// `GET /aanvragen/{swv}/begin`
///
/// # Errors
/// [`Failure::NotFound`] where one can't apply online.
pub async fn show(
    State(app): State<AppState>,
    Path(swv): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let swv = party(&app, &swv).await?;
    Ok(page(&shown(
        bare(frame),
        Form::empty(BeginFields::NAMES),
        swv,
    )))
}

/// `POST /aanvragen/{swv}/begin`
///
/// # Errors
/// As [`show`].
pub async fn send(
    State(app): State<AppState>,
    Path(swv): Path<String>,
    Source(source): Source,
    frame: Frame,
    submitted: Submitted<BeginFields>,
) -> Result<Response, Failure> {
    let swv = party(&app, &swv).await?;
    let mut form = submitted.form;
    let people = [("ouder", Person::Parent1), ("jongere", Person::Child)];
    let by = form.choice("by", "Wie bent u?", &people);
    let email = form.required("email", "Uw e-mailadres", Email::parse);
    if let (Some(by), Some(email)) = (by, email) {
        match apply::begin(&app.house, &swv.id, (by, email), &source).await? {
            Ok(token) => {
                let mut response = done("/aanvraag", None);
                if let Some(cookie) = Kind::Draft.give(&app.site, &token) {
                    response.headers_mut().append(SET_COOKIE, cookie);
                }
                return Ok(response);
            }
            Err(SignInError::Wait { minutes }) => form.stop(
                "Wacht even",
                format!(
                    "Er zijn hier net al een paar aanvragen begonnen. Probeer het {} opnieuw. Bent u al begonnen? Gebruik dan de link in uw mail.",
                    if minutes == 1 { "over een minuut".to_owned() } else { format!("over {minutes} minuten") }
                ),
            ),
            Err(other) => return Err(Failure::fault(&other)),
        }
    }
    Ok(form_page(bare(frame), form, |frame, form| {
        shown(frame, form, swv)
    }))
}
