//! Who it is, what they do now and how fresh that is, and the four acts.

use crate::{
    phone::{
        part::{Dial, Glyph, How, Icon},
        say,
        ui::{Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{Statement, Summary, Youth, fold::Reading};
use jiff::civil::Date;
use leptos::prelude::*;

const NO_AGE: Text = text("Ålder okänd: personnummer saknas", "Age unknown: no personal number");
const PROTECTED: Text = text(
    "Skyddade personuppgifter. Tala inte om för någon var hen finns, inte heller för någon som säger sig vara släkt.",
    "Protected identity. Tell nobody where they are, not even someone who says they are family.",
);
const ENDED: Text = text("Inskrivningen är avslutad.", "The registration has ended.");
const NOW: Text = text("Nu", "Now");
const BEFORE: Text = text("Före: {vad} ({dag})", "Before: {vad} ({dag})");
const UNSTATED: Text = text("Ingen har noterat vad hen gör", "Nobody has noted what they do");
const DISPUTED: Text = text("Oklart: två olika uppgifter", "Unclear: two different values");
const ASSUMED: Text = text("antagen", "assumed");
const LAPSED: Text = text("har gått ut", "lapsed");
const COACH: Text = text("Coach: {vem}", "Coach: {vem}");

const CALL: Text = text("Ring", "Call");
const SMS: Text = text("Sms", "Text");
const BOOK: Text = text("Boka", "Book");
const STATE: Text = text("Läget nu", "How it is");
const NO_PHONE: Text = text("Inget nummer är noterat.", "No number is noted.");
const NO_OPEN_PHONE: Text = text("Inget nummer får användas: se Nå fram.", "No number may be used: see Ways to reach.");
const VISIT: Text = text("Logga kontakt", "Log a contact");
const MESSAGE: Text = text("Sms från Uppsök", "Text from Uppsök");
const FOLLOW_UP: Text = text("Planera uppföljning", "Plan a follow-up");

/// Age, coach, and what they do.
pub fn head(ui: Ui, youth: &Youth) -> impl IntoView + use<> {
    let today = ui.model.today().get_untracked();
    let age = youth.birth().map_or(ui.t(NO_AGE).to_owned(), |it| say::age(it, today, ui.lang));
    let coach = youth.assignment.get().and_then(|it| it.worker).map(|it| COACH.fill(ui.lang, &[("vem", &ui.colleague(it))]));
    let is_open = youth.open_registrations().next().is_some();
    view! {
        <div class="person">
            <p class="person__facts">{age}</p>
            {coach.map(|it| view! { <p class="person__facts">{it}</p> })}
        </div>
        {youth.is_protected().then(|| view! { <p class="notice notice--wrong">{ui.t(PROTECTED)}</p> })}
        {(!is_open).then(|| view! { <p class="notice">{ui.t(ENDED)}</p> })}
        {occupation(ui, youth, today)}
    }
}

fn occupation(ui: Ui, youth: &Youth, today: Date) -> impl IntoView + use<> {
    let now = match youth.occupation_on(today) {
        Reading::Unstated => view! { <p class="now__what">{ui.t(UNSTATED)}</p> }.into_any(),
        Reading::Disputed(_) => view! { <p class="now__what">{ui.t(DISPUTED)}</p> }.into_any(),
        Reading::Stated(head) => stated(ui, &head.value, today).into_any(),
    };
    let before =
        before(youth).map(|it| BEFORE.fill(ui.lang, &[("vad", it.occupation.word(ui.lang)), ("dag", &say::day(it.as_of, today, ui.lang))]));
    view! {
        <section class="now" aria-label=ui.t(NOW)>
            {now}
            {before.map(|it| view! { <p class="soft small">{it}</p> })}
        </section>
    }
}

fn stated(ui: Ui, statement: &Statement, today: Date) -> impl IntoView + use<> {
    let assumed = (statement.certainty == domain::Certainty::Assumed).then(|| view! { <span class="tag">{ui.t(ASSUMED)}</span> });
    let lapsed = statement.is_lapsed(today).then(|| view! { <span class="tag tag--look">{ui.t(LAPSED)}</span> });
    view! {
        <p class="now__what">{statement.occupation.word(ui.lang)} " " {assumed} {lapsed}</p>
        <p class="soft small">{say::freshness(statement, today, ui.lang)}</p>
    }
}

/// The latest statement as of the day of registration or before, where a later one has come since.
fn before(youth: &Youth) -> Option<Statement> {
    let registered = youth.registrations.values().map(|it| it.on).max()?;
    let Reading::Stated(before) = youth.occupation_on(registered) else { return None };
    let Reading::Stated(latest) = youth.occupation_on(Date::MAX) else { return Some(before.value) };
    (latest.source != before.source).then_some(before.value)
}

/// Ring, sms, boka, läget nu; and what else is logged.
pub fn acts(ui: Ui, youth: &Youth) -> impl IntoView + use<> {
    let summary = Summary::of(youth);
    let id = youth.id;
    let call = summary.phones.first().map(|it| it.phone.clone());
    let sms = summary.phones.iter().find(|it| it.phone.takes_sms()).map(|it| it.phone.clone());
    let name = summary.name;
    let has_closed = youth.phones.values().any(domain::fold::PhoneNumber::is_theirs);
    let unreachable = call.is_none().then(|| ui.t(if has_closed { NO_OPEN_PHONE } else { NO_PHONE }));
    let dial = move |phone: Option<domain::Phone>, how, word: Text| {
        if let Some(phone) = phone {
            return view! { <Dial youth=id name=name.clone() phone=phone how=how class="acts__item" word=word /> }.into_any();
        }
        let glyph = if how == How::Call { Glyph::Phone } else { Glyph::Text };
        view! {
            <button type="button" class="acts__item" disabled>
                <Icon glyph=glyph /> <span>{ui.t(word)}</span>
            </button>
        }
        .into_any()
    };
    let open = move |sheet: Sheet| move |_| ui.open(id, sheet.clone());
    view! {
        <div class="acts">
            {dial(call, How::Call, CALL)}
            {dial(sms, How::Text, SMS)}
            <button type="button" class="acts__item" on:click=open(Sheet::Meeting(None))>
                <Icon glyph=Glyph::Calendar /> <span>{ui.t(BOOK)}</span>
            </button>
            <button type="button" class="acts__item" on:click=open(Sheet::Occupation)>
                <Icon glyph=Glyph::Now /> <span>{ui.t(STATE)}</span>
            </button>
        </div>
        {unreachable.map(|it| view! { <p class="soft small">{it}</p> })}
        <div class="acts acts--more">
            <button type="button" class="button" on:click=open(Sheet::Visit)>{ui.t(VISIT)}</button>
            <button type="button" class="button" on:click=open(Sheet::Message(None))>{ui.t(MESSAGE)}</button>
            <button type="button" class="button" on:click=open(Sheet::FollowUp)>{ui.t(FOLLOW_UP)}</button>
        </div>
    }
}
