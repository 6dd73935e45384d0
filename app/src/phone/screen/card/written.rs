//! What the youth wrote: read from the server when there is a network, and never kept on the phone.

use crate::{
    phone::{say, ui::Ui},
    words::{Text, text},
};
use domain::{Fact, Youth, fold::Standing};
use leptos::prelude::*;

const TITLE: Text = text("Skrev", "Wrote");
const OFFLINE: Text = text(
    "Den unga har skrivit. Texten hämtas när telefonen har nät, och finns kvar i 30 dagar.",
    "The youth has written. The text is fetched when the phone has a network, and is kept for 30 days.",
);
const KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// The section, if the youth has written lately.
pub fn written(ui: Ui, youth: &Youth) -> impl IntoView + use<> {
    let (records, now) = (youth.members.clone(), ui.model.now().get_untracked());
    let is_text = |it: &&domain::fold::Happening| {
        it.standing == Standing::InForce && matches!(it.fact, Fact::MessageReceived { .. }) && it.at.ms > now - KEPT
    };
    let has_written = youth.story.iter().rev().any(|it| is_text(&it));
    has_written.then(|| {
        let texts = LocalResource::new(move || ui.model.written(records.clone()));
        let body = move || {
            Some(match texts.get()? {
                Ok(all) => all
                    .into_iter()
                    .map(|it| {
                        view! {
                            <li class="row"><div class="row__body">
                                <span class="quote">{it.text}</span>
                                <span class="row__why">{say::moment(it.at, now, ui.lang)}</span>
                            </div></li>
                        }
                    })
                    .collect_view()
                    .into_any(),
                Err(_) => view! { <li class="row"><p class="soft">{ui.t(OFFLINE)}</p></li> }.into_any(),
            })
        };
        view! {
            <section class="section" aria-labelledby="written">
                <h2 class="section__title" id="written">{ui.t(TITLE)}</h2>
                <ul class="list">{body}</ul>
            </section>
        }
    })
}
