//! A day or a time: chips for the likely, a field for the rest.

use super::{chips::chips, keep};
use crate::{
    phone::{say, ui::Ui},
    words::{Text, text},
};
use jiff::civil::{Date, Time};
use leptos::prelude::*;

const OTHER_DAY: Text = text("En annan dag", "Another day");
const OTHER_TIME: Text = text("En annan tid", "Another time");

/// A day.
#[component]
pub fn ChooseDay(
    /// What is asked.
    label: Text,
    /// The likely days.
    days: Vec<Date>,
    /// What is chosen.
    value: RwSignal<Option<Date>>,
    /// No day before this.
    #[prop(optional)]
    min: Option<Date>,
    /// No day after this.
    #[prop(optional)]
    max: Option<Date>,
) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get_untracked();
    let options = days.into_iter().map(|it| (it, say::day(it, today, ui.lang))).collect();
    let iso = move || value.get().map(|it| it.to_string()).unwrap_or_default();
    keep(label.sv, iso, &|it| value.set(it.parse().ok()));
    let read = move |typed: String| {
        if let Ok(day) = typed.parse::<Date>()
            && min.is_none_or(|it| day >= it)
            && max.is_none_or(|it| day <= it)
        {
            value.set(Some(day));
        }
    };
    view! {
        <div class="stack stack--close">
            {chips(ui, ui.t(label).to_owned(), options, Vec::new(), value)}
            <label class="beside">
                <span class="field__hint">{ui.t(OTHER_DAY)}</span>
                <input
                    class="input input--short"
                    type="date"
                    min=min.map(|it| it.to_string())
                    max=max.map(|it| it.to_string())
                    prop:value=iso
                    on:change=move |event| read(event_target_value(&event))
                />
            </label>
        </div>
    }
}

/// A time of the day.
#[component]
pub fn ChooseTime(
    /// What is asked.
    label: Text,
    /// The likely times.
    times: Vec<Time>,
    /// What is chosen.
    value: RwSignal<Option<Time>>,
) -> impl IntoView {
    let ui = Ui::here();
    let options = times.into_iter().map(|it| (it, say::clock(it, ui.lang))).collect();
    let form = move || value.get().map(say::clock_form).unwrap_or_default();
    keep(label.sv, form, &|it| value.set(it.parse().ok()));
    let read = move |typed: String| {
        if let Ok(time) = typed.parse::<Time>() {
            value.set(Some(time));
        }
    };
    view! {
        <div class="stack stack--close">
            {chips(ui, ui.t(label).to_owned(), options, Vec::new(), value)}
            <label class="beside">
                <span class="field__hint">{ui.t(OTHER_TIME)}</span>
                <input class="input input--short" type="time" prop:value=form on:change=move |event| read(event_target_value(&event)) />
            </label>
        </div>
    }
}
