//! Booking a meeting, or giving it another time or place.

use super::given_name;
use crate::{
    phone::{
        act,
        part::{Chips, ChooseDay, ChooseTime, SaveActs, SheetBox, day_and_time},
        ui::{Progress, Saved, Ui},
    },
    words::{Text, text},
};
use domain::{MeetingId, Place, Youth, civil};
use jiff::civil::{Date, Time};
use leptos::prelude::*;
use std::sync::Arc;

const NEW: Text = text("Boka möte med {namn}", "Book a meeting with {namn}");
const MOVE: Text = text("Flytta mötet med {namn}", "Move the meeting with {namn}");
const DAY: Text = text("Dag", "Day");
const TIME: Text = text("Tid", "Time");
const PLACE: Text = text("Plats", "Place");
const CHOOSE: Text = text("Välj dag, tid och plats", "Choose day, time and place");
const BOOK: Text = text("Boka {när}", "Book {när}");
const MOVE_TO: Text = text("Flytta till {när}", "Move to {när}");
const BOOKED: Text = text("Sparat: möte {när}", "Saved: meeting {när}");
const PAST: Text = text("Den tiden har redan varit. Välj en som kommer.", "That time has been. Choose one to come.");

/// Places that stand first.
const LIKELY: [Place; 5] = [Place::Cafe, Place::MunicipalOffice, Place::YouthCentre, Place::Outdoors, Place::Remote];

/// The sheet.
#[component]
pub fn MeetingSheet(youth: Arc<Youth>, meeting: Option<MeetingId>) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get_untracked();
    let moved = meeting.and_then(|it| youth.meetings.get(&it)).cloned();
    let was = moved.as_ref().and_then(domain::fold::Meeting::time);
    let day = RwSignal::new(was.map(|it| it.0.date()));
    let time = RwSignal::new(was.map(|it| it.0.time()));
    let place = RwSignal::new(was.map(|it| it.1).or(last_place(&youth)));
    let progress = RwSignal::new(Progress::Ready);
    let chosen = move || Some((day.get()?.to_datetime(time.get()?), place.get()?));
    let title = if moved.is_some() { MOVE } else { NEW }.fill(ui.lang, &[("namn", &given_name(&youth))]);
    let act = if moved.is_some() { MOVE_TO } else { BOOK };
    let says =
        Signal::derive(move || chosen().map_or(ui.t(CHOOSE).to_owned(), |(at, _)| act.fill(ui.lang, &[("när", &day_and_time(ui, at))])));
    let save = move || {
        let (at, place) = match untrack(chosen) {
            None => return progress.set(Progress::Wrong(ui.t(CHOOSE).to_owned())),
            Some((at, _)) if civil::instant(at) <= ui.model.now().get_untracked() => {
                return progress.set(Progress::Wrong(ui.t(PAST).to_owned()));
            }
            Some(it) => it,
        };
        let facts = match &moved {
            Some(meeting) => act::moved(meeting, at, place),
            None => act::planned(ui.model.new_id(), at, place, ui.model.me().get_untracked().map(|it| it.account.id)),
        };
        ui.save(progress, youth.id, facts, Saved::said(BOOKED.fill(ui.lang, &[("när", &day_and_time(ui, at))])));
    };
    let word = move |it: &Place| (*it, it.word(ui.lang).to_owned());
    let rest = Place::ALL.iter().filter(|it| !LIKELY.contains(it)).map(word).collect::<Vec<_>>();
    view! {
        <SheetBox title=title on_close=move || ui.close()>
            <div class="sheet__body">
                <ChooseDay label=DAY days=act::day_choices(today) value=day min=today />
                {move || view! { <Times day=day.get().unwrap_or(today) value=time /> }}
                <Chips label=ui.t(PLACE) options=LIKELY.iter().map(word).collect() rest=rest value=place />
            </div>
            <SaveActs word=says progress=progress save=save />
        </SheetBox>
    }
}

/// The times of a day that are left.
#[component]
fn Times(day: Date, value: RwSignal<Option<Time>>) -> impl IntoView {
    let now = Ui::here().model.now().get_untracked();
    view! { <ChooseTime label=TIME times=act::time_choices(day, now) value=value /> }
}

/// Where the two met last, which is where they are likely to meet again.
fn last_place(youth: &Youth) -> Option<Place> {
    youth.meetings.values().filter_map(domain::fold::Meeting::time).max_by_key(|it| it.0).map(|it| it.1)
}
