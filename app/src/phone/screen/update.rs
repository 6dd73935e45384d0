//! A newer version waits, and is taken only by consent.

use crate::{
    phone::ui::Ui,
    words::{Text, text},
};
use leptos::prelude::*;

const NEWER: Text = text("Det finns en ny version", "There is a new version");
const WHY: Text = text("Appen startar om. Det du har sparat ligger kvar.", "The app restarts. What you have saved stays.");
const SWITCH: Text = text("Byt nu", "Switch now");

/// The banner. Wherever it stands it is the same, and nothing where there is no newer version.
#[component]
pub fn NewVersion() -> impl IntoView {
    let ui = Ui::here();
    let is_there = Memo::new(move |_| ui.model.sync_state().with(|it| it.newer_version));
    view! {
        <div role="status">
            {move || is_there.get().then(|| view! {
                <div class="notice notice--done">
                    <p class="notice__title">{ui.t(NEWER)}</p>
                    <p>{ui.t(WHY)}</p>
                    <div class="notice__acts">
                        <button type="button" class="button" on:click=move |_| ui.model.use_new_version()>{ui.t(SWITCH)}</button>
                    </div>
                </div>
            })}
        </div>
    }
}
