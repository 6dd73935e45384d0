//! `GET /lead?unit=&gender=&reason=&as_of=`: a municipality's own exact figures, for its lead.

use super::{Ask, answer, ask::today};
use crate::{
    auth::{Post, Session},
    http::{ApiError, AppState},
    report::{Filter, filtered},
    store::{
        outcome::Reach,
        place::{self, Municipality, Unit},
    },
};
use app::{
    page::{Link, Place, lead::Lead},
    words::{Text, text},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{Gender, Lang, RegistrationReason};
use jiff::civil::Date;
use std::str::FromStr;

const ALL: Text = text("Alla", "All");
const NO_SUCH_DAY: Text = text("Skriv dagen som ÅÅÅÅ-MM-DD.", "Write the day as YYYY-MM-DD.");
const NOT_YET: Text = text("Den dagen har inte varit än.", "That day has not been yet.");

/// What a lead has asked to see.
pub(super) struct Choice {
    pub municipality: Municipality,
    pub units: Vec<Unit>,
    pub filter: Filter,
    pub as_of: Date,
    pub bad_day: Option<Text>,
}

impl Choice {
    /// Reads it. A unit of another municipality doesn't exist here.
    pub(super) async fn read(state: &AppState, session: &Session, ask: &Ask) -> Result<Self, ApiError> {
        let Post::Lead(id) = session.account.post else { return Err(ApiError::NotAllowed) };
        let mut tx = state.db.read().await?;
        let municipality = place::municipality_by_id(&mut tx, id).await?.ok_or(ApiError::NotFound)?;
        let units = place::units(&mut tx, id).await?;
        let filter = Filter { unit: one(ask, "unit")?, gender: one(ask, "gender")?, reason: one(ask, "reason")? };
        if filter.unit.is_some_and(|chosen| !units.iter().any(|it| it.id == chosen)) {
            return Err(ApiError::NotFound);
        }
        let (as_of, bad_day) = day(ask.get("as_of"), today(state));
        Ok(Self { municipality, units, filter, as_of, bad_day })
    }

    fn unit_name(&self) -> Option<&str> {
        let chosen = self.filter.unit?;
        self.units.iter().find(|it| it.id == chosen).map(|it| it.name.as_str())
    }

    /// In words, each part that was chosen.
    pub(super) fn words(&self, lang: Lang) -> [String; 3] {
        let gender = self.filter.gender.map(|it| it.word(lang).to_owned());
        let reason = self.filter.reason.map(|it| it.word(lang).to_owned());
        [self.unit_name().map(str::to_owned), gender, reason].map(Option::unwrap_or_default)
    }
}

fn one<T: FromStr>(ask: &Ask, name: &str) -> Result<Option<T>, ApiError> {
    ask.get(name).map(|it| it.parse().map_err(|_| ApiError::NotFound)).transpose()
}

fn day(asked: Option<&str>, today: Date) -> (Date, Option<Text>) {
    match asked.map(str::parse::<Date>) {
        None => (today, None),
        Some(Ok(day)) if day <= today => (day, None),
        Some(Ok(_)) => (today, Some(NOT_YET)),
        Some(Err(_)) => (today, Some(NO_SUCH_DAY)),
    }
}

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let choice = Choice::read(&state, &session, &ask).await?;
    let outcomes = filtered(&state.db, Reach::Municipality(choice.municipality.id), choice.filter, choice.as_of).await?;
    let status = if choice.bad_day.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = ask.frame(&state, Place::Lead, &session.account).await?;
    let lang = ask.lang;
    let words: Vec<String> = choice.words(lang).into_iter().filter(|it| !it.is_empty()).collect();
    let units = choice.units.iter().map(|it| (it.id.to_string(), it.name.clone()));
    let genders = Gender::ALL.iter().map(|it| (it.code().to_owned(), it.word(lang).to_owned()));
    let reasons = RegistrationReason::ALL.iter().map(|it| (it.code().to_owned(), it.word(lang).to_owned()));
    let page = Lead {
        municipality: choice.municipality.name.clone(),
        as_of: choice.as_of,
        today: today(&state),
        filtered: (!words.is_empty()).then(|| words.join(" · ")),
        outcomes,
        units: links(&ask, "unit", units),
        genders: links(&ask, "gender", genders),
        reasons: links(&ask, "reason", reasons),
        kept: ["unit", "gender", "reason"].into_iter().filter_map(|it| Some((it, ask.get(it)?.to_owned()))).collect(),
        csv: address(&ask, "/lead/outcomes.csv", None),
        machine: address(&ask, "/lead/outcomes.csv", Some(("format", "machine"))),
        bad_day: choice.bad_day.map(|it| it.get(lang).to_owned()),
    };
    Ok(answer(status, frame, page))
}

/// A link for each value, and one for all; the others that are chosen stay chosen.
fn links(ask: &Ask, name: &'static str, values: impl Iterator<Item = (String, String)>) -> Vec<Link> {
    let all =
        Link { words: ALL.get(ask.lang).to_owned(), href: address(ask, "/lead", Some((name, ""))), is_chosen: ask.get(name).is_none() };
    let each = values.map(|(code, words)| Link {
        words,
        is_chosen: ask.get(name) == Some(&code),
        href: address(ask, "/lead", Some((name, &code))),
    });
    std::iter::once(all).chain(each).collect()
}

/// The page's address with one choice changed.
fn address(ask: &Ask, path: &str, changed: Option<(&str, &str)>) -> String {
    let mut parts: Vec<String> = ["unit", "gender", "reason", "as_of"]
        .into_iter()
        .filter(|name| changed.is_none_or(|(it, _)| it != *name))
        .filter_map(|name| Some(format!("{name}={}", app::page::in_query(ask.get(name)?))))
        .collect();
    parts.extend(changed.filter(|it| !it.1.is_empty()).map(|(name, value)| format!("{name}={}", app::page::in_query(value))));
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}
