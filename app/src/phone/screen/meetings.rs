//! *Möten*: first those that wait for someone to say how it went, then by day.

use crate::{
    phone::{
        part::{Frame, MeetingRow, WhoseToggle, is_shown},
        say,
        ui::Ui,
    },
    words::{Text, text},
};
use domain::{Booked, Summary, civil};
use jiff::civil::Date;
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

const TITLE: Text = text("Möten", "Meetings");
const OVER: Text = text("Hur gick det?", "How did it go?");
const UNCLEAR: Text = text("Oklar tid", "Unclear time");
const NONE: Text = text("Inga möten bokade. Boka från en ungdoms kort.", "No meetings booked. Book one from a youth's card.");

/// Where a meeting stands on the screen, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Over,
    Unclear,
    On(Date),
}

type Meeting = (Arc<Summary>, Booked);

/// The screen.
#[component]
pub fn Meetings() -> impl IntoView {
    let ui = Ui::here();
    let groups = Memo::new(move |_| {
        let now = ui.model.now().get();
        let mut groups: BTreeMap<Place, Vec<Meeting>> = BTreeMap::new();
        ui.model.summaries().with(|all| {
            for (youth, booked) in all.values().flat_map(|youth| youth.meetings.iter().map(move |it| (youth, it))) {
                if is_shown(ui, booked.worker.or(youth.worker)) {
                    groups.entry(place(booked, now)).or_default().push((Arc::clone(youth), *booked));
                }
            }
        });
        for meetings in groups.values_mut() {
            meetings.sort_by_key(|(youth, booked)| (booked.time.map(|it| it.0), youth.id));
        }
        groups
    });
    let body = move || {
        groups.with(|it| {
            if it.is_empty() {
                return view! { <p class="empty">{ui.t(NONE)}</p> }.into_any();
            }
            it.iter().map(|(place, meetings)| group(ui, *place, meetings)).collect_view().into_any()
        })
    };
    view! {
        <Frame title=ui.t(TITLE).to_owned()>
            <WhoseToggle />
            <div class="parts">{body}</div>
        </Frame>
    }
}

fn place(booked: &Booked, now: i64) -> Place {
    match booked.time {
        None => Place::Unclear,
        Some((at, _)) if civil::instant(at) <= now => Place::Over,
        Some((at, _)) => Place::On(at.date()),
    }
}

fn group(ui: Ui, place: Place, meetings: &[Meeting]) -> impl IntoView + use<> {
    let title = match place {
        Place::Over => ui.t(OVER).to_owned(),
        Place::Unclear => ui.t(UNCLEAR).to_owned(),
        Place::On(day) => say::heading(&say::day(day, ui.model.today().get(), ui.lang)),
    };
    let id = match place {
        Place::Over => "meetings-over".to_owned(),
        Place::Unclear => "meetings-unclear".to_owned(),
        Place::On(day) => format!("meetings-{day}"),
    };
    let rows = meetings
        .iter()
        .map(|(youth, booked)| view! { <MeetingRow youth=Arc::clone(youth) booked=*booked over=place == Place::Over /> })
        .collect_view();
    view! {
        <section class="section" aria-labelledby=id.clone()>
            <h2 class="section__title" id=id.clone()>{title}</h2>
            <ul class="list">{rows}</ul>
        </section>
    }
}
