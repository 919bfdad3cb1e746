//! Setting up the second factor: a passkey, or an app that takes the secret over from the page, and shows by its first code that it did.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::factor::{First, Half};
use crate::action::passkeys::Asked;
use crate::domain::invalid::Invalid;
use crate::domain::recovery::Typed;
use crate::domain::text::ShortText;
use crate::domain::totp::Secret;

use super::super::failure::Failure;
use super::super::form::Form;
use super::super::frame::Frame;
use super::super::headers::with_script;
use super::super::page::form_page;
use super::super::sign_in::{Back, back_after, own_path};
use super::super::state::AppState;
use super::super::submitted::{Fields, Submitted};
use super::super::visit::Visit;
use super::codes::CodesPage;
use super::qr::Qr;
use super::{CODE, LABEL, asked_half, entered, half, told, too_late, typed};

#[derive(Template)]
#[template(path = "pages/second_factor/set_up.html")]
struct SetUpPage {
    frame: Frame,
    form: Form,
    /// What the browser is asked, where a passkey can be made.
    passkey: Option<String>,
    /// The secret for typing over.
    secret: String,
    qr: Option<Qr>,
}

/// The first code, or what the browser says of a passkey; `naar` is the page to show afterwards.
pub(super) struct SetUpFields;

impl Fields for SetUpFields {
    const NAMES: &'static [&'static str] = &["passkey_name", "factor", "naar"];
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
    let form = Form::empty(SetUpFields::NAMES).with("naar", back);
    shown(&app, &visit, (&half, secret), frame, form).await
}

/// `POST /aanmelden/instellen`
pub(super) async fn send(
    State(app): State<AppState>,
    visit: Visit,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<SetUpFields>,
) -> Result<Response, Failure> {
    let Some(half) = half(&app, &visit).await? else {
        return Ok(too_late(&app));
    };
    let Some(secret) = &half.pending else {
        return Ok(too_late(&app));
    };
    let token = visit.half_token().unwrap_or_default();
    if let Some(first) = first(&visit, &mut form) {
        let browser = visit.browser();
        match app.sessions.set_up(&app.house, token, first, browser).await {
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
    shown(&app, &visit, (&half, secret), frame, form).await
}

fn first(visit: &Visit, form: &mut Form) -> Option<First> {
    match typed(form)? {
        Typed::Code(code) => Some(First::App(code)),
        Typed::Passkey(answer) => Some(First::Passkey(answer, named(visit, form)?)),
        Typed::Recovery(_) => {
            form.wrong("factor", LABEL, Invalid::NotACode.message());
            None
        }
    }
}

/// What somebody calls a new passkey; after the own browser and system if nothing was filled in.
pub(super) fn named(visit: &Visit, form: &mut Form) -> Option<ShortText<40>> {
    let given = form.optional("passkey_name", "Naam", ShortText::parse);
    if given.is_some() || !form.is_sound() {
        return given;
    }
    let device = ShortText::parse(&visit.browser().device);
    device.or_else(|_| ShortText::parse("Passkey")).ok()
}

async fn shown(
    app: &AppState,
    visit: &Visit,
    (half, secret): (&Half, &Secret),
    frame: Frame,
    form: Form,
) -> Result<Response, Failure> {
    // Who takes another app in the place of the first one adds passkeys on the page of the account.
    let passkey = if half.replaces {
        None
    } else {
        asked_half(app, visit, Asked::New).await?
    };
    let page = form_page(frame, form, |frame, form| SetUpPage {
        frame,
        form,
        passkey,
        secret: secret.text(),
        qr: Qr::of(&secret.address(&half.email)),
    });
    Ok(with_script(page))
}
