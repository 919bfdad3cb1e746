//! The second step of signing in: a passkey, or a code. Who has neither yet sets one up here.

mod codes;
mod invitation;
mod own;
mod passkey;
mod password;
mod qr;
mod set_up;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::factor::{FactorError, Half};
use crate::action::passkeys::Asked;
use crate::action::sign_in::HalfWay;
use crate::domain::party::Role;
use crate::domain::recovery::Typed;
use crate::domain::totp::{STEP_MILLIS, Secret, Step};

use super::cookies::Kind;
use super::failure::Failure;
use super::form::Form;
use super::frame::Frame;
use super::headers::with_script;
use super::page::form_page;
use super::routes::{About, Access, Routes};
use super::sign_in::{Back, back_after, own_path};
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::visit::Visit;

const CODE: &str = "/aanmelden/code";
const SET_UP: &str = "/aanmelden/instellen";
/// The end of the addresses of the people with whom a demo begins.
const MADE_UP: &str = "@tom.example";

/// Everybody who works somewhere has an account, and who of the family made one.
pub(super) const EVERYBODY: &[Role] = &[
    Role::Swv,
    Role::Coordinator,
    Role::Doctor,
    Role::Lpa,
    Role::LocalTeam,
    Role::Admin,
    Role::Fg,
    Role::Policy,
    Role::Parent,
    Role::YoungPerson,
];

/// The pages. The first two are for who is half-way: nobody, as far as any other page knows.
pub fn routes() -> Routes {
    let everybody = Access::everybody(About::Nothing);
    let own = Access::employees(EVERYBODY, About::Nothing);
    Routes::default()
        .form(CODE, everybody, show, send)
        .form(SET_UP, everybody, set_up::show, set_up::send)
        .page("/account", own, own::show)
        .send("/account/sessies", own, own::end_sessions)
        .form(
            "/account/wachtwoord",
            own.fresh(),
            password::show,
            password::send,
        )
        .form(
            "/uitnodiging/{secret}",
            Access::everybody(About::Link),
            invitation::show,
            invitation::send,
        )
        .form(
            "/account/herstelcodes",
            own.fresh(),
            codes::show_codes,
            codes::new_codes,
        )
        .form(
            "/account/app",
            own.fresh(),
            codes::show_replace,
            codes::replace,
        )
        .form(
            "/account/passkey",
            own.fresh(),
            passkey::show,
            passkey::send,
        )
        .send("/account/tweede-stap", own.fresh(), own::remove)
}

/// On to the second step.
pub(super) fn asked(app: &AppState, half: &HalfWay, back: &str) -> Response {
    let page = if half.sets_up { SET_UP } else { CODE };
    let to = Redirect::to(&back_after(page, own_path(back)));
    half_way(app, to.into_response(), half)
}

/// This answer, to who is half-way from now on.
pub(super) fn half_way(app: &AppState, response: Response, half: &HalfWay) -> Response {
    with_cookie(app, response, Kind::Half, &half.token)
}

#[derive(Template)]
#[template(path = "pages/second_factor/code.html")]
struct CodePage {
    frame: Frame,
    form: Form,
    lead: String,
    hint: String,
    /// What the browser is asked, for who has a passkey.
    passkey: Option<String>,
    /// In a demo: what the made-up app of this person shows.
    demo: Option<DemoCode>,
}

/// What stands on the page in a demo.
pub(super) enum DemoCode {
    /// This code.
    Now(String),
    /// The codes of this moment were used; so many seconds later there is another one.
    In(i64),
}

/// The code; `naar` is the page to show afterwards.
struct CodeFields;

impl Fields for CodeFields {
    const NAMES: &'static [&'static str] = &["factor", "naar"];
}

async fn show(
    State(app): State<AppState>,
    visit: Visit,
    frame: Frame,
    Query(back): Query<Back>,
) -> Result<Response, Failure> {
    let back = back.naar.unwrap_or_default();
    match half(&app, &visit).await? {
        Some(half) if half.pending.is_none() => {
            let form = Form::empty(CodeFields::NAMES).with("naar", back);
            shown(&app, &visit, &half, frame, form).await
        }
        Some(_) => Ok(Redirect::to(&back_after(SET_UP, own_path(&back))).into_response()),
        None => Ok(Redirect::to("/aanmelden").into_response()),
    }
}

async fn send(
    State(app): State<AppState>,
    visit: Visit,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<CodeFields>,
) -> Result<Response, Failure> {
    let Some(half) = half(&app, &visit).await? else {
        return Ok(too_late(&app));
    };
    let token = visit.half_token().unwrap_or_default();
    if let Some(typed) = typed(&mut form) {
        let browser = visit.browser();
        match app.sessions.enter(&app.house, token, typed, browser).await {
            Ok(session) => {
                let to = Redirect::to(own_path(form.value("naar"))).into_response();
                return Ok(entered(&app, to, &session));
            }
            Err(refused) => {
                if let Some(answer) = told(&app, &mut form, refused)? {
                    return Ok(answer);
                }
            }
        }
    }
    shown(&app, &visit, &half, frame, form).await
}

