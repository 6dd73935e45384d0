//! `GET /admin/texts`, and a text's form.

use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState, Path},
    page::{Ask, Done, Form, answer, see},
    store::{account::Account, message_text::OwnText},
};
use app::{
    page::{
        Link, Place,
        admin::{Standing, TextForm, TextRow, Texts},
        in_query,
    },
    words::{Lang, Text, text},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{
    MessageKind,
    message::{self, Bad, Values},
};
use jiff::civil::{date, time};
use std::collections::BTreeSet;

const SHIPPED: [&str; 3] = ["sv", "en", "ar"];
const LONG: Text =
    text("Texten är för lång. Den får ha högst 1 000 tecken.", "The text is too long. It may have at most 1,000 characters.");

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let by = &session.account;
    let own = admin::texts(&state, by).await?;
    let asked = ask.get("language").map(str::trim);
    let is_bad = asked.is_some_and(|it| !admin::is_language(it));
    let language = asked.filter(|_| !is_bad).unwrap_or("sv").to_owned();
    let all: BTreeSet<&str> = SHIPPED.into_iter().chain(own.iter().map(|it| it.language.as_str())).chain([language.as_str()]).collect();
    let link = |it: &str| Link { words: it.to_owned(), href: format!("/admin/texts?language={}", in_query(it)), is_chosen: it == language };
    let languages = SHIPPED.into_iter().chain(all.into_iter().filter(|it| !SHIPPED.contains(it))).map(link).collect();
    let people = names(&state, by).await?;
    let rows = MessageKind::ALL.iter().map(|kind| {
        let (text, standing) = stands(*kind, &language, &own, &people);
        let sample = text.and_then(|it| sample(&it, &language).ok());
        TextRow { kind: *kind, segments: sample.as_ref().map_or(0, |it| message::size(it).segments), sample, standing }
    });
    let page = Texts { rows: rows.collect(), language: language.clone(), languages, price: state.config.sms.price, is_bad };
    let status = if is_bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(answer(status, ask.frame(&state, Place::Texts, by).await?, page))
}

