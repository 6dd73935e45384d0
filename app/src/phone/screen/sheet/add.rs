//! "Lägg till": what more there is to say of a contact that one tap has logged.

use super::{given_name, visit::USUAL_MINUTES};
use crate::{
    phone::{
        act,
        part::{Chips, Glyph, Icon, Note, SaveActs, SheetBox},
        say,
        ui::{Progress, Saved, Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{Fact, FactRef, Youth};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

const TITLE: Text = text("Lägg till om {namn}", "Add about {namn}");
const NOW: Text = text("Läget nu", "How it is now");
const BOOK: Text = text("Boka möte", "Book a meeting");
const FOLLOW_UP: Text = text("Följ upp", "Follow up");
const MINUTES: Text = text("Hur många minuter tog det?", "How many minutes did it take?");
const SAVE: Text = text("Spara", "Save");
const SAVED: Text = text("Sparat", "Saved");

/// The sheet.
#[component]
pub fn AddSheet(youth: Arc<Youth>, contact: FactRef) -> impl IntoView {
    let ui = Ui::here();
    let logged = youth.contacts.iter().find(|it| it.source == contact);
    let minutes = RwSignal::new(logged.and_then(|it| it.minutes));
    let note = RwSignal::new(logged.and_then(|it| it.note.clone()).unwrap_or_default());
    let notes = ui.model.me().with_untracked(|me| me.as_ref().is_some_and(|it| it.municipality.notes_allowed));
    let line = youth
        .story
        .iter()
        .find(|it| it.source == contact && matches!(it.fact, Fact::ContactLogged { .. }))
        .map(|it| say::fact(&it.fact, ui.model.today().get_untracked(), ui.lang));
    let progress = RwSignal::new(Progress::Ready);
    let id = youth.id;
    let title = TITLE.fill(ui.lang, &[("namn", &given_name(&youth))]);
    let added = StoredValue::new(youth);
    let added = move || added.with_value(|it| act::add_to_contact(it, contact, minutes.get_untracked(), Some(note.get_untracked())));
    let save = move || ui.save(progress, id, added().into_iter().collect(), Saved::said(ui.t(SAVED)));
    // Whoever goes on to another sheet has said this much already.
    let go = move |sheet: Sheet| {
        move |_| {
            let sheet = sheet.clone();
            spawn_local(async move {
                let facts: Vec<Fact> = added().into_iter().collect();
                if !facts.is_empty()
                    && let Err(failure) = ui.write_with(id, facts, |_| Saved::said(ui.t(SAVED))).await
                {
                    return progress.set(Progress::Wrong(failure.say(ui.lang)));
                }
                ui.open(id, sheet);
            });
        }
    };
    view! {
        <SheetBox title=title on_close=move || ui.close()>
            <div class="sheet__body">
                <p class="soft">{line}</p>
                <div class="acts">
                    <button type="button" class="acts__item" on:click=go(Sheet::Occupation)>
                        <Icon glyph=Glyph::Now /> <span>{ui.t(NOW)}</span>
                    </button>
                    <button type="button" class="acts__item" on:click=go(Sheet::Meeting(None))>
                        <Icon glyph=Glyph::Calendar /> <span>{ui.t(BOOK)}</span>
                    </button>
                    <button type="button" class="acts__item" on:click=go(Sheet::FollowUp)>
                        <Icon glyph=Glyph::Today /> <span>{ui.t(FOLLOW_UP)}</span>
                    </button>
                </div>
                <Chips label=ui.t(MINUTES) options=USUAL_MINUTES.map(|it| (it, it.to_string())).to_vec() value=minutes />
                {notes.then(|| view! { <Note value=note /> })}
            </div>
            <SaveActs word=ui.t(SAVE).to_owned() progress=progress save=save />
        </SheetBox>
    }
}
