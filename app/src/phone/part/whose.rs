//! The worker's own youths, or the whole unit's: cover for a colleague who is ill.

use crate::{
    phone::ui::Ui,
    words::{Text, text},
};
use domain::AccountId;
use leptos::prelude::*;

const WHOSE: Text = text("Vems ungdomar", "Whose youths");
const MINE: Text = text("Mina", "Mine");
const UNITS: Text = text("Enhetens", "The unit's");

/// Whether what has `worker` is to be shown.
pub fn is_shown(ui: Ui, worker: Option<AccountId>) -> bool {
    let me = ui.model.me().with(|it| it.as_ref().map(|it| it.account.id));
    ui.units.get() || worker.is_none() || worker == me
}

/// The two views.
#[component]
pub fn WhoseToggle() -> impl IntoView {
    let ui = Ui::here();
    let pressed = move |units: bool| if ui.units.get() == units { "true" } else { "false" };
    view! {
        <div class="segmented" role="group" aria-label=ui.t(WHOSE)>
            <button type="button" class="segmented__item" aria-pressed=move || pressed(false) on:click=move |_| ui.units.set(false)>
                {ui.t(MINE)}
            </button>
            <button type="button" class="segmented__item" aria-pressed=move || pressed(true) on:click=move |_| ui.units.set(true)>
                {ui.t(UNITS)}
            </button>
        </div>
    }
}
