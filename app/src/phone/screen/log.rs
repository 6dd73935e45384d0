//! "Hur gick det med Alva?": opens at the tap, and again after any return, reload or unlock until it is answered.

use crate::{
    phone::{
        act::{CallAnswer, call},
        model::CallStarted,
        part::{SheetBox, Trouble},
        say,
        ui::{Progress, Saved, Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{Channel, FactRef, PhoneOwner, Summary};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

const TITLE: Text = text("Hur gick det med {namn}?", "How did it go with {namn}?");
const CALLED: Text = text("Ringde {nummer} {när}", "Called {nummer} {när}");
const TEXTED: Text = text("Sms till {nummer} {när}", "Text to {nummer} {när}");
const SAVED: Text = text("Sparat: {svar}", "Saved: {svar}");
const ADD: Text = text("Lägg till", "Add");
const NONE: Text = text("Det blev inget, logga inte", "Nothing came of it, don't log");
const THEY: Text = text("den unga", "the youth");

/// The sheet, whenever there is a call that nobody has said anything about. Closed, it is asked again at the next return.
#[component]
pub fn LogSheet() -> impl IntoView {
    let ui = Ui::here();
    Effect::new(move |_| {
        if ui.model.covered().get() || ui.model.call_started().with(Option::is_none) {
            ui.later.set(false);
        }
    });
    move || ui.model.call_started().get().filter(|_| !ui.later.get()).map(|started| view! { <Ask started=started /> })
}

/// The line that waits for an answer.
#[component]
pub fn AskLater() -> impl IntoView {
    let ui = Ui::here();
    move || {
        let started = ui.model.call_started().get().filter(|_| ui.later.get())?;
        let title = TITLE.fill(ui.lang, &[("namn", &name(ui, &started))]);
        Some(view! {
            <button type="button" class="status-line status-line--look" on:click=move |_| ui.later.set(false)>{title}</button>
        })
    }
}

fn whom(ui: Ui, started: &CallStarted) -> Option<Arc<Summary>> {
    let is_theirs = |it: &&Arc<Summary>| it.id == started.youth || it.members.contains(&started.youth);
    ui.model.summaries().with_untracked(|all| all.values().find(is_theirs).cloned())
}

fn name(ui: Ui, started: &CallStarted) -> String {
    whom(ui, started).map_or(ui.t(THEY).to_owned(), |it| it.given_name.clone())
}

#[component]
fn Ask(started: CallStarted) -> impl IntoView {
    let ui = Ui::here();
    let phone = whom(ui, &started).and_then(|it| it.phones.iter().find(|it| it.phone == started.phone).cloned());
    let owner = phone.map_or(PhoneOwner::Youth, |it| it.owner);
    let title = TITLE.fill(ui.lang, &[("namn", &name(ui, &started))]);
    let tried = if started.channel == Channel::Sms { TEXTED } else { CALLED };
    let when = say::moment(started.at, ui.model.now().get_untracked(), ui.lang);
    let tried = tried.fill(ui.lang, &[("nummer", &started.phone.to_string()), ("när", &when)]);
    let progress = RwSignal::new(Progress::Ready);
    let put_aside = move || {
        spawn_local(async move {
            if let Err(failure) = ui.model.put_aside_call().await {
                ui.complain(&failure);
            }
        });
    };
    let answers = CallAnswer::for_call(started.channel, owner);
    let started = StoredValue::new(started);
    let answer = move |it: CallAnswer| {
        let class = if it == CallAnswer::WrongNumber { "answer answer--wrong" } else { "answer" };
        let word = ui.t(it.word(owner));
        view! { <button type="button" class=class on:click=move |_| log(ui, progress, started.get_value(), it, word)>{word}</button> }
    };
    view! {
        <SheetBox title=title on_close=move || ui.later.set(true)>
            <div class="sheet__body">
                <p class="soft">{tried}</p>
                <div class="answers">{answers.into_iter().map(answer).collect_view()}</div>
                <Trouble progress=progress />
                <button type="button" class="button button--quiet" on:click=move |_| put_aside()>{ui.t(NONE)}</button>
            </div>
        </SheetBox>
    }
}

/// One tap saves. The model closes the sheet when the disk has it.
fn log(ui: Ui, progress: RwSignal<Progress>, started: CallStarted, answer: CallAnswer, word: &'static str) {
    if progress.get_untracked() == Progress::Working {
        return;
    }
    progress.set(Progress::Working);
    spawn_local(async move {
        let result = async {
            let youth = ui.model.youth(started.youth).await?;
            let facts = call(&started, answer, &youth, ui.model.today().get_untracked());
            let text = SAVED.fill(ui.lang, &[("svar", &word.to_lowercase())]);
            ui.write_with(youth.id, facts, |entry| Saved { text, more: Some((ADD, Sheet::AddTo(FactRef { entry, index: 0 }))) }).await
        };
        if let Err(failure) = result.await {
            let _ = progress.try_set(Progress::Wrong(failure.say(ui.lang)));
        }
    });
}
