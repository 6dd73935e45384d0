//! `POST /admin/assignments`: gives those who are ticked, or all who were found, to a unit or somebody in it.

use super::{
    assignments::{Wanted, page},
    load::youths,
};
use crate::{
    admin::{self, Assigned},
    auth::Session,
    http::{ApiError, AppState},
    page::{
        Ask, Done, Form,
        done::{see, see_counted},
    },
};
use app::{
    page::{Errors, in_query},
    words::{Text, text},
};
use axum::{extract::State, response::Response};
use domain::{AccountId, UnitId, YouthId};

/// In one transaction: phones of the municipality wait for no longer than that.
const AT_ONCE: usize = 100;

const NO_GOAL: Text = text("Välj vem som ska få dem.", "Choose who is to have them.");
const NOBODY: Text = text("Bocka för minst en ungdom.", "Tick at least one young person.");

pub(super) async fn take(State(state): State<AppState>, session: Session, ask: Ask, form: Form) -> Result<Response, ApiError> {
    let by = &session.account;
    by.administers()?;
    let wanted = Wanted::read(form.text("unit"), form.text("q"), form.text("page"));
    let ids = if form.text("all") == "yes" {
        let youths = youths(&state, by).await?;
        wanted.of(&youths).into_iter().map(|it| it.id).collect()
    } else {
        form.all("youth").map(str::parse).collect::<Result<Vec<YouthId>, _>>().map_err(|_| ApiError::Malformed)?
    };
    if form.text("to").is_empty() {
        return page(&state, by, &ask, wanted, Errors::of("to", NO_GOAL.get(ask.lang)), None).await;
    }
    if ids.is_empty() {
        return page(&state, by, &ask, wanted, Errors::of("to", NOBODY.get(ask.lang)), None).await;
    }
    let (unit, worker) = goal(form.text("to"))?;
    let mut done = 0;
    for part in ids.chunks(AT_ONCE) {
        let outcomes = admin::assign(&state, by, part, unit, worker).await?;
        if outcomes.iter().any(|it| it.1 == Assigned::Unknown) {
            return Err(ApiError::NotFound);
        }
        done += outcomes.iter().filter(|it| it.1 == Assigned::Done).count();
    }
    let back = format!("/admin/assignments?unit={}&page={}", in_query(wanted.shown.code()), wanted.page);
    let deed = match done {
        0 => Done::AssignedNone,
        1 => Done::AssignedOne,
        _ => Done::Assigned,
    };
    if !wanted.typed.is_empty() {
        // What was sought for stands in no address, so the page is given at once. Sending it again changes nothing.
        return page(&state, by, &ask, wanted, Errors::default(), deed.flash(done, ask.lang)).await;
    }
    Ok(if done > 1 { see_counted(&back, deed, Some(done)) } else { see(&back, deed) })
}

/// A unit, or a unit and an account with a colon between.
fn goal(text: &str) -> Result<(UnitId, Option<AccountId>), ApiError> {
    let (unit, worker) = text.split_once(':').map_or((text, None), |(unit, worker)| (unit, Some(worker)));
    let worker = worker.map(str::parse).transpose();
    Ok((unit.parse().map_err(|_| ApiError::Malformed)?, worker.map_err(|_| ApiError::Malformed)?))
}
