//! The pages of the leerplichtambtenaar.

use axum::Router;

use super::state::AppState;

/// The pages of the leerplichtambtenaar.
pub fn routes() -> Router<AppState> {
    Router::new()
}
