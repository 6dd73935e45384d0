//! *Läget nu*: what the youth does.

use super::{ENDS_FIRST, given_name};
use crate::{
    phone::{
        act,
        part::{Chips, ChooseDay, SaveActs, SheetBox, keep},
        say,
        ui::{Progress, Saved, Ui},
    },
    words::{Text, text},
};
use domain::{Certainty, Occupation, Source, Statement, Youth, civil};
use jiff::civil::Date;
use leptos::prelude::*;
use std::sync::Arc;

const TITLE: Text = text("Vad gör {namn} nu?", "What does {namn} do now?");
const WHAT: Text = text("Sysselsättning", "Occupation");
const AS_OF: Text = text("Sedan när vet vi det?", "As of when do we know?");
const SOURCE: Text = text("Vem berättade?", "Who told?");
const CERTAINTY: Text = text("Hur säkert är det?", "How sure is it?");
const UNTIL: Text = text("Slutar", "Ends");
const STARTS: Text = text("Börjar", "Starts");
const MORE: Text = text("När, vem och hur länge", "When, who and for how long");
const CHOOSE: Text = text("Välj vad hen gör", "Choose what they do");
const SAVE: Text = text("Spara: {vad}", "Save: {vad}");
const SAVED: Text = text("Sparat: {vad}", "Saved: {vad}");

/// The sheet.
#[component]
pub fn OccupationSheet(youth: Arc<Youth>) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get_untracked();
    let what = RwSignal::new(None::<Occupation>);
    let as_of = RwSignal::new(Some(today));
    let until = RwSignal::new(None::<Date>);
    let source = RwSignal::new(Some(Source::Youth));
    let certainty = RwSignal::new(None::<Certainty>);
    let progress = RwSignal::new(Progress::Ready);
    let word = move |it: Occupation| (it, it.word(ui.lang).to_owned());
    let rest = Occupation::ALL.iter().filter(|it| !say::LIKELY.contains(it)).map(|it| word(*it)).collect::<Vec<_>>();
    let title = TITLE.fill(ui.lang, &[("namn", &given_name(&youth))]);
    let sure = Signal::derive(move || certainty.get().or(source.get().map(act::said_by_default)));
    let save = move || {
        let (Some(occupation), Some(as_of), Some(source)) = (what.get_untracked(), as_of.get_untracked(), source.get_untracked()) else {
            progress.set(Progress::Wrong(ui.t(CHOOSE).to_owned()));
            return;
        };
        let certainty = sure.get_untracked().unwrap_or(Certainty::Confirmed);
        let until = until.get_untracked().filter(|_| asks_until(occupation).is_some());
        if until.is_some_and(|it| it < as_of) {
            return progress.set(Progress::Wrong(ui.t(ENDS_FIRST).to_owned()));
        }
        let facts = act::state_occupation(Statement { occupation, as_of, source, certainty, until }, &youth, today);
        let saved = SAVED.fill(ui.lang, &[("vad", &occupation.word(ui.lang).to_lowercase())]);
        ui.save(progress, youth.id, facts, Saved::said(saved));
    };
    let says = Signal::derive(move || match what.get() {
        Some(it) => SAVE.fill(ui.lang, &[("vad", &it.word(ui.lang).to_lowercase())]),
        None => ui.t(CHOOSE).to_owned(),
    });
    view! {
        <SheetBox title=title on_close=move || ui.close()>
            <div class="sheet__body">
                <Chips label=ui.t(WHAT) options=say::LIKELY.map(word).to_vec() rest=rest value=what />
                <details class="fold">
                    <summary>{ui.t(MORE)}</summary>
                    <div class="fold__body">
                        <ChooseDay label=AS_OF days=vec![today, civil::days_after(today, -1), civil::days_after(today, -7)] value=as_of max=today />
                        {move || what.get().and_then(asks_until).map(|label| view! { <UntilField label=label value=until /> })}
                        <Chips label=ui.t(SOURCE) options=Source::ALL.iter().map(|it| (*it, it.word(ui.lang).to_owned())).collect() value=source />
                        <Sure label=CERTAINTY shown=sure value=certainty />
                    </div>
                </details>
            </div>
            <SaveActs word=says progress=progress save=save />
        </SheetBox>
    }
}

/// Whether a stated end (or start) matters, and what it is called.
fn asks_until(occupation: Occupation) -> Option<Text> {
    match occupation {
        Occupation::StartAgreed => Some(STARTS),
        Occupation::None | Occupation::Unknown | Occupation::DeclinedToSay | Occupation::Unreachable => None,
        _ => Some(UNTIL),
    }
}

#[component]
fn UntilField(label: Text, value: RwSignal<Option<Date>>) -> impl IntoView {
    let ui = Ui::here();
    let iso = move || value.get().map(|it| it.to_string()).unwrap_or_default();
    keep(label.sv, iso, &|it| value.set(it.parse().ok()));
    view! {
        <label class="field">
            <span class="field__label">{ui.t(label)}</span>
            <input
                class="input input--short"
                type="date"
                prop:value=iso
                on:change=move |event| value.set(event_target_value(&event).parse().ok())
            />
        </label>
    }
}

/// Confirmed or assumed: follows who told until somebody says otherwise.
#[component]
fn Sure(label: Text, shown: Signal<Option<Certainty>>, value: RwSignal<Option<Certainty>>) -> impl IntoView {
    let ui = Ui::here();
    let word = move || value.get().map(|it| it.word(ui.lang).to_owned()).unwrap_or_default();
    keep(label.sv, word, &|kept| value.set(Certainty::ALL.iter().copied().find(|it| it.word(ui.lang) == kept)));
    let chip = move |it: Certainty| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if shown.get() == Some(it) { "true" } else { "false" }
                on:click=move |_| value.set(Some(it))
            >
                {it.word(ui.lang)}
            </button>
        }
    };
    view! {
        <fieldset class="chips">
            <legend class="chips__label">{ui.t(label)}</legend>
            <div class="chips__row">{Certainty::ALL.iter().map(|it| chip(*it)).collect_view()}</div>
        </fieldset>
    }
}