pub(super) async fn edit(
    State(state): State<AppState>,
    session: Session,
    ask: Ask,
    Path((kind, language)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (kind, language) = which(&kind, &language)?;
    form(&state, &session.account, &ask, StatusCode::OK, kind, &language, None).await
}

pub(super) async fn save(
    State(state): State<AppState>,
    session: Session,
    ask: Ask,
    Path((kind, language)): Path<(String, String)>,
    fields: Form,
) -> Result<Response, ApiError> {
    let (kind, language) = which(&kind, &language)?;
    let (by, written, act) = (&session.account, fields.text("text"), fields.text("act"));
    let is_wrong = fault(kind, written, &language, ask.lang).is_some();
    if is_wrong || act == "preview" {
        let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        return form(&state, by, &ask, status, kind, &language, Some(written)).await;
    }
    let is_checked = act == "check";
    admin::put_text(&state, by, kind, &language, written, is_checked).await?;
    let done = if is_checked { Done::TextChecked } else { Done::TextSaved };
    Ok(see(&format!("/admin/texts?language={}", in_query(&language)), done))
}

pub(super) async fn remove(
    State(state): State<AppState>,
    session: Session,
    Path((kind, language)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (kind, language) = which(&kind, &language)?;
    admin::remove_text(&state, &session.account, kind, &language).await?;
    Ok(see(&format!("/admin/texts?language={}", in_query(&language)), Done::TextRemoved))
}

fn which(kind: &str, language: &str) -> Result<(MessageKind, String), ApiError> {
    let kind = kind.parse().map_err(|_| ApiError::NotFound)?;
    if admin::is_language(language) { Ok((kind, language.to_owned())) } else { Err(ApiError::NotFound) }
}

async fn form(
    state: &AppState,
    by: &Account,
    ask: &Ask,
    status: StatusCode,
    kind: MessageKind,
    language: &str,
    written: Option<&str>,
) -> Result<Response, ApiError> {
    let own = admin::texts(state, by).await?;
    let (saved, standing) = stands(kind, language, &own, &names(state, by).await?);
    // A new translation begins with the Swedish, to be written over.
    let text =
        written.map(str::to_owned).or(saved).or_else(|| message::shipped(kind, "sv").map(|it| it.text.to_owned())).unwrap_or_default();
    let sample = sample(&text, language).ok().filter(|_| fault(kind, &text, language, ask.lang).is_none());
    let page = TextForm {
        kind,
        language: language.to_owned(),
        error: written.and_then(|it| fault(kind, it, language, ask.lang)),
        sample: sample.map(|it| (it.clone(), message::size(&it).segments)),
        text,
        standing,
        price: state.config.sms.price,
    };
    Ok(answer(status, ask.frame(state, Place::Texts, by).await?, page))
}

/// The text that a municipality has in a language, and where it stands.
fn stands(kind: MessageKind, language: &str, own: &[OwnText], people: &[Account]) -> (Option<String>, Standing) {
    if let Some(it) = own.iter().find(|it| it.kind == kind && it.language == language) {
        let name = |id| people.iter().find(|it| it.id == id).map(|it| it.name.clone()).unwrap_or_default();
        let standing = it.checked.map_or(Standing::Unchecked, |(by, _)| Standing::Checked(name(by)));
        return (Some(it.text.clone()), standing);
    }
    match message::shipped(kind, language) {
        Some(it) => (Some(it.text.to_owned()), if it.checked { Standing::Shipped } else { Standing::Draft }),
        None => (None, Standing::Missing),
    }
}

async fn names(state: &AppState, by: &Account) -> Result<Vec<Account>, ApiError> {
    super::load::people(state, by).await
}

/// As somebody made up reads it: with a name and a link as long as they are.
fn sample(text: &str, language: &str) -> Result<String, Bad> {
    let (on, at, today) = (date(2026, 11, 26), time(14, 0, 0, 0), date(2026, 11, 24));
    let (day, clock) = (message::day(on, today, language), message::clock(at, language));
    message::render(
        text,
        &Values {
            given_name: "Alva",
            coach: Some("Sara"),
            day: Some(&day),
            time: Some(&clock),
            link: Some(&message::sample_link("https://hej.exempel.se")),
            phone: Some("070-174 06 14"),
        },
    )
}

/// What is wrong with a text, in words.
fn fault(kind: MessageKind, written: &str, language: &str, lang: Lang) -> Option<String> {
    if written.chars().count() > admin::LONGEST_TEXT {
        return Some(LONG.get(lang).to_owned());
    }
    let bad = message::check(kind, written).err().or_else(|| sample(written, language).err())?;
    let allowed = message::placeholders(kind).iter().map(|it| format!("{{{it}}}")).collect::<Vec<_>>().join(" ");
    Some(match bad {
        Bad::Empty => text("Skriv en text.", "Write a text.").get(lang).to_owned(),
        Bad::Bracket => text(
            "En parentes saknar sin andra hälft: { } och [ ] hör ihop två och två.",
            "A bracket has no other half: { } and [ ] go in pairs.",
        )
        .get(lang)
        .to_owned(),
        Bad::Unknown(name) => {
            text("Det finns inget som heter {namn}. Du kan använda {allt}.", "There is nothing called {namn}. You can use {allt}.")
                .fill(lang, &[("allt", &allowed), ("namn", &format!("{{{name}}}"))])
        }
        Bad::OutOfPlace(name) | Bad::Missing(name) => {
            text("{namn} kan inte stå i den här texten. Du kan använda {allt}.", "{namn} can’t stand in this text. You can use {allt}.")
                .fill(lang, &[("allt", &allowed), ("namn", &format!("{{{name}}}"))])
        }
    })
}
