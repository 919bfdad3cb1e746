//! One line in the log per request: the route and never the address itself, in which a personal link can stand.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

/// Writes the line.
pub async fn line(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let started = tokio::time::Instant::now();
    let response = next.run(request).await;
    let route = route.as_deref().unwrap_or("-");
    let status = response.status().as_u16();
    let micros = started.elapsed().as_micros();
    tracing::info!(%method, route, status, micros, "request");
    response
}
