//! An administrator's pages.

use crate::http::AppState;
use axum::Router;

pub(super) fn router() -> Router<AppState> {
    Router::new()
}
