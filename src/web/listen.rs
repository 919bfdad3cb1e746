//! The connections: who says nothing, or says it too slowly, is let go, so that nobody is kept waiting by a stranger.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// How long a visitor may take over the head of a request, and stay away between two.
const HEAD: Duration = Duration::from_secs(10);
/// How long requests that were begun get when the program stops.
const LAST: Duration = Duration::from_secs(60);
/// How long no connection is taken after one could not be: there are too many open files, and some will be closed.
const REST: Duration = Duration::from_millis(500);

/// Answers visitors until `shutdown`, and then finishes what was begun.
pub async fn serve(listener: TcpListener, routes: Router, shutdown: CancellationToken) {
    let (graceful, mut http) = (GracefulShutdown::new(), http1::Builder::new());
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    while let Some(accepted) = shutdown.run_until_cancelled(listener.accept()).await {
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_theirs(&error) => continue,
            Err(error) => {
                tracing::warn!(%error, "no connection can be taken");
                tokio::time::sleep(REST).await;
                continue;
            }
        };
        // An answer is written whole; waiting for more to send only costs time.
        drop(stream.set_nodelay(true));
        let routes = routes.clone();
        let answer = service_fn(move |mut request: hyper::Request<Incoming>| {
            request
                .extensions_mut()
                .insert(ConnectInfo::<SocketAddr>(from));
            let routes = routes.clone();
            async move { Ok::<_, Infallible>(answer(routes, request).await) }
        });
        let served = graceful.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            // Who goes away in the middle, or is too slow, is no fault of ours.
            if let Err(error) = served.await {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(LAST, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests were not finished");
    }
}

async fn answer(routes: Router, request: hyper::Request<Incoming>) -> axum::response::Response {
    match routes.oneshot(request.map(Body::new)).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

/// Whether the visitor went away before we came to it.
fn is_theirs(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    [ConnectionAborted, ConnectionRefused, ConnectionReset].contains(&error.kind())
}
