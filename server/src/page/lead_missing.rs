//! `GET /lead/missing?list=&unit=`: what is missing, as lists of names. Reading a list is reading records, and is logged.

use super::{
    Ask, answer,
    ask::today,
    lead::{address, links},
};
use crate::{
    auth::{Post, Session},
    figures::{self, lacking},
    http::{ApiError, AppState},
    store::{missing, place},
};
use app::page::{
    Place,
    lead::{Lacking, Lacks, List, Lists},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{UnitId, figures::Lack};

/// So many names are shown of a list.
const SHOWN: usize = 1_000;

/// Which list and which unit somebody has chosen.
pub(super) struct Chosen {
    pub lack: Option<Lack>,
    pub unit: Option<UnitId>,
}

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let lack = ask.get("list").map(|it| it.parse().map_err(|_| ApiError::NotFound)).transpose()?;
    let unit = ask.get("unit").map(|it| it.parse().map_err(|_| ApiError::NotFound)).transpose()?;
    page(&state, &session, &ask, Chosen { lack, unit }, None).await
}

/// The page, with what was wrong with the day of an act.
pub(super) async fn page(
    state: &AppState,
    session: &Session,
    ask: &Ask,
    chosen: Chosen,
    error: Option<String>,
) -> Result<Response, ApiError> {
    let Post::Lead(id) = session.account.post else { return Err(ApiError::NotAllowed) };
    let today = today(state);
    let mut tx = state.db.read().await?;
    let municipality = place::municipality_by_id(&mut tx, id).await?.ok_or(ApiError::NotFound)?;
    let units = place::units(&mut tx, id).await?;
    if chosen.unit.is_some_and(|it| !units.iter().any(|unit| unit.id == it)) {
        return Err(ApiError::NotFound);
    }
    let counts = missing::count(&mut tx, id, chosen.unit, today).await?;
    let mut names = match chosen.lack {
        Some(lack) => Some((lack, lacking(&mut tx, id, lack, chosen.unit, today).await?)),
        None => None,
    };
    drop(tx);
    let all = names.as_ref().map_or(&[][..], |it| &it.1);
    let (count, waiting) = (all.len(), all.iter().filter(|it| it.is_waiting()).count());
    let unassigned = all.iter().filter(|it| it.missing.unit.is_none()).count();
    if let Some((_, names)) = &mut names {
        names.truncate(SHOWN);
    }
    if let Some((_, names)) = &names {
        let mut tx = state.db.begin().await?;
        state.note_read(&mut tx, id, &session.account, names.iter().map(|it| it.summary.id)).await?;
        tx.commit().await?;
    }
    let unit_name =
        |id: Option<UnitId>| id.and_then(|id| units.iter().find(|it| it.id == id)).map(|it| it.name.clone()).unwrap_or_default();
    let list = |it: (Lack, u64, u64)| Lacking {
        lack: it.0,
        count: it.1,
        protected: it.2,
        href: format!("{}#list", address(ask, "/lead/missing", &[("list", it.0.code())])),
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Lists {
        municipality: municipality.name,
        today,
        lists: counts.into_iter().map(list).collect(),
        units: links(ask, "/lead/missing", "unit", units.iter().map(|it| (it.id.to_string(), it.name.clone()))),
        open: names.map(|(lack, names)| List {
            lack,
            unit: chosen.unit.map(|it| it.to_string()),
            error,
            count,
            waiting,
            at_a_time: figures::MOST,
            unassigned,
            rows: names
                .into_iter()
                .map(|it| Lacks {
                    name: it.summary.name.clone(),
                    unit: unit_name(it.missing.unit),
                    day: match lack {
                        Lack::Lapsed => it.missing.valid_until,
                        Lack::End => it.missing.planned_end,
                        Lack::Before | Lack::Address => None,
                    },
                    follow_up: it.summary.follow_ups.first().map(|it| it.on),
                })
                .collect(),
        }),
    };
    Ok(answer(status, ask.frame(state, Place::LeadMissing, &session.account).await?, page))
}
