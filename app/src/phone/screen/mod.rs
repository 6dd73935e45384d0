//! The screens of the worker's phone, one a file. Each reads the model and calls its verbs; none decides what is true.

mod attempt;
mod card;
mod gone;
mod log;
mod meetings;
mod more;
mod newcomer;
mod passphrase;
mod recovery;
mod sheet;
mod shell;
mod sign_in;
mod today;
mod tray;
mod unlock;
mod update;
mod youths;

use super::{
    model::{Model, Stage},
    platform,
    ui::Ui,
};
use leptos::prelude::*;
use leptos_router::components::Router;

/// The whole app: one screen for each stage.
#[component]
pub fn App() -> impl IntoView {
    let model = Model::start();
    provide_context(model);
    Effect::new(move |_| {
        let body = platform::document().body();
        let hide = model.covered().get() && model.stage().get() == Stage::Open;
        // A class that is set twice is set once.
        let _ = body.map(|it| it.class_list().toggle_with_force("covered", hide));
    });
    Effect::new(move |_| {
        let root = platform::document().document_element();
        let _ = root.map(|it| it.set_attribute("lang", model.lang().get().tag()));
    });
    let was = StoredValue::new(Stage::Loading);
    // A stage that is set to what it was leaves what somebody is typing alone.
    let shown = Memo::new(move |_| (model.stage().get(), model.lang().get()));
    let screen = move || {
        let (stage, lang) = shown.get();
        let chose_passphrase = was.get_value() == Stage::SetPassphrase && stage == Stage::Open;
        was.set_value(stage);
        // Made anew for each stage: what was open or typed is gone when the app locks.
        provide_context(Ui::new(model, lang, chose_passphrase));
        match stage {
            Stage::Loading => view! { <div class="cover" aria-hidden="true"></div> }.into_any(),
            Stage::SignIn => view! { <sign_in::SignIn /> }.into_any(),
            Stage::SetPassphrase => view! { <passphrase::SetPassphrase /> }.into_any(),
            Stage::Locked { reason } => view! { <unlock::Unlock reason=reason /> }.into_any(),
            Stage::Open => view! { <shell::Shell /> }.into_any(),
            Stage::Wiped => view! { <gone::Wiped /> }.into_any(),
            Stage::Broken { code } => view! { <gone::Broken code=code /> }.into_any(),
        }
    };
    view! { <Router>{screen}</Router> }
}
