//! The pages of the parents and the young person.

use axum::Router;

use super::state::AppState;

/// The pages of the parents and the young person.
pub fn routes() -> Router<AppState> {
    Router::new()
}
