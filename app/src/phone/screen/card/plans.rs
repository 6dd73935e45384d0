//! What is ahead: meetings with what the youth has answered, follow-ups, and what is written after a meeting that came to nothing.

use crate::{
    phone::{
        act,
        part::{OutcomeActs, day_and_time},
        say,
        ui::{Saved, Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{
    Answer, Fact, FollowUp, Youth, YouthId, civil,
    fold::{Given, Meeting, MeetingOutcome},
    remind::{self, Due},
};
use leptos::prelude::*;

const TITLE: Text = text("Framåt", "Ahead");
const MOVE: Text = text("Flytta", "Move");
const CANCEL: Text = text("Ställ in", "Cancel it");
const SMS: Text = text("Skicka sms", "Send a text");
const OFF: Text = text("Ingen påminnelse", "No reminder");
const OFF_SAVED: Text = text("Sparat: ingen påminnelse om mötet", "Saved: no reminder of the meeting");
const IS_OFF: Text = text("Ingen påminnelse skickas", "No reminder is sent");
const ON: Text = text("Påminn ändå", "Remind after all");
const ON_SAVED: Text = text("Sparat: påminnelser skickas", "Saved: reminders are sent");
const MISSED: Text = text("Kom inte {dag}", "Did not come {dag}");
const WAS_OFF: Text = text("Inställt möte", "Cancelled meeting");
const NOTHING: Text = text("Skicka inget", "Send nothing");
const NOTHING_SAVED: Text = text("Sparat: inget sms om mötet", "Saved: no text about the meeting");
const CANCELLED: Text = text("Sparat: mötet är inställt", "Saved: the meeting is cancelled");
const UNCLEAR: Text = text("Tiden är oklar, se ovan", "The time is unclear, see above");
const ANSWERED: Text = text("Svarade {när}: {vad}", "Answered {när}: {vad}");
const ANSWERED_EARLIER: Text = text("Svarade {när} om en tidigare tid: {vad}", "Answered {när} about an earlier time: {vad}");
const FOLLOW_UP: Text = text("Följ upp {dag}", "Follow up {dag}");
const DONE: Text = text("Klart", "Done");
const DONE_SAVED: Text = text("Sparat: uppföljningen är klar", "Saved: the follow-up is done");

/// The section, if it has anything.
pub fn plans(ui: Ui, youth: &Youth) -> impl IntoView + use<> {
    let mut meetings: Vec<&Meeting> = youth.meetings.values().filter(|it| it.is_open()).collect();
    meetings.sort_by_key(|it| (it.time().map(|it| it.0), it.id));
    let mut follow_ups: Vec<FollowUp> = youth.follow_ups.values().copied().collect();
    follow_ups.sort_by_key(|it| (it.on, it.id));
    let mut past: Vec<&Meeting> = youth.meetings.values().filter(|it| !it.is_open()).collect();
    past.sort_by_key(|it| (it.time().map(|it| it.0), it.id));
    let now = ui.model.now().get_untracked();
    let coming = ui.model.me().get_untracked().map(|it| act::message::coming(youth, &it.municipality, now)).unwrap_or_default();
    let past: Vec<_> = past.into_iter().filter_map(|it| came_to_nothing(ui, youth, it, &coming)).collect();
    let is_empty = meetings.is_empty() && follow_ups.is_empty() && past.is_empty();
    let meetings = meetings.into_iter().map(|it| meeting(ui, youth, it, &coming)).collect_view();
    let follow_ups = follow_ups.into_iter().map(|it| follow_up(ui, youth.id, it)).collect_view();
    (!is_empty).then(|| {
        view! {
            <section class="section" aria-labelledby="plans">
                <h2 class="section__title" id="plans">{ui.t(TITLE)}</h2>
                <ul class="list">{past} {meetings} {follow_ups}</ul>
            </section>
        }
    })
}

fn meeting(ui: Ui, whose: &Youth, meeting: &Meeting, coming: &[Due]) -> impl IntoView + use<> {
    let (id, youth) = (meeting.id, whose.id);
    let now = ui.model.now().get_untracked();
    let when = meeting.time().map_or(ui.t(UNCLEAR).to_owned(), |it| say::heading(&day_and_time(ui, it.0)));
    let place = meeting.time().map(|it| it.1.word(ui.lang));
    let is_over = meeting.time().is_some_and(|it| civil::instant(it.0) <= now);
    let said = |it: &Given, text: Text, class: &'static str| {
        let words = [("när", say::moment(it.at.ms, now, ui.lang)), ("vad", it.answer.word(ui.lang).to_lowercase())];
        let line = text.fill(ui.lang, &words.each_ref().map(|(name, value)| (*name, value.as_str())));
        view! { <span class=class>{line}</span> }
    };
    let standing = remind::answers(whose, meeting).pop();
    // What was last said is shown also where it was of a time that the meeting no longer has.
    let earlier = meeting.answers.last().filter(|it| Some(*it) != standing).map(|it| said(it, ANSWERED_EARLIER, "tag"));
    let answer = standing.map(|it| said(it, ANSWERED, if it.answer == Answer::Coming { "tag tag--on" } else { "tag tag--look" }));
    let facts = act::cancelled(meeting);
    let off = act::message::reminder_off(whose, id);
    let mut lines = act::message::about_meeting(whose, id, coming, now, ui.lang);
    if off.is_some() {
        lines.push((ui.t(IS_OFF).to_owned(), false));
    }
    let lines = told(lines);
    let (word, said, fact) = match off {
        Some(target) => (ON, ON_SAVED, Fact::Withdrawn { target }),
        None => (OFF, OFF_SAVED, Fact::MeetingReminderOff { meeting: id }),
    };
    let tap = move |_| ui.tap(youth, vec![fact.clone()], Saved::said(ui.t(said)));
    let remind = (!is_over).then(|| view! { <button type="button" class="button button--quiet" on:click=tap>{ui.t(word)}</button> });
    let cancel = move |_| ui.tap(youth, facts.clone(), Saved::said(ui.t(CANCELLED)));
    view! {
        <li class="row" class:row--look=is_over>
            <div class="row__body">
                <span class="row__name">{when}</span>
                <span class="row__why">{place}</span>
                {answer}
                {earlier}
                {lines}
            </div>
            <div class="row__more">
                {is_over.then(|| view! { <OutcomeActs youth=youth meeting=id /> })}
                <button type="button" class="button" on:click=move |_| ui.open(youth, Sheet::Meeting(Some(id)))>{ui.t(MOVE)}</button>
                <button type="button" class="button" on:click=move |_| ui.open(youth, Sheet::Message(Some(id)))>{ui.t(SMS)}</button>
                {remind}
                <button type="button" class="button button--quiet" on:click=cancel>{ui.t(CANCEL)}</button>
            </div>
        </li>
    }
}

fn told(lines: Vec<act::message::Line>) -> impl IntoView {
    let line = |(line, look): act::message::Line| {
        let class = if look { "tag tag--look" } else { "row__why" };
        view! { <span class=class>{line}</span> }
    };
    lines.into_iter().map(line).collect_view()
}

/// A meeting that was missed or cancelled, while there is something to tell of what is written about that.
fn came_to_nothing(ui: Ui, whose: &Youth, meeting: &Meeting, coming: &[Due]) -> Option<impl IntoView + use<>> {
    let (id, youth) = (meeting.id, whose.id);
    let now = ui.model.now().get_untracked();
    let is_missed = meeting.outcome.get() == Some(&MeetingOutcome::Missed);
    let lines = act::message::after_meeting(whose, id, coming, now, ui.lang);
    if lines.is_empty() {
        return None;
    }
    let name = match meeting.time() {
        Some((at, _)) if is_missed => MISSED.fill(ui.lang, &[("dag", &day_and_time(ui, at))]),
        _ => ui.t(WAS_OFF).to_owned(),
    };
    // What goes by itself after a missed meeting can be kept from going.
    let waits = is_missed && act::message::by_itself(coming, id).next().is_some();
    let nothing = move |_| ui.tap(youth, vec![Fact::MeetingReminderOff { meeting: id }], Saved::said(ui.t(NOTHING_SAVED)));
    Some(view! {
        <li class="row">
            <div class="row__body">
                <span class="row__name">{name}</span>
                {told(lines)}
            </div>
            <div class="row__more">
                <button type="button" class="button" on:click=move |_| ui.open(youth, Sheet::Message(Some(id)))>{ui.t(SMS)}</button>
                {waits.then(|| view! { <button type="button" class="button button--quiet" on:click=nothing>{ui.t(NOTHING)}</button> })}
            </div>
        </li>
    })
}

fn follow_up(ui: Ui, youth: YouthId, it: FollowUp) -> impl IntoView {
    let today = ui.model.today().get_untracked();
    let line = FOLLOW_UP.fill(ui.lang, &[("dag", &say::day(it.on, today, ui.lang))]);
    let done = move |_| ui.tap(youth, vec![Fact::FollowUpDone { follow_up: it.id }], Saved::said(ui.t(DONE_SAVED)));
    view! {
        <li class="row" class:row--look=it.on <= today>
            <div class="row__body">
                <span class="row__name">{line}</span>
                {it.worker.map(|it| view! { <span class="row__why">{ui.colleague(it)}</span> })}
            </div>
            <div class="row__acts">
                <button type="button" class="button" on:click=done>{ui.t(DONE)}</button>
            </div>
        </li>
    }
}
