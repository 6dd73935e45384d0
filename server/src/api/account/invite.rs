//! `POST /api/v1/accounts/{id}/invitation`

use crate::{
    account::Invited,
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Path, Problem},
};
use axum::{Json as Reply, extract::State, http::StatusCode};
use domain::AccountId;
use serde::Serialize;
use utoipa::ToSchema;

/// A one-time link. It is shown once.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Invitation {
    #[schema(value_type = uuid::Uuid)]
    account: AccountId,
    link: String,
    /// When the link stops working, milliseconds since 1970.
    expires_at: i64,
}

impl From<Invited> for Invitation {
    fn from(it: Invited) -> Self {
        Self { account: it.account, link: it.link, expires_at: it.expires_at }
    }
}

/// A new link for somebody who lost theirs or forgot the password
#[utoipa::path(post, path = "/api/v1/accounts/{id}/invitation", tag = "administration", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = Invitation),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 404, description = "not_found", body = Problem),
        (status = 409, description = "wrong_state: the account is disabled", body = Problem),
    ),
)]
pub(in crate::api) async fn invite(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path(id): Path<AccountId>,
) -> Result<(StatusCode, Reply<Invitation>), ApiError> {
    Ok((StatusCode::CREATED, Reply(admin::renew_link(&state, &by, id).await?.into())))
}
