//! `GET /region/TOPIC`, `/nation/TOPIC` and `/open/TOPIC`: status, reach and work done of a closed month as it was published,
//! and with `.csv` or `.xlsx` the same as a file, as before and after. `as_of` is the month's last day.

use super::{
    Ask, answer,
    ask::today,
    file::{File, form},
    level::{Read, missing},
};
use crate::{
    auth::Session,
    http::{ApiError, AppState, Path},
    report::{self, LevelReport, csv, xlsx},
    store::published,
};
use app::page::{Frame, Link, Place, lead::Files, level::Published};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::figures::Topic;

pub(super) async fn region(state: State<AppState>, session: Session, ask: Ask, what: Path<String>) -> Result<Response, ApiError> {
    let read = Read::region(&state, &session).await?;
    let asked = Asked::read(&what.0)?;
    let places = [Place::RegionStatus, Place::RegionReach, Place::RegionWork];
    let frame = ask.frame(&state, asked.place(places), &session.account).await?;
    asked.answer(&state, &ask, read, frame).await
}

pub(super) async fn nation(state: State<AppState>, session: Session, ask: Ask, what: Path<String>) -> Result<Response, ApiError> {
    let read = Read::nation(&session)?;
    let asked = Asked::read(&what.0)?;
    let places = [Place::NationStatus, Place::NationReach, Place::NationWork];
    let frame = ask.frame(&state, asked.place(places), &session.account).await?;
    asked.answer(&state, &ask, read, frame).await
}

pub(super) async fn open(state: State<AppState>, ask: Ask, what: Path<String>) -> Result<Response, ApiError> {
    let asked = Asked::read(&what.0)?;
    let place = asked.place([Place::OpenStatus, Place::OpenReach, Place::OpenWork]);
    let frame = Frame { place, ..ask.outside() };
    asked.answer(&state, &ask, Read::open(), frame).await
}

/// What is asked for: a topic's page, or its file.
struct Asked {
    topic: Topic,
    extension: Option<String>,
}

impl Asked {
    /// Before and after has a page of its own.
    fn read(what: &str) -> Result<Self, ApiError> {
        let (topic, extension) = what.rsplit_once('.').map_or((what, None), |(topic, extension)| (topic, Some(extension.to_owned())));
        let topic = topic.parse().ok().filter(|it| *it != Topic::Outcomes || extension.is_some()).ok_or(ApiError::NotFound)?;
        Ok(Self { topic, extension })
    }

    fn place(&self, [status, reach, work]: [Place; 3]) -> Place {
        match self.topic {
            Topic::Reach => reach,
            Topic::Work => work,
            _ => status,
        }
    }

    async fn answer(self, state: &AppState, ask: &Ask, read: Read, frame: Frame) -> Result<Response, ApiError> {
        let as_of = Read::month(ask)?;
        let report = report::level(&state.db, &state.tables, read.reach, self.topic, as_of, today(state)).await.map_err(missing)?;
        match &self.extension {
            None => self.page(state, ask, &read, report, frame).await,
            Some(extension) => self.file(ask, report, extension),
        }
    }

    async fn page(&self, state: &AppState, ask: &Ask, read: &Read, report: LevelReport, frame: Frame) -> Result<Response, ApiError> {
        let mut tx = state.db.read().await?;
        let months = published::months(&mut tx).await?.into_iter().take(24);
        let path = format!("{}/{}", read.path, self.topic.code());
        let link = |month: jiff::civil::Date| Link {
            words: app::when::month_with_year(month, ask.lang),
            href: format!("{path}?as_of={month}"),
            is_chosen: month == report.month,
        };
        let file = |extension: &str| format!("{path}.{extension}?as_of={}", report.month);
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
