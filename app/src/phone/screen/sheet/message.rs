//! A text to the youth: through us, so that what becomes of it is known, or from the worker's own phone.

#![expect(clippy::needless_pass_by_value, reason = "a component's properties are its own")]

use super::given_name;
use crate::{
    cost::cost,
    phone::{
        act::message,
        part::{Chips, ChooseDay, Dial, How, SaveActs, SheetBox},
        say,
        ui::{Progress, Saved, Ui},
    },
    words::{Text, text},
};
use domain::{Fact, MeetingId, MessageKind, Youth, remind};
use leptos::prelude::*;
use std::sync::Arc;

const TITLE: Text = text("Sms till {namn}", "Text {namn}");
const WHAT: Text = text("Vad?", "What?");
const WHEN: Text = text("När?", "When?");
const CHOOSE: Text = text("Välj ett sms", "Choose a text");
const SEND: Text = text("Skicka", "Send");
const SEND_ON: Text = text("Skicka {dag} kl 10", "Send {dag} at 10");
const SAVED: Text = text("Sparat: skickas när telefonen har nät", "Saved: it goes when the phone has a network");
const SAVED_ON: Text = text("Sparat: skickas {dag}", "Saved: it goes {dag}");
const OWN: Text = text("Från din telefon", "From your phone");
const CLOSED: Text = text(
    "Det finns inget öppet mobilnummer till den unga, så inget sms kan skickas.",
    "There is no open mobile number to the youth, so no text can be sent.",
);
const SIZE: Text = text("Det blir {kostnad}.", "It takes {kostnad}.");
const LINK: Text = text("Länken är ett exempel. Den unga får en egen.", "The link is a sample. The youth gets one of their own.");
const NIGHT: Text = text("Inga sms går om natten.", "No texts go at night.");
const CAPPED: Text = text(
    "Då går det inte: den unga får högst {dag} sms om dagen och {vecka} i veckan. Välj en annan dag.",
    "It won't go then: the youth gets at most {dag} a day and {vecka} a week. Choose another day.",
);

/// The sheet.
#[component]
pub fn MessageSheet(youth: Arc<Youth>, meeting: Option<MeetingId>) -> impl IntoView {
    let ui = Ui::here();
    let (now, today) = (ui.model.now().get_untracked(), ui.model.today().get_untracked());
    let me = ui.model.me().get_untracked();
    let kinds = message::templates(meeting.and_then(|it| youth.meetings.get(&it)), now);
    let kind = RwSignal::new(kinds.first().copied().filter(|_| meeting.is_some()));
    let day = RwSignal::new(Some(today));
    let progress = RwSignal::new(Progress::Ready);
    let title = TITLE.fill(ui.lang, &[("namn", &given_name(&youth))]);
    let number = message::number(&youth);
    let is_open = number.is_some();
    let with_day = move |words: Text, day| words.fill(ui.lang, &[("dag", &say::day(day, today, ui.lang))]);
    let says = Signal::derive(move || match (kind.get(), day.get()) {
        (Some(_), Some(on)) if on > today => with_day(SEND_ON, on),
        (Some(_), _) => ui.t(SEND).to_owned(),
        (None, _) => ui.t(CHOOSE).to_owned(),
    });
    let id = youth.id;
    // What speaks of a meeting goes with it; the rest stands by itself.
    let of = move |it: MessageKind| meeting.filter(|_| it.is_about_a_meeting());
    // What the server wouldn't send isn't promised.
    let capped = {
        let (youth, me) = (Arc::clone(&youth), me.clone());
        Signal::derive(move || {
            let policy = &me.as_ref()?.municipality.policy;
            let at = day.get().filter(|it| *it > today).map(|it| it.at(10, 0, 0, 0));
            let most = [("dag", policy.per_day.to_string()), ("vecka", policy.per_week.to_string())];
            let fits = remind::fits_in(&youth, policy, kind.get()?, at, now);
            (!fits).then(|| CAPPED.fill(ui.lang, &most.each_ref().map(|(name, value)| (*name, value.as_str()))))
        })
    };
    let save = move || {
        let Some(template) = kind.get_untracked() else { return progress.set(Progress::Wrong(ui.t(CHOOSE).to_owned())) };
        if let Some(why) = capped.get_untracked() {
            return progress.set(Progress::Wrong(why));
        }
        let on = day.get_untracked().filter(|it| *it > today);
        let facts =
            vec![Fact::MessageAsked { message: ui.model.new_id(), template, meeting: of(template), at: on.map(|it| it.at(10, 0, 0, 0)) }];
        let said = on.map_or(ui.t(SAVED).to_owned(), |it| with_day(SAVED_ON, it));
        ui.save(progress, id, facts, Saved::said(said));
    };
    let price = me.as_ref().and_then(|it| it.municipality.sms_price);
    let words = {
        let youth = Arc::clone(&youth);
        move |it: MessageKind| {
            let me = me.as_ref()?;
            message::worded(it, &youth, of(it), &me.municipality, &me.account.name, now)
        }
    };
    let name = youth.name();
    // From the own phone it goes now, and is logged as any text is.
    let preview = move || {
        let said = words(kind.get()?)?;
        let link = said.has_link().then(|| view! { <p class="soft small">{ui.t(LINK)}</p> });
        let dial = number.clone().zip(said.own).map(|(phone, body)| {
            view! { <Dial youth=id name=name.clone() phone=phone how=How::Text class="button button--quiet" word=OWN body=body /> }
        });
        let size = SIZE.fill(ui.lang, &[("kostnad", &cost(domain::message::size(&said.words).segments, price, ui.lang))]);
        Some(view! { <p class="quote">{said.words}</p> {link} <p class="soft small">{size}</p> {dial} })
    };
    let word = move |it: MessageKind| (it, it.word(ui.lang).to_owned());
    let days = [0, 1, 7, 30].map(|it| domain::civil::days_after(today, it)).to_vec();
    view! {
        <SheetBox title=title on_close=move || ui.close()>
            <div class="sheet__body">
                {(!is_open).then(|| view! { <p class="notice">{ui.t(CLOSED)}</p> })}
                <Chips label=ui.t(WHAT) options=kinds.into_iter().map(word).collect() value=kind />
                {preview}
                <ChooseDay label=WHEN days=days value=day min=today />
                {move || capped.get().map(|it| view! { <p class="notice">{it}</p> })}
                <p class="soft small">{ui.t(NIGHT)}</p>
            </div>
            {is_open.then(|| view! { <SaveActs word=says progress=progress save=save /> })}
        </SheetBox>
    }
}
