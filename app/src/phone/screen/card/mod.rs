//! A youth's card, one scroll: what they do now, what can be done about it, and the story so far.

mod conflicts;
mod head;
mod measures;
mod plans;
mod reach;
mod register;
mod story;
mod written;

use crate::{
    phone::{part::Frame, ui::Ui},
    words::{Text, text},
};
use domain::{Youth, YouthId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

const TAB: Text = text("Ungdom", "Youth");
const NO_NAME: Text = text("Utan namn", "No name");
const WAIT: Text = text("Öppnar …", "Opening …");
const GONE: Text = text(
    "Den unga finns inte i telefonen. Kanske har hen bytt enhet.",
    "The youth isn't on this phone. Perhaps they have moved to another unit.",
);
const ERASED: Text = text("Den unga är raderad ur registret.", "The youth has been erased from the register.");

/// The screen.
#[component]
pub fn Card() -> impl IntoView {
    let ui = Ui::here();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|it| it.get("id").and_then(|it| it.parse::<YouthId>().ok())));
    let card = LocalResource::new(move || {
        // Read anew whenever the caseload has changed: by a tap here, or by what came from the server.
        ui.model.summaries().track();
        let id = id.get();
        async move {
            match id {
                Some(id) => ui.model.youth(id).await.ok().map(Arc::new),
                None => None,
            }
        }
    });
    let title = Signal::derive(move || match card.get() {
        Some(Some(youth)) if !youth.name().is_empty() => youth.name(),
        Some(Some(_)) => ui.t(NO_NAME).to_owned(),
        Some(None) => ui.t(TAB).to_owned(),
        None => String::new(),
    });
    let body = move || match card.get() {
        None => view! { <p class="soft">{ui.t(WAIT)}</p> }.into_any(),
        Some(None) => view! { <p class="empty">{ui.t(GONE)}</p> }.into_any(),
        Some(Some(youth)) if youth.erased => view! { <p class="empty">{ui.t(ERASED)}</p> }.into_any(),
        Some(Some(youth)) => view! { <Body youth=youth /> }.into_any(),
    };
    view! {
        <Frame title=title tab=TAB back=ui.place.get_untracked()>
            {body}
        </Frame>
    }
}

#[component]
fn Body(youth: Arc<Youth>) -> impl IntoView {
    let ui = Ui::here();
    view! {
        {head::head(ui, &youth)}
        {conflicts::conflicts(ui, &youth)}
        {head::acts(ui, &youth)}
        {written::written(ui, &youth)}
        {plans::plans(ui, &youth)}
        {reach::reach(ui, &youth)}
        {measures::measures(ui, &youth)}
        {register::register(ui, &youth)}
        <story::Story youth=youth />
    }
}
