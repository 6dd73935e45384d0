//! `GET /region`, `GET /nation` and `GET /open`: a closed month as it was published. `as_of` is the month's last day.

use super::{Ask, answer, ask::today};
use crate::{
    auth::{Post, Session},
    disclosure::{Of, Table},
    http::{ApiError, AppState},
    report::{self, SeeError},
    store::{outcome::Reach, place, published},
};
use app::page::{
    Frame, Link, Place,
    lead::Seen,
    level::{Breakdown, Cells, Level, Line, Parts},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{Gender, Lang, collate, figures::SeenOutcomes};
use jiff::civil::Date;
use std::sync::Arc;

/// Whose published figures, and where they are read.
pub(super) struct Read {
    /// Where the page is.
    pub path: &'static str,
    /// Whose figures.
    pub reach: Reach,
    /// The region's name.
    pub region: Option<String>,
}

/// A part of a level, with its name.
struct Named {
    by: Parts,
    name: String,
    of: Of,
}

impl Read {
    pub(super) async fn region(state: &AppState, session: &Session) -> Result<Self, ApiError> {
        let Post::Region(id) = session.account.post else { return Err(ApiError::NotAllowed) };
        let mut tx = state.db.read().await?;
        let region = place::regions(&mut tx).await?.into_iter().find(|it| it.id == id).ok_or(ApiError::NotFound)?;
        Ok(Self { path: "/region", reach: Reach::Region(id), region: Some(region.name) })
    }

    pub(super) fn nation(session: &Session) -> Result<Self, ApiError> {
        let Post::Nation = session.account.post else { return Err(ApiError::NotAllowed) };
        Ok(Self { path: "/nation", reach: Reach::Nation, region: None })
    }

    pub(super) fn open() -> Self {
        Self { path: "/open", reach: Reach::Nation, region: None }
    }

    /// The whole.
    fn whole(&self) -> Of {
        if let Reach::Region(id) = self.reach { Of::Region(id) } else { Of::Nation }
    }

    /// The month that is asked for. One that hasn't been published isn't there.
    async fn table(&self, state: &AppState, ask: &Ask) -> Result<Arc<Table>, ApiError> {
        report::table(&state.db, &state.tables, Self::month(ask)?, today(state)).await.map_err(missing)
    }

    /// The month that is asked for, by its last day.
    pub(super) fn month(ask: &Ask) -> Result<Option<Date>, ApiError> {
        ask.get("as_of").map(|it| it.parse::<Date>().map_err(|_| ApiError::NotFound)).transpose()
    }

    /// The parts, as they are shown: regions, municipalities, genders.
    async fn parts(&self, state: &AppState, lang: Lang) -> Result<Vec<Named>, ApiError> {
        let mut tx = state.db.read().await?;
        let mut parts = Vec::new();
        let is_within = |region| self.reach == Reach::Nation || self.reach == Reach::Region(region);
        let mut regions = place::regions(&mut tx).await?;
        regions.sort_by_key(|it| collate::sort_key(&it.name));
        if self.reach == Reach::Nation {
            let of = |it: place::Region| Named { by: Parts::Region, name: it.name, of: Of::Region(it.id) };
            parts.extend(regions.into_iter().map(of));
        }
        let mut municipalities = place::municipalities(&mut tx).await?;
        municipalities.sort_by_key(|it| collate::sort_key(&it.name));
        let within = municipalities.into_iter().filter(|it| is_within(it.region));
        parts.extend(within.map(|it| Named { by: Parts::Municipality, name: it.name, of: Of::Municipality(it.id) }));
        parts.extend(Gender::ALL.iter().map(|it| Named {
            by: Parts::Gender,
            name: it.word(lang).to_owned(),
            of: report::of_gender(self.reach, *it),
        }));
        Ok(parts)
    }
}

/// To a page, a month that hasn't been published isn't there.
pub(super) fn missing(error: SeeError) -> ApiError {
    match error {
        SeeError::NotAllowed => ApiError::NotAllowed,
        SeeError::NotClosed | SeeError::NotYet | SeeError::NotKept | SeeError::NoSuchUnit | SeeError::NeverPublished => ApiError::NotFound,
        SeeError::Store(error) => error.into(),
    }
}

pub(super) async fn region(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let read = Read::region(&state, &session).await?;
    let frame = ask.frame(&state, Place::Region, &session.account).await?;
    show(&state, &ask, read, frame).await
}

pub(super) async fn nation(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let read = Read::nation(&session)?;
    let frame = ask.frame(&state, Place::Nation, &session.account).await?;
    show(&state, &ask, read, frame).await
}

pub(super) async fn open(State(state): State<AppState>, ask: Ask) -> Result<Response, ApiError> {
    show(&state, &ask, Read::open(), Frame { place: Place::Open, ..ask.outside() }).await
}

async fn show(state: &AppState, ask: &Ask, read: Read, frame: Frame) -> Result<Response, ApiError> {
    let table = read.table(state, ask).await?;
    let mut breakdowns: Vec<Breakdown> = Vec::new();
    for it in read.parts(state, ask.lang).await? {
        let line = Line { name: it.name, cells: cells(table.outcomes(it.of)) };
        match breakdowns.last_mut() {
            Some(last) if last.by == it.by => last.lines.push(line),
            _ => breakdowns.push(Breakdown { by: it.by, lines: vec![line] }),
        }
    }
    // Nobody without a gender: no row for them.
    for it in breakdowns.iter_mut().filter(|it| it.by == Parts::Gender) {
        it.lines.retain(|it| it.cells.youths != Some(0));
    }
    let municipalities = breakdowns.iter().find(|it| it.by == Parts::Municipality).map_or(0, |it| it.lines.len());
    let mut tx = state.db.read().await?;
    let months = published::months(&mut tx).await?.into_iter().take(24);
    let months = months.map(|it| Link {
        words: app::when::month_with_year(it, ask.lang),
        href: format!("{}?as_of={it}", read.path),
        is_chosen: it == table.month,
    });
    let csv = format!("{}/outcomes.csv?as_of={}", read.path, table.month);
    let xlsx = format!("{}/outcomes.xlsx?as_of={}", read.path, table.month);
    let page = Level {
        seen: Seen::of(table.outcomes(read.whole())),
        as_of: table.month,
        municipalities,
        breakdowns,
        months: months.collect(),
        machine: format!("{csv}&format=machine"),
        csv,
        xlsx,
        region: read.region,
    };
    Ok(answer(StatusCode::OK, frame, page))
}

fn cells(it: SeenOutcomes) -> Cells {
    Cells { youths: it.youths, complete: it.complete, before: it.before, after: it.after }
}
