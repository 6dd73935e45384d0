//! Two values for one thing: both shown with who and when, and a choice that saw both.

use crate::{
    phone::{
        act::{self, Choice, Dispute},
        say,
        ui::{Saved, Ui},
    },
    words::{Text, text},
};
use domain::{Youth, YouthId};
use leptos::prelude::*;

const WHY: Text = text(
    "Två personer har skrivit olika, utan att ha sett varandras uppgift. Båda finns kvar i historiken.",
    "Two people wrote different things without having seen each other's. Both stay in the history.",
);
const WHO: Text = text("{vem}, {när}", "{vem}, {när}");
const CHOOSE: Text = text("Det här stämmer", "This is right");
const CHOOSE_THIS: Text = text("Det här stämmer: {vad}", "This is right: {vad}");
const CHOSEN: Text = text("Sparat: ditt val gäller", "Saved: your choice holds");

/// What is disputed.
pub fn conflicts(ui: Ui, youth: &Youth) -> impl IntoView + use<> {
    let id = youth.id;
    let today = ui.model.today().get_untracked();
    let disputes = act::disputes(youth, today, ui.lang);
    (!disputes.is_empty()).then(|| {
        view! {
            <section class="section notice notice--look">
                {disputes.into_iter().map(|it| dispute(ui, id, it)).collect_view()}
                <p class="small">{ui.t(WHY)}</p>
            </section>
        }
    })
}

fn dispute(ui: Ui, youth: YouthId, dispute: Dispute) -> impl IntoView {
    view! {
        <h2 class="notice__title">{ui.t(dispute.title)}</h2>
        <div class="conflict">{dispute.choices.into_iter().map(|it| choice(ui, youth, it)).collect_view()}</div>
    }
}

fn choice(ui: Ui, youth: YouthId, choice: Choice) -> impl IntoView {
    let when = say::moment(choice.at.ms, ui.model.now().get_untracked(), ui.lang);
    let who = WHO.fill(ui.lang, &[("vem", &ui.actor(choice.by)), ("när", &when)]);
    let label = CHOOSE_THIS.fill(ui.lang, &[("vad", &choice.value)]);
    let fact = choice.fact;
    let choose = move |_| ui.tap(youth, vec![fact.clone()], Saved::said(ui.t(CHOSEN)));
    view! {
        <div class="conflict__choice">
            <p class="conflict__value">{choice.value}</p>
            <p class="conflict__who">{who}</p>
            <button type="button" class="button" aria-label=label on:click=choose>{ui.t(CHOOSE)}</button>
        </div>
    }
}
