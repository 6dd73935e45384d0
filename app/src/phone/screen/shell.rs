//! The open app: its places, and what lies over them.

use super::{
    card::Card,
    log::{AskLater, LogSheet},
    meetings::Meetings,
    more::More,
    newcomer::NewYouth,
    sheet::SheetHost,
    today::Today,
    update::NewVersion,
    youths::Youths,
};
use crate::{
    phone::{
        draft::Form,
        part::{BottomBar, Frame, ToastLine, close_on_back},
        ui::Ui,
    },
    words::{Text, text},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::{Route, Routes},
    hooks::{use_location, use_navigate},
    path,
};

const SKIP: Text = text("Hoppa till innehållet", "Skip to the content");
const NOT_FOUND: Text = text("Den sidan finns inte", "There is no such page");
const TO_TODAY: Text = text("Till I dag", "To Today");

/// The frame.
#[component]
pub fn Shell() -> impl IntoView {
    let ui = Ui::here();
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let here = path.get();
        // Whoever goes elsewhere, by the back gesture too, has left the sheet.
        if before.is_some_and(|it| it != here) && ui.sheet.with_untracked(Option::is_some) {
            ui.close();
        }
        here
    });
    let is_over = Memo::new(move |_| ui.sheet.with(Option::is_some) || (!ui.later.get() && ui.model.call_started().with(Option::is_some)));
    close_on_back(is_over.into(), move || close_top(ui));
    take_up(ui);
    view! {
        <div class="phone">
            <a class="skip-link" href="#main">{ui.t(SKIP)}</a>
            <NewVersion />
            <AskLater />
            <Routes fallback=NotFound>
                <Route path=path!("/app") view=Today />
                <Route path=path!("/app/ungdomar") view=Youths />
                <Route path=path!("/app/ungdomar/ny") view=NewYouth />
                <Route path=path!("/app/ungdomar/:id") view=Card />
                <Route path=path!("/app/moten") view=Meetings />
                <Route path=path!("/app/mer") view=More />
            </Routes>
            <ToastLine />
            <BottomBar />
        </div>
        <SheetHost />
        <LogSheet />
    }
}

#[component]
fn NotFound() -> impl IntoView {
    let ui = Ui::here();
    view! {
        <Frame title=ui.t(NOT_FOUND).to_owned()>
            <a class="button" href="/app">{ui.t(TO_TODAY)}</a>
        </Frame>
    }
}

/// Closes what lies on top.
fn close_top(ui: Ui) {
    if ui.sheet.with_untracked(Option::is_some) {
        ui.close();
    } else {
        ui.later.set(true);
    }
}

/// Opens again what was half filled in when the app locked or was ended.
fn take_up(ui: Ui) {
    match ui.model.drafted() {
        Some(Form::Sheet(youth, sheet)) => ui.open_with(youth, sheet, ui.model.take_draft()),
        Some(Form::Newcomer) => use_navigate()(super::newcomer::PATH, NavigateOptions::default()),
        None => {}
    }
}
