//! How a form ends: what went wrong, and the button that saves.

use crate::phone::{
    platform,
    ui::{Progress, Ui},
};
use crate::words::{Text, text};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What went wrong, read out at once.
#[component]
pub fn Trouble(
    /// Where the form stands.
    progress: RwSignal<Progress>,
) -> impl IntoView {
    Effect::new(move |_| {
        if matches!(progress.get(), Progress::Wrong(_)) {
            focus_wrong();
        }
    });
    view! {
        <div role="alert">
            {move || match progress.get() {
                Progress::Wrong(text) => Some(view! { <p class="notice notice--wrong">{text}</p> }),
                Progress::Ready | Progress::Working => None,
            }}
        </div>
    }
}

/// Leads to the first field that is marked as wrong, where there is one: it may stand far above the button.
pub fn focus_wrong() {
    request_animation_frame(|| {
        let field = platform::document().query_selector(".field [aria-invalid=true]").ok().flatten();
        if let Some(field) = field.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
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
