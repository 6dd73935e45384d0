//! *Ungdomar*: search first, then everyone in Swedish order.

use crate::{
    phone::{
        part::{Frame, Glyph, Icon, YouthRow},
        say,
        ui::Ui,
    },
    words::{Text, text},
};
use domain::Summary;
use leptos::prelude::*;
use std::sync::Arc;

const TITLE: Text = text("Ungdomar", "Youths");
const SEARCH: Text = text("Sök på namn eller nummer", "Search by name or number");
const NEW: Text = text("Ny ungdom", "New youth");
const NOBODY: Text = text("Ingen hittades. Pröva med en del av namnet.", "Nobody was found. Try a part of the name.");
const COUNT: [Text; 2] = [text("1 ungdom", "1 youth"), text("{antal} ungdomar", "{antal} youths")];
const MORE: Text = text("Visa fler", "Show more");
const ENDED: Text = text("Avslutad", "Ended");

/// How many rows are made at a time: a slow phone writes sixty at once, and not a thousand.
const PAGE: usize = 60;

/// The screen.
#[component]
pub fn Youths() -> impl IntoView {
    let ui = Ui::here();
    let shown = RwSignal::new(PAGE);
    let sorted = Memo::new(move |_| {
        let mut all: Vec<(bool, String, Arc<Summary>)> =
            ui.model.summaries().with(|all| all.values().map(|it| (!it.registered, it.sort_key(), Arc::clone(it))).collect());
        all.sort_by(|a, b| (a.0, &a.1, a.2.id).cmp(&(b.0, &b.1, b.2.id)));
        all.into_iter().map(|it| it.2).collect::<Vec<_>>()
    });
    let found = Memo::new(move |_| {
        ui.typed.with(|typed| sorted.with(|all| all.iter().filter(|it| it.is_found_by(typed)).cloned().collect::<Vec<_>>()))
    });
    let count = move || {
        let count = found.with(Vec::len);
        say::numeral(i64::try_from(count).unwrap_or(i64::MAX), COUNT[0], COUNT[1], ui.lang)
    };
    let rows = move || {
        let today = ui.model.today().get();
        found.with(|all| all.iter().take(shown.get()).map(|it| row(ui, it, today)).collect_view())
    };
    view! {
        <Frame title=ui.t(TITLE).to_owned()>
            <div class="find">
                <div class="search">
                    <Icon glyph=Glyph::Search />
                    <input
                        class="input"
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        enterkeyhint="search"
                        aria-label=ui.t(SEARCH)
                        placeholder=ui.t(SEARCH)
                        prop:value=move || ui.typed.get()
                        on:input=move |event| {
                            shown.set(PAGE);
                            ui.typed.set(event_target_value(&event));
                        }
                    />
                </div>
                <a class="button" href="/app/ungdomar/ny">
                    <Icon glyph=Glyph::Plus /> {ui.t(NEW)}
                </a>
            </div>
            <p class="soft small" role="status">
                {move || if found.with(Vec::is_empty) { ui.t(NOBODY).to_owned() } else { count() }}
            </p>
            <ul class="list">{rows}</ul>
            {move || (found.with(Vec::len) > shown.get()).then(|| view! {
                <button type="button" class="button button--wide" on:click=move |_| shown.update(|it| *it += PAGE)>{ui.t(MORE)}</button>
            })}
        </Frame>
    }
}

fn row(ui: Ui, youth: &Arc<Summary>, today: jiff::civil::Date) -> impl IntoView + use<> {
    let doing = say::doing(&youth.occupation, today, ui.lang);
    let why = if youth.registered { doing } else { format!("{} · {doing}", ui.t(ENDED)) };
    view! { <YouthRow youth=Arc::clone(youth) why=why /> }
}
