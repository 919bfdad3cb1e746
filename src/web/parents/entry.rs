//! The door: a personal link, and the child's date of birth.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::Response;

use crate::action::family::{Entry, Leads, enter as try_to_enter, link_leads};
use crate::action::view::organisations;
use crate::domain::organisation::Organisation;
use crate::domain::party::PartyKind;
use crate::web::cookies::Kind;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::{answer, done, page, page_with_mistakes};
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};
use crate::web::visit::Visit;

use super::visitor::{bare, end_account};

/// The fields of the door.
pub struct BornFields;

impl Fields for BornFields {
    const NAMES: &'static [&'static str] = &["born_day", "born_month", "born_year"];
}

/// The door. It shows no name: whoever finds the link must not learn whose it is.
#[derive(Template)]
#[template(path = "pages/parents/entry.html")]
struct EntryPage {
    frame: Frame,
    form: Form,
    /// After too many wrong dates.
    wait: bool,
}

/// A link that doesn't work (any more).
#[derive(Template)]
#[template(path = "pages/parents/gone.html")]
struct GonePage {
    frame: Frame,
    /// Whom to call.
    ggd: Vec<Organisation>,
}

const LABEL: &str = "Geboortedatum van het kind";

/// `GET /mijn/{secret}`
///
/// # Errors
/// [`Failure::Broken`] when the store can't be read.
pub async fn show(
    State(app): State<AppState>,
    Path(secret): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    match link_leads(&app.house, &secret).await? {
        Leads::Nowhere => return gone(&app, frame).await,
        Leads::Account => return Ok(sign_in()),
        Leads::In => {}
    }
    Ok(page(&EntryPage {
        frame: bare(frame),
        form: Form::empty(BornFields::NAMES),
        wait: false,
    }))
}

/// `POST /mijn/{secret}`: tries the date of birth and starts the visit.
///
/// # Errors
/// [`Failure::Broken`] when the store can't be written.
pub async fn enter(
    State(app): State<AppState>,
    Path(secret): Path<String>,
    visit: Visit,
    frame: Frame,
    submitted: Submitted<BornFields>,
) -> Result<Response, Failure> {
    let mut frame = bare(frame);
    let mut form = submitted.form;
    if let Some(born) = form.required_date("born", LABEL) {
        match try_to_enter(&app.house, &secret, born).await? {
            Entry::In(_) => return let_in(&app, &secret, &visit).await,
            Entry::Gone => return gone(&app, frame).await,
            Entry::Account => return Ok(sign_in()),
            Entry::Wait | Entry::WrongDate { left: 0 } => {
                frame.wrong = true;
                let wait = EntryPage {
                    frame,
                    form,
                    wait: true,
                };
                return Ok(answer(StatusCode::TOO_MANY_REQUESTS, &wait));
            }
            Entry::WrongDate { left } => form.wrong("born", LABEL, not_the_date(left)),
        }
    }
    frame.wrong = true;
    Ok(page_with_mistakes(&EntryPage {
        frame,
        form,
        wait: false,
    }))
}

/// Whose link it is has an account: only that opens the page.
fn sign_in() -> Response {
    done("/mijn/aanmelden", Some("met-account"))
}

async fn let_in(app: &AppState, secret: &str, visit: &Visit) -> Result<Response, Failure> {
    let token = app
        .sessions
        .open_family(secret, visit.family_token())
        .await
        .map_err(|error| Failure::fault(&error))?;
    let mut response = done("/mijn", None);
    // Another of the family may have signed in with this browser.
    end_account(app, visit).await?;
    if let Some(cookie) = Kind::Family.give(&app.site, &token) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

async fn gone(app: &AppState, frame: Frame) -> Result<Response, Failure> {
    let ggd = organisations(&app.house, PartyKind::Ggd).await?;
    let gone = GonePage {
        frame: bare(frame),
        ggd,
    };
    Ok(answer(StatusCode::NOT_FOUND, &gone))
}

fn not_the_date(left: i64) -> String {
    let tries = if left == 1 {
        "1 keer".to_owned()
    } else {
        format!("{left} keer")
    };
    format!("Deze datum hoort niet bij deze link. U kunt het nog {tries} proberen.")
}
