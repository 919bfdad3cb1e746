//! `/healthz` and `/metrics`: for whoever watches the program. Numbers alone, nothing of anybody.

use std::fmt::Write as _;

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::action::{erase, jobs};

use super::state::AppState;

/// What stands on the address of its own for whoever watches.
pub fn watched(app: AppState) -> Router {
    Router::new().fallback(watch).with_state(app)
}

async fn watch(app: State<AppState>, method: Method, uri: Uri) -> Response {
    match (method, uri.path()) {
        (Method::GET, "/healthz") => health(app).await,
        (Method::GET, "/metrics") => metrics(app).await,
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /healthz`: 200 `ok`, or 503 with the part that is ill.
pub async fn health(State(app): State<AppState>) -> Response {
    match jobs::health(&app.house).await {
        Ok(()) => "ok\n".into_response(),
        Err(ill) => (StatusCode::SERVICE_UNAVAILABLE, format!("{ill}\n")).into_response(),
    }
}

/// `GET /metrics`, as Prometheus reads it. What the database can't tell is left out.
async fn metrics(State(app): State<AppState>) -> Response {
    let text = figures(&app).await;
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// What one figure is.
fn about(text: &mut String, name: &str, help: &str) {
    // Writing to a string can't fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
}

async fn figures(app: &AppState) -> String {
    let mut text = String::new();
    let healthy = i32::from(jobs::health(&app.house).await.is_ok());
    about(
        &mut text,
        "tom_healthy",
        "1 if the database answers and the worker looks at the outbox.",
    );
    let _ = writeln!(text, "tom_healthy {healthy}");
    about(&mut text, "tom_build_info", "The version of the program.");
    let _ = writeln!(
        text,
        "tom_build_info{{version=\"{}\"}} 1",
        env!("CARGO_PKG_VERSION")
    );
    about(
        &mut text,
        "tom_worker_quiet_seconds",
        "How long ago the worker looked at the outbox.",
    );
    let quiet = app.house.pulse.quiet_for().as_secs_f64();
    let _ = writeln!(text, "tom_worker_quiet_seconds {quiet:.1}");
    if let Ok(standing) = jobs::standing(&app.house).await {
        let now = app.house.clock.now();
        about(
            &mut text,
            "tom_jobs",
            "Work that should be done by now (waiting, running) or that failed (incident).",
        );
        for row in &standing {
            let _ = writeln!(
                text,
                "tom_jobs{{kind=\"{}\",state=\"{}\"}} {}",
                row.kind, row.state, row.count
            );
        }
        let waits = standing
            .iter()
            .filter(|row| row.state == jobs::OutboxState::Waiting.code());
        let oldest = waits.map(|row| now - row.oldest).max().unwrap_or_default();
        about(
            &mut text,
            "tom_jobs_oldest_due_seconds",
            "How long the oldest work waits that should be done by now.",
        );
        let _ = writeln!(text, "tom_jobs_oldest_due_seconds {}", oldest / 1000);
    }
    if let Ok(erasing) = erase::status(&app.house).await {
        about(&mut text, "tom_erasing_due", "Dossiers whose term is over.");
        let _ = writeln!(text, "tom_erasing_due {}", erasing.due);
        about(
            &mut text,
            "tom_erasing_stopped",
            "1 if erasing stands still because the clock jumped.",
        );
        let _ = writeln!(
            text,
            "tom_erasing_stopped {}",
            i32::from(erasing.stopped.is_some())
        );
    }
    text
}
