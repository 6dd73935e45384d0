//! Where saving stands, in more words than the line has, and what can be done about it.

use crate::{
    phone::{
        model::SyncState,
        say,
        screen::{attempt::Attempt, sign_in::Credentials},
        ui::Ui,
    },
    words::{Lang, Text, text},
};
use leptos::{prelude::*, task::spawn_local};

const TITLE: Text = text("Sparat och skickat", "Saved and sent");
const SEND: Text = text("Skicka nu", "Send now");
const SENDING: Text = text("Skickar …", "Sending …");
const AGAIN: Text = text("Logga in igen för att skicka", "Sign in again to send");
const AGAIN_WHY: Text = text(
    "Servern behöver veta att det är du. Allt du har sparat ligger kvar i telefonen.",
    "The server needs to know that it is you. All that you have saved is still on the phone.",
);

/// The section.
#[component]
pub fn Saving() -> impl IntoView {
    let ui = Ui::here();
    let state = ui.model.sync_state();
    let lines = move || {
        let now = ui.model.now().get();
        state.with(|it| lines(it, now, ui.lang)).into_iter().map(|it| view! { <p>{it}</p> }).collect_view()
    };
    let busy = Memo::new(move |_| state.with(|it| it.busy));
    let again = Memo::new(move |_| state.with(|it| it.sign_in_again));
    let trouble = Memo::new(move |_| state.with(|it| it.trouble.clone()));
    let send = move |_| {
        if !busy.get_untracked() {
            spawn_local(ui.model.sync_now());
        }
    };
    let act = move || {
        if again.get() {
            view! { <SignInAgain /> }.into_any()
        } else {
            view! {
                <button type="button" class="button button--start" aria-disabled=move || busy.get().then_some("true") on:click=send>
                    {move || ui.t(if busy.get() { SENDING } else { SEND })}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <section class="section" aria-labelledby="saving">
            <h2 class="section__title" id="saving">{ui.t(TITLE)}</h2>
            <div class="stack stack--close">{lines}</div>
            <div role="alert">
                {move || trouble.get().map(|it| view! { <p class="notice notice--wrong">{it.say(ui.lang)}</p> })}
            </div>
            {act}
        </section>
    }
}

/// The server has forgotten who this is: the password is enough, and nothing has to be locked.
#[component]
fn SignInAgain() -> impl IntoView {
    let ui = Ui::here();
    let attempt = Attempt::new();
    let email = ui.model.me().with_untracked(|me| me.as_ref().map(|it| it.account.email.clone())).unwrap_or_default();
    view! {
        <div class="notice notice--look">
            <p class="notice__title">{ui.t(AGAIN)}</p>
            <p>{ui.t(AGAIN_WHY)}</p>
        </div>
        <Credentials attempt=attempt email=email />
    }
}

/// What there is to say: what waits and since when, when everything was last sent, and a clock that is wrong.
fn lines(state: &SyncState, now: i64, lang: Lang) -> Vec<String> {
    let when = |at: i64| say::moment(at, now, lang);
    let mut lines = Vec::new();
    if state.unsent > 0 {
        let one = text("1 sak är bara i telefonen, sedan {när}.", "1 thing is on this phone only, since {när}.");
        let many = text(
            "{antal} saker är bara i telefonen, den äldsta sedan {när}.",
            "{antal} things are on this phone only, the oldest since {när}.",
        );
        let line = say::numeral(i64::from(state.unsent), one, many, lang);
        lines.push(line.replace("{när}", &state.since.map(when).unwrap_or_default()));
    }
    lines.push(match state.last_ok {
        Some(at) if state.unsent == 0 => {
            text("Allt skickat och hämtat {när}.", "Everything sent and fetched {när}.").fill(lang, &[("när", &when(at))])
        }
        Some(at) => text("Senast i kontakt med servern {när}.", "Last in touch with the server {när}.").fill(lang, &[("när", &when(at))]),
        None => text("Telefonen har inte haft kontakt med servern än.", "The phone has not been in touch with the server yet.")
            .get(lang)
            .to_owned(),
    });
    if !state.online {
        let line = text(
            "Det finns inget nät just nu. Allt fungerar ändå, och skickas sedan.",
            "There is no network just now. All works anyway, and is sent later.",
        );
        lines.push(line.get(lang).to_owned());
    }
    let minutes = state.clock_offset.abs() / MINUTE;
    if minutes >= WRONG_CLOCK {
        let words = if state.clock_offset > 0 {
            text(
                "Telefonens klocka går {antal} minuter efter. Ställ den på automatisk tid.",
                "The phone's clock is {antal} minutes slow. Set it to automatic time.",
            )
        } else {
            text(
                "Telefonens klocka går {antal} minuter före. Ställ den på automatisk tid.",
                "The phone's clock is {antal} minutes fast. Set it to automatic time.",
            )
        };
        lines.push(words.fill(lang, &[("antal", &minutes.to_string())]));
    }
    lines
}

const MINUTE: i64 = 60_000;
/// From how many minutes on a clock's error is worth a line.
const WRONG_CLOCK: i64 = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use domain::civil;
    use jiff::civil::datetime;

    #[test]
    fn what_waits_is_said_before_when_it_was_last_well() {
        let now = civil::instant(datetime(2026, 11, 23, 14, 30, 0, 0));
        let sent = SyncState { last_ok: Some(now - 25 * MINUTE), online: true, ..SyncState::default() };
        assert_eq!(lines(&sent, now, Lang::Sv), ["Allt skickat och hämtat 14.05."]);
        let waiting = SyncState { unsent: 3, since: Some(now - 10 * MINUTE), online: false, ..sent.clone() };
        assert_eq!(
            lines(&waiting, now, Lang::Sv),
            [
                "3 saker är bara i telefonen, den äldsta sedan 14.20.",
                "Senast i kontakt med servern 14.05.",
                "Det finns inget nät just nu. Allt fungerar ändå, och skickas sedan.",
            ]
        );
        let slow = SyncState { clock_offset: 61 * MINUTE, ..sent };
        assert_eq!(lines(&slow, now, Lang::En)[1], "The phone's clock is 61 minutes slow. Set it to automatic time.");
    }
}
