//! Where a request comes from, to slow down who keeps guessing passwords.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use super::failure::Failure;
use super::visit::Visit;

/// The visitor's network address as text; empty when the server does not know it.
pub struct Source(pub String);

impl<S: Sync> FromRequestParts<S> for Source {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let visit = <Visit as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        if visit.app().site.behind_proxy {
            // Our proxy adds the address that it saw at the end; what stands before that, anybody can have written.
            let last = parts.headers.get_all("x-forwarded-for").iter().next_back();
            let last = last.and_then(|line| line.to_str().ok()?.rsplit(',').next());
            return Ok(Self(last.unwrap_or_default().trim().to_owned()));
        }
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map_or_else(String::new, |ConnectInfo(peer)| {
            peer.ip().to_string()
        })))
    }
}
