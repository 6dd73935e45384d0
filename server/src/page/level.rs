//! `GET /region`, `/nation` and `/open`: before and after of a closed month as it was published. Beneath them `/TOPIC`: status, reach
//! and work done of the same month; and `/TOPIC.csv` and `/TOPIC.xlsx`: each of the four as a file. `as_of` is the month's last day.

use super::{
    Ask, answer,
    ask::today,
    file::{File, form},
};
use crate::{
    auth::{Post, Session},
    http::{ApiError, AppState},
    report::{self, LevelReport, SeeError, csv, xlsx},
    store::{outcome::Reach, published},
};
use app::page::{Frame, Link, Place, lead::Files, level::Published};
use axum::{
    extract::{FromRequestParts, Path, State},
    http::{StatusCode, request::Parts},
    response::Response,
};
use domain::figures::Topic;
use jiff::civil::Date;

pub(super) async fn region(State(state): State<AppState>, session: Session, ask: Ask, asked: Asked) -> Result<Response, ApiError> {
    let Post::Region(id) = session.account.post else { return Err(ApiError::NotAllowed) };
    let place = asked.place([Place::Region, Place::RegionStatus, Place::RegionReach, Place::RegionWork]);
    let frame = ask.frame(&state, place, &session.account).await?;
    asked.answer(&state, &ask, Read { path: "/region", reach: Reach::Region(id) }, frame).await
}

pub(super) async fn nation(State(state): State<AppState>, session: Session, ask: Ask, asked: Asked) -> Result<Response, ApiError> {
    let Post::Nation = session.account.post else { return Err(ApiError::NotAllowed) };
    let place = asked.place([Place::Nation, Place::NationStatus, Place::NationReach, Place::NationWork]);
    let frame = ask.frame(&state, place, &session.account).await?;
    asked.answer(&state, &ask, Read { path: "/nation", reach: Reach::Nation }, frame).await
}

pub(super) async fn open(State(state): State<AppState>, ask: Ask, asked: Asked) -> Result<Response, ApiError> {
    let place = asked.place([Place::Open, Place::OpenStatus, Place::OpenReach, Place::OpenWork]);
    let frame = Frame { place, ..ask.outside() };
    asked.answer(&state, &ask, Read { path: "/open", reach: Reach::Nation }, frame).await
}

/// Whose published figures, and where they are read.
#[derive(Clone, Copy)]
struct Read {
    path: &'static str,
    reach: Reach,
}

/// What is asked for: a topic's page, or its file.
pub(super) struct Asked {
    topic: Topic,
    extension: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = ApiError;

    /// The page of before and after is the level's own.
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let below = Option::<Path<String>>::from_request_parts(parts, state).await.map_err(|_| ApiError::NotFound)?;
        let Some(Path(below)) = below else { return Ok(Self { topic: Topic::Outcomes, extension: None }) };
        let (topic, extension) = below.rsplit_once('.').map_or((below.as_str(), None), |(topic, it)| (topic, Some(it.to_owned())));
        let topic = topic.parse().ok().filter(|it| *it != Topic::Outcomes || extension.is_some()).ok_or(ApiError::NotFound)?;
        Ok(Self { topic, extension })
    }
}

impl Asked {
    fn place(&self, [outcomes, status, reach, work]: [Place; 4]) -> Place {
        match self.topic {
            Topic::Outcomes => outcomes,
            Topic::Status => status,
            Topic::Reach => reach,
            Topic::Work => work,
        }
    }

    async fn answer(self, state: &AppState, ask: &Ask, read: Read, frame: Frame) -> Result<Response, ApiError> {
        // The month that is asked for, by its last day.
        let as_of = ask.get("as_of").map(|it| it.parse::<Date>().map_err(|_| ApiError::NotFound)).transpose()?;
        let report = report::level(&state.db, &state.tables, read.reach, self.topic, as_of, today(state)).await.map_err(missing)?;
        match &self.extension {
            None => self.page(state, ask, read, report, frame).await,
            Some(extension) => self.file(ask, report, extension),
        }
    }

    async fn page(&self, state: &AppState, ask: &Ask, read: Read, report: LevelReport, frame: Frame) -> Result<Response, ApiError> {
        let mut tx = state.db.read().await?;
        let months = published::months(&mut tx).await?.into_iter().take(24);
        let below = format!("{}/{}", read.path, self.topic.code());
        let here = if self.topic == Topic::Outcomes { read.path } else { below.as_str() };
        let link = |month: Date| Link {
            words: app::when::month_with_year(month, ask.lang),
            href: format!("{here}?as_of={month}"),
            is_chosen: month == report.month,
        };
        let file = |extension: &str| format!("{below}.{extension}?as_of={}", report.month);
        let page = Published {
            topic: self.topic,
            months: months.map(link).collect(),
            files: Files { csv: file("csv"), xlsx: file("xlsx"), machine: format!("{}&format=machine", file("csv")), rows: None },
            region: report.region,
            month: report.month,
            level: report.level,
        };
        Ok(answer(StatusCode::OK, frame, page))
    }

    fn file(&self, ask: &Ask, report: LevelReport, extension: &str) -> Result<Response, ApiError> {
        let form = form(ask)?;
        // A month that was published without has no such file.
        let level = report.level.ok_or(ApiError::NotFound)?;
        let file = match extension {
            "csv" => File::Csv(csv::level(&level, form)),
            "xlsx" => File::workbook(xlsx::level(&level, ask.lang))?,
            _ => return Err(ApiError::NotFound),
        };
        Ok(file.of(self.topic, level.month))
    }
}

/// To a page, a month that hasn't been published isn't there.
fn missing(error: SeeError) -> ApiError {
    match error {
        SeeError::NotAllowed => ApiError::NotAllowed,
        SeeError::NotClosed | SeeError::NotYet | SeeError::NotKept | SeeError::NoSuchUnit | SeeError::NeverPublished => ApiError::NotFound,
        SeeError::Store(error) => error.into(),
    }
}
