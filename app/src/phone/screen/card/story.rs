//! The story so far, newest first: what was withdrawn and put right stands too, and what this version can't read.

use crate::{
    phone::{
        part::{Glyph, Icon},
        say,
        ui::{Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{
    EntryId, Youth,
    fold::{Happening, Standing},
};
use leptos::prelude::*;
use std::sync::Arc;

const TITLE: Text = text("Historik", "The story so far");
const MORE: Text = text("Visa äldre", "Show older");
const ABOUT: Text = text("Mer om {vad}", "More about {vad}");

const REST: [Text; 2] = [text("1 till", "1 more"), text("{antal} till", "{antal} more")];

/// How many entries are shown at a time.
const PAGE: usize = 15;
/// How many facts of one entry are shown before the rest is asked for.
const FEW: usize = 3;

/// The section.
#[component]
pub fn Story(
    /// Whose.
    youth: Arc<Youth>,
) -> impl IntoView {
    let ui = Ui::here();
    let shown = RwSignal::new(PAGE);
    let entries = StoredValue::new(entries(&youth));
    let count = entries.with_value(Vec::len);
    let items = move || {
        let youth = &youth;
        entries.with_value(|all| all.iter().take(shown.get()).map(|it| item(ui, youth, it)).collect_view())
    };
    view! {
        <section class="section" aria-labelledby="story">
            <h2 class="section__title" id="story">{ui.t(TITLE)}</h2>
            <ol class="timeline">{items}</ol>
            {move || (count > shown.get()).then(|| view! {
                <button type="button" class="button button--quiet" on:click=move |_| shown.update(|it| *it += PAGE)>{ui.t(MORE)}</button>
            })}
        </section>
    }
}

/// One user action: its facts stand together.
fn entries(youth: &Youth) -> Vec<(EntryId, Vec<Happening>)> {
    let mut entries: Vec<(EntryId, Vec<Happening>)> = Vec::new();
    for happening in youth.story.iter().rev() {
        match entries.iter_mut().rev().take(4).find(|it| it.0 == happening.source.entry) {
            Some((_, facts)) => facts.insert(0, happening.clone()),
            None => entries.push((happening.source.entry, vec![happening.clone()])),
        }
    }
    entries
}

fn item(ui: Ui, youth: &Youth, (entry, facts): &(EntryId, Vec<Happening>)) -> impl IntoView + use<> {
    let (id, entry) = (youth.id, *entry);
    let (now, today) = (ui.model.now().get_untracked(), ui.model.today().get_untracked());
    let first = facts.first();
    let happened = youth.contacts.iter().find(|it| it.source.entry == entry).map(|it| it.happened);
    let when = say::heading(&say::moment(happened.or(first.map(|it| it.at.ms)).unwrap_or_default(), now, ui.lang));
    let who = first.map(|it| ui.actor(it.by)).unwrap_or_default();
    let what = first.map(|it| say::fact(&it.fact, today, ui.lang)).unwrap_or_default();
    let about = ABOUT.fill(ui.lang, &[("vad", &what)]);
    let is_void = facts.iter().all(|it| it.standing != Standing::InForce);
    let mut lines: Vec<AnyView> = facts.iter().map(|it| line(ui, it).into_any()).collect();
    // What the register file told of a youth is one action of a dozen facts.
    let rest = lines.split_off(lines.len().min(FEW));
    let rest = (!rest.is_empty()).then(|| {
        let count = i64::try_from(rest.len()).unwrap_or(i64::MAX);
        view! {
            <details class="fold">
                <summary>{say::numeral(count, REST[0], REST[1], ui.lang)}</summary>
                {rest}
            </details>
        }
    });
    let can_open = !is_void && facts.iter().all(|it| super::super::sheet::may_be_withdrawn(&it.fact));
    view! {
        <li class="timeline__item" class:timeline__item--withdrawn=is_void>
            <p class="timeline__when">{when} " · " {who}</p>
            {lines}
            {rest}
            {can_open.then(|| view! {
                <button
                    type="button"
                    class="icon-button icon-button--quiet timeline__more"
                    aria-label=about
                    on:click=move |_| ui.open(id, Sheet::Story(entry))
                >
                    <Icon glyph=Glyph::Dots />
                </button>
            })}
        </li>
    }
}

fn line(ui: Ui, it: &Happening) -> impl IntoView + use<> {
    let tag = say::standing(it.standing);
    view! {
        <p>
            <span class="timeline__what">{say::fact(&it.fact, ui.model.today().get_untracked(), ui.lang)}</span>
            {tag.map(|it| view! { " " <span class="tag">{ui.t(it)}</span> })}
        </p>
    }
}
