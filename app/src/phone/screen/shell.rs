//! The open app: its places, and what lies over them.

use super::{
    card::Card, log::LogSheet, meetings::Meetings, more::More, newcomer::NewYouth, sheet::SheetHost, today::Today, update::NewVersion,
    youths::Youths,
};
use crate::{
    phone::{
        part::{BottomBar, Frame, ToastLine},
        ui::Ui,
    },
    words::{Text, text},
};
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Routes},
    hooks::use_location,
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
        if before.is_some_and(|it| it != here) {
            ui.close();
        }
        here
    });
    view! {
        <div class="phone">
            <a class="skip-link" href="#main">{ui.t(SKIP)}</a>
            <NewVersion />
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
