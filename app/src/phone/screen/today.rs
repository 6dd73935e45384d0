//! *I dag*: whom do I turn to now, and why?

use crate::{
    phone::{
        act::message::LetGo,
        part::{Frame, OutcomeActs, WhoseToggle, YouthRow},
        say,
        ui::{Saved, Sheet, Ui},
    },
    words::{Text, text},
};
use domain::{
    Fact, YouthId,
    today::{Reason, Row, Section, Whose, today},
};
use leptos::{prelude::*, task::spawn_local};

const TITLE: Text = text("I dag", "Today");
const DONE: Text = text("Allt klart för i dag. Fint jobbat!", "All done for today. Well done!");
const NOBODY: Text = text(
    "Här finns inga ungdomar än. De kommer när du har fått dem tilldelade och telefonen har haft nät.",
    "There are no youths here yet. They come once they have been assigned to you and the phone has had a network.",
);
const ALL: Text = text("Visa alla {antal}", "Show all {antal}");
const FOLLOWED_UP: Text = text("Klart", "Done");
const FOLLOWED_UP_SAVED: Text = text("Sparat: uppföljningen är klar", "Saved: the follow-up is done");
const NOW: Text = text("Läget nu", "How it is now");
const MEND: Text = text("Se vad som hände", "See what happened");
const NO_REMINDER: Text = text("Ingen påminnelse behövs", "No reminder is needed");
const NO_REMINDER_SAVED: Text = text("Sparat: ingen påminnelse om mötet", "Saved: no reminder of the meeting");
const NO_MATTER: Text = text("Det spelar ingen roll", "It doesn't matter");
const NO_MATTER_SAVED: Text = text("Sparat: ingen behöver höra av sig om det", "Saved: nobody needs to get in touch about it");
const DECIDE: Text = text("Se och välj", "See and choose");
const PASSKEY: Text = text("Lås upp med fingret eller ansiktet?", "Unlock with your finger or face?");
const PASSKEY_WHY: Text = text("Lösenfrasen fungerar fortfarande.", "The passphrase goes on working.");
const YES: Text = text("Ja, slå på", "Yes, turn on");
const NOT_NOW: Text = text("Inte nu", "Not now");

/// How many rows a section shows before it is asked for the rest.
const FEW: usize = 8;

/// The screen.
#[component]
pub fn Today() -> impl IntoView {
    let ui = Ui::here();
    let sections = Memo::new(move |_| {
        let me = ui.model.me().with(|it| it.as_ref().map(|it| it.account.id));
        let whose = me.filter(|_| !ui.units.get()).map_or(Whose::Units, Whose::Mine);
        let refused: Vec<YouthId> = ui.model.sync_state().with(|it| it.refused.iter().map(|it| it.youth).collect());
        let now = ui.model.now().get();
        ui.model.summaries().with(|all| today(all.values(), whose, &refused, now))
    });
    let is_empty = Memo::new(move |_| ui.model.summaries().with(|it| it.is_empty()));
    let body = move || {
        sections.with(|it| match (it.is_empty(), is_empty.get()) {
            (true, true) => view! { <p class="empty">{ui.t(NOBODY)}</p> }.into_any(),
            (true, false) => view! { <p class="empty">{ui.t(DONE)}</p> }.into_any(),
            _ => it.iter().map(|(section, rows)| view! { <Part section=*section rows=rows.clone() /> }).collect_view().into_any(),
        })
    };
    view! {
        <Frame title=ui.t(TITLE).to_owned()>
            <OfferPasskey />
            <WhoseToggle />
            <div class="parts">{body}</div>
        </Frame>
    }
}

/// A section with its rows, the first few and then all.
#[component]
fn Part(section: Section, rows: Vec<Row>) -> impl IntoView {
    let ui = Ui::here();
    let all = RwSignal::new(false);
    let count = rows.len();
    let rest = StoredValue::new(rows.get(FEW..).unwrap_or_default().to_vec());
    let heading = format!("section-{section:?}").to_lowercase();
    view! {
        <section class="section" aria-labelledby=heading.clone()>
            <h2 class="section__title" id=heading.clone()>{ui.t(say::section(section))}</h2>
            <ul class="list">
                {rows.into_iter().take(FEW).map(|it| line(ui, it)).collect_view()}
                {move || all.get().then(|| rest.get_value().into_iter().map(|it| line(ui, it)).collect_view())}
            </ul>
            {move || (count > FEW && !all.get()).then(|| view! {
                <button type="button" class="button button--quiet" on:click=move |_| all.set(true)>
                    {ALL.fill(ui.lang, &[("antal", &count.to_string())])}
                </button>
            })}
        </section>
    }
}

