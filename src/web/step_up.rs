//! Before something weighty the second factor is asked once more, if it was given more than five minutes ago.
//!
//! Who asks for a page gives it first and then sees the page. Who sends a form gives it on a page that holds what was typed, and the form
//! goes on as it was; only a password is typed again.

use askama::Template;
use axum::body::{Body, to_bytes};
use axum::extract::{Form as UrlEncoded, FromRequest as _, Query, Request, State};
use axum::http::Method;
use axum::http::header::CONTENT_LENGTH;
use axum::response::{IntoResponse, Redirect, Response};
use subtle::ConstantTimeEq as _;

use crate::action::passkeys::Asked;
use crate::action::session::SignedIn;

use super::failure::Failure;
use super::form::Form;
use super::frame::Frame;
use super::headers::with_script;
use super::page::form_page;
use super::provider::CONFIRMED;
use super::routes::{About, Access, Routes};
use super::second_factor::{DemoCode, EVERYBODY, demo_code, hint, told, typed};
use super::sign_in::{Back, back_after, own_path};
use super::state::AppState;
use super::submitted::{Fields, MOST, SECRETS, Submitted};
use super::visit::Visit;

const PATH: &str = "/bevestigen";

/// The page on which it is asked.
pub fn routes() -> Routes {
    let own = Access::employees(EVERYBODY, About::Nothing);
    Routes::default().form(PATH, own, show, send)
}

#[derive(Template)]
#[template(path = "pages/second_factor/step_up.html")]
struct StepUpPage {
    frame: Frame,
    form: Form,
    /// Where the form goes.
    action: String,
    /// What was typed on the page before.
    fields: Vec<(String, String)>,
    hint: String,
    /// What the browser is asked, for who has a passkey.
    passkey: Option<String>,
    demo: Option<DemoCode>,
}

/// For who signs in by the identity provider of the own party.
#[derive(Template)]
#[template(path = "pages/provider/step_up.html")]
struct ElsewherePage {
    frame: Frame,
    /// Whether a form waits, which goes on here while somebody signs in in another tab.
    waits: bool,
    /// The page to show afterwards.
    back: String,
    action: String,
    fields: Vec<(String, String)>,
}

/// The code; `naar` is the page to show afterwards. No other form has a field of the first name.
struct StepUpFields;

impl Fields for StepUpFields {
    const NAMES: &'static [&'static str] = &["factor", "naar"];
}

async fn show(
    State(app): State<AppState>,
    visit: Visit,
    who: SignedIn,
    frame: Frame,
    Query(back): Query<Back>,
) -> Result<Response, Failure> {
    let back = back.naar.unwrap_or_default();
    let form = Form::empty(StepUpFields::NAMES).with("naar", back);
    shown(&app, &visit, &who, frame, form).await
}

async fn send(
    State(app): State<AppState>,
    visit: Visit,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<StepUpFields>,
) -> Result<Response, Failure> {
    if let Some(answer) = proved(&app, &visit, &who, &mut form).await? {
        return Ok(answer);
    }
    if form.is_sound() {
        return Ok(Redirect::to(own_path(form.value("naar"))).into_response());
    }
    shown(&app, &visit, &who, frame, form).await
}

async fn shown(
    app: &AppState,
    visit: &Visit,
    who: &SignedIn,
    frame: Frame,
    form: Form,
) -> Result<Response, Failure> {
    let back = ("naar".to_owned(), form.value("naar").to_owned());
    let goes_on = (PATH.to_owned(), vec![back]);
    page(app, visit, who, form, (frame, goes_on)).await
}

/// The request, if the second factor is fresh or stands in the form that is sent; otherwise the answer that asks for it.
pub(super) async fn through(visit: &Visit, request: Request) -> Result<Request, Response> {
    match asked(visit, request).await {
        Ok(through) => through,
        Err(failure) => Err(failure.into_response()),
    }
}

