//! The four places of the app.

use super::{Glyph, Icon};
use crate::{
    phone::ui::Ui,
    words::{Text, text},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

const PLACES: Text = text("Appens delar", "Parts of the app");
const HELP: Text = text("behöver din hjälp", "need your help");

struct Place {
    href: &'static str,
    word: Text,
    glyph: Glyph,
}

const ALL: [Place; 4] = [
    Place { href: "/app", word: text("I dag", "Today"), glyph: Glyph::Today },
    Place { href: "/app/ungdomar", word: text("Ungdomar", "Youths"), glyph: Glyph::People },
    Place { href: "/app/moten", word: text("Möten", "Meetings"), glyph: Glyph::Calendar },
    Place { href: "/app/mer", word: text("Mer", "More"), glyph: Glyph::More },
];

/// The bar.
#[component]
pub fn BottomBar() -> impl IntoView {
    let ui = Ui::here();
    let path = use_location().pathname;
    let refused = Memo::new(move |_| ui.model.sync_state().with(|it| it.refused.len()));
    Effect::new(move |_| {
        if let Some(it) = path.with(|path| ALL.iter().find(|it| it.href == path.trim_end_matches('/'))) {
            ui.place.set(it.href);
        }
    });
    let item = |place: &'static Place| {
        let here = move || {
            path.with(|it| {
                let it = it.trim_end_matches('/');
                if place.href == "/app" { it == place.href } else { it.starts_with(place.href) }
            })
        };
        let count = move || {
            (place.href == "/app/mer" && refused.get() > 0).then(|| {
                view! {
                    <span class="bottom-bar__count">
                        {refused.get()} <span class="visually-hidden">{ui.t(HELP)}</span>
                    </span>
                }
            })
        };
        view! {
            <a class="bottom-bar__item" href=place.href aria-current=move || here().then_some("page")>
                <Icon glyph=place.glyph />
                <span>{ui.t(place.word)}</span>
                {count}
            </a>
        }
    };
    view! { <nav class="bottom-bar" aria-label=ui.t(PLACES)>{ALL.iter().map(item).collect_view()}</nav> }
}
