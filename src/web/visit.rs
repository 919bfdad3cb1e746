//! One request of one visitor: who it is, the tokens of the forms, the frame of the page; and on the way out a page for
//! whatever went wrong.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;

use axum::extract::{FromRequestParts, OptionalFromRequestParts, Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::action::apply::{self, Applicant};
use crate::action::factor::Browser;
use crate::action::session::SignedIn;
use crate::domain::party::Actor;
use crate::domain::{amsterdam, dates, device};

use super::cookies::Kind;
use super::failure::Failure;
use super::frame::{Frame, Visitor};
use super::language::{self, Choice, Phrases};
use super::state::AppState;
use super::submitted::Again;
use super::{assets, menu, notices};

/// What is known of this request. Cheap to clone; all clones look the session up once.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    app: AppState,
    method: Method,
    uri: Uri,
    session_token: Option<String>,
    half_token: Option<String>,
    device: String,
    family_token: Option<String>,
    draft_token: Option<String>,
    form_token: String,
    /// What the address says of a language.
    asked: Option<Choice>,
    language: Choice,
    signed_in: OnceCell<Option<SignedIn>>,
    family: OnceCell<Option<Actor>>,
    applicant: OnceCell<Option<Applicant>>,
    typed: OnceLock<Bytes>,
}

/// Keeps the visit at hand for the extractors, and gives every failure its page.
pub async fn attend(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let (visit, is_new) = Visit::new(app, &request);
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    if let Some(failure) = failure_of(&mut response) {
        let mut headers = std::mem::take(response.headers_mut());
        headers.remove(CONTENT_TYPE);
        headers.remove(axum::http::header::CONTENT_LENGTH);
        let again = visit.again(&failure).await;
        response = failure.page(visit.frame().await, again);
        response.headers_mut().extend(headers);
    }
    if is_new && is_html(response.headers()) {
        visit.give_form_cookie(&mut response);
    }
    visit.keep_language(&mut response);
    match visit.language().await {
        Some(phrases) if is_html(response.headers()) => language::spoken(phrases, response).await,
        _ => response,
    }
}

/// The failure that a handler answered, or the one behind a bare status.
fn failure_of(response: &mut Response) -> Option<Failure> {
    let told = response.extensions_mut().remove::<Failure>();
    let status = response.status();
    let bare = status.is_client_error() || status.is_server_error();
    told.or_else(|| (bare && !is_html(response.headers())).then(|| Failure::of_status(status)))
}

