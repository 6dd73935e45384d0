//! A measure is offered, begins, or ends.

use super::{ENDS_FIRST, given_name};
use crate::{
    phone::{
        part::{Chips, ChooseDay, SaveActs, SheetBox, keep},
        ui::{Progress, Saved, Ui},
    },
    words::{Text, text},
};
use domain::{Fact, MeasureEnd, MeasureId, MeasureKind, Youth, civil};
use jiff::civil::Date;
use leptos::prelude::*;
use std::sync::Arc;

const NEW: Text = text("Ny insats för {namn}", "New measure for {namn}");
const BEGINS: Text = text("Insatsen börjar", "The measure begins");
const ENDS: Text = text("Avsluta insatsen", "End the measure");
const WHAT: Text = text("Vilken?", "Which?");
const STEP: Text = text("Hur långt har det kommit?", "How far has it come?");
const OFFERED: Text = text("Erbjuden", "Offered");
const STARTED: Text = text("Har börjat", "Has begun");
const DAY: Text = text("Vilken dag?", "Which day?");
const PLANNED_END: Text = text("Ska sluta (om det är bestämt)", "Will end (if it's decided)");
const WHY: Text = text("Varför?", "Why?");
const CHOOSE: Text = text("Välj insats och dag", "Choose a measure and a day");
const CHOOSE_WHY: Text = text("Välj varför och vilken dag", "Choose why and which day");
const SAVE: Text = text("Spara", "Save");
const SAVED: Text = text("Sparat: {vad}", "Saved: {vad}");

/// How many kinds stand first.
const LIKELY: usize = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Offered,
    Started,
}

/// A new one, or one that was offered and begins.
#[component]
pub fn MeasureSheet(youth: Arc<Youth>, measure: Option<MeasureId>) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get_untracked();
    let offered = measure.and_then(|it| youth.measures.get(&it));
    let kind = RwSignal::new(offered.map(|it| it.kind));
    let step = RwSignal::new(Some(if offered.is_some() { Step::Started } else { Step::Offered }));
    let day = RwSignal::new(Some(today));
    let planned_end = RwSignal::new(None::<Date>);
    let progress = RwSignal::new(Progress::Ready);
    let title = if offered.is_some() { ui.t(BEGINS).to_owned() } else { NEW.fill(ui.lang, &[("namn", &given_name(&youth))]) };
    let save = move || {
        let (Some(measure_kind), Some(on), Some(step)) = (kind.get_untracked(), day.get_untracked(), step.get_untracked()) else {
            return progress.set(Progress::Wrong(ui.t(CHOOSE).to_owned()));
        };
        let measure = measure.unwrap_or_else(|| ui.model.new_id());
        let fact = match step {
            Step::Offered => Fact::MeasureOffered { measure, measure_kind, on },
            Step::Started => {
                let planned_end = planned_end.get_untracked();
                if planned_end.is_some_and(|it| it < on) {
                    return progress.set(Progress::Wrong(ui.t(ENDS_FIRST).to_owned()));
                }
                Fact::MeasureStarted { measure, measure_kind, on, planned_end }
            }
        };
        let saved = SAVED.fill(ui.lang, &[("vad", &measure_kind.word(ui.lang).to_lowercase())]);
        ui.save(progress, youth.id, vec![fact], Saved::said(saved));
    };
    let until = move || planned_end.get().map(|it| it.to_string()).unwrap_or_default();
    keep(PLANNED_END.sv, until, &|it| planned_end.set(it.parse().ok()));
    let is_new = measure.is_none();
    let word = move |it: &MeasureKind| (*it, it.word(ui.lang).to_owned());
    let (likely, rest) = MeasureKind::ALL.split_at(LIKELY);
    let steps = vec![(Step::Offered, ui.t(OFFERED).to_owned()), (Step::Started, ui.t(STARTED).to_owned())];
    let until_field = move || {
        (step.get() == Some(Step::Started)).then(|| {
            view! {
                <label class="field">
                    <span class="field__label">{ui.t(PLANNED_END)}</span>
                    <input
                        class="input input--short"
                        type="date"
                        prop:value=until
                        on:change=move |event| planned_end.set(event_target_value(&event).parse().ok())
                    />
                </label>
            }
        })
    };
    view! {
        <SheetBox title=title on_close=move || ui.close()>
            <div class="sheet__body">
                {is_new.then(|| view! {
                    <Chips label=ui.t(WHAT) options=likely.iter().map(word).collect() rest=rest.iter().map(word).collect() value=kind />
                    <Chips label=ui.t(STEP) options=steps value=step />
                })}
                <ChooseDay label=DAY days=vec![today, civil::days_after(today, -1)] value=day max=today />
                {until_field}
            </div>
            <SaveActs word=ui.t(SAVE).to_owned() progress=progress save=save />
        </SheetBox>
    }
}

/// It ends.
#[component]
pub fn EndMeasureSheet(youth: Arc<Youth>, measure: MeasureId) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get_untracked();
    let why = RwSignal::new(None::<MeasureEnd>);
    let day = RwSignal::new(Some(today));
    let progress = RwSignal::new(Progress::Ready);
    let save = move || {
        let (Some(reason), Some(on)) = (why.get_untracked(), day.get_untracked()) else {
            return progress.set(Progress::Wrong(ui.t(CHOOSE_WHY).to_owned()));
        };
        let saved = SAVED.fill(ui.lang, &[("vad", &reason.word(ui.lang).to_lowercase())]);
        ui.save(progress, youth.id, vec![Fact::MeasureEnded { measure, on, reason }], Saved::said(saved));
    };
    view! {
        <SheetBox title=ui.t(ENDS) on_close=move || ui.close()>
            <div class="sheet__body">
                <Chips label=ui.t(WHY) options=MeasureEnd::ALL.iter().map(|it| (*it, it.word(ui.lang).to_owned())).collect() value=why />
                <ChooseDay label=DAY days=vec![today, civil::days_after(today, -1)] value=day max=today />
            </div>
            <SaveActs word=ui.t(SAVE).to_owned() progress=progress save=save />
        </SheetBox>
    }
}
