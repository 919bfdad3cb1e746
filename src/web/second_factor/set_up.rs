//! Setting up the second factor: an app takes the secret over from the page, and its first code shows that it did.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::factor::Half;
use crate::domain::recovery::RecoveryCode;
use crate::domain::totp::{Code, Secret};

use super::super::failure::Failure;
use super::super::form::Form;
use super::super::frame::Frame;
use super::super::page::{form_page, page};
use super::super::sign_in::{Back, back_after, own_path};
use super::super::state::AppState;
use super::super::submitted::Submitted;
use super::super::visit::Visit;
use super::qr::Qr;
use super::{CODE, CodeFields, LABEL, entered, half, told, too_late};
use crate::web::submitted::Fields as _;

#[derive(Template)]
#[template(path = "pages/second_factor/set_up.html")]
struct SetUpPage {
    frame: Frame,
    form: Form,
    /// The secret for typing over.
    secret: String,
    qr: Option<Qr>,
}

/// The recovery codes, the one time that they are shown.
#[derive(Template)]
#[template(path = "pages/second_factor/codes.html")]
pub(super) struct CodesPage {
    pub frame: Frame,
    pub codes: Vec<String>,
    /// Where to go on.
    pub onward: String,
}

impl CodesPage {
    pub(super) fn of(frame: Frame, codes: &[RecoveryCode], onward: &str) -> Response {
        page(&Self {
            frame,
            codes: codes.iter().map(RecoveryCode::text).collect(),
            onward: onward.to_owned(),
        })
    }
}

/// `GET /aanmelden/instellen`
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    frame: Frame,
    Query(back): Query<Back>,
) -> Result<Response, Failure> {
    let back = back.naar.unwrap_or_default();
    let Some(half) = half(&app, &visit).await? else {
        return Ok(Redirect::to("/aanmelden").into_response());
    };
    let Some(secret) = &half.pending else {
        return Ok(Redirect::to(&back_after(CODE, own_path(&back))).into_response());
    };
    let form = Form::empty(CodeFields::NAMES).with("naar", back);
    Ok(shown(&half, secret, frame, form))
}

/// `POST /aanmelden/instellen`
pub(super) async fn send(
    State(app): State<AppState>,
    visit: Visit,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<CodeFields>,
) -> Result<Response, Failure> {
    let Some(half) = half(&app, &visit).await? else {
        return Ok(too_late(&app));
    };
    let Some(secret) = &half.pending else {
        return Ok(too_late(&app));
    };
    let token = visit.half_token().unwrap_or_default();
    if let Some(code) = form.required("factor", LABEL, Code::parse) {
        let browser = visit.browser();
        match app.sessions.set_up(&app.house, token, code, browser).await {
            Ok((session, codes)) => {
                let answer = CodesPage::of(frame, &codes, own_path(form.value("naar")));
                return Ok(entered(&app, answer, &session));
            }
            Err(refused) => {
                if let Some(answer) = told(&app, &mut form, refused)? {
                    return Ok(answer);
                }
            }
        }
    }
    Ok(shown(&half, secret, frame, form))
}

fn shown(half: &Half, secret: &Secret, frame: Frame, form: Form) -> Response {
    form_page(frame, form, |frame, form| SetUpPage {
        frame,
        form,
        secret: secret.text(),
        qr: Qr::of(&secret.address(&half.email)),
    })
}
