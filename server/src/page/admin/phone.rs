//! What is done with one phone: revoked in two taps, answered, and what it left put in or thrown away.

use crate::{
    admin::{self, Wanted},
    auth::Session,
    http::{ApiError, AppState, Path},
    page::{Ask, Done, Form, answer, done::see_counted, see},
    store::device::Recovery,
};
use app::page::{Place, admin::Revoke};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{
    DeviceId,
    sync::{Outcome, Refusal, Verdict},
};

const LIST: &str = "/admin/devices";

/// The first tap leads here.
pub(super) async fn ask(State(state): State<AppState>, session: Session, ask: Ask, Path(id): Path<DeviceId>) -> Result<Response, ApiError> {
    let by = &session.account;
    let found = admin::devices(&state, by).await?.into_iter().find(|it| it.device.id == id).ok_or(ApiError::NotFound)?;
    if found.device.revoked_at.is_some() {
        return Ok(see(LIST, Done::DeviceRevoked));
    }
    let page = Revoke { id: id.to_string(), name: found.device.name, owner: found.owner };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Devices, by).await?, page))
}

pub(super) async fn revoke(State(state): State<AppState>, session: Session, Path(id): Path<DeviceId>) -> Result<Response, ApiError> {
    admin::revoke(&state, &session.account, id).await?;
    Ok(see(LIST, Done::DeviceRevoked))
}

pub(super) async fn answer_recovery(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<DeviceId>,
    form: Form,
) -> Result<Response, ApiError> {
    let (answer, done) = match form.text("answer") {
        "yes" => (Recovery::Released, Done::RecoveryReleased),
        "no" => (Recovery::Refused, Done::RecoveryRefused),
        _ => return Err(ApiError::Malformed),
    };
    admin::answer_recovery(&state, &session.account, id, answer).await?;
    Ok(see(LIST, done))
}

pub(super) async fn settle(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<DeviceId>,
    form: Form,
) -> Result<Response, ApiError> {
    let wanted = match form.text("answer") {
        "yes" => Wanted::Yes,
        "no" => Wanted::No,
        _ => return Err(ApiError::Malformed),
    };
    let outcomes = admin::settle(&state, &session.account, id, wanted).await?;
    let stays = |it: &&Outcome| matches!(it.verdict, Verdict::Refused { code } if code != Refusal::Erased);
    Ok(match (wanted, outcomes.iter().filter(stays).count()) {
        (Wanted::No, _) => see(LIST, Done::QuarantineDropped),
        (Wanted::Yes, 0) => see(LIST, Done::QuarantineTaken),
        (Wanted::Yes, left) => see_counted(LIST, Done::QuarantinePartly, Some(left)),
    })
}
