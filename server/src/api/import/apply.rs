//! `POST /api/v1/imports`

use super::preview::Preview;
use crate::{
    admin::{self, NewUnits},
    auth::Anyone,
    http::{ApiError, AppState, Problem, body},
};
use axum::{Json as Reply, extract::State, http::Request};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What became of a file.
#[derive(Serialize, ToSchema)]
#[schema(as = AppliedImport)]
pub(in crate::api) struct Applied {
    #[serde(flatten)]
    report: Preview,
    /// What can be undone; none where nothing was changed.
    import: Option<Uuid>,
}

/// Takes a register file in
///
/// The body is the file itself, CSV or xlsx. Rows of other municipalities are refused; the good rows go in.
#[utoipa::path(post, path = "/api/v1/imports", tag = "administration", security(("bearer" = [])),
    request_body(content_type = "application/octet-stream", description = "The file, CSV or xlsx"),
    responses(
        (status = 200, body = Applied),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 413, description = "too_large", body = Problem),
        (status = 422, description = "invalid_value: the file can't be read", body = Problem),
    ),
)]
pub(in crate::api) async fn apply(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    request: Request<axum::body::Body>,
) -> Result<Reply<Applied>, ApiError> {
    let bytes = body::read(request.into_body()).await?;
    let applied = admin::apply(&state, &by, &bytes, NewUnits::Create).await?;
    let import = applied.batches.first().map(|it| it.1);
    Ok(Reply(Applied { report: applied.report.try_into()?, import }))
}
