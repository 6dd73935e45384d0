//! What has been offered, what goes on, and what has ended.

use crate::{
    phone::{
        part::{Glyph, Icon},
        say,
        ui::{Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{Youth, YouthId, fold::Measure};
use leptos::prelude::*;

const TITLE: Text = text("Insatser", "Measures");
const ADD: Text = text("Ny insats", "New measure");
const NONE: Text = text("Inga insatser än.", "No measures yet.");
const OFFERED: Text = text("Erbjuden {dag}", "Offered {dag}");
const STARTED: Text = text("Sedan {dag}", "Since {dag}");
const UNTIL: Text = text(", till {dag}", ", until {dag}");
const ENDED: Text = text("Avslutad {dag}: {varför}", "Ended {dag}: {varför}");
const START: Text = text("Började", "Started");
const END: Text = text("Avsluta", "End");

/// The section.
pub fn measures(ui: Ui, youth: &Youth) -> impl IntoView + use<> {
    let id = youth.id;
    let mut all: Vec<&Measure> = youth.measures.values().collect();
    all.sort_by_key(|it| (it.ended.is_some(), std::cmp::Reverse(it.started.or(it.offered)), it.id));
    let none = all.is_empty().then(|| view! { <p class="soft">{ui.t(NONE)}</p> });
    let rows = all.into_iter().map(|it| measure(ui, id, it)).collect_view();
    view! {
        <section class="section" aria-labelledby="measures">
            <div class="section__head">
                <h2 class="section__title" id="measures">{ui.t(TITLE)}</h2>
                <button type="button" class="button button--quiet" on:click=move |_| ui.open(id, Sheet::Measure(None))>
                    <Icon glyph=Glyph::Plus /> {ui.t(ADD)}
                </button>
            </div>
            {none}
            <ul class="list">{rows}</ul>
        </section>
    }
}

fn measure(ui: Ui, youth: YouthId, measure: &Measure) -> impl IntoView + use<> {
    let id = measure.id;
    let day = |it| say::day(it, ui.model.today().get_untracked(), ui.lang);
    let about = match (measure.ended, measure.started, measure.offered) {
        (Some((on, why)), ..) => ENDED.fill(ui.lang, &[("dag", &day(on)), ("varför", &why.word(ui.lang).to_lowercase())]),
        (None, Some(on), _) => {
            let until = measure.planned_end.map(|it| UNTIL.fill(ui.lang, &[("dag", &day(it))])).unwrap_or_default();
            STARTED.fill(ui.lang, &[("dag", &day(on))]) + &until
        }
        (None, None, Some(on)) => OFFERED.fill(ui.lang, &[("dag", &day(on))]),
        (None, None, None) => String::new(),
    };
    let start = (measure.started.is_none() && measure.ended.is_none()).then(|| {
        view! { <button type="button" class="button" on:click=move |_| ui.open(youth, Sheet::Measure(Some(id)))>{ui.t(START)}</button> }
    });
    let end = measure.ended.is_none().then(|| {
        view! { <button type="button" class="button" on:click=move |_| ui.open(youth, Sheet::EndMeasure(id))>{ui.t(END)}</button> }
    });
    view! {
        <li class="row">
            <div class="row__body">
                <span class="row__name">{measure.kind.word(ui.lang)}</span>
                <span class="row__why">{about}</span>
            </div>
            <div class="row__acts">{start} {end}</div>
        </li>
    }
}
