//! `GET /region` and `GET /nation`: the whole of a level at the end of the last closed month.

use super::{Ask, answer, ask::today};
use crate::{
    auth::{Post, Session},
    http::{ApiError, AppState},
    report::outcomes,
    store::{outcome::Reach, place},
};
use app::page::{Place, level::Level};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::civil;
use jiff::civil::Date;

pub(super) async fn region(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let Post::Region(id) = session.account.post else { return Err(ApiError::NotAllowed) };
    let mut tx = state.db.read().await?;
    let region = place::regions(&mut tx).await?.into_iter().find(|it| it.id == id).ok_or(ApiError::NotFound)?;
    let municipalities = place::municipalities(&mut tx).await?.into_iter().filter(|it| it.region == id).count();
    drop(tx);
    let as_of = closed(today(&state));
    let outcomes = outcomes(&state.db, Reach::Region(id), None, as_of).await?.all;
    let frame = ask.frame(&state, Place::Region, &session.account).await?;
    Ok(answer(StatusCode::OK, frame, Level { region: Some(region.name), as_of, outcomes, municipalities }))
}

pub(super) async fn nation(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let Post::Nation = session.account.post else { return Err(ApiError::NotAllowed) };
    let mut tx = state.db.read().await?;
    let municipalities = place::municipalities(&mut tx).await?.len();
    drop(tx);
    let as_of = closed(today(&state));
    let outcomes = outcomes(&state.db, Reach::Nation, None, as_of).await?.all;
    let frame = ask.frame(&state, Place::Nation, &session.account).await?;
    Ok(answer(StatusCode::OK, frame, Level { region: None, as_of, outcomes, municipalities }))
}

/// The last day of the month before: only closed months are shown outside the municipality.
fn closed(today: Date) -> Date {
    civil::days_after(today.first_of_month(), -1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_month_that_is_closed() {
        assert_eq!([closed(date(2026, 11, 23)), closed(date(2026, 3, 1))], [date(2026, 10, 31), date(2026, 2, 28)]);
    }
}
