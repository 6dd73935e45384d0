//! `GET /api/v1/reports/outcomes`

use super::{document::Figures, exact::choice};
use crate::{
    auth::Anyone,
    http::{ApiError, AppState, Problem, Query},
    report::{By, SeeError, Visible, Wish, see},
};
use axum::{Json as Reply, extract::State};
use domain::{civil, figures::Choice};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct Asked {
    /// region, municipality, unit, gender or reason.
    by: Option<String>,
    /// The cut-off, YYYY-MM-DD: today or the last day of a month. For a region, the nation and the public of one that has been
    /// published.
    as_of: Option<String>,
    /// A unit's id: of one's own municipality alone, as the two that follow.
    unit: Option<String>,
    /// woman, man or unknown.
    gender: Option<String>,
    /// A reason of registration.
    reason: Option<String>,
}

impl Asked {
    /// What is asked for, as types.
    pub(super) fn read(self) -> Result<(Option<By>, Option<Date>, Choice), ApiError> {
        let choice = choice([self.unit, self.gender, self.reason])?;
        let by = self.by.filter(|it| !it.is_empty()).map(|it| it.parse::<By>().map_err(|it| ApiError::invalid("by", it.to_string())));
        let as_of = self.as_of.filter(|it| !it.is_empty());
        let as_of = as_of.map(|it| it.parse::<Date>().map_err(|_| ApiError::invalid("as_of", "a date, YYYY-MM-DD")));
        Ok((by.transpose()?, as_of.transpose()?, choice))
    }
}

impl From<SeeError> for ApiError {
    fn from(error: SeeError) -> Self {
        match error {
            SeeError::NotAllowed => Self::NotAllowed,
            SeeError::NoSuchUnit => Self::NotFound,
            SeeError::NeverPublished => Self::invalid("unit, gender, reason", error.to_string()),
            SeeError::NotClosed | SeeError::NotYet | SeeError::NotKept => Self::invalid("as_of", error.to_string()),
            SeeError::Store(it) => it.into(),
        }
    }
}

/// Before and after, of what the caller may see
///
/// `all` is the caller's whole scope: a municipality exactly, a region or the nation as the month was published. A hidden
/// figure is null: fewer than five youths, or what would tell of so few.
#[utoipa::path(get, path = "/api/v1/reports/outcomes", tag = "figures", security(("bearer" = [])), params(Asked), responses(
    (status = 200, body = Figures),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
    (status = 404, description = "not_found", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(in crate::api) async fn outcomes(
    State(state): State<AppState>,
    Anyone(who): Anyone,
    Query(asked): Query<Asked>,
) -> Result<Reply<Visible>, ApiError> {
    let (by, as_of, choice) = asked.read()?;
    let today = civil::day(state.clock.now());
    Ok(Reply(see(&state.db, &state.tables, who.post, Wish { by, as_of, choice }, today).await?))
}
