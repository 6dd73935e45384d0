//! `GET /accessibility`

use super::{Ask, answer};
use app::page::accessibility::Accessibility;
use axum::{http::StatusCode, response::Response};

pub(super) async fn show(ask: Ask) -> Response {
    answer(StatusCode::OK, ask.outside(), Accessibility)
}