async fn shown(
    app: &AppState,
    visit: &Visit,
    half: &Half,
    frame: Frame,
    form: Form,
) -> Result<Response, Failure> {
    let demo = demo_code(app, &half.email, half.last);
    let passkey = asked_half(app, visit, Asked::Use).await?;
    let has_app = half.last.is_some();
    let lead = match (passkey.is_some(), has_app) {
        (true, true) => "Gebruik uw passkey, of vul een code in.",
        (true, false) => "Gebruik uw passkey.",
        (false, true) => "Vul de code in die uw app nu toont.",
        (false, false) => "Passkeys werken op dit adres niet. Vul een herstelcode in.",
    };
    let hint = hint(
        has_app,
        "Hebt u uw telefoon niet? Vul dan een herstelcode in.",
    );
    Ok(with_script(form_page(frame, form, |frame, form| {
        CodePage {
            frame,
            form,
            lead: lead.to_owned(),
            hint,
            passkey,
            demo,
        }
    })))
}

/// What stands below the field for a code.
pub(super) fn hint(has_app: bool, otherwise: &str) -> String {
    if has_app {
        return format!("6 cijfers uit uw app. {otherwise}");
    }
    "Een van uw herstelcodes.".to_owned()
}

/// What the browser of who is half-way is asked about passkeys.
async fn asked_half(
    app: &AppState,
    visit: &Visit,
    asked: Asked,
) -> Result<Option<String>, Failure> {
    let token = visit.half_token().unwrap_or_default();
    Ok(app.sessions.ask_half(&app.house, token, asked).await?)
}

/// What stands in the field for a code, or what the browser says there of a passkey: no page gives that back.
pub(super) fn typed(form: &mut Form) -> Option<Typed> {
    let sent = form.value("factor").trim().to_owned();
    if !sent.starts_with('{') {
        return form.required("factor", LABEL, Typed::parse);
    }
    form.forget("factor");
    let typed = Typed::parse(&sent).ok();
    if typed.is_none() {
        form.wrong("factor", PASSKEY, FactorError::NotTaken.to_string());
    }
    typed
}

/// The first code of the made-up app of somebody in a demo that is later than the last one used. Who came later has an app of their own.
pub(super) fn demo_code(app: &AppState, email: &str, last: Option<Step>) -> Option<DemoCode> {
    if !app.site.demo || !email.ends_with(MADE_UP) {
        return None;
    }
    let last = last?;
    let millis = app.sessions.now();
    let now = Step::at(millis);
    let unused = now.max(Step(last.0 + 1));
    if unused.0 > now.0 + 1 {
        let wait = STEP_MILLIS / 1000 - millis / 1000 % (STEP_MILLIS / 1000);
        return Some(DemoCode::In(wait));
    }
    let secret = Secret::made_up(&email.to_lowercase());
    Some(DemoCode::Now(secret.code(unused).digits()))
}

/// The label of the field for a code.
pub(super) const LABEL: &str = "Code";
/// What a mistake with a passkey is about.
const PASSKEY: &str = "Passkey";

/// Says in the form why a code was not taken; or the answer to who must begin again.
pub(super) fn told(
    app: &AppState,
    form: &mut Form,
    refused: FactorError,
) -> Result<Option<Response>, Failure> {
    match refused {
        FactorError::Broken(error) => Err(error.into()),
        FactorError::Gone => Ok(Some(too_late(app))),
        FactorError::NotTaken | FactorError::Replaced | FactorError::NotMade => {
            form.wrong("factor", PASSKEY, refused.to_string());
            Ok(None)
        }
        FactorError::Wrong | FactorError::Wait { .. } => {
            form.wrong("factor", LABEL, refused.to_string());
            Ok(None)
        }
    }
}

/// Who is half-way in this browser.
async fn half(app: &AppState, visit: &Visit) -> Result<Option<Half>, Failure> {
    match visit.half_token() {
        None => Ok(None),
        Some(token) => Ok(app.sessions.half(&app.house, token).await?),
    }
}

fn too_late(app: &AppState) -> Response {
    let to = super::page::done("/aanmelden", Some("te-laat"));
    without_half(app, to)
}

/// The session's cookie in the place of that of the half one.
pub(super) fn entered(app: &AppState, response: Response, session: &str) -> Response {
    without_half(app, with_cookie(app, response, Kind::Session, session))
}

fn with_cookie(app: &AppState, mut response: Response, kind: Kind, token: &str) -> Response {
    if let Some(cookie) = kind.give(&app.site, token) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn without_half(app: &AppState, mut response: Response) -> Response {
    if let Some(cookie) = Kind::Half.take_back(&app.site) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
