//! One entry in the tray.

use super::{
    mending::Mending,
    remedy::{Remedy, remedy},
};
use crate::{
    phone::{act::mend, model::Refused, part::Trouble, say, screen::attempt::Attempt, ui::Ui},
    words::{Text, text},
};
use domain::Summary;
use leptos::prelude::*;

const MEND: Text = text("Rätta", "Put right");
const AGAIN: Text = text("Skicka igen", "Send again");
const DISCARD: Text = text("Släng", "Discard");
const LOST: Text =
    text("Det finns bara i din telefon. Slänger du det är det borta.", "It is only on your phone. If you discard it, it is gone.");
const SURE: Text = text("Släng för gott", "Discard for good");
const KEEP: Text = text("Behåll", "Keep");

/// What is being done with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    Choosing,
    Mending,
    Discarding,
}

/// The entry: whose, when, what it said, why not, and the choices.
#[component]
pub fn Item(refused: Refused) -> impl IntoView {
    let ui = Ui::here();
    let attempt = Attempt::new();
    let doing = RwSignal::new(Doing::Choosing);
    let Refused { entry, refusal, .. } = refused;
    let (remedy, advice) = remedy(refusal);
    let (now, today) = (ui.model.now().get_untracked(), ui.model.today().get_untracked());
    let lines = refused.facts.iter().map(|it| view! { <li>{say::fact(it, today, ui.lang)}</li> }).collect_view();
    let can_mend = remedy == Remedy::Mend && !mend::values(&refused.facts).is_empty();
    let heading = format!("{}, {}", name(ui, &refused), say::moment(refused.at, now, ui.lang));
    let id = format!("tray-{entry}");
    let facts = StoredValue::new(refused.facts);
    let choices = move || {
        let mends = can_mend.then(|| {
            view! {
                <button type="button" class="button button--primary" on:click=move |_| doing.set(Doing::Mending)>{ui.t(MEND)}</button>
            }
        });
        let again = (remedy == Remedy::Resend).then(|| {
            let again = move |_| attempt.run(ui.model.resend_refused(entry));
            view! { <button type="button" class="button button--primary" on:click=again>{ui.t(AGAIN)}</button> }
        });
        view! {
            <div class="tray__acts">
                {mends}
                {again}
                <button type="button" class="button" on:click=move |_| doing.set(Doing::Discarding)>{ui.t(DISCARD)}</button>
            </div>
        }
    };
    let body = move || match doing.get() {
        Doing::Choosing => choices().into_any(),
        Doing::Mending => {
            view! { <Mending entry=entry facts=facts.get_value() attempt=attempt leave=move || doing.set(Doing::Choosing) /> }.into_any()
        }
        Doing::Discarding => view! {
            <div class="notice notice--wrong" role="alert">
                <p>{ui.t(LOST)}</p>
                <div class="notice__acts">
                    <button type="button" class="button button--wrong" on:click=move |_| attempt.run(ui.model.discard_refused(entry))>
                        {ui.t(SURE)}
                    </button>
                    <button type="button" class="button" on:click=move |_| doing.set(Doing::Choosing)>{ui.t(KEEP)}</button>
                </div>
            </div>
        }
        .into_any(),
    };
    view! {
        <article class="tray__item" aria-labelledby=id.clone()>
            <h3 id=id.clone()>{heading}</h3>
            <ul>{lines}</ul>
            <p class="tray__why">{refusal.word(ui.lang)}</p>
            <p>{ui.t(advice)}</p>
            <Trouble progress=attempt.progress />
            {body}
        </article>
    }
}

/// Whose it is: as the phone knows them, else as the entry itself says.
fn name(ui: Ui, refused: &Refused) -> String {
    let is_theirs = |it: &Summary| it.id == refused.youth || it.members.contains(&refused.youth);
    let known = ui.model.summaries().with_untracked(|all| all.values().find(|it| is_theirs(it)).map(|it| it.name.clone()));
    let is_said = |it: &String| !it.trim().is_empty();
    known.filter(is_said).or_else(|| refused.name.clone().filter(is_said)).unwrap_or_else(|| mend::name_in(&refused.facts, ui.lang))
}
