//! `GET /api/v1/reports/open/outcomes`

use super::{document::Figures, outcomes::Asked};
use crate::{
    http::{ApiError, AppState, Problem, Query},
    report::{SeeError, Visible, published},
    store::outcome::Reach,
};
use axum::{Json as Reply, extract::State};
use domain::civil;

/// Before and after, for anyone
///
/// The nation's figures of a closed month, as they were published: the same that regions and the nation see. A hidden figure
/// is null: fewer than five youths, or what would tell of so few. By region, municipality or gender; what is by unit or
/// reason is never published, and null.
#[utoipa::path(get, path = "/api/v1/reports/open/outcomes", tag = "figures", params(Asked), responses(
    (status = 200, body = Figures),
    (status = 400, description = "malformed", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(in crate::api) async fn open(State(state): State<AppState>, Query(asked): Query<Asked>) -> Result<Reply<Visible>, ApiError> {
    let (by, as_of, choice) = asked.read()?;
    if !choice.is_empty() {
        return Err(SeeError::NeverPublished.into());
    }
    let today = civil::day(state.clock.now());
    Ok(Reply(published(&state.db, &state.tables, Reach::Nation, by, as_of, today).await?))
}
