//! The pages of the local team.

use axum::Router;

use super::state::AppState;

/// The pages of the local team.
pub fn routes() -> Router<AppState> {
    Router::new()
}