fn is_html(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

impl Visit {
    /// The visit, and whether the browser has no form token yet and needs one. Nothing of the session is known yet.
    pub(super) fn new(app: AppState, request: &Request) -> (Self, bool) {
        let session_token = Kind::Session.read(&app.site, request.headers());
        let half_token = Kind::Half.read(&app.site, request.headers());
        let family_token = Kind::Family.read(&app.site, request.headers());
        let draft_token = Kind::Draft.read(&app.site, request.headers());
        let chosen = Kind::Language.read(&app.site, request.headers());
        let asked = request.uri().query().and_then(Choice::in_query);
        let before = chosen.and_then(|code| Choice::from_code(&code));
        let language = asked.or(before).unwrap_or(Choice::Dutch);
        let user_agent = request.headers().get(USER_AGENT);
        let user_agent = user_agent.and_then(|line| line.to_str().ok());
        let user_agent = user_agent.unwrap_or_default();
        let known = Kind::Form.read(&app.site, request.headers());
        let is_new = known.is_none();
        let form_token = known.unwrap_or_else(|| app.random.token());
        let inner = Inner {
            method: request.method().clone(),
            uri: request.uri().clone(),
            app,
            session_token,
            half_token,
            device: device::words(user_agent),
            family_token,
            draft_token,
            form_token,
            asked,
            language,
            signed_in: OnceCell::new(),
            family: OnceCell::new(),
            applicant: OnceCell::new(),
            typed: OnceLock::new(),
        };
        (Self(Arc::new(inner)), is_new)
    }

    /// What the front door works with.
    #[must_use]
    pub fn app(&self) -> &AppState {
        &self.0.app
    }

    /// Keeps what was sent, for the page of a failure.
    pub fn keep(&self, bytes: Bytes) {
        self.0.typed.get_or_init(|| bytes);
    }

    /// The form to send again after this failure, if that can help.
    async fn again(&self, failure: &Failure) -> Option<Again> {
        let bytes = self.0.typed.get().filter(|_| failure.passes())?;
        Again::of(self.0.uri.path(), bytes.clone()).await
    }

    /// The token in the session cookie, good or not.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.0.session_token.as_deref()
    }

    /// The token of half a session, good or not.
    #[must_use]
    pub fn half_token(&self) -> Option<&str> {
        self.0.half_token.as_deref()
    }

    /// The browser that this visitor signs in with.
    #[must_use]
    pub fn browser(&self) -> Browser<'_> {
        Browser {
            old_token: self.session_token(),
            device: self.0.device.clone(),
        }
    }

    /// Who is signed in, if anybody.
    ///
    /// # Errors
    /// [`Failure::Broken`] when the sessions can't be read.
    pub async fn signed_in(&self) -> Result<Option<&SignedIn>, Failure> {
        let Some(token) = self.session_token() else {
            return Ok(None);
        };
        let found = self
            .0
            .signed_in
            .get_or_try_init(|| self.0.app.sessions.resume(token))
            .await;
        found
            .map(Option::as_ref)
            .map_err(|error| Failure::fault(&error))
    }

    /// The token of a visit of the family, good or not.
    #[must_use]
    pub fn family_token(&self) -> Option<&str> {
        self.0.family_token.as_deref()
    }

    /// Who of the family visits, if anybody does.
    ///
    /// # Errors
    /// As [`Visit::signed_in`].
    pub async fn family(&self) -> Result<Option<&Actor>, Failure> {
        let found = self.0.family.get_or_try_init(|| self.find_family());
        found.await.map(Option::as_ref)
    }

    /// Who signed in with an account of the family; otherwise who came by a link.
    async fn find_family(&self) -> Result<Option<Actor>, Failure> {
        let app = self.app();
        if let Some(who) = self.signed_in().await?.filter(|who| who.role.is_family()) {
            let found = app.sessions.family_of(&who.user).await;
            return found.map_err(|error| Failure::fault(&error));
        }
        let Some(token) = self.family_token() else {
            return Ok(None);
        };
        let now = app.house.clock.now();
        let found = app.sessions.resume_family(token, now).await;
        found.map_err(|error| Failure::fault(&error))
    }

    /// Who fills in an application online or came to sign it, if anybody does.
    ///
    /// # Errors
    /// As [`Visit::signed_in`].
    pub async fn applicant(&self) -> Result<Option<&Applicant>, Failure> {
        let Some(token) = &self.0.draft_token else {
            return Ok(None);
        };
        let found = self
            .0
            .applicant
            .get_or_try_init(|| apply::resume(&self.app().house, token))
            .await;
        found
            .map(Option::as_ref)
            .map_err(|error| Failure::fault(&error))
    }

    /// What the forms of this visitor must carry: the session's own, or one that hangs on the form cookie.
    ///
    /// # Errors
    /// As [`Visit::signed_in`].
    pub async fn csrf(&self) -> Result<String, Failure> {
        Ok(self
            .signed_in()
            .await?
            .map_or_else(|| self.anonymous_csrf(), |who| who.csrf.clone()))
    }

    /// The frame of the page that answers this request. When the session can't be read, that of a stranger.
    pub async fn frame(&self) -> Frame {
        let app = self.app();
        let who = self.signed_in().await.unwrap_or_default();
        Frame {
            assets: assets::base(),
            ribbon: app.site.demo.then(|| demo_ribbon(app.clock.now())),
            menu: who.map_or_else(Vec::new, |who| menu::of(who.role, self.0.uri.path())),
            visitor: who.map(|who| Visitor {
                name: who.name.clone(),
                role: who.role.dutch().to_owned(),
                party: match who.role.is_family() {
                    // Works for nobody.
                    true => String::new(),
                    false => who.party_name.clone(),
                },
            }),
            notice: self.notice(),
            language: self.languages(who.is_some_and(|who| !who.role.is_family())),
            wrong: false,
            csrf: who.map_or_else(|| self.anonymous_csrf(), |who| who.csrf.clone()),
            once: app.random.opaque_id(),
        }
    }

    fn notice(&self) -> Option<&'static str> {
        let query = self.0.uri.query()?;
        query
            .split('&')
            .find_map(|pair| notices::text(pair.strip_prefix("gedaan=")?))
    }

    fn anonymous_csrf(&self) -> String {
        let hash = Sha256::digest(format!("form\n{}", self.0.form_token).as_bytes());
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn give_form_cookie(&self, response: &mut Response) {
        if let Some(cookie) = Kind::Form.give(&self.0.app.site, &self.0.form_token) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }

    /// In which other language than Dutch this visitor reads. Employees work in Dutch.
    async fn language(&self) -> Option<&'static Phrases> {
        let Choice::Other(phrases) = self.0.language else {
            return None;
        };
        if !language::is_spoken(self.0.uri.path()) {
            return None;
        }
        let who = self.signed_in().await.unwrap_or_default();
        who.is_none_or(|who| who.role.is_family())
            .then_some(phrases)
    }

    /// The choice of a language, on a page for families that is only read.
    fn languages(&self, employee: bool) -> Option<Choice> {
        let reads = self.0.method == Method::GET;
        let offered = reads && !employee && language::is_for_families(self.0.uri.path());
        offered.then_some(self.0.language)
    }

    /// Keeps the choice that stood in the address, until the browser closes.
    fn keep_language(&self, response: &mut Response) {
        let Some(choice) = self.0.asked else {
            return;
        };
        if let Some(cookie) = Kind::Language.give(&self.0.app.site, choice.code()) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }

    /// What to answer who must sign in first: a page that was asked for is shown afterwards.
    fn sign_in_first(&self) -> Failure {
        let reads = self.0.method == Method::GET || self.0.method == Method::HEAD;
        let path = self
            .0
            .uri
            .path_and_query()
            .map_or("/", |path| path.as_str());
        Failure::SignInFirst(reads.then(|| path.to_owned()))
    }
}

fn demo_ribbon(now: crate::clock::EpochMillis) -> String {
    let today = dates::long(amsterdam::civil_date(now));
    format!("Proefomgeving: hier staan alleen verzonnen gegevens. Het is hier {today}.")
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Failure::Broken)
    }
}

impl<S: Sync> FromRequestParts<S> for Frame {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let visit = <Visit as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        Ok(visit.frame().await)
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let visit = <Visit as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        visit
            .signed_in()
            .await?
            .cloned()
            .ok_or_else(|| visit.sign_in_first())
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Failure> {
        let visit = <Visit as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        Ok(visit.signed_in().await?.cloned())
    }
}
