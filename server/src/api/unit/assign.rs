//! `POST /api/v1/assignments`

use crate::{
    admin::{self, Assigned},
    auth::Anyone,
    http::{ApiError, AppState, Json, Problem},
};
use axum::{Json as Reply, extract::State};
use domain::{AccountId, UnitId, YouthId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const AT_ONCE: usize = 500;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Assignment {
    /// At most 500.
    #[schema(value_type = Vec<uuid::Uuid>)]
    youths: Vec<YouthId>,
    #[schema(value_type = uuid::Uuid)]
    unit: UnitId,
    /// A worker of the unit whose own they become.
    #[schema(value_type = Option<uuid::Uuid>)]
    worker: Option<AccountId>,
}

/// What became of one.
#[derive(Serialize, ToSchema)]
#[schema(as = AssignmentOutcome)]
pub(in crate::api) struct Outcome {
    #[schema(value_type = uuid::Uuid)]
    youth: YouthId,
    /// `assigned`, `unchanged`, `not_found`, or the code of the journal's refusal.
    outcome: String,
}

/// Gives youths to a unit
#[utoipa::path(post, path = "/api/v1/assignments", tag = "administration", security(("bearer" = [])), request_body = Assignment, responses(
    (status = 200, body = Vec<Outcome>),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
    (status = 404, description = "not_found: the unit or the worker", body = Problem),
    (status = 413, description = "too_large", body = Problem),
    (status = 415, description = "not_json", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(in crate::api) async fn assign(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Json(it): Json<Assignment>,
) -> Result<Reply<Vec<Outcome>>, ApiError> {
    if it.youths.len() > AT_ONCE {
        return Err(ApiError::invalid("youths", "at most 500 at once"));
    }
    let done = admin::assign(&state, &by, &it.youths, it.unit, it.worker).await?;
    let outcome = |it| match it {
        Assigned::Done => "assigned",
        Assigned::Unchanged => "unchanged",
        Assigned::Unknown => "not_found",
        Assigned::Refused(refusal) => domain::sync::Refusal::code(refusal),
    };
    Ok(Reply(done.into_iter().map(|(youth, it)| Outcome { youth, outcome: outcome(it).to_owned() }).collect()))
}
