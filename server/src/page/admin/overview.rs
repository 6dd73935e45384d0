//! `GET /admin`

use super::load::{is_worker, people, units, youths};
use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState},
    page::{Ask, answer},
    store::{channel_health, device::Recovery, place, restore},
};
use app::page::{
    Place,
    admin::{Overview, Restored},
};
use axum::{extract::State, http::StatusCode, response::Response};

/// What a restore lost is told of for 30 days.
const TOLD: i64 = 30 * 24 * 60 * 60 * 1000;

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let by = &session.account;
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    let place = place::municipality_by_id(&mut tx, municipality).await?.ok_or(ApiError::NotFound)?;
    let health = channel_health::all(&mut tx).await?;
    let now = state.clock.now();
    let mut restores = Vec::new();
    for it in restore::all(&mut tx, municipality).await? {
        if it.at > now - TOLD {
            restores.push(Restored { at: it.at, reached: restore::reached(&mut tx, &it).await?, missing: it.missing() });
        }
    }
    drop(tx);
    let (people, units, youths) = (people(&state, by).await?, units(&state, by).await?, youths(&state, by).await?);
    let phones = admin::devices(&state, by).await?;
    let can_sign_in = |id| people.iter().any(|it| it.id == id && it.disabled_at.is_none());
    let is_staffed = |it: &admin::UnitWithWorkers| it.workers.iter().any(|it| can_sign_in(*it));
    let open = || phones.iter().filter(|it| it.device.revoked_at.is_none());
    let page = Overview {
        municipality: place.name,
        youths: youths.len(),
        without_unit: youths.iter().filter(|it| it.units.is_empty()).count(),
        protected: youths.iter().filter(|it| it.protected).count(),
        empty_units: units.iter().filter(|unit| !is_staffed(unit) && youths.iter().any(|it| it.units.contains(&unit.unit.id))).count(),
        units: units.len(),
        workers: people.iter().filter(|it| is_worker(it)).count(),
        phones: open().filter(|it| can_sign_in(it.device.account)).count(),
        uninvited: people.iter().filter(|it| it.password_hash.is_none() && it.disabled_at.is_none()).count(),
        waiting: open().filter(|it| it.device.recovery == Some(Recovery::Waiting)).count(),
        put_aside: phones.iter().filter(|it| it.put_aside.entries > 0).count(),
        dead_channels: health.iter().filter(|it| it.is_alarming(now)).count(),
        restores,
        now,
        unclear: admin::unclear(&state, by).await?,
        left_behind: open().filter(|it| !can_sign_in(it.device.account)).count(),
    };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Overview, by).await?, page))
}
