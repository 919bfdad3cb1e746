//! The pages of the SWV.

use axum::Router;

use super::state::AppState;

/// The pages of the SWV.
pub fn routes() -> Router<AppState> {
    Router::new()
}
