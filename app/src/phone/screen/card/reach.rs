//! Ways to reach them: every number with whose it is, what worked last, and which are closed.

use crate::{
    phone::{
        part::{Dial, Glyph, How, Icon},
        say,
        ui::{Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{Phone, Youth};
use leptos::prelude::*;

const TITLE: Text = text("Nå fram", "Ways to reach");
const ADD: Text = text("Nytt nummer", "New number");
const NONE: Text = text("Inget nummer noterat.", "No number noted.");
const CLOSED: Text = text("stängt: {varför}", "closed: {varför}");
const WORKED: Text = text("svarade {när}", "answered {när}");
const CHANGE: Text = text("Ändra numret", "Change the number");
const EMAIL: Text = text("E-post", "E-mail");
const ADDRESS: Text = text("Adress", "Address");

/// The section.
pub fn reach(ui: Ui, youth: &Youth) -> impl IntoView + use<> {
    let id = youth.id;
    let mut phones: Vec<&Phone> = youth.phones.iter().filter(|(_, it)| it.is_theirs()).map(|it| it.0).collect();
    phones.sort_by_key(|it| (youth.phones[*it].closed_for().is_some(), youth.phones[*it].owner.heads().last().and_then(|it| it.value)));
    let none = phones.is_empty().then(|| view! { <p class="soft">{ui.t(NONE)}</p> });
    let rows = phones.into_iter().map(|it| number(ui, youth, it)).collect_view();
    let email = youth.email.heads().last().and_then(|it| it.value.clone());
    let address = youth.address.heads().last().and_then(|it| it.value.clone());
    view! {
        <section class="section" aria-labelledby="reach">
            <div class="section__head">
                <h2 class="section__title" id="reach">{ui.t(TITLE)}</h2>
                <button type="button" class="button button--quiet" on:click=move |_| ui.open(id, Sheet::Phone(None))>
                    <Icon glyph=Glyph::Plus /> {ui.t(ADD)}
                </button>
            </div>
            {none}
            <ul class="list">{rows}</ul>
            <dl class="facts">
                {email.map(|it| view! { <div><dt>{ui.t(EMAIL)}</dt><dd>{it.to_string()}</dd></div> })}
                {address.map(|it| view! {
                    <div><dt>{ui.t(ADDRESS)}</dt><dd>{format!("{}, {} {}", it.street, it.postal_code, it.city)}</dd></div>
                })}
            </dl>
        </section>
    }
}

fn number(ui: Ui, youth: &Youth, phone: &Phone) -> impl IntoView + use<> {
    let (id, name) = (youth.id, youth.name());
    let number = &youth.phones[phone];
    let closed = number.closed_for();
    let mut about: Vec<String> =
        number.owner.heads().last().and_then(|it| it.value).map(|it| it.word(ui.lang).to_owned()).into_iter().collect();
    if let Some(why) = closed {
        about.push(CLOSED.fill(ui.lang, &[("varför", &why.word(ui.lang).to_lowercase())]));
    }
    let worked = youth.contacts.iter().filter(|it| it.is_real() && it.phone.as_ref() == Some(phone)).map(|it| it.happened).max();
    if let Some(at) = worked {
        about.push(WORKED.fill(ui.lang, &[("när", &say::moment(at, ui.model.now().get_untracked(), ui.lang))]));
    }
    let dial = |how| {
        let (name, phone) = (name.clone(), phone.clone());
        view! { <Dial youth=id name=name phone=phone how=how class="icon-button" /> }
    };
    let acts = closed.is_none().then(|| (dial(How::Call), phone.takes_sms().then(|| dial(How::Text))));
    let change = ui.t(CHANGE);
    let sheet = Sheet::Phone(Some(phone.clone()));
    view! {
        <li class="row">
            <button type="button" class="row__body" on:click=move |_| ui.open(id, sheet.clone())>
                <span class="row__name number" class:row__name--closed=closed.is_some()>{phone.to_string()}</span>
                <span class="row__why">{about.join(" · ")}</span>
                <span class="visually-hidden">{change}</span>
            </button>
            <div class="row__acts">{acts}</div>
        </li>
    }
}
