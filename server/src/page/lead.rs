//! `GET /lead`, `/lead/status`, `/lead/reach`, `/lead/work`: a municipality's own exact figures, for its lead, with
//! `?period=&from=&to=&unit=&gender=&reason=&as_of=`.

use super::{Ask, answer, ask::today, lead_rows::row_by_row};
use crate::{
    auth::{Post, Session},
    figures::{self, Asked},
    http::{ApiError, AppState},
    store::place::{self, Municipality, Unit},
};
use app::{
    page::{
        Link, Place,
        lead::{Files, Filters, Lead},
    },
    words::{Text, text},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{
    Gender, Lang, RegistrationReason,
    figures::{BadPeriod, Choice, Period, Report, Topic},
};
use jiff::civil::Date;
use std::str::FromStr;

const ALL: Text = text("Alla", "All");
const NO_SUCH_CHOICE: Text = text(
    "Den enheten, det könet eller den orsaken finns inte här. Siffrorna gäller alla.",
    "There is no such unit, gender or reason here. The figures are of everyone.",
);
const NO_SUCH_DAY: Text = text("Skriv dagen som ÅÅÅÅ-MM-DD.", "Write the day as YYYY-MM-DD.");
const NOT_YET: Text = text("Den dagen har inte varit än.", "That day has not been yet.");
const NOT_KEPT: Text = text(
    "Siffror finns för i dag och för den sista dagen i varje månad.",
    "There are figures for today and for the last day of each month.",
);
const NO_SUCH_PERIOD: Text = text(
    "Skriv perioden som 2026, 2026-H2, 2026-Q4, 2026-10 eller 2026-03..2026-08.",
    "Write the period as 2026, 2026-H2, 2026-Q4, 2026-10 or 2026-03..2026-08.",
);
const REVERSED: Text =
    text("Perioden slutar innan den börjar. Byt plats på månaderna.", "The period ends before it begins. Swap the months.");
const AHEAD: Text = text("Perioden har inte börjat än.", "The period hasn't begun yet.");

/// What a lead has asked to see.
pub(super) struct Choices {
    pub municipality: Municipality,
    pub units: Vec<Unit>,
    pub choice: Choice,
    pub period: Period,
    pub as_of: Option<Date>,
    /// What was wrong with what was asked for: then everything since the start is shown.
    pub error: Option<Text>,
    /// By what names it was asked for.
    wrong: Vec<&'static str>,
}

impl Choices {
    /// Reads it.
    pub(super) async fn read(state: &AppState, session: &Session, ask: &Ask) -> Result<Self, ApiError> {
        let Post::Lead(id) = session.account.post else { return Err(ApiError::NotAllowed) };
        let mut tx = state.db.read().await?;
        let municipality = place::municipality_by_id(&mut tx, id).await?.ok_or(ApiError::NotFound)?;
        let units = place::units(&mut tx, id).await?;
        let today = today(state);
        let (period, as_of, error) = match (period(ask, today), day(ask.get("as_of"), today)) {
            (Err(error), _) | (_, Err(error)) => (Period::Start, None, Some(error)),
            (Ok(period), Ok(as_of)) => (period, as_of.filter(|_| period == Period::Start), None),
        };
        let mut wrong = if error.is_some() { vec!["period", "from", "to", "as_of"] } else { Vec::new() };
        let (choice, error) = match chosen(ask, &units) {
            Some(it) => (it, error),
            None => {
                wrong.extend(["unit", "gender", "reason"]);
                (Choice::default(), Some(error.unwrap_or(NO_SUCH_CHOICE)))
            }
        };
        Ok(Self { municipality, units, choice, period, as_of, error, wrong })
    }

    fn unit_name(&self) -> Option<&str> {
        let chosen = self.choice.unit?;
        self.units.iter().find(|it| it.id == chosen).map(|it| it.name.as_str())
    }

    /// In words, each part that was chosen.
    pub(super) fn words(&self, lang: Lang) -> [String; 3] {
        let gender = self.choice.gender.map(|it| it.word(lang).to_owned());
        let reason = self.choice.reason.map(|it| it.word(lang).to_owned());
        [self.unit_name().map(str::to_owned), gender, reason].map(Option::unwrap_or_default)
    }

    /// Counts what was asked for.
    pub(super) async fn report(&self, state: &AppState, topic: Topic, lang: Lang) -> Result<Report, ApiError> {
        let mut tx = state.db.read().await?;
        let Self { choice, period, as_of, .. } = *self;
        let asked = Asked { topic, choice, period, as_of, words: self.words(lang), lang };
        Ok(figures::report(&mut tx, &self.municipality, asked, today(state)).await?)
    }
}

/// Of whom; none where something is chosen that there isn't. A unit of another municipality doesn't exist here.
fn chosen(ask: &Ask, units: &[Unit]) -> Option<Choice> {
    let choice = Choice { unit: one(ask, "unit")?, gender: one(ask, "gender")?, reason: one(ask, "reason")? };
    choice.unit.is_none_or(|chosen| units.iter().any(|it| it.id == chosen)).then_some(choice)
}

#[expect(clippy::option_option, reason = "nothing chosen, or what can't be chosen")]
fn one<T: FromStr>(ask: &Ask, name: &str) -> Option<Option<T>> {
    ask.get(name).map_or(Some(None), |it| it.parse().ok().map(Some))
}

fn period(ask: &Ask, today: Date) -> Result<Period, Text> {
    let months = match (ask.get("from"), ask.get("to")) {
        (Some(from), Some(to)) => Some(format!("{from}..{to}")),
        (Some(one), None) | (None, Some(one)) => Some(format!("{one}..{one}")),
        (None, None) => ask.get("period").map(str::to_owned),
    };
    let read = months.map_or(Ok(Period::Start), |it| it.parse::<Period>().and_then(|it| it.begun(today)));
    read.map_err(|error| match error {
        BadPeriod::Unknown => NO_SUCH_PERIOD,
        BadPeriod::Reversed => REVERSED,
        BadPeriod::Ahead => AHEAD,
    })
}

fn day(asked: Option<&str>, today: Date) -> Result<Option<Date>, Text> {
    match asked.map(str::parse::<Date>) {
        None => Ok(None),
        Some(Ok(day)) if figures::is_kept(day, today) => Ok(Some(day)),
        Some(Ok(day)) if day > today => Err(NOT_YET),
        Some(Ok(_)) => Err(NOT_KEPT),
        Some(Err(_)) => Err(NO_SUCH_DAY),
    }
}

/// Where a topic's page is.
fn path(topic: Topic) -> &'static str {
    match topic {
        Topic::Outcomes => "/lead",
        Topic::Status => "/lead/status",
        Topic::Reach => "/lead/reach",
        Topic::Work => "/lead/work",
    }
}

