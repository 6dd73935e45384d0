//! A meeting in a list, and the two taps that say how it went.

use crate::{
    phone::{
        act, say,
        ui::{Saved, Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{Answer, Booked, MeetingId, Summary, Youth, YouthId, fold::MeetingOutcome, remind};
use jiff::civil::DateTime;
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

const DISPUTED: Text = text("Tiden är oklar: två olika uppgifter", "The time is unclear: two different values");
const CAME: Text = text("Kom", "Came");
const MISSED: Text = text("Kom inte", "Did not come");
const HELD_SAVED: Text = text("Sparat: mötet blev av", "Saved: the meeting was held");
const MISSED_SAVED: Text = text("Sparat: kom inte. Inget sms går av sig självt", "Saved: did not come. No text goes by itself");
const MISSED_TOLD: Text = text("Sparat: kom inte. Ett vänligt sms går {när}", "Saved: did not come. A kind text goes {när}");
const SEND_NOW: Text = text("Skicka nu", "Send it now");
const ADD: Text = text("Läget nu", "How it is now");
const FOLLOW_UP: Text = text("Följ upp", "Follow up");

/// The row.
#[component]
pub fn MeetingRow(
    /// Whose.
    youth: Arc<Summary>,
    /// Which.
    booked: Booked,
    /// Whether its time has come, so that it can be said how it went.
    over: bool,
) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get();
    let unsure = youth.unsure_about(booked.id).filter(|_| !over).map(|it| say::unsure(&it, today, ui.lang));
    let Summary { id, name, .. } = Arc::unwrap_or_clone(youth);
    let href = format!("/app/ungdomar/{id}");
    let when = booked.time.map(|(at, _)| {
        let time = say::clock(at.time(), ui.lang);
        if over { say::heading(&format!("{} {time}", say::day(at.date(), today, ui.lang))) } else { time }
    });
    let place = booked.time.map_or(ui.t(DISPUTED), |(_, place)| place.word(ui.lang));
    let holder = booked.worker.filter(|_| ui.units.get()).map(|it| format!(" · {}", ui.colleague(it)));
    view! {
        <li class="row" class:row--look=over>
            <a class="row__body" href=href>
                <span class="row__name">{when.map(|it| format!("{it} · "))} {name}</span>
                <span class="row__why">{place} {holder}</span>
                {unsure.map(|it| view! { <span class="tag tag--look">{it}</span> })}
            </a>
            {booked.answer.map(|it| view! { <AnswerTag answer=it /> })}
            {over.then(|| view! { <div class="row__more"><OutcomeActs youth=id meeting=booked.id /></div> })}
        </li>
    }
}

/// What the youth has answered.
#[component]
fn AnswerTag(answer: Answer) -> impl IntoView {
    let class = if answer == Answer::Coming { "tag tag--on" } else { "tag tag--look" };
    view! { <span class=class>{answer.word(Ui::here().lang)}</span> }
}

/// *Kom* and *Kom inte*, each one tap.
#[component]
pub fn OutcomeActs(
    /// Whose.
    youth: YouthId,
    /// Which.
    meeting: MeetingId,
) -> impl IntoView {
    let ui = Ui::here();
    let say_outcome = move |outcome| {
        spawn_local(async move {
            match ui.model.youth(youth).await {
                Ok(youth) => tap_outcome(ui, youth, meeting, outcome),
                Err(failure) => ui.complain(&failure),
            }
        });
    };
    view! {
        <button type="button" class="button" on:click=move |_| say_outcome(MeetingOutcome::Held)>{ui.t(CAME)}</button>
        <button type="button" class="button" on:click=move |_| say_outcome(MeetingOutcome::Missed)>{ui.t(MISSED)}</button>
    }
}

fn tap_outcome(ui: Ui, youth: Youth, id: MeetingId, outcome: MeetingOutcome) {
    let Some(meeting) = youth.meetings.get(&id) else { return };
    let (whose, now) = (youth.id, ui.model.now().get_untracked());
    let (facts, saved) = match outcome {
        MeetingOutcome::Held => {
            let saved = Saved { text: ui.t(HELD_SAVED).to_owned(), more: Some((ADD, Sheet::Occupation)) };
            (act::held(meeting, &youth, now), saved)
        }
        MeetingOutcome::Missed => (act::missed(meeting, now), said_missed(ui, youth, id, now)),
    };
    ui.tap(whose, facts, saved);
}

/// The word that blames no one goes by itself, and it is said when; else a follow-up is offered.
fn said_missed(ui: Ui, youth: Youth, meeting: MeetingId, now: i64) -> Saved {
    let me = ui.model.me().get_untracked().filter(|_| act::message::number(&youth).is_some());
    match me.and_then(|it| remind::after_missed(youth, meeting, &it.municipality.policy, now)) {
        Some(it) => Saved {
            text: MISSED_TOLD.fill(ui.lang, &[("när", &say::moment(it.due, now, ui.lang))]),
            more: Some((SEND_NOW, Sheet::Message(Some(meeting)))),
        },
        None => Saved { text: ui.t(MISSED_SAVED).to_owned(), more: Some((FOLLOW_UP, Sheet::FollowUp)) },
    }
}

/// A meeting's day and time as a line: "tors 26 nov 14.00".
pub(crate) fn day_and_time(ui: Ui, at: DateTime) -> String {
    format!("{} {}", say::day(at.date(), ui.model.today().get_untracked(), ui.lang), say::clock(at.time(), ui.lang))
}
