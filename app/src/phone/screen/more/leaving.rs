//! Who I am here, and signing out: never with something unsent, unless that has been said and confirmed.

use crate::{
    phone::{model::SyncState, part::Trouble, say, screen::attempt::Attempt, ui::Ui},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

const TITLE: Text = text("Du", "You");
const OUT: Text = text("Logga ut", "Sign out");
const OUT_WHY: Text = text(
    "Då tas allt bort ur telefonen. Det som är skickat finns kvar hos servern.",
    "Everything is then removed from the phone. What has been sent stays on the server.",
);
const YES: Text = text("Logga ut och ta bort", "Sign out and remove");
const LOSES: Text = text("Logga ut och släng det", "Sign out and discard it");
const STAY: Text = text("Stanna kvar", "Stay");

/// The section.
#[component]
pub fn Leaving() -> impl IntoView {
    let ui = Ui::here();
    let asked = RwSignal::new(false);
    let who = ui.model.me().with_untracked(|me| {
        me.as_ref().map(|it| {
            let units = it.units.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join(", ");
            let places = if units.is_empty() { it.municipality.name.clone() } else { format!("{units}, {}", it.municipality.name) };
            view! {
                <p class="strong">{it.account.name.clone()}</p>
                <p class="soft">{it.account.email.clone()}<br />{places}</p>
            }
        })
    });
    view! {
        <section class="section" aria-labelledby="leaving">
            <h2 class="section__title" id="leaving">{ui.t(TITLE)}</h2>
            <div>{who}</div>
            {move || if asked.get() {
                view! { <Sure asked=asked /> }.into_any()
            } else {
                view! {
                    <button type="button" class="button button--start" on:click=move |_| asked.set(true)>
                        {ui.t(OUT)}
                    </button>
                }
                .into_any()
            }}
        </section>
    }
}

/// The question before it, with what would be lost.
#[component]
fn Sure(asked: RwSignal<bool>) -> impl IntoView {
    let ui = Ui::here();
    let attempt = Attempt::new();
    let lost = Memo::new(move |_| ui.model.sync_state().with(|it| lost(it, ui.lang)));
    let leave = move |_| {
        // What has been unsent since the question was put is asked about anew.
        if lost.get_untracked().is_some() {
            attempt.run(ui.model.sign_out_and_discard());
        } else {
            attempt.run(ui.model.sign_out());
        }
    };
    view! {
        <div class="notice" class=("notice--wrong", move || lost.get().is_some()) role="alert">
            {move || lost.get().map(|it| view! { <p class="notice__title">{it}</p> })}
            <p>{ui.t(OUT_WHY)}</p>
            <Trouble progress=attempt.progress />
            <div class="notice__acts">
                <button type="button" class="button button--wrong" on:click=leave>
                    {move || ui.t(if lost.get().is_some() { LOSES } else { YES })}
                </button>
                <button type="button" class="button" on:click=move |_| asked.set(false)>{ui.t(STAY)}</button>
            </div>
        </div>
    }
}

/// What signing out would lose.
fn lost(state: &SyncState, lang: Lang) -> Option<String> {
    let count = i64::from(state.unsent) + i64::try_from(state.refused.len()).unwrap_or(i64::MAX);
    (count > 0).then(|| {
        say::numeral(
            count,
            text("1 sak finns bara i den här telefonen och försvinner.", "1 thing is on this phone only and will be lost."),
            text("{antal} saker finns bara i den här telefonen och försvinner.", "{antal} things are on this phone only and will be lost."),
            lang,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_unsaid() {
        let state = SyncState { unsent: 2, ..SyncState::default() };
        assert_eq!(lost(&state, Lang::Sv).unwrap(), "2 saker finns bara i den här telefonen och försvinner.");
        assert_eq!(lost(&SyncState::default(), Lang::En), None);
    }
}
