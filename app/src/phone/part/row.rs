//! A youth in a list: the name, one line of why, and two big buttons.

use super::{Dial, Glyph, How, Icon};
use crate::{
    phone::{draft::Sheet, ui::Ui},
    words::{Text, text},
};
use domain::Summary;
use leptos::prelude::*;
use std::sync::Arc;

const ADD: Text = text("Lägg till ett nummer till {namn}", "Add a number for {namn}");

/// The row. `acts` are small buttons beneath, where there is something to be said with one tap.
#[component]
pub fn YouthRow(
    /// Whom.
    youth: Arc<Summary>,
    /// One line of why.
    #[prop(into)]
    why: Signal<String>,
    /// What can be said with one tap.
    #[prop(optional)]
    acts: Option<AnyView>,
) -> impl IntoView {
    let youth = Arc::unwrap_or_clone(youth);
    let href = format!("/app/ungdomar/{}", youth.id);
    let call = youth.phones.first().map(|it| it.phone.clone());
    let sms = youth.phones.iter().find(|it| it.phone.takes_sms()).map(|it| it.phone.clone());
    let (id, name) = (youth.id, youth.name.clone());
    let add = youth.phones.is_empty().then(|| {
        let ui = Ui::here();
        let label = ADD.fill(ui.lang, &[("namn", &name)]);
        view! {
            <button type="button" class="icon-button" aria-label=label on:click=move |_| ui.open(id, Sheet::Phone(None))>
                <Icon glyph=Glyph::Plus />
            </button>
        }
    });
    let dial = move |phone, how| {
        let name = name.clone();
        view! { <Dial youth=id name=name phone=phone how=how class="icon-button" /> }
    };
    view! {
        <li class="row">
            <a class="row__body" href=href>
                <span class="row__name">{youth.name}</span>
                <span class="row__why">{move || why.get()}</span>
            </a>
            <div class="row__acts">{call.map(|it| dial(it, How::Call))} {sms.map(|it| dial(it, How::Text))} {add}</div>
            {acts.map(|it| view! { <div class="row__more">{it}</div> })}
        </li>
    }
}
