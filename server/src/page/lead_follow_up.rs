//! `POST /lead/missing/follow-up`: a list becomes follow-ups for the workers, in one act.

use super::{
    Ask, Done, Form,
    ask::today,
    done::see_counted,
    lead_missing::{Chosen, page},
    see,
};
use crate::{
    auth::{Post, Session},
    figures::follow_up,
    http::{ApiError, AppState},
    store::place,
};
use app::words::{Text, text};
use axum::{extract::State, response::Response};
use domain::{Actor, UnitId, civil, figures::Lack};
use jiff::civil::Date;

const NO_SUCH_DAY: Text = text("Skriv dagen som ÅÅÅÅ-MM-DD.", "Write the day as YYYY-MM-DD.");
const PAST: Text = text("Den dagen har redan varit. Välj i dag eller senare.", "That day has been. Choose today or later.");
const FAR: Text = text("Välj en dag inom ett år.", "Choose a day within a year.");

pub(super) async fn take(State(state): State<AppState>, session: Session, ask: Ask, form: Form) -> Result<Response, ApiError> {
    let Post::Lead(id) = session.account.post else { return Err(ApiError::NotAllowed) };
    let lack: Lack = form.parse("list")?;
    let unit: Option<UnitId> = if form.text("unit").is_empty() { None } else { Some(form.parse("unit")?) };
    let today = today(&state);
    let on = match form.text("on").parse::<Date>() {
        Ok(day) if day < today => Err(PAST),
        Ok(day) if day > civil::days_after(today, 366) => Err(FAR),
        Ok(day) => Ok(day),
        Err(_) => Err(NO_SUCH_DAY),
    };
    let on = match on {
        Ok(on) => on,
        Err(error) => {
            let chosen = Chosen { lack: Some(lack), unit };
            return page(&state, &session, &ask, chosen, Some(error.get(ask.lang).to_owned())).await;
        }
    };
    let mut tx = state.db.begin().await?;
    let municipality = place::municipality_by_id(&mut tx, id).await?.ok_or(ApiError::NotFound)?;
    if let Some(unit) = unit {
        place::unit_by_id(&mut tx, unit).await?.filter(|it| it.municipality == id).ok_or(ApiError::NotFound)?;
    }
    let planned = follow_up(&mut tx, &state.process, &municipality, Actor::Account(session.account.id), lack, unit, on).await?;
    tx.commit().await?;
    let unit = unit.map(|it| format!("&unit={it}")).unwrap_or_default();
    let back = format!("/lead/missing?list={}{unit}", lack.code());
    Ok(match planned {
        0 => see(&back, Done::FollowUpsNone),
        1 => see(&back, Done::FollowUpPlanned),
        _ => see_counted(&back, Done::FollowUpsPlanned, Some(planned)),
    })
}
