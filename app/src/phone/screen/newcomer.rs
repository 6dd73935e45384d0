//! A youth met outdoors, registered on the spot.

use crate::{
    phone::{
        act::{self, BadNewcomer, Newcomer},
        draft::Form,
        model::Stage,
        part::{Chips, Field, Frame, Keeping, Kind, Trouble, keep},
        say,
        ui::{Progress, Toast, Ui},
    },
    words::{Text, text},
};
use domain::{Occupation, RegistrationReason, UnitId};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Where the screen is.
pub const PATH: &str = "/app/ungdomar/ny";

const TITLE: Text = text("Ny ungdom", "New youth");
const GIVEN: Text = text("Förnamn", "Given name");
const FAMILY: Text = text("Efternamn (om du vet)", "Family name (if you know)");
const NUMBER: Text = text("Personnummer (om du vet)", "Personal number (if you know)");
const PHONE: Text = text("Telefon (om du vet)", "Phone (if you know)");
const REASON: Text = text("Varför skrivs hen in?", "Why are they registered?");
const DOES: Text = text("Vad gör hen nu? (om du vet)", "What do they do now? (if you know)");
const UNIT: Text = text("Enhet", "Unit");
const MET: Text = text("Vi träffades nyss: logga ett spontant möte", "We just met: log a chance meeting");
const SAVE: Text = text("Skriv in", "Register");
const WORKING: Text = text("Sparar …", "Saving …");
const SAVED: Text = text("Sparat: {namn} är inskriven", "Saved: {namn} is registered");
const NO_UNIT: Text = text(
    "Du är inte med i någon enhet än. Be din administratör lägga till dig.",
    "You aren't in any unit yet. Ask your administrator to add you.",
);
const LOOK: Text = text("Se efter i fälten som är markerade.", "Check the fields that are marked.");

/// The screen.
#[component]
pub fn NewYouth() -> impl IntoView {
    let ui = Ui::here();
    let me = ui.model.me().get_untracked();
    let units: Vec<(UnitId, String)> = me.iter().flat_map(|it| &it.units).map(|it| (it.id, it.name.clone())).collect();
    let [given, family, number, phone] = [(); 4].map(|()| RwSignal::new(String::new()));
    let reason = RwSignal::new(None::<RegistrationReason>);
    let does = RwSignal::new(None::<Occupation>);
    let unit = RwSignal::new(units.first().map(|it| it.0));
    let met = RwSignal::new(true);
    let bad = RwSignal::new(BadNewcomer::default());
    let progress = RwSignal::new(Progress::Ready);
    let navigate = use_navigate();
    Keeping::begin(ui.model, Form::Newcomer, 0, ui.model.take_draft());
    keep(MET.sv, move || met.get().to_string(), &|it| met.set(it == "true"));
    on_cleanup(move || {
        // Whoever goes elsewhere has left it; whom the lock sends away comes back to it.
        if ui.model.stage().get_untracked() == Stage::Open {
            ui.model.keep_draft(None);
        }
    });
    let register = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(unit), Some(me)) = (unit.get_untracked(), ui.model.me().get_untracked()) else {
            return progress.set(Progress::Wrong(ui.t(NO_UNIT).to_owned()));
        };
        let form = Newcomer {
            given_name: given.get_untracked(),
            family_name: family.get_untracked(),
            number: number.get_untracked(),
            phone: phone.get_untracked(),
            reason: reason.get_untracked(),
            occupation: does.get_untracked(),
            met: met.get_untracked(),
        };
        match act::newcomer(&form, ui.model.new_id(), unit, me.account.id, ui.model.today().get_untracked()) {
            Ok(facts) if progress.get_untracked() != Progress::Working => {
                progress.set(Progress::Working);
                let navigate = navigate.clone();
                spawn_local(async move {
                    match ui.model.new_youth(facts).await {
                        Ok(youth) => {
                            let text = SAVED.fill(ui.lang, &[("namn", form.given_name.trim())]);
                            ui.say(Toast { text, undo: None, more: None });
                            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                            navigate(&format!("/app/ungdomar/{youth}"), options);
                        }
                        Err(failure) => drop(progress.try_set(Progress::Wrong(failure.say(ui.lang)))),
                    }
                });
            }
            Ok(_) => {}
            Err(why) => {
                bad.set(why);
                progress.set(Progress::Wrong(ui.t(LOOK).to_owned()));
            }
        }
    };
    let wrong = move |of: fn(&BadNewcomer) -> Option<Text>| Signal::derive(move || bad.with(of));
    let word = move |it: Occupation| (it, it.word(ui.lang).to_owned());
    let rest = Occupation::ALL.iter().filter(|it| !say::LIKELY.contains(it)).map(|it| word(*it)).collect::<Vec<_>>();
    let reasons = RegistrationReason::ALL.iter().map(|it| (*it, it.word(ui.lang).to_owned())).collect::<Vec<_>>();
    view! {
        <Frame title=ui.t(TITLE).to_owned() back="/app/ungdomar">
            <form class="form" on:submit=register>
                <Field label=GIVEN value=given wrong=wrong(|it| it.given_name) />
                <Field label=FAMILY value=family />
                <Field label=NUMBER value=number kind=Kind::Digits wrong=wrong(|it| it.number) />
                <Field label=PHONE value=phone kind=Kind::Phone wrong=wrong(|it| it.phone) />
                <Chips label=ui.t(REASON) options=reasons value=reason />
                {move || bad.with(|it| it.reason).map(|it| view! { <p class="field__error">{ui.t(it)}</p> })}
                <Chips label=ui.t(DOES) options=say::LIKELY.map(word).to_vec() rest=rest value=does />
                {(units.len() > 1).then(|| view! { <Chips label=ui.t(UNIT) options=units value=unit /> })}
                <label class="check">
                    <input type="checkbox" prop:checked=move || met.get() on:change=move |event| met.set(event_target_checked(&event)) />
                    <span>{ui.t(MET)}</span>
                </label>
                <Trouble progress=progress />
                <button type="submit" class="button button--primary button--wide">
                    {move || ui.t(if progress.get() == Progress::Working { WORKING } else { SAVE })}
                </button>
            </form>
        </Frame>
    }
}
