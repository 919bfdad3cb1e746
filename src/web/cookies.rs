//! The cookies: the session's token, that of a visit of the family or of who applies, a token for the forms of who is not signed in, and
//! the language that was chosen.
//!
//! Over https all are `__Host-` cookies: only we can set them, for this host alone, and they travel over https only.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue};
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::state::Site;

/// Which of the cookies.
#[derive(Clone, Copy)]
pub enum Kind {
    /// The session of who is signed in.
    Session,
    /// Half a session: of who gave address and password, and no second factor yet.
    Half,
    /// The visit of somebody of the family, let in by a personal link.
    Family,
    /// The visit of who fills in an application online or signs it.
    Draft,
    /// What somebody is at the identity provider of the own party for.
    Journey,
    /// Proves that a form came from a page that we gave to this browser.
    Form,
    /// The language that somebody of the family chose, by its code.
    Language,
}

impl Kind {
    const fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-tom",
            (Self::Session, false) => "tom",
            (Self::Half, true) => "__Host-tom-half",
            (Self::Half, false) => "tom-half",
            (Self::Family, true) => "__Host-tom-familie",
            (Self::Family, false) => "tom-familie",
            (Self::Draft, true) => "__Host-tom-aanvraag",
            (Self::Draft, false) => "tom-aanvraag",
            (Self::Journey, true) => "__Host-tom-onderweg",
            (Self::Journey, false) => "tom-onderweg",
            (Self::Form, true) => "__Host-tom-form",
            (Self::Form, false) => "tom-form",
            (Self::Language, true) => "__Host-tom-taal",
            (Self::Language, false) => "tom-taal",
        }
    }

    /// What the browser sent, if it looks like a token of ours.
    pub fn read(self, site: &Site, headers: &HeaderMap) -> Option<String> {
        let wanted = self.name(site.https);
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(Cookie::split_parse)
            .filter_map(Result::ok)
            .find(|cookie| cookie.name() == wanted)
            .map(|cookie| cookie.value().to_owned())
            .filter(|token| self.may_be(token.len()) && token.bytes().all(is_token_byte))
    }

    /// Whether a value of ours can be this long: a token is 32 bytes.
    const fn may_be(self, length: usize) -> bool {
        match self {
            Self::Journey => length <= 3000,
            Self::Language => length == 2,
            Self::Session | Self::Half | Self::Family | Self::Draft | Self::Form => length == 43,
        }
    }

    /// The header that gives the browser this token, until it closes.
    pub fn give(self, site: &Site, token: &str) -> Option<HeaderValue> {
        let mut cookie = self.cookie(site, token);
        cookie.set_same_site(SameSite::Lax);
        HeaderValue::try_from(cookie.to_string()).ok()
    }

    /// The header that takes the token back.
    pub fn take_back(self, site: &Site) -> Option<HeaderValue> {
        let mut cookie = self.cookie(site, "");
        cookie.make_removal();
        HeaderValue::try_from(cookie.to_string()).ok()
    }

    fn cookie(self, site: &Site, token: &str) -> Cookie<'static> {
        let mut cookie = Cookie::new(self.name(site.https), token.to_owned());
        cookie.set_path("/");
        cookie.set_http_only(true);
        cookie.set_secure(site.https);
        cookie
    }
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}
