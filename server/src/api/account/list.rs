//! `GET /api/v1/accounts`

use crate::{
    admin,
    auth::{Anyone, Role},
    http::{ApiError, AppState, Problem},
};
use axum::{Json as Reply, extract::State};
use domain::AccountId;
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody with an account.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedAccount)]
pub(in crate::api) struct Account {
    #[schema(value_type = uuid::Uuid)]
    id: AccountId,
    email: String,
    name: String,
    role: Role,
    /// Milliseconds since 1970.
    created_at: i64,
    /// Whether a password has been chosen.
    active: bool,
    disabled: bool,
}

/// Everyone in the administrator's municipality
#[utoipa::path(get, path = "/api/v1/accounts", tag = "administration", security(("bearer" = [])), responses(
    (status = 200, body = Vec<Account>),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
))]
pub(in crate::api) async fn list(State(state): State<AppState>, Anyone(by): Anyone) -> Result<Reply<Vec<Account>>, ApiError> {
    let all = admin::accounts(&state, &by).await?.into_iter().map(|it| Account {
        id: it.id,
        email: it.email,
        name: it.name,
        role: it.post.role(),
        created_at: it.created_at,
        active: it.password_hash.is_some(),
        disabled: it.disabled_at.is_some(),
    });
    Ok(Reply(all.collect()))
}
