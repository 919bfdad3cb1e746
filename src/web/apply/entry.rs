//! The door to a draft: the link in a mail, and the code or the child's date of birth.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::apply::{self, Asks, Entry, Said};
use crate::domain::invalid::Invalid;
use crate::web::cookies::Kind;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::{answer, done, page, page_with_mistakes};
use crate::web::parents::bare;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

/// The fields of the door.
pub struct DoorFields;

impl Fields for DoorFields {
    const NAMES: &'static [&'static str] = &["code", "born_day", "born_month", "born_year"];
}

/// The door. It shows no name: whoever finds the link must not learn whose it is.
#[derive(Template)]
#[template(path = "pages/apply/entry.html")]
struct EntryPage {
    frame: Frame,
    form: Form,
    /// Whether it asks the code; otherwise the date of birth.
    code: bool,
    /// After too many wrong tries.
    wait: bool,
}

/// A link that doesn't work (any more).
#[derive(Template)]
#[template(path = "pages/apply/gone.html")]
struct GonePage {
    frame: Frame,
}

const SENT: &str = "/aanvraag/klaar/verstuurd";
const CODE: &str = "Uw code";
const BORN: &str = "Geboortedatum van het kind";

/// `GET /aanvragen/verder/{secret}`
///
/// # Errors
/// [`Failure::Broken`] when the store can't be read.
pub async fn show(
    State(app): State<AppState>,
    Path(secret): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let form = Form::empty(DoorFields::NAMES);
    match apply::asks(&app.house, &secret).await? {
        None => Ok(gone(frame)),
        Some(Asks::Nothing) => Ok(Redirect::to(SENT).into_response()),
        Some(asks) => Ok(page(&EntryPage {
            frame: bare(frame),
            form,
            code: asks == Asks::Code,
            wait: false,
        })),
    }
}

/// `POST /aanvragen/verder/{secret}`: tries what was typed, and starts the visit.
///
/// # Errors
/// [`Failure::Broken`] when the store can't be written.
pub async fn enter(
    State(app): State<AppState>,
    Path(secret): Path<String>,
    frame: Frame,
    submitted: Submitted<DoorFields>,
) -> Result<Response, Failure> {
    let mut form = submitted.form;
    let code = match apply::asks(&app.house, &secret).await? {
        None => return Ok(gone(frame)),
        Some(Asks::Nothing) => return Ok(Redirect::to(SENT).into_response()),
        Some(asks) => asks == Asks::Code,
    };
    let said = if code {
        let typed = form.value("code").trim().to_owned();
        if typed.is_empty() {
            form.wrong("code", CODE, Invalid::Required.message());
            None
        } else {
            Some(Said::Code(typed))
        }
    } else {
        form.required_date("born", BORN).map(Said::Born)
    };
    let mut wait = false;
    if let Some(said) = said {
        match apply::enter(&app.house, &secret, said).await? {
            Entry::In(token) => {
                let mut response = done("/aanvraag", None);
                if let Some(cookie) = Kind::Draft.give(&app.site, &token) {
                    response.headers_mut().append(SET_COOKIE, cookie);
                }
                return Ok(response);
            }
            Entry::Sent => return Ok(Redirect::to(SENT).into_response()),
            Entry::Gone => return Ok(gone(frame)),
            Entry::Wait | Entry::Wrong { left: 0 } => wait = true,
            Entry::Wrong { left } => {
                let (name, label) = if code { ("code", CODE) } else { ("born", BORN) };
                let times = if left == 1 {
                    "1 keer".to_owned()
                } else {
                    format!("{left} keer")
                };
                let message =
                    format!("Dit hoort niet bij deze link. U kunt het nog {times} proberen.");
                form.wrong(name, label, message);
            }
        }
    }
    let mut frame = bare(frame);
    frame.wrong = true;
    let shown = EntryPage {
        frame,
        form,
        code,
        wait,
    };
    Ok(if wait {
        answer(StatusCode::TOO_MANY_REQUESTS, &shown)
    } else {
        page_with_mistakes(&shown)
    })
}

fn gone(frame: Frame) -> Response {
    let frame = bare(frame);
    answer(StatusCode::NOT_FOUND, &GonePage { frame })
}
