//! An administrator's pages. Each act goes through `crate::admin`, which the API shares.

mod account;
mod accounts;
mod assign;
mod assignments;
mod batch;
mod draft;
mod erase;
mod invite;
mod load;
mod outbox;
mod overview;
mod phone;
mod phones;
mod record;
mod release;
mod reminders;
mod settings;
mod texts;
mod unit;
mod units;
mod upload;

use crate::http::AppState;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

/// Where files are sent. They may be larger than other forms, and their handler counts.
pub const UPLOAD: &str = "/admin/import";

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/admin", get(overview::show))
        .route("/admin/accounts", get(accounts::show))
        .route("/admin/accounts/new", get(invite::show).post(invite::take))
        .route("/admin/accounts/{id}", get(account::show))
        .route("/admin/accounts/{id}/link", post(account::link))
        .route("/admin/accounts/{id}/disable", post(account::disable))
        .route("/admin/accounts/{id}/enable", post(account::enable))
        .route("/admin/units", get(units::show).post(units::create))
        .route("/admin/units/{id}", get(unit::show))
        .route("/admin/units/{id}/name", post(unit::rename))
        .route("/admin/units/{id}/members", post(unit::join))
        .route("/admin/units/{id}/members/{account}/remove", post(unit::leave))
        .route("/admin/assignments", get(assignments::show).post(assign::take))
        .route("/admin/assignments/search", get(assignments::searched).post(assignments::search))
        .route("/admin/youths/{id}", get(record::show))
        .route("/admin/youths/{id}/erase", get(erase::ask).post(erase::erase))
        .route("/admin/devices", get(phones::show))
        .route("/admin/devices/{id}/revoke", get(phone::ask).post(phone::revoke))
        .route("/admin/devices/{id}/recovery", post(phone::answer_recovery))
        .route("/admin/devices/{id}/quarantine", post(phone::settle))
        .route(UPLOAD, get(upload::show).post(upload::take).layer(DefaultBodyLimit::disable()))
        .route("/admin/import/draft/{id}", get(draft::show).post(draft::confirm))
        .route("/admin/import/draft/{id}/discard", post(draft::discard))
        .route("/admin/import/{id}", get(batch::show))
        .route("/admin/import/{id}/undo", get(batch::ask).post(batch::undo))
        .route("/admin/outbox", get(outbox::show))
        .route("/admin/outbox/release", get(release::ask).post(release::release))
        .route("/admin/texts", get(texts::show))
        .route("/admin/texts/{kind}/{language}", get(texts::edit).post(texts::save))
        .route("/admin/texts/{kind}/{language}/remove", post(texts::remove))
        .route("/admin/reminders", get(reminders::show).post(reminders::save))
        .route("/admin/settings", get(settings::show).post(settings::save))
}
