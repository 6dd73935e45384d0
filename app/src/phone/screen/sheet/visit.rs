//! A visit or a chance meeting: log, channel, outcome. Three taps, since the outcome's tap saves.

use super::given_name;
use crate::{
    phone::{
        act::{self, Visit},
        part::{Chips, ChooseDay, ChooseTime, Note, SheetBox, Trouble},
        say,
        ui::{Progress, Saved, Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{Channel, ContactOutcome, FactRef, Place, Youth, civil};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

const TITLE: Text = text("Logga kontakt med {namn}", "Log a contact with {namn}");
const CHANNEL: Text = text("Hur?", "How?");
const OUTCOME: Text = text("Hur gick det? Ett tryck sparar.", "How did it go? One tap saves.");
const MORE: Text = text("När, var och hur länge", "When, where and how long");
const DAY: Text = text("Dag", "Day");
const TIME: Text = text("Klockan (nyss, om inget väljs)", "Time (just now, if none is chosen)");
const PLACE: Text = text("Plats", "Place");
const MINUTES: Text = text("Minuter", "Minutes");
const SAVED: Text = text("Sparat: {vad}", "Saved: {vad}");
const ADD: Text = text("Lägg till", "Add");
const FUTURE: Text = text("Den tiden har inte varit än.", "That time hasn't been yet.");

/// How long things usually take.
pub(super) const USUAL_MINUTES: [u16; 5] = [5, 15, 30, 60, 90];

/// The channels that stand first; the rest are one tap away.
const LIKELY: usize = 5;

/// What is filled in before the tap that saves.
#[derive(Clone, Copy)]
struct Form {
    channel: RwSignal<Option<Channel>>,
    day: RwSignal<Option<jiff::civil::Date>>,
    time: RwSignal<Option<jiff::civil::Time>>,
    place: RwSignal<Option<Place>>,
    minutes: RwSignal<Option<u16>>,
    note: RwSignal<String>,
    progress: RwSignal<Progress>,
}

/// The sheet.
#[component]
pub fn VisitSheet(youth: Arc<Youth>) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get_untracked();
    let form = Form {
        channel: RwSignal::new(None),
        day: RwSignal::new(Some(today)),
        time: RwSignal::new(None),
        place: RwSignal::new(None),
        minutes: RwSignal::new(None),
        note: RwSignal::new(String::new()),
        progress: RwSignal::new(Progress::Ready),
    };
    let word = move |it: &Channel| (*it, it.word(ui.lang).to_owned());
    let (likely, rest) = Visit::CHANNELS.split_at(LIKELY);
    let title = TITLE.fill(ui.lang, &[("namn", &given_name(&youth))]);
    let outcomes = move || {
        let channel = form.channel.get()?;
        let youth = Arc::clone(&youth);
        let answer = move |outcome: ContactOutcome| {
            let youth = Arc::clone(&youth);
            view! {
                <button type="button" class="answer" on:click=move |_| log(ui, form, channel, outcome, Arc::clone(&youth))>
                    {outcome.word(ui.lang)}
                </button>
            }
        };
        Some(view! {
            <h3>{ui.t(OUTCOME)}</h3>
            <div class="answers answers--many">{Visit::outcomes(channel).iter().map(|it| answer(*it)).collect_view()}</div>
        })
    };
    view! {
        <SheetBox title=title on_close=move || ui.close()>
            <div class="sheet__body">
                <Chips label=ui.t(CHANNEL) options=likely.iter().map(word).collect() rest=rest.iter().map(word).collect() value=form.channel />
                {outcomes}
                <Trouble progress=form.progress />
                <More form=form />
            </div>
        </SheetBox>
    }
}

/// What is already likely: just now, nowhere in particular.
#[component]
fn More(form: Form) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get_untracked();
    let days = vec![today, civil::days_after(today, -1)];
    let hours = [9, 11, 13, 15, 17].map(|hour| jiff::civil::Time::constant(hour, 0, 0, 0)).to_vec();
    let notes = ui.model.me().with_untracked(|me| me.as_ref().is_some_and(|it| it.municipality.notes_allowed));
    view! {
        <details class="fold">
            <summary>{ui.t(MORE)}</summary>
            <div class="fold__body">
                <ChooseDay label=DAY days=days value=form.day max=today />
                <ChooseTime label=TIME times=hours value=form.time />
                <Chips label=ui.t(PLACE) options=Place::ALL.iter().map(|it| (*it, it.word(ui.lang).to_owned())).collect() value=form.place />
                <Chips label=ui.t(MINUTES) options=USUAL_MINUTES.map(|it| (it, it.to_string())).to_vec() value=form.minutes />
                {notes.then(|| view! { <Note value=form.note /> })}
            </div>
        </details>
    }
}

fn log(ui: Ui, form: Form, channel: Channel, outcome: ContactOutcome, youth: Arc<Youth>) {
    if form.progress.get_untracked() == Progress::Working {
        return;
    }
    let now = ui.model.now().get_untracked();
    let day = form.day.get_untracked().filter(|it| *it != civil::day(now));
    let happened = match (day, form.time.get_untracked()) {
        (None, None) => None,
        (day, time) => {
            let time = time.unwrap_or(jiff::civil::Time::constant(12, 0, 0, 0));
            Some(civil::instant(day.unwrap_or(civil::day(now)).to_datetime(time)))
        }
    };
    if happened.is_some_and(|it| it > now) {
        form.progress.set(Progress::Wrong(ui.t(FUTURE).to_owned()));
        return;
    }
    let note = Some(form.note.get_untracked());
    let visit = Visit { channel, outcome, place: form.place.get_untracked(), happened, minutes: form.minutes.get_untracked(), note };
    let facts = act::visit(visit, &youth, civil::day(now));
    let text = SAVED.fill(ui.lang, &[("vad", &say::fact(&facts[0], civil::day(now), ui.lang).to_lowercase())]);
    form.progress.set(Progress::Working);
    spawn_local(async move {
        let more = |entry| Saved { text, more: Some((ADD, Sheet::AddTo(FactRef { entry, index: 0 }))) };
        match ui.write_with(youth.id, facts, more).await {
            Ok(()) => ui.close(),
            Err(failure) => drop(form.progress.try_set(Progress::Wrong(failure.say(ui.lang)))),
        }
    });
}
