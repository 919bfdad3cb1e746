//! A form that was sent: read only after it is certain that it came from a page of this visitor.

use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Form as UrlEncoded, FromRequest, FromRequestParts, MatchedPath, Request};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use crate::domain::party::Role;
use crate::domain::scan;

use super::failure::Failure;
use super::form::Form;
use super::visit::Visit;

/// The most that a form may hold, in bytes.
pub const MOST: usize = 256 * 1024;
/// The addresses to which a file is sent, as the router knows them.
pub const UPLOADS: [&str; 3] = [
    "/swv/zaken/{case}/document",
    "/arts/zaken/{case}/document",
    "/leerplicht/zaken/{case}/document",
];
/// The most that a form with a file may hold, in bytes.
pub const MOST_WITH_FILE: usize = scan::MOST + 64 * 1024;
/// The fields that no page gives back: passwords and codes.
pub const SECRETS: [&str; 3] = ["password", "new_password", "factor"];
/// How much of a form that is too large is still taken in and thrown away: a browser shows our answer only after it
/// has sent everything.
const SWALLOWED: usize = 32 * 1024 * 1024;

/// The fields of one form.
pub trait Fields {
    /// Their names, in the order of the page; a date stands as `name_day`, `name_month`, `name_year`.
    const NAMES: &'static [&'static str];
}

/// The names of several parts of a form, one after the other.
#[must_use]
pub const fn joined<const N: usize>(parts: &[&[&'static str]]) -> [&'static str; N] {
    let mut all = [""; N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut name = 0;
        while name < parts[part].len() {
            all[at] = parts[part][name];
            (name, at) = (name + 1, at + 1);
        }
        part += 1;
    }
    all
}

/// The form `F` as it was sent. There is no other way to a form's values, so that none is used unchecked.
pub struct Submitted<F> {
    /// The number of the page that the form was on. A form that is sent twice has the same one: the second time gets
    /// the first answer again.
    pub once: String,
    /// What was typed.
    pub form: Form,
    fields: PhantomData<F>,
}

impl<F: Fields, S: Send + Sync> FromRequest<S> for Submitted<F> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visit = <Visit as FromRequestParts<S>>::from_request_parts(&mut parts, state).await?;
        let request = Request::from_parts(parts, body);
        let UrlEncoded(pairs) = UrlEncoded::<Vec<(String, String)>>::from_request(request, state)
            .await
            .map_err(|_| Failure::Unreadable)?;
        Self::of(&visit, pairs).await
    }
}

impl<F: Fields> Submitted<F> {
    /// The form out of what came, if it came from a page of this visitor.
    pub(super) async fn of(visit: &Visit, pairs: Vec<(String, String)>) -> Result<Self, Failure> {
        // No field holds a NUL, and no database takes one.
        if pairs.iter().any(|(_, value)| value.contains('\0')) {
            return Err(Failure::Unreadable);
        }
        let (tokens, pairs): (Vec<_>, Vec<_>) = pairs
            .into_iter()
            .partition(|(name, _)| name == "csrf" || name == "once");
        let token = |wanted| {
            let found = tokens.iter().find(|(name, _)| name == wanted);
            found.map_or("", |(_, value)| value.as_str())
        };
        let expected = visit.csrf().await?;
        if !bool::from(token("csrf").as_bytes().ct_eq(expected.as_bytes())) {
            return Err(Failure::OldForm);
        }
        let once = uuid::Uuid::try_parse(token("once"))
            .map_err(|_| Failure::Unreadable)?
            .to_string();
        let mut form = Form::from_pairs(pairs, F::NAMES)
            .map_err(|unknown| Failure::UnknownField(unknown.0))?;
        let who = visit.signed_in().await?;
        let may_hold = |role| matches!(role, Role::Doctor | Role::Lpa);
        if who.is_some_and(|who| !may_hold(who.role)) {
            form.refuse_numbers();
        }
        Ok(Self {
            once,
            form,
            fields: PhantomData,
        })
    }
}

/// Takes in a form before anything is asked of it, so that what was typed can be given back whatever goes wrong.
///
/// A file isn't given back: what is too large of it is left out, so that its page can say so beside what was typed.
pub async fn take_in(
    path: Option<MatchedPath>,
    visit: Visit,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let known = matches!(visit.signed_in().await, Ok(Some(_)));
    let upload = known && path.is_some_and(|path| UPLOADS.contains(&path.as_str()));
    let most = if upload { MOST_WITH_FILE } else { MOST };
    match read(body, most).await {
        Err(failure) => failure.into_response(),
        Ok((_, false)) if !upload => Failure::TooLarge.into_response(),
        Ok((bytes, _)) => {
            if !upload {
                visit.keep(bytes.clone());
            }
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
    }
}

/// A form that its sender can send again from the page of a failure, as it was typed.
pub struct Again {
    /// Where it was sent to.
    pub action: String,
    /// Its own number: if it was handled after all, it gets the first answer.
    pub once: String,
    /// The fields with what was typed.
    pub fields: Vec<(String, String)>,
}

impl Again {
    /// The form that these bytes were. `None` for what is no form, and for one with a password or a code.
    pub async fn of(action: &str, bytes: Bytes) -> Option<Self> {
        let request = Request::post(action)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(bytes))
            .ok()?;
        let pairs = UrlEncoded::<Vec<(String, String)>>::from_request(request, &()).await;
        let UrlEncoded(mut fields) = pairs.ok()?;
        let once = fields.iter().find(|(name, _)| name == "once")?.1.clone();
        fields.retain(|(name, _)| name != "once" && name != "csrf");
        let secret = fields
            .iter()
            .any(|(name, _)| SECRETS.contains(&name.as_str()));
        (!secret).then(|| Self {
            action: action.to_owned(),
            once,
            fields,
        })
    }
}

/// The body, as much of it as may be, and whether that is all; once the sender has been heard out.
async fn read(mut body: Body, most: usize) -> Result<(Bytes, bool), Failure> {
    let mut kept = Vec::new();
    let mut seen = 0;
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let Ok(data) = frame.map_err(|_| Failure::Unreadable)?.into_data() else {
            continue;
        };
        seen += data.len();
        if seen > SWALLOWED {
            break;
        }
        let room = most - kept.len();
        kept.extend_from_slice(&data[..data.len().min(room)]);
    }
    Ok((kept.into(), seen <= most))
}
