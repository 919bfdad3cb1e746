//! How it ends: sent, signed, thrown away, or for later.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::Response;

use crate::action::apply;
use crate::web::cookies::Kind;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::{done as go, form_page, page};
use crate::web::parents::bare;
use crate::web::sign_in::NoFields;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::visitor::ApplicantVisitor;

/// The form that throws a draft away.
pub struct DiscardFields;

impl Fields for DiscardFields {
    const NAMES: &'static [&'static str] = &["confirmed"];
}

#[derive(Template)]
#[template(path = "pages/apply/discard.html")]
struct DiscardPage {
    frame: Frame,
    form: Form,
}

#[derive(Template)]
#[template(path = "pages/apply/done.html")]
struct DonePage {
    frame: Frame,
    how: String,
}

/// `GET /aanvraag/wissen`
pub async fn ask(_who: ApplicantVisitor, frame: Frame) -> Response {
    let form = Form::empty(DiscardFields::NAMES);
    page(&DiscardPage {
        frame: bare(frame),
        form,
    })
}

/// `POST /aanvraag/wissen`
///
/// # Errors
/// [`Failure::NotFound`] for who only signs.
pub async fn discard(
    State(app): State<AppState>,
    who: ApplicantVisitor,
    frame: Frame,
    submitted: Submitted<DiscardFields>,
) -> Result<Response, Failure> {
    let mut form = submitted.form;
    if !form.checked("confirmed") {
        let message = "Zet een vinkje als u alles wilt wissen.";
        form.wrong("confirmed", "Wissen", message);
        return Ok(form_page(bare(frame), form, |frame, form| DiscardPage {
            frame,
            form,
        }));
    }
    apply::discard(&app.house, &who.0).await?;
    Ok(out(&app, "gewist"))
}

/// `POST /aanvraag/afmelden`: ends the visit; what was filled in is kept.
///
/// # Errors
/// [`Failure::Broken`] when the store can't be written.
pub async fn leave(
    State(app): State<AppState>,
    who: ApplicantVisitor,
    _form: Submitted<NoFields>,
) -> Result<Response, Failure> {
    apply::leave(&app.house, &who.0).await?;
    Ok(out(&app, "later"))
}

/// On to the page that says how it ended, without the visit.
fn out(app: &AppState, how: &str) -> Response {
    let mut response = go(&format!("/aanvraag/klaar/{how}"), None);
    if let Some(cookie) = Kind::Draft.take_back(&app.site) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// `GET /aanvraag/klaar/{how}`
///
/// # Errors
/// [`Failure::NotFound`] for another word.
pub async fn done(Path(how): Path<String>, frame: Frame) -> Result<Response, Failure> {
    if !["verstuurd", "getekend", "gewist", "later"].contains(&how.as_str()) {
        return Err(Failure::NotFound);
    }
    Ok(page(&DonePage {
        frame: bare(frame),
        how,
    }))
}
