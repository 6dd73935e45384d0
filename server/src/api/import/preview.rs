//! `POST /api/v1/imports/preview`

use crate::{
    admin::{self, NewUnits},
    auth::Anyone,
    http::{ApiError, AppState, Problem, body},
    import::Report,
};
use axum::{Json as Reply, extract::State, http::Request};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What is said of a file.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Preview {
    /// `line`, `verdict` (accept, reject), `change` (new, changed, unchanged), `column`, `reason`, `warnings`.
    #[schema(value_type = Vec<Value>)]
    rows: Vec<Value>,
    /// Places that the file names and that would be made.
    new_places: Vec<String>,
}

impl TryFrom<Report> for Preview {
    type Error = ApiError;

    fn try_from(it: Report) -> Result<Self, ApiError> {
        let rows = it.rows.iter().map(serde_json::to_value).collect::<Result<_, _>>().map_err(ApiError::internal)?;
        Ok(Self { rows, new_places: it.new_places })
    }
}

/// What a register file would do; nothing is written
///
/// The body is the file itself, CSV or xlsx. Rows of other municipalities are refused.
#[utoipa::path(post, path = "/api/v1/imports/preview", tag = "administration", security(("bearer" = [])),
    request_body(content_type = "application/octet-stream", description = "The file, CSV or xlsx"),
    responses(
        (status = 200, body = Preview),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 413, description = "too_large", body = Problem),
        (status = 422, description = "invalid_value: the file can't be read", body = Problem),
    ),
)]
pub(in crate::api) async fn preview(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    request: Request<axum::body::Body>,
) -> Result<Reply<Preview>, ApiError> {
    let bytes = body::read(request.into_body()).await?;
    Ok(Reply(admin::preview(&state, &by, &bytes, NewUnits::Create).await?.try_into()?))
}
