//! How a form ends: what went wrong, and the button that saves.

use crate::phone::ui::{Progress, Ui};
use crate::words::{Text, text};
use leptos::prelude::*;

/// What went wrong, read out at once.
#[component]
pub fn Trouble(
    /// Where the form stands.
    progress: RwSignal<Progress>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || match progress.get() {
                Progress::Wrong(text) => Some(view! { <p class="notice notice--wrong">{text}</p> }),
                Progress::Ready | Progress::Working => None,
            }}
        </div>
    }
}

const CANCEL: Text = text("Avbryt", "Cancel");

/// The buttons of a sheet: save, which says what it saves, and cancel.
#[component]
pub fn SaveActs<F>(
    /// What stands on the button.
    #[prop(into)]
    word: Signal<String>,
    /// Where the form stands.
    progress: RwSignal<Progress>,
    /// Saves.
    save: F,
) -> impl IntoView
where
    F: Fn() + 'static,
{
    let ui = Ui::here();
    view! {
        <Trouble progress=progress />
        <div class="sheet__acts">
            <button type="button" class="button" on:click=move |_| ui.close()>{ui.t(CANCEL)}</button>
            <button
                type="button"
                class="button button--primary"
                aria-disabled=move || (progress.get() == Progress::Working).then_some("true")
                on:click=move |_| save()
            >
                {move || word.get()}
            </button>
        </div>
    }
}
