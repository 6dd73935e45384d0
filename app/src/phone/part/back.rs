//! The back gesture closes what lies over the screen, and leaves the screen only when nothing does.

use crate::phone::{js, platform};
use leptos::{ev::popstate, leptos_dom::helpers::window_event_listener, prelude::*};
use wasm_bindgen::JsValue;

/// What a place in the browser's history says when something lies over its page.
const OVER: &str = "over";

/// Gives whatever is open a place of its own in the history: going back from it calls `close`, closing it goes back.
pub fn close_on_back(is_open: Signal<bool>, close: impl Fn() + 'static) {
    let Ok(history) = platform::window().history() else { return };
    let is_marked = {
        let history = history.clone();
        move || history.state().is_ok_and(|it| js::get(&it, OVER).is_truthy())
    };
    let went_back = {
        let is_marked = is_marked.clone();
        move || {
            if is_open.get_untracked() && !is_marked() {
                close();
            }
        }
    };
    let listener = window_event_listener(popstate, move |_| went_back());
    on_cleanup(move || listener.remove());
    Effect::new(move |before: Option<bool>| {
        let is_open = is_open.get();
        // A browser that refuses has no such place: the sheet is closed by its cross.
        match (is_open, is_marked()) {
            (true, false) => drop(history.push_state(&js::object([(OVER, JsValue::TRUE)]), "")),
            (false, true) if before == Some(true) => drop(history.back()),
            _ => {}
        }
        is_open
    });
}
