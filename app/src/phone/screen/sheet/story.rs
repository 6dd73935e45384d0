//! A line of the story: what it says whole, and taking it back.

use crate::{
    phone::{
        part::{SheetBox, Trouble},
        say,
        ui::{Progress, Sheet, Toast, Ui},
    },
    words::{Text, text},
};
use domain::{EntryId, Fact, Youth, fold::Standing};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

const TITLE: Text = text("Det här står i historiken", "This is in the story");
const WHAT: Text = text(
    "Blev det fel kan du ta bort det. Det som gällde innan gäller då igen, och historiken visar att det togs bort.",
    "If it was wrong you can take it back. What held before holds again, and the story shows that it was taken back.",
);
const WITHDRAW: Text = text("Ta bort det här", "Take this back");
const WITHDRAWN: Text = text("Sparat: borttaget", "Saved: taken back");
const ADD: Text = text("Lägg till minuter eller anteckning", "Add minutes or a note");

/// Whether one tap may take a fact back. What began or ended a registration, or protects somebody, has its own way.
pub fn may_be_withdrawn(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::ContactLogged { .. }
            | Fact::OccupationStated { .. }
            | Fact::MeetingPlanned { .. }
            | Fact::MeetingMoved { .. }
            | Fact::MeetingCancelled { .. }
            | Fact::MeetingHeld { .. }
            | Fact::MeetingMissed { .. }
            | Fact::MeetingReminderOff { .. }
            | Fact::MessageAsked { .. }
            | Fact::FollowUpPlanned { .. }
            | Fact::FollowUpDone { .. }
            | Fact::MeasureOffered { .. }
            | Fact::MeasureStarted { .. }
            | Fact::MeasureEnded { .. }
            | Fact::ChannelClosed { .. }
            | Fact::ChannelOpened { .. }
            | Fact::Corrected { .. }
    )
}

/// The sheet.
#[component]
pub fn StorySheet(youth: Arc<Youth>, entry: EntryId) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get_untracked();
    let progress = RwSignal::new(Progress::Ready);
    let facts: Vec<_> = youth.story.iter().filter(|it| it.source.entry == entry).collect();
    let lines = facts.iter().map(|it| view! { <li>{say::fact(&it.fact, today, ui.lang)}</li> }).collect_view();
    // An entry that also registered somebody goes as a whole or not at all.
    let may = facts.iter().all(|it| may_be_withdrawn(&it.fact));
    let contact =
        facts.iter().find(|it| it.standing == Standing::InForce && it.replaces.is_none() && matches!(it.fact, Fact::ContactLogged { .. }));
    let contact = contact.map(|it| it.source);
    let id = youth.id;
    let withdraw = move |_| {
        let id = youth.id;
        progress.set(Progress::Working);
        spawn_local(async move {
            match ui.model.undo(id, entry).await {
                Ok(()) => {
                    ui.close();
                    ui.say(Toast { text: ui.t(WITHDRAWN).to_owned(), undo: None, more: None });
                }
                Err(failure) => drop(progress.try_set(Progress::Wrong(failure.say(ui.lang)))),
            }
        });
    };
    view! {
        <SheetBox title=ui.t(TITLE) on_close=move || ui.close()>
            <div class="sheet__body">
                <ul>{lines}</ul>
                {contact.map(|it| view! {
                    <button type="button" class="button" on:click=move |_| ui.open(id, Sheet::AddTo(it))>{ui.t(ADD)}</button>
                })}
                {may.then(|| view! {
                    <p class="soft">{ui.t(WHAT)}</p>
                    <button type="button" class="button button--wrong" on:click=withdraw>{ui.t(WITHDRAW)}</button>
                })}
                <Trouble progress=progress />
            </div>
        </SheetBox>
    }
}
