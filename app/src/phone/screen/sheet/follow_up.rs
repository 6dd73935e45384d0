//! A day to get in touch.

use super::given_name;
use crate::{
    phone::{
        part::{ChooseDay, SaveActs, SheetBox},
        say,
        ui::{Progress, Saved, Ui},
    },
    words::{Text, text},
};
use domain::{Fact, Youth, civil};
use leptos::prelude::*;
use std::sync::Arc;

const TITLE: Text = text("Följ upp {namn}", "Follow up {namn}");
const DAY: Text = text("När?", "When?");
const CHOOSE: Text = text("Välj en dag", "Choose a day");
const SAVE: Text = text("Följ upp {dag}", "Follow up {dag}");
const SAVED: Text = text("Sparat: följs upp {dag}", "Saved: follow up {dag}");

/// The sheet.
#[component]
pub fn FollowUpSheet(youth: Arc<Youth>) -> impl IntoView {
    let ui = Ui::here();
    let today = ui.model.today().get_untracked();
    let day = RwSignal::new(Some(civil::days_after(today, 1)));
    let progress = RwSignal::new(Progress::Ready);
    let title = TITLE.fill(ui.lang, &[("namn", &given_name(&youth))]);
    let with_day = move |words: Text, day| words.fill(ui.lang, &[("dag", &say::day(day, today, ui.lang))]);
    let says = Signal::derive(move || day.get().map_or(ui.t(CHOOSE).to_owned(), |it| with_day(SAVE, it)));
    let save = move || {
        let Some(on) = day.get_untracked() else { return progress.set(Progress::Wrong(ui.t(CHOOSE).to_owned())) };
        let worker = ui.model.me().get_untracked().map(|it| it.account.id);
        let facts = vec![Fact::FollowUpPlanned { follow_up: ui.model.new_id(), on, worker }];
        ui.save(progress, youth.id, facts, Saved::said(with_day(SAVED, on)));
    };
    let days = [1, 3, 7, 14].map(|it| civil::days_after(today, it)).to_vec();
    view! {
        <SheetBox title=title on_close=move || ui.close()>
            <div class="sheet__body">
                <ChooseDay label=DAY days=days value=day min=today />
            </div>
            <SaveActs word=says progress=progress save=save />
        </SheetBox>
    }
}