async fn asked(visit: &Visit, request: Request) -> Result<Result<Request, Response>, Failure> {
    let app = visit.app();
    let who = visit.signed_in().await?.ok_or(Failure::NotForYou)?;
    if who.is_fresh(app.sessions.now()) {
        return Ok(Ok(request));
    }
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    if request.method() != Method::POST {
        return Ok(Err(Redirect::to(&back_after(PATH, path)).into_response()));
    }
    let path = path.to_owned();
    let (mut parts, body) = request.into_parts();
    let bytes = to_bytes(body, MOST).await.map_err(|_| Failure::TooLarge)?;
    let again = Request::from_parts(parts.clone(), Body::from(bytes));
    let UrlEncoded(pairs) = UrlEncoded::<Vec<(String, String)>>::from_request(again, &())
        .await
        .map_err(|_| Failure::Unreadable)?;
    let token = pairs.iter().find(|(name, _)| name == "csrf");
    let token = token.map_or("", |(_, token)| token.as_str());
    if !bool::from(token.as_bytes().ct_eq(who.csrf.as_bytes())) {
        return Err(Failure::OldForm);
    }
    let (typed, pairs): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(name, _)| name == "factor");
    let mut form = Form::empty(StepUpFields::NAMES);
    if let Some((_, typed)) = typed.into_iter().next() {
        form = form.with("factor", typed);
        if let Some(answer) = proved(app, visit, who, &mut form).await? {
            return Ok(Err(answer));
        }
        if form.is_sound() {
            // The body is shorter by the code.
            parts.headers.remove(CONTENT_LENGTH);
            let body = UrlEncoded(pairs).into_response().into_body();
            let mut request = Request::from_parts(parts, body);
            // What was read of the session before says that the second factor is old.
            let (visit, _) = Visit::new(app.clone(), &request);
            request.extensions_mut().insert(visit);
            return Ok(Ok(request));
        }
    }
    let fields = pairs.into_iter();
    let fields = fields.filter(|(name, _)| name != "csrf" && !SECRETS.contains(&name.as_str()));
    let goes_on = (path, fields.collect());
    let goes_on = (visit.frame().await, goes_on);
    Ok(Err(page(app, visit, who, form, goes_on).await?))
}

/// Whether the form holds the second factor; if not it says why. Answers where to go for who has none any more.
async fn proved(
    app: &AppState,
    visit: &Visit,
    who: &SignedIn,
    form: &mut Form,
) -> Result<Option<Response>, Failure> {
    let Some(typed) = typed(form) else {
        return Ok(None);
    };
    let token = visit.session_token().unwrap_or_default();
    let proved = app
        .sessions
        .prove_again(&app.house, who, token, typed)
        .await;
    match proved {
        Ok(()) => Ok(None),
        Err(refused) => told(app, form, refused),
    }
}

async fn page(
    app: &AppState,
    visit: &Visit,
    who: &SignedIn,
    form: Form,
    (frame, (action, fields)): (Frame, (String, Vec<(String, String)>)),
) -> Result<Response, Failure> {
    if who.by_provider {
        let waits = action != PATH;
        let back = if waits { CONFIRMED } else { form.value("naar") };
        let back = back.to_owned();
        return Ok(super::page::page(&ElsewherePage {
            frame,
            waits,
            back,
            action,
            fields,
        }));
    }
    let last = app.sessions.last_step(&who.user).await;
    let last = last.map_err(|error| Failure::fault(&error))?;
    let demo = demo_code(app, &who.email, last);
    let token = visit.session_token().unwrap_or_default();
    let asked = app.sessions.ask_own(&app.house, who, token, Asked::Use);
    let passkey = asked.await?;
    let hint = hint(last.is_some(), "Of een herstelcode.");
    let page = form_page(frame, form, |frame, form| StepUpPage {
        frame,
        form,
        action,
        fields,
        hint,
        passkey,
        demo,
    });
    Ok(with_script(page))
}