pub(super) async fn outcomes(state: State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    show(&state, &session, &ask, Topic::Outcomes, Place::Lead).await
}

pub(super) async fn status(state: State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    show(&state, &session, &ask, Topic::Status, Place::LeadStatus).await
}

pub(super) async fn reach(state: State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    show(&state, &session, &ask, Topic::Reach, Place::LeadReach).await
}

pub(super) async fn work(state: State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    show(&state, &session, &ask, Topic::Work, Place::LeadWork).await
}

async fn show(state: &AppState, session: &Session, ask: &Ask, topic: Topic, place: Place) -> Result<Response, ApiError> {
    let choices = Choices::read(state, session, ask).await?;
    let lang = ask.lang;
    let report = choices.report(state, topic, lang).await?;
    // What can't be chosen doesn't stay chosen in the page's links.
    let ask = &if choices.error.is_some() { ask.without(&choices.wrong) } else { ask.clone() };
    let status = if choices.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = ask.frame(state, place, &session.account).await?;
    let files = |extension: &str, changed| address(ask, &format!("/lead/{}.{extension}", topic.code()), changed);
    let page = Lead {
        filters: filters(ask, &choices, path(topic), today(state)),
        files: Files {
            csv: files("csv", &[]),
            xlsx: files("xlsx", &[]),
            machine: files("csv", &[("format", "machine")]),
            rows: Some(row_by_row(state, ask, &choices, &report).await?),
        },
        report,
    };
    Ok(answer(status, frame, page))
}

