//! "Inte sparat, eftersom …": what the server didn't take, why, and what can be done about it.

mod item;
mod mending;
mod remedy;

use crate::{
    phone::ui::Ui,
    words::{Text, text},
};
use item::Item;
use leptos::{html, prelude::*};

const TITLE: Text = text("Inte sparat, eftersom …", "Not saved, because …");
const WHY: Text = text(
    "Servern tog inte emot det här. Det ligger kvar i telefonen tills du har valt vad som ska hända.",
    "The server did not take this. It stays on the phone until you have chosen what is to happen.",
);

/// The tray, if there is anything in it.
#[component]
pub fn Tray() -> impl IntoView {
    let ui = Ui::here();
    let refused = Memo::new(move |_| ui.model.sync_state().with(|it| it.refused.clone()));
    let is_empty = Memo::new(move |_| refused.with(Vec::is_empty));
    let heading = NodeRef::<html::H2>::new();
    // What is settled goes, and the focus with it; the heading takes it.
    Effect::new(move |before: Option<usize>| {
        let count = refused.with(Vec::len);
        if before.is_some_and(|it| count < it)
            && let Some(heading) = heading.get_untracked()
        {
            let _ = heading.focus();
        }
        count
    });
    view! {
        <Show when=move || !is_empty.get()>
            <section class="section" aria-labelledby="tray">
                <h2 class="section__title" id="tray" tabindex="-1" node_ref=heading>{ui.t(TITLE)}</h2>
                <p class="soft">{ui.t(WHY)}</p>
                <div class="tray">
                    <For each=move || refused.get() key=|it| (it.entry, it.refusal.code()) let:refused>
                        <Item refused=refused />
                    </For>
                </div>
            </section>
        </Show>
    }
}
