//! `GET /region` and `GET /nation`: the whole of a level at the end of the last closed month.

use super::{Ask, answer, ask::today};
use crate::{
    auth::{Post, Session},
    http::{ApiError, AppState},
    report::{self, SeeError, Shown, Totals, Visible},
    store::place,
};
use app::page::{Place, lead::Seen, level::Level};
use axum::{extract::State, http::StatusCode, response::Response};

pub(super) async fn region(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let Post::Region(id) = session.account.post else { return Err(ApiError::NotAllowed) };
    let mut tx = state.db.read().await?;
    let region = place::regions(&mut tx).await?.into_iter().find(|it| it.id == id).ok_or(ApiError::NotFound)?;
    let municipalities = place::municipalities(&mut tx).await?.into_iter().filter(|it| it.region == id).count();
    drop(tx);
    show(&state, &session, &ask, Place::Region, Some(region.name), municipalities).await
}

pub(super) async fn nation(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let Post::Nation = session.account.post else { return Err(ApiError::NotAllowed) };
    let mut tx = state.db.read().await?;
    let municipalities = place::municipalities(&mut tx).await?.len();
    drop(tx);
    show(&state, &session, &ask, Place::Nation, None, municipalities).await
}

async fn show(
    state: &AppState,
    session: &Session,
    ask: &Ask,
    place: Place,
    region: Option<String>,
    municipalities: usize,
) -> Result<Response, ApiError> {
    let seen = report::see(&state.db, session.account.post, None, None, today(state)).await;
    let Visible { as_of, all, .. } = seen.map_err(|error| match error {
        SeeError::NotAllowed | SeeError::NotClosed => ApiError::NotAllowed,
        SeeError::Store(error) => error.into(),
    })?;
    let seen = match all {
        Shown::Exact(it) => Some(Seen::from(&it)),
        Shown::Totals(it) => totals(it),
    };
    let frame = ask.frame(state, place, &session.account).await?;
    Ok(answer(StatusCode::OK, frame, Level { region, as_of, seen, municipalities }))
}

/// None where the whole is hidden.
fn totals(it: Totals) -> Option<Seen> {
    Some(Seen {
        youths: it.youths?,
        complete: it.complete?,
        known_before: it.known_before?,
        known_after: it.known_after?,
        before: it.before,
        after: it.after,
        bounds_before: it.none_before_bounds_pct,
        bounds_after: it.none_after_bounds_pct,
    })
}
