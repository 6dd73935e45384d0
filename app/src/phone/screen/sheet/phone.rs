//! A number: whose it is, and whether it may be used.

use crate::{
    phone::{
        act,
        part::{Chips, Field, Kind, SaveActs, SheetBox, focus_wrong},
        ui::{Progress, Saved, Ui},
    },
    words::{Text, text},
};
use domain::{CloseReason, Fact, Phone, PhoneOwner, Youth};
use leptos::prelude::*;
use std::sync::Arc;

const NEW: Text = text("Nytt nummer", "New number");
const NUMBER: Text = text("Telefonnummer", "Phone number");
const WHOSE: Text = text("Vems är det?", "Whose is it?");
const SAVE: Text = text("Spara numret", "Save the number");
const SAVED: Text = text("Sparat: numret", "Saved: the number");
const STOP: Text = text("Ska numret inte användas?", "Should the number not be used?");
const OPENED: Text = text("Sparat: numret får användas igen", "Saved: the number may be used again");
const OPEN: Text = text("Använd numret igen", "Use the number again");
const CLOSED: Text = text("Sparat: numret används inte", "Saved: the number is not used");
const REMOVE: Text = text("Inte den ungas längre, ta bort", "No longer theirs, remove");
const REMOVED: Text = text("Sparat: numret är borttaget", "Saved: the number is removed");

/// The sheet.
#[component]
pub fn PhoneSheet(youth: Arc<Youth>, phone: Option<Phone>) -> impl IntoView {
    let ui = Ui::here();
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<Text>);
    let known = phone.as_ref().and_then(|it| youth.phones.get(it)).and_then(|it| it.owner.heads().last()).and_then(|it| it.value);
    let owner = RwSignal::new(Some(known.unwrap_or(PhoneOwner::Youth)));
    let progress = RwSignal::new(Progress::Ready);
    let title = phone.as_ref().map_or(ui.t(NEW).to_owned(), ToString::to_string);
    let field = phone.is_none().then(|| view! { <Field label=NUMBER value=typed kind=Kind::Phone wrong=wrong /> });
    let closing = phone.clone().map(|it| view! { <Closing youth=Arc::clone(&youth) phone=it progress=progress /> });
    let save = move || {
        let number = match &phone {
            Some(phone) => phone.clone(),
            None => match typed.with_untracked(|it| Phone::parse(it)) {
                Ok(phone) => phone,
                Err(why) => {
                    wrong.set(Some(act::bad_phone(why)));
                    return focus_wrong();
                }
            },
        };
        ui.save(progress, youth.id, act::phone_is(&youth, &number, owner.get_untracked()), Saved::said(ui.t(SAVED)));
    };
    view! {
        <SheetBox title=title on_close=move || ui.close()>
            <div class="sheet__body">
                {field}
                <Chips label=ui.t(WHOSE) options=PhoneOwner::ALL.iter().map(|it| (*it, it.word(ui.lang).to_owned())).collect() value=owner />
                {closing}
            </div>
            <SaveActs word=ui.t(SAVE).to_owned() progress=progress save=save />
        </SheetBox>
    }
}

/// Closing a number, opening it again, or taking it away: each one tap.
#[component]
fn Closing(youth: Arc<Youth>, phone: Phone, progress: RwSignal<Progress>) -> impl IntoView {
    let ui = Ui::here();
    let id = youth.id;
    let act = move |facts: Vec<Fact>, word: Text, saved: Text| {
        let save = move |_| ui.save(progress, id, facts.clone(), Saved::said(ui.t(saved)));
        view! { <button type="button" class="button button--wide" on:click=save>{ui.t(word)}</button> }
    };
    let is_closed = youth.phones.get(&phone).is_some_and(|it| it.closed_for().is_some());
    let remove = act(act::phone_is(&youth, &phone, None), REMOVE, REMOVED);
    let choices = if is_closed {
        act(act::open_phone(&youth, &phone), OPEN, OPENED).into_any()
    } else {
        CloseReason::ALL.iter().map(|it| act(act::close_phone(&youth, &phone, *it), reason(*it), CLOSED)).collect_view().into_any()
    };
    view! {
        <details class="fold" open=is_closed>
            <summary>{ui.t(STOP)}</summary>
            <div class="fold__body">{choices} {remove}</div>
        </details>
    }
}

fn reason(it: CloseReason) -> Text {
    match it {
        CloseReason::WrongPerson => text("Fel person svarar", "Somebody else answers"),
        CloseReason::WrongDetails => text("Numret går inte fram", "The number doesn't work"),
        CloseReason::Stop => text("Vill inte kontaktas så", "Doesn't want to be contacted this way"),
    }
}
