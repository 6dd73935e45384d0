//! `GET /admin/assignments?unit=&page=`, and `POST /admin/assignments/search`, since what is sought for is a name or a
//! number, and stands in no address.

use super::load::{is_worker, people, units, youths};
use crate::{
    admin::{self, UnitWithWorkers},
    auth::Session,
    http::{ApiError, AppState},
    page::{Ask, Form, answer},
    store::account::Account,
};
use app::page::{
    Errors, Flash, Frame, Place,
    admin::{Assignments, Given, Goal, Shown, UnitGoals},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{Summary, UnitId};

/// On one page: a table that can still be looked through.
const AT_ONCE: usize = 100;

/// Whom an administrator has asked to see.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub typed: String,
    pub shown: Shown,
    pub page: usize,
}

impl Wanted {
    pub(super) fn read(unit: &str, typed: &str, page: &str) -> Self {
        let shown = match unit {
            "" => Shown::Everyone,
            "none" => Shown::Unassigned,
            id => Shown::Unit(id.to_owned()),
        };
        Self { typed: typed.trim().to_owned(), shown, page: page.parse().unwrap_or(1) }
    }

    /// Those of the youths, in the order that they stand. One whose identity is protected is found by nothing typed.
    pub(super) fn of<'a>(&self, youths: &'a [Summary]) -> Vec<&'a Summary> {
        let unit = match &self.shown {
            Shown::Unit(id) => id.parse::<UnitId>().ok(),
            _ => None,
        };
        let is_in = |it: &Summary| match self.shown {
            Shown::Everyone => true,
            Shown::Unassigned => it.units.is_empty(),
            Shown::Unit(_) => unit.is_some_and(|unit| it.units.contains(&unit)),
        };
        let is_found = |it: &Summary| self.typed.is_empty() || (!it.protected && it.is_found_by(&self.typed));
        youths.iter().filter(|it| is_in(it) && is_found(it)).collect()
    }
}

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let part = |name| ask.get(name).unwrap_or_default();
    let wanted = Wanted::read(part("unit"), "", part("page"));
    page(&state, &session.account, &ask, wanted, Errors::default(), None).await
}

pub(super) async fn search(State(state): State<AppState>, session: Session, ask: Ask, form: Form) -> Result<Response, ApiError> {
    session.account.administers()?;
    let wanted = Wanted::read(form.text("unit"), form.text("q"), form.text("page"));
    page(&state, &session.account, &ask, wanted, Errors::default(), None).await
}

/// Where somebody comes who asks for a search's page anew, in another language or from a history.
pub(super) async fn searched() -> Response {
    Redirect::to("/admin/assignments").into_response()
}

/// `said` is what an act did, where the page follows it at once.
pub(super) async fn page(
    state: &AppState,
    by: &Account,
    ask: &Ask,
    wanted: Wanted,
    errors: Errors,
    said: Option<Flash>,
) -> Result<Response, ApiError> {
    let (people, units, youths) = (people(state, by).await?, units(state, by).await?, youths(state, by).await?);
    if let Shown::Unit(id) = &wanted.shown
        && !units.iter().any(|it| it.unit.id.to_string() == *id)
    {
        return Err(ApiError::NotFound);
    }
    let found = wanted.of(&youths);
    let pages = found.len().div_ceil(AT_ONCE).max(1);
    let number = wanted.page.clamp(1, pages);
    let rows: Vec<&Summary> = found.iter().skip((number - 1) * AT_ONCE).take(AT_ONCE).copied().collect();
    admin::note_read(state, by, rows.iter().filter(|it| !it.protected).map(|it| it.id)).await?;
    let rows = rows.into_iter().map(|it| given(it, &people, &units));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let count = |id| youths.iter().filter(|it| it.units.contains(&id)).count();
    let page = Assignments {
        youths: rows.collect(),
        found: found.len(),
        page: number,
        pages,
        unassigned: youths.iter().filter(|it| it.units.is_empty()).count(),
        everyone: youths.len(),
        units: units.iter().map(|it| (it.unit.id.to_string(), it.unit.name.clone(), count(it.unit.id))).collect(),
        goals: units.iter().map(|it| goals(it, &people)).collect(),
        typed: wanted.typed,
        shown: wanted.shown,
        errors,
    };
    let frame = ask.frame(state, Place::Assignments, by).await?;
    Ok(answer(status, Frame { flash: said.or(frame.flash.clone()), ..frame }, page))
}

fn given(it: &Summary, people: &[Account], units: &[UnitWithWorkers]) -> Given {
    let born = it.birth().map(|it| it.to_string()).unwrap_or_default();
    Given {
        id: it.id.to_string(),
        person: (!it.protected).then(|| (it.name.clone(), born)),
        units: units.iter().filter(|unit| it.units.contains(&unit.unit.id)).map(|it| it.unit.name.clone()).collect(),
        worker: it.worker.and_then(|worker| people.iter().find(|it| it.id == worker)).map(|it| it.name.clone()),
    }
}

fn goals(it: &UnitWithWorkers, people: &[Account]) -> UnitGoals {
    let unit = it.unit.id;
    let workers = people.iter().filter(|who| is_worker(who) && it.workers.contains(&who.id));
    let workers = workers.map(|who| Goal { value: format!("{unit}:{}", who.id), worker: Some(who.name.clone()) });
    let whole = Goal { value: unit.to_string(), worker: None };
    UnitGoals { unit: it.unit.name.clone(), goals: std::iter::once(whole).chain(workers).collect() }
}
