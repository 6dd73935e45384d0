//! `GET /`

use super::{Ask, answer};
use app::page::front::Front;
use axum::{http::StatusCode, response::Response};

pub(super) async fn show(ask: Ask) -> Response {
    answer(StatusCode::OK, ask.outside(), Front)
}
