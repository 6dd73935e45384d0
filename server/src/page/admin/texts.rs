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

/// What texts speak of and somebody has to set: a sample has it, or not, as what is sent will.
struct Known {
    phone: Option<String>,
    link: Option<String>,
}

/// What stands in a text's form.
#[derive(Clone, Copy)]
enum Shown<'a> {
    /// What is saved.
    Saved,
    /// What was written, to be looked at.
    Written(&'a str),
    /// What was to be saved before anybody had seen how it reads and what it costs.
    Unseen(&'a str),
}

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
    let (people, known) = (names(&state, by).await?, known(&state, by).await?);
    let rows = MessageKind::ALL.iter().map(|kind| {
        let (text, standing) = stands(*kind, &language, &own, &people);
        let lacks = text.as_ref().and_then(|it| fault(*kind, it, &language, &known, ask.lang));
        let sample = text.filter(|_| lacks.is_none()).and_then(|it| sample(&it, &language, &known).ok());
        TextRow { kind: *kind, segments: sample.as_ref().map_or(0, |it| message::size(it).segments), sample, lacks, standing }
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
    form(&state, &session.account, &ask, kind, &language, Shown::Saved).await
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
    let is_wrong = fault(kind, written, &language, &known(&state, by).await?, ask.lang).is_some();
    if is_wrong || act == "preview" {
        return form(&state, by, &ask, kind, &language, Shown::Written(written)).await;
    }
    // Browsers send every end of a line as two letters.
    let words = |it: &str| it.replace("\r\n", "\n");
    if words(written) != words(fields.text("seen")) {
        return form(&state, by, &ask, kind, &language, Shown::Unseen(written)).await;
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
    kind: MessageKind,
    language: &str,
    shown: Shown<'_>,
) -> Result<Response, ApiError> {
    let (own, known) = (admin::texts(state, by).await?, known(state, by).await?);
    let (saved, standing) = stands(kind, language, &own, &names(state, by).await?);
    let text = match shown {
        // A new translation begins with the Swedish, to be written over.
        Shown::Saved => saved.or_else(|| message::shipped(kind, "sv").map(|it| it.text.to_owned())).unwrap_or_default(),
        Shown::Written(it) | Shown::Unseen(it) => it.to_owned(),
    };
    let error = fault(kind, &text, language, &known, ask.lang);
    let sample = sample(&text, language, &known).ok().filter(|_| error.is_none());
    let is_refused = error.is_some() && !matches!(shown, Shown::Saved);
    let page = TextForm {
        kind,
        language: language.to_owned(),
        error,
        sample: sample.map(|it| (it.clone(), message::size(&it).segments)),
        text,
        is_unseen: matches!(shown, Shown::Unseen(_)),
        standing,
        price: state.config.sms.price,
    };
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(answer(status, ask.frame(state, Place::Texts, by).await?, page))
}

/// What is set, of what texts speak of.
async fn known(state: &AppState, by: &Account) -> Result<Known, ApiError> {
    let phone = admin::reminders(state, by).await?.phone;
    let link = state.config.links_to().map(|it| message::sample_link(&it.to_string()));
    Ok(Known { phone: phone.map(|it| it.to_string()), link })
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
fn sample(text: &str, language: &str, known: &Known) -> Result<String, Bad> {
    let (on, at, today) = (date(2026, 11, 26), time(14, 0, 0, 0), date(2026, 11, 24));
    let (day, clock) = (message::day(on, today, language), message::clock(at, language));
    let words = message::render(
        text,
        &Values {
            given_name: "Alva",
            coach: Some("Sara"),
            day: Some(&day),
            time: Some(&clock),
            link: known.link.as_deref(),
            phone: known.phone.as_deref(),
        },
    )?;
    if words.is_empty() { Err(Bad::Empty) } else { Ok(words) }
}

/// What is wrong with a text, in words.
fn fault(kind: MessageKind, written: &str, language: &str, known: &Known, lang: Lang) -> Option<String> {
    if written.chars().count() > admin::LONGEST_TEXT {
        return Some(LONG.get(lang).to_owned());
    }
    let bad = message::check(kind, written).err().or_else(|| sample(written, language, known).err())?;
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
        Bad::Missing("telefon") => text(
            "Texten behöver {telefon}, och inget nummer att ringa är angett. Ange det under Påminnelser, eller skriv {telefon} inom [ ].",
            "The text needs {telefon}, and no number to call is set. Set it under Reminders, or write {telefon} within [ ].",
        )
        .get(lang)
        .to_owned(),
        Bad::Missing("länk") => text(
            "Texten behöver {länk}, och ungdomarnas sidor har ingen egen adress. Be driften sätta UPPSOK_YOUTH_URL, eller skriv {länk} inom [ ].",
            "The text needs {länk}, and young people’s pages have no address of their own. Ask operations to set UPPSOK_YOUTH_URL, or write {länk} within [ ].",
        )
        .get(lang)
        .to_owned(),
        Bad::OutOfPlace(name) | Bad::Missing(name) => {
            text("{namn} kan inte stå i den här texten. Du kan använda {allt}.", "{namn} can’t stand in this text. You can use {allt}.")
                .fill(lang, &[("allt", &allowed), ("namn", &format!("{{{name}}}"))])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_needs_is_named_with_where_it_is_set() {
        let nothing = Known { phone: None, link: None };
        let all = Known { phone: Some("08-465 004 75".to_owned()), link: Some(message::sample_link("https://hej.example")) };
        for (needs, perhaps, named) in
            [("Ring {telefon}.", "Hej.[ Ring {telefon}.]", "Påminnelser"), ("Se {länk}.", "Hej.[ Se {länk}.]", "UPPSOK_YOUTH_URL")]
        {
            let fault = |text: &str, known: &Known| fault(MessageKind::Booked, text, "sv", known, Lang::Sv);
            assert!(fault(needs, &nothing).is_some_and(|it| it.contains(named)), "{needs}");
            assert_eq!((fault(needs, &all), fault(perhaps, &nothing)), (None, None), "{needs}");
            assert!(fault(&format!("[{needs}]"), &nothing).is_some(), "nothing would be left of it");
        }
        for kind in MessageKind::ALL {
            let text = message::shipped(*kind, "sv").unwrap().text;
            assert_eq!(fault(*kind, text, "sv", &nothing, Lang::Sv), None, "{}", kind.code());
        }
    }
}
