//! `GET /admin/youths/{id}`: all that is stored of a youth, and who has read it.

use super::load::people;
use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState, Path},
    page::{Ask, answer},
    store::account::Account,
};
use app::{
    page::{
        Place,
        admin::{Open, Record, Seen, Told},
    },
    words::{Lang, Text, text},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{AccountId, Actor, YouthId};

const NOBODY_NOW: Text = text("Någon annanstans ifrån", "Somebody from elsewhere");
const YOUTH: Text = text("Den unga", "The youth");

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask, Path(id): Path<YouthId>) -> Result<Response, ApiError> {
    let by = &session.account;
    let found = admin::record(&state, by, id).await?;
    let people = people(&state, by).await?;
    let open = found.map(|it| {
        let told = it.youth.story.iter().rev().map(|it| Told {
            at: it.at.ms,
            who: actor(&people, it.by, ask.lang),
            fact: it.fact.clone(),
            standing: it.standing,
        });
        let seen = it.reads.iter().rev().map(|it| Seen {
            at: it.read_at,
            who: name(&people, it.account, ask.lang),
            is_phone: it.device.is_some(),
        });
        Open { told: told.collect(), seen: seen.collect(), summary: it.summary }
    });
    let page = Record { id: id.to_string(), open, now: state.clock.now() };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Assignments, by).await?, page))
}

fn name(people: &[Account], id: AccountId, lang: Lang) -> String {
    people.iter().find(|it| it.id == id).map_or_else(|| NOBODY_NOW.get(lang).to_owned(), |it| it.name.clone())
}

fn actor(people: &[Account], by: Actor, lang: Lang) -> String {
    match by {
        Actor::Account(id) => name(people, id, lang),
        Actor::Youth => YOUTH.get(lang).to_owned(),
        Actor::System => String::new(),
    }
}
