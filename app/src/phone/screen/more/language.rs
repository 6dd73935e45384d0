//! Swedish or English.

use crate::{
    phone::ui::Ui,
    words::{Lang, Text, text},
};
use leptos::{prelude::*, task::spawn_local};

const TITLE: Text = text("Språk", "Language");

/// The section.
#[component]
pub fn Language() -> impl IntoView {
    let ui = Ui::here();
    let item = |lang: Lang, word: &'static str| {
        let choose = move |_| {
            spawn_local(async move {
                // Chosen for now even if it can't be kept.
                let _ = ui.model.set_lang(lang).await;
            });
        };
        let pressed = if ui.lang == lang { "true" } else { "false" };
        view! {
            <button type="button" class="segmented__item" lang=lang.tag() aria-pressed=pressed on:click=choose>
                {word}
            </button>
        }
    };
    view! {
        <section class="section" aria-labelledby="language">
            <h2 class="section__title" id="language">{ui.t(TITLE)}</h2>
            <div class="segmented" role="group" aria-labelledby="language">
                {item(Lang::Sv, "Svenska")} {item(Lang::En, "English")}
            </div>
        </section>
    }
}
