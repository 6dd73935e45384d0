//! The one line about saving: always in the same place, always true.

use crate::phone::{
    say::{self, Mood},
    ui::Ui,
};
use leptos::prelude::*;

/// The line.
#[component]
pub fn StatusLine() -> impl IntoView {
    let ui = Ui::here();
    let line = Memo::new(move |_| ui.model.sync_state().with(|it| say::status(it, ui.model.now().get(), ui.lang)));
    view! {
        <div role="status" data-testid="status-line">
            {move || match line.get() {
                (Mood::Sent, text) => view! { <p class="status-line">{text}</p> }.into_any(),
                (Mood::Waiting, text) => view! { <p class="status-line status-line--waiting">{text}</p> }.into_any(),
                (Mood::Look, text) => {
                    view! { <a class="status-line status-line--look" href="/app/mer">{text}</a> }.into_any()
                }
            }}
        </div>
    }
}
