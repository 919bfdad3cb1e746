//! The second step of signing in: the code of an app. Who has no app yet sets one up here.

mod invitation;
mod own;
mod password;
mod qr;
mod set_up;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::factor::{FactorError, Half};
use crate::action::sign_in::HalfWay;
use crate::domain::party::Role;
use crate::domain::recovery::Typed;
use crate::domain::totp::{STEP_MILLIS, Secret, Step};

use super::cookies::Kind;
use super::failure::Failure;
use super::form::Form;
use super::frame::Frame;
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
            own::show_codes,
            own::new_codes,
        )
        .form("/account/app", own.fresh(), own::show_replace, own::replace)
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
            Ok(shown(&app, &half, frame, form))
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
    if let Some(typed) = form.required("factor", LABEL, Typed::parse) {
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
    Ok(shown(&app, &half, frame, form))
}

fn shown(app: &AppState, half: &Half, frame: Frame, form: Form) -> Response {
    let demo = demo_code(app, &half.email, half.last);
    form_page(frame, form, |frame, form| CodePage { frame, form, demo })
}

/// The first code of the made-up app of somebody in a demo that is later than the last one used. Who came later has an app of their own.
pub(super) fn demo_code(app: &AppState, email: &str, last: Option<Step>) -> Option<DemoCode> {
    if !app.site.demo || !email.ends_with(MADE_UP) {
        return None;
    }
    let millis = app.sessions.now();
    let now = Step::at(millis);
    let unused = last.map_or(now, |last| now.max(Step(last.0 + 1)));
    if unused.0 > now.0 + 1 {
        let wait = STEP_MILLIS / 1000 - millis / 1000 % (STEP_MILLIS / 1000);
        return Some(DemoCode::In(wait));
    }
    let secret = Secret::made_up(&email.to_lowercase());
    Some(DemoCode::Now(secret.code(unused).digits()))
}

/// The label of the field for a code.
pub(super) const LABEL: &str = "Code";

/// Says in the form why a code was not taken; or the answer to who must begin again.
pub(super) fn told(
    app: &AppState,
    form: &mut Form,
    refused: FactorError,
) -> Result<Option<Response>, Failure> {
    match refused {
        FactorError::Broken(error) => Err(error.into()),
        FactorError::Gone => Ok(Some(too_late(app))),
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