fn line(ui: Ui, row: Row) -> impl IntoView {
    let Row { youth, reason } = row;
    let acts = acts(ui, youth.id, &reason);
    // "om 40 minuter" goes on while it is looked at.
    let why = Signal::derive(move || say::why(&reason, ui.model.now().get(), ui.lang));
    match acts {
        Some(acts) => view! { <YouthRow youth=youth why=why acts=acts /> },
        None => view! { <YouthRow youth=youth why=why /> },
    }
}

/// What can be said with one tap.
fn acts(ui: Ui, youth: YouthId, reason: &Reason) -> Option<AnyView> {
    match *reason {
        Reason::MeetingOver { meeting, .. } => Some(view! { <OutcomeActs youth=youth meeting=meeting /> }.into_any()),
        Reason::FollowUpDue { follow_up, .. } => {
            let done = move |_| ui.tap(youth, vec![Fact::FollowUpDone { follow_up }], Saved::said(ui.t(FOLLOWED_UP_SAVED)));
            Some(view! { <button type="button" class="button button--small" on:click=done>{ui.t(FOLLOWED_UP)}</button> }.into_any())
        }
        Reason::Lapsed { .. } | Reason::NeverStated => {
            let open = move |_| ui.open(youth, Sheet::Occupation);
            Some(view! { <button type="button" class="button button--small" on:click=open>{ui.t(NOW)}</button> }.into_any())
        }
        Reason::NotSaved => Some(view! { <a class="button button--small" href="/app/mer">{ui.t(MEND)}</a> }.into_any()),
        Reason::Disputed { .. } => {
            Some(view! { <a class="button button--small" href=format!("/app/ungdomar/{youth}")>{ui.t(DECIDE)}</a> }.into_any())
        }
        Reason::Unsure { unsure } | Reason::MeetingSoon { unsure: Some(unsure), .. } => LetGo::of(&unsure).map(|it| {
            let (word, said) = match it {
                LetGo::NoReminder(_) => (NO_REMINDER, NO_REMINDER_SAVED),
                LetGo::TakeBack(_) => (NO_MATTER, NO_MATTER_SAVED),
            };
            let tap = move |_| let_go(ui, youth, it, said);
            view! { <button type="button" class="button button--small" on:click=tap>{ui.t(word)}</button> }.into_any()
        }),
        // The two big buttons are what there is to do.
        Reason::MeetingSoon { unsure: None, .. } | Reason::Answered { .. } | Reason::NoContact { .. } => None,
    }
}

/// Says that it doesn't matter whether a message arrived.
fn let_go(ui: Ui, youth: YouthId, way: LetGo, said: Text) {
    spawn_local(async move {
        match ui.model.youth(youth).await {
            Ok(whole) => {
                if let Some(fact) = way.fact(&whole) {
                    ui.tap(youth, vec![fact], Saved::said(ui.t(said)));
                }
            }
            Err(failure) => ui.complain(&failure),
        }
    });
}

/// Finger or face is offered once, right after the passphrase was chosen; later it is found under *Mer*.
#[component]
fn OfferPasskey() -> impl IntoView {
    let ui = Ui::here();
    let offered = move || ui.offers_passkey.get() && ui.model.passkey().get() == crate::phone::model::Passkey::Possible;
    let enroll = move |_| {
        spawn_local(async move {
            if let Err(failure) = ui.model.enroll_passkey().await {
                ui.complain(&failure);
            }
            ui.offers_passkey.set(false);
        });
    };
    move || {
        offered().then(|| {
            view! {
                <div class="notice notice--done">
                    <p class="notice__title">{ui.t(PASSKEY)}</p>
                    <p>{ui.t(PASSKEY_WHY)}</p>
                    <div class="notice__acts">
                        <button type="button" class="button" on:click=enroll>{ui.t(YES)}</button>
                        <button type="button" class="button button--quiet" on:click=move |_| ui.offers_passkey.set(false)>{ui.t(NOT_NOW)}</button>
                    </div>
                </div>
            }
        })
    }
}