fn filters(ask: &Ask, choices: &Choices, path: &str, today: Date) -> Filters {
    let lang = ask.lang;
    let units = choices.units.iter().map(|it| (it.id.to_string(), it.name.clone()));
    let genders = Gender::ALL.iter().map(|it| (it.code().to_owned(), it.word(lang).to_owned()));
    let reasons = RegistrationReason::ALL.iter().map(|it| (it.code().to_owned(), it.word(lang).to_owned()));
    let to = |period: Period| {
        let code = period.to_string();
        let code = if period == Period::Start { "" } else { &code };
        address(ask, path, &[("period", code), ("from", ""), ("to", ""), ("as_of", "")])
    };
    let (year, month) = (today.year(), today.month());
    let half = if month > 6 { 2 } else { 1 };
    let mut periods = vec![
        Period::Start,
        Period::Year(year),
        Period::Half(year, half),
        Period::Quarter(year, (month + 2) / 3),
        Period::Month(year, month),
    ];
    if !periods.contains(&choices.period) {
        periods.push(choices.period);
    }
    let link = |it: Period| Link { words: app::when::heading(&it.word(lang)), is_chosen: it == choices.period, href: to(it) };
    let beside = choices.period.beside().map_or_else(Vec::new, |(before, after)| {
        let mut beside = vec![Link { words: format!("← {}", before.word(lang)), href: to(before), is_chosen: false }];
        if after.begun(today).is_ok() {
            beside.push(Link { words: format!("{} →", after.word(lang)), href: to(after), is_chosen: false });
        }
        beside
    });
    let months = choices.period.first().zip(choices.period.last());
    Filters {
        action: path.to_owned(),
        periods: periods.into_iter().map(link).collect(),
        beside,
        units: links(ask, path, "unit", units),
        genders: links(ask, path, "gender", genders),
        reasons: links(ask, path, "reason", reasons),
        kept: ["unit", "gender", "reason"].into_iter().filter_map(|it| Some((it, ask.get(it)?.to_owned()))).collect(),
        day: Some(choices.as_of.unwrap_or(today).to_string()),
        months: months.map(|(from, to)| (Period::month_of(from).to_string(), Period::month_of(to).to_string())),
        error: choices.error.map(|it| it.get(lang).to_owned()),
    }
}

/// A link for each value, and one for all; the others that are chosen stay chosen.
pub(super) fn links(ask: &Ask, path: &str, name: &'static str, values: impl Iterator<Item = (String, String)>) -> Vec<Link> {
    let all = Link { words: ALL.get(ask.lang).to_owned(), href: address(ask, path, &[(name, "")]), is_chosen: ask.get(name).is_none() };
    let each =
        values.map(|(code, words)| Link { words, is_chosen: ask.get(name) == Some(&code), href: address(ask, path, &[(name, &code)]) });
    std::iter::once(all).chain(each).collect()
}

/// An address with what is chosen, and some of it changed; empty is not chosen.
pub(super) fn address(ask: &Ask, path: &str, changed: &[(&str, &str)]) -> String {
    let kept = ["period", "from", "to", "unit", "gender", "reason", "as_of", "list"];
    let mut parts: Vec<String> = kept
        .into_iter()
        .filter(|name| !changed.iter().any(|(it, _)| it == name))
        .filter_map(|name| Some(format!("{name}={}", app::page::in_query(ask.get(name)?))))
        .collect();
    let changed = changed.iter().filter(|it| !it.1.is_empty());
    parts.extend(changed.map(|(name, value)| format!("{name}={}", app::page::in_query(value))));
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}
