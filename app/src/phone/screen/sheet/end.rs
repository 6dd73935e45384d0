//! The registration ends.

use super::{ENDS_FIRST, given_name};
use crate::{
    phone::{
        part::{Chips, ChooseDay, SaveActs, SheetBox},
        ui::{Progress, Saved, Ui},
    },
    words::{Text, text},
};
use domain::{Fact, LeavingReason, Youth, civil};
use leptos::prelude::*;
use std::sync::Arc;

const TITLE: Text = text("Avsluta inskrivningen för {namn}", "End the registration of {namn}");
const WHAT: Text = text(
    "Hen försvinner från I dag men finns kvar under Ungdomar. Du kan öppna inskrivningen igen.",
    "They leave Today but stay under Youths. You can reopen the registration.",
);
const WHY: Text = text("Varför?", "Why?");
const DAY: Text = text("Vilken dag?", "Which day?");
const CHOOSE: Text = text("Välj varför", "Choose why");
const SAVE: Text = text("Avsluta", "End it");
const SAVED: Text = text("Sparat: inskrivningen är avslutad", "Saved: the registration has ended");

/// The sheet.
#[component]
pub fn EndSheet(youth: Arc<Youth>) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get_untracked();
    let why = RwSignal::new(None::<LeavingReason>);
    let day = RwSignal::new(Some(today));
    let progress = RwSignal::new(Progress::Ready);
    let title = TITLE.fill(ui.lang, &[("namn", &given_name(&youth))]);
    let says = Signal::derive(move || ui.t(if why.get().is_some() { SAVE } else { CHOOSE }).to_owned());
    let save = move || {
        let (Some(reason), Some(on)) = (why.get_untracked(), day.get_untracked()) else {
            return progress.set(Progress::Wrong(ui.t(CHOOSE).to_owned()));
        };
        if youth.open_registrations().any(|it| on < it.on) {
            return progress.set(Progress::Wrong(ui.t(ENDS_FIRST).to_owned()));
        }
        // Two records of one person may each have one that is open.
        let facts = youth.open_registrations().map(|it| Fact::Left { registration: it.id, reason, on, saw: it.end.saw() }).collect();
        ui.save(progress, youth.id, facts, Saved::said(ui.t(SAVED)));
    };
    view! {
        <SheetBox title=title on_close=move || ui.close()>
            <div class="sheet__body">
                <p>{ui.t(WHAT)}</p>
                <Chips label=ui.t(WHY) options=LeavingReason::ALL.iter().map(|it| (*it, it.word(ui.lang).to_owned())).collect() value=why />
                <ChooseDay label=DAY days=vec![today, civil::days_after(today, -1)] value=day max=today />
            </div>
            <SaveActs word=says progress=progress save=save />
        </SheetBox>
    }
}
