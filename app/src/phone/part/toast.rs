//! What was just done, with eight seconds to think again.

use crate::{
    phone::ui::Ui,
    words::{Text, text},
};
use leptos::prelude::*;

const UNDO: Text = text("Ångra", "Undo");

/// The line, in a live region that is always there.
#[component]
pub fn ToastLine() -> impl IntoView {
    let ui = Ui::here();
    view! {
        <div role="status">
            {move || ui.toast.get().map(|toast| {
                let more = toast.more.map(|(word, youth, sheet)| {
                    let open = move |_| {
                        ui.toast.set(None);
                        ui.open(youth, sheet.clone());
                    };
                    view! { <button type="button" class="toast__act" on:click=open>{ui.t(word)}</button> }
                });
                let undo = toast.undo.map(|(youth, entry)| {
                    let undo = move |_| {
                        ui.toast.set(None);
                        ui.undo(youth, entry);
                    };
                    view! { <button type="button" class="toast__act" on:click=undo>{ui.t(UNDO)}</button> }
                });
                view! {
                    <div class="toast">
                        <p>{toast.text}</p>
                        <div class="toast__acts">{more}{undo}</div>
                    </div>
                }
            })}
        </div>
    }
}
