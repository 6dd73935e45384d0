//! The pages of those who lead and administer: each handler loads, decides and answers with one of `app::page`'s values.
//! One page or verb a file.

mod accessibility;
mod admin;
mod ask;
mod done;
mod dress;
mod file;
mod form;
mod front;
mod invitation;
mod language;
mod lead;
mod lead_file;
mod lead_follow_up;
mod lead_missing;
mod lead_rows;
mod level;
mod sign_in;
mod sign_out;

use crate::http::AppState;
use ask::{Ask, answer};
use axum::{Router, routing::get};
use done::{Done, see};
use form::Form;

pub use admin::UPLOAD;
pub use dress::dress;

/// Every page.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/", get(front::show))
        .route("/accessibility", get(accessibility::show))
        .route("/language/{lang}", get(language::choose))
        .route("/sign-in", get(sign_in::show).post(sign_in::take))
        .route("/sign-out", axum::routing::post(sign_out::take))
        .route("/invitation/{code}", get(invitation::show).post(invitation::take))
        .route("/lead", get(lead::outcomes))
        .route("/lead/status", get(lead::status))
        .route("/lead/reach", get(lead::reach))
        .route("/lead/work", get(lead::work))
        .route("/lead/missing", get(lead_missing::show))
        .route("/lead/missing/follow-up", axum::routing::post(lead_follow_up::take))
        .route("/lead/rows/{file}", get(lead_rows::download))
        .route("/lead/{file}", get(lead_file::download))
        .route("/region", get(level::region))
        .route("/region/{topic}", get(level::region))
        .route("/nation", get(level::nation))
        .route("/nation/{topic}", get(level::nation))
        .route("/open", get(level::open))
        .route("/open/{topic}", get(level::open))
        .merge(admin::router())
}
