//! `GET` and `POST /admin/settings`

use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState},
    page::{Ask, Done, Form, answer, see},
    store::place,
};
use app::{
    page::{Errors, Place, admin::Settings},
    words::{Text, text},
};
use axum::{extract::State, http::StatusCode, response::Response};

const LOCK: Text = text("Skriv ett helt antal minuter, 1 till 15.", "Write a whole number of minutes, 1 to 15.");
const LEASE: Text = text("Skriv ett helt antal dagar, 1 till 31.", "Write a whole number of days, 1 to 31.");

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let municipality = session.account.administers()?;
    let mut tx = state.db.read().await?;
    let it = place::municipality_by_id(&mut tx, municipality).await?.ok_or(ApiError::NotFound)?;
    drop(tx);
    let page = Settings {
        notes_allowed: it.notes_allowed,
        lock_minutes: it.lock_minutes.to_string(),
        lease_days: it.lease_days.to_string(),
        errors: Errors::default(),
    };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Settings, &session.account).await?, page))
}

pub(super) async fn save(State(state): State<AppState>, session: Session, ask: Ask, form: Form) -> Result<Response, ApiError> {
    let by = &session.account;
    by.administers()?;
    let notes_allowed = form.text("notes_allowed") == "yes";
    let number = |name, most: i64| form.text(name).parse::<i64>().ok().filter(|it| (1..=most).contains(it));
    let (lock, lease) = (number("lock_minutes", 15), number("lease_days", 31));
    if let (Some(lock_minutes), Some(lease_days)) = (lock, lease) {
        admin::set_settings(&state, by, admin::Settings { notes_allowed, lock_minutes, lease_days }).await?;
        return Ok(see("/admin/settings", Done::SettingsSaved));
    }
    let mut errors = Errors::default();
    if lock.is_none() {
        errors.add("lock_minutes", LOCK.get(ask.lang));
    }
    if lease.is_none() {
        errors.add("lease_days", LEASE.get(ask.lang));
    }
    let (lock_minutes, lease_days) = (form.text("lock_minutes").to_owned(), form.text("lease_days").to_owned());
    let page = Settings { notes_allowed, lock_minutes, lease_days, errors };
    Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, ask.frame(&state, Place::Settings, by).await?, page))
}
