//! A sheet over the screen: a `<dialog>`, so that the browser keeps focus within it and the back gesture closes it.

use super::{Glyph, Icon, Keeping};
use crate::{
    phone::{platform, ui::Ui},
    words::{Text, text},
};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const STALE: Text = text(
    "Något har kommit till om den unga sedan du började skriva. Se efter innan du sparar.",
    "Something has been added about the youth since you began. Check before you save.",
);
const CLOSE: Text = text("Stäng", "Close");

/// The sheet. Focus goes to its title, so that it is read out and no keyboard covers it; and back when it goes.
#[component]
pub fn SheetBox<F>(
    /// What it is about.
    #[prop(into)]
    title: String,
    /// Escape, the back gesture or the cross.
    on_close: F,
    /// What it holds.
    children: Children,
) -> impl IntoView
where
    F: Fn() + Clone + 'static,
{
    let ui = Ui::here();
    let dialog = NodeRef::<html::Dialog>::new();
    let before = StoredValue::new_local(platform::document().active_element().and_then(|it| it.dyn_into::<HtmlElement>().ok()));
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            // It can fail only for a dialog that isn't in the page, which this one is by now.
            let _ = dialog.show_modal();
        }
    });
    on_cleanup(move || {
        let before = before.try_get_value().flatten();
        request_animation_frame(move || {
            if let Some(element) = before.filter(|it| it.is_connected()) {
                let _ = element.focus();
            }
        });
    });
    let is_stale = use_context::<Keeping>().is_some_and(|it| it.is_stale);
    let closed = on_close.clone();
    view! {
        <dialog class="sheet" aria-labelledby="sheet-title" node_ref=dialog on:close=move |_| closed()>
            <div class="sheet__head">
                <h2 class="sheet__title" id="sheet-title" tabindex="-1" autofocus><span class="sheet__name">{title}</span></h2>
                <button type="button" class="icon-button icon-button--quiet" aria-label=ui.t(CLOSE) on:click=move |_| on_close()>
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
            {is_stale.then(|| view! { <p class="notice notice--look">{ui.t(STALE)}</p> })}
            {children()}
        </dialog>
    }
}
