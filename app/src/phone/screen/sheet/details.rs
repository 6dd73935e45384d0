//! Names, personal number, e-mail and address.

use crate::{
    phone::{
        act::{self, BadDetails, DetailsForm, LANGUAGES},
        part::{Chips, Field, Kind, SaveActs, SheetBox},
        ui::{Progress, Saved, Ui},
    },
    words::{Text, text},
};
use domain::Youth;
use leptos::prelude::*;
use std::sync::Arc;

const TITLE: Text = text("Ändra uppgifter", "Change details");
const GIVEN: Text = text("Förnamn", "Given name");
const FAMILY: Text = text("Efternamn", "Family name");
const NUMBER: Text = text("Personnummer", "Personal number");
const EMAIL: Text = text("E-post", "E-mail");
const STREET: Text = text("Gatuadress", "Street");
const POSTAL_CODE: Text = text("Postnummer", "Postal code");
const CITY: Text = text("Ort", "Town");
const LANGUAGE: Text = text("Språk i sms", "Language of texts");
const SAVE: Text = text("Spara", "Save");
const SAVED: Text = text("Sparat: uppgifterna", "Saved: the details");
const LOOK: Text = text("Se efter i fälten som är markerade.", "Check the fields that are marked.");

/// The sheet.
#[component]
pub fn DetailsSheet(youth: Arc<Youth>) -> impl IntoView {
    let ui = Ui::here();
    let was = DetailsForm::of(&youth);
    let [given, family, number, email, street, postal_code, city] =
        [was.given_name, was.family_name, was.number, was.email, was.street, was.postal_code, was.city].map(RwSignal::new);
    let language = RwSignal::new(was.language);
    let bad = RwSignal::new(BadDetails::default());
    let progress = RwSignal::new(Progress::Ready);
    let wrong = move |of: fn(&BadDetails) -> Option<Text>| Signal::derive(move || bad.with(of));
    let save = move || {
        let form = DetailsForm {
            given_name: given.get_untracked(),
            family_name: family.get_untracked(),
            number: number.get_untracked(),
            email: email.get_untracked(),
            street: street.get_untracked(),
            postal_code: postal_code.get_untracked(),
            city: city.get_untracked(),
            language: language.get_untracked(),
        };
        match act::detail_changes(&form, &youth, ui.model.today().get_untracked()) {
            Ok(facts) => ui.save(progress, youth.id, facts, Saved::said(ui.t(SAVED))),
            Err(why) => {
                bad.set(why);
                progress.set(Progress::Wrong(ui.t(LOOK).to_owned()));
            }
        }
    };
    view! {
        <SheetBox title=ui.t(TITLE) on_close=move || ui.close()>
            <div class="sheet__body">
                <Field label=GIVEN value=given wrong=wrong(|it| it.given_name) />
                <Field label=FAMILY value=family />
                <Field label=NUMBER value=number kind=Kind::Digits wrong=wrong(|it| it.number) />
                <Field label=EMAIL value=email kind=Kind::Email wrong=wrong(|it| it.email) />
                <Field label=STREET value=street />
                <Field label=POSTAL_CODE value=postal_code kind=Kind::Digits wrong=wrong(|it| it.address) />
                <Field label=CITY value=city />
                <Chips label=ui.t(LANGUAGE) options=LANGUAGES.map(|(code, name)| (code, name.to_owned())).to_vec() value=language />
            </div>
            <SaveActs word=ui.t(SAVE).to_owned() progress=progress save=save />
        </SheetBox>
    }
}
