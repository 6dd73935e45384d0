//! The register's own: number, why they are in it and since when, and the end of it.

use crate::{
    phone::{
        say,
        ui::{Saved, Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{Fact, Youth, YouthId, fold::Registration};
use leptos::prelude::*;

const TITLE: Text = text("Uppgifter", "Details");
const EDIT: Text = text("Ändra", "Change");
const NUMBER: Text = text("Personnummer", "Personal number");
const UNKNOWN: Text = text("Saknas", "Missing");
const REGISTERED: Text = text("Inskriven", "Registered");
const END: Text = text("Avsluta inskrivningen", "End the registration");
const REOPEN: Text = text("Öppna inskrivningen igen", "Reopen the registration");
const REOPENED: Text = text("Sparat: inskrivningen är öppen igen", "Saved: the registration is open again");

/// The section.
pub fn register(ui: Ui, youth: &Youth) -> impl IntoView + use<> {
    let id = youth.id;
    let number = youth.known_number().map_or(ui.t(UNKNOWN).to_owned(), ToString::to_string);
    let mut registrations: Vec<&Registration> = youth.registrations.values().collect();
    registrations.sort_by_key(|it| (it.on, it.id));
    let is_open = youth.open_registrations().next().is_some();
    let last = registrations.last().map(|it| if is_open { end(ui, id).into_any() } else { reopen(ui, id, it).into_any() });
    let rows = registrations.into_iter().map(|it| registration(ui, it)).collect_view();
    view! {
        <section class="section" aria-labelledby="details">
            <div class="section__head">
                <h2 class="section__title" id="details">{ui.t(TITLE)}</h2>
                <button type="button" class="button button--quiet" on:click=move |_| ui.open(id, Sheet::Details)>{ui.t(EDIT)}</button>
            </div>
            <dl class="facts">
                <div><dt>{ui.t(NUMBER)}</dt><dd class="number">{number}</dd></div>
                {rows}
            </dl>
            {last}
        </section>
    }
}

fn registration(ui: Ui, it: &Registration) -> impl IntoView + use<> {
    let day = |it| say::day(it, ui.model.today().get_untracked(), ui.lang);
    let ended = it.ended().map(|(reason, on)| {
        let fact = Fact::Left { registration: it.id, reason, on, saw: Vec::new() };
        view! { <br /> {say::fact(&fact, ui.model.today().get_untracked(), ui.lang)} }
    });
    view! {
        <div>
            <dt>{ui.t(REGISTERED)}</dt>
            <dd>{say::heading(&day(it.on))} ": " {it.reason.word(ui.lang)} {ended}</dd>
        </div>
    }
}

fn end(ui: Ui, youth: YouthId) -> impl IntoView {
    view! { <button type="button" class="button button--start" on:click=move |_| ui.open(youth, Sheet::End)>{ui.t(END)}</button> }
}

fn reopen(ui: Ui, youth: YouthId, it: &Registration) -> impl IntoView + use<> {
    let facts = vec![Fact::Reopened { registration: it.id, saw: it.end.saw() }];
    let reopen = move |_| ui.tap(youth, facts.clone(), Saved::said(ui.t(REOPENED)));
    view! { <button type="button" class="button button--start" on:click=reopen>{ui.t(REOPEN)}</button> }
}
