//! The pages of the independent doctor.

use axum::Router;

use super::state::AppState;

/// The pages of the independent doctor.
pub fn routes() -> Router<AppState> {
    Router::new()
}
