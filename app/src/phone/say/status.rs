//! The one line about saving: always shown, always true.

use super::{moment, numeral};
use crate::{
    phone::model::{Failure, SyncState},
    words::{Lang, Text, text},
};

/// How the line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Everything is with the server.
    Sent,
    /// Something is on the phone only, which is fine.
    Waiting,
    /// Somebody has to do something.
    Look,
}

/// The line.
pub fn status(state: &SyncState, now: i64, lang: Lang) -> (Mood, String) {
    if !state.refused.is_empty() {
        let count = i64::try_from(state.refused.len()).unwrap_or(i64::MAX);
        let line = numeral(
            count,
            text("1 behöver din hjälp", "1 needs your help"),
            text("{antal} behöver din hjälp", "{antal} need your help"),
            lang,
        );
        return (Mood::Look, line);
    }
    if state.sign_in_again {
        let line = text("Logga in igen för att skicka", "Sign in again to send").get(lang).to_owned();
        return (Mood::Look, line);
    }
    let trouble = state.trouble.as_ref().and_then(trouble).map(|it| it.get(lang));
    if state.unsent > 0 {
        let saved = numeral(
            i64::from(state.unsent),
            text("1 sparad i telefonen", "1 saved on the phone"),
            text("{antal} sparade i telefonen", "{antal} saved on the phone"),
            lang,
        );
        if let Some(trouble) = trouble {
            return (Mood::Look, format!("{saved}. {trouble}"));
        }
        let then = match (state.online && state.busy, state.since.filter(|it| now - it > HOUR)) {
            (true, _) => text("skickas nu", "being sent").get(lang).to_owned(),
            (false, None) => text("skickas när det finns nät", "sent when there is a network").get(lang).to_owned(),
            (false, Some(since)) => {
                text("väntar på nät sedan {när}", "waiting for a network since {när}").fill(lang, &[("när", &moment(since, now, lang))])
            }
        };
        return (Mood::Waiting, format!("{saved}, {then}"));
    }
    if let Some(trouble) = trouble {
        return (Mood::Look, trouble.to_owned());
    }
    match state.last_ok {
        Some(at) => (Mood::Sent, text("Allt skickat {när}", "Everything sent {när}").fill(lang, &[("när", &moment(at, now, lang))])),
        None if state.busy => (Mood::Waiting, text("Hämtar från servern", "Fetching from the server").get(lang).to_owned()),
        None => (Mood::Waiting, text("Inte hämtat från servern än", "Not yet fetched from the server").get(lang).to_owned()),
    }
}

/// What keeps the phone from sending or taking in, that no network helps against.
fn trouble(failure: &Failure) -> Option<Text> {
    match failure {
        Failure::NotAWorker => Some(text("Kontot får inte längre skicka från telefonen", "This account may no longer send from the phone")),
        Failure::DiskFull => Some(text("Telefonen är full, inget nytt hämtas", "The phone is full, nothing new is fetched")),
        Failure::StoreFailed | Failure::Unreadable => {
            Some(text("Det nya kan inte sparas i telefonen", "What is new can't be saved on the phone"))
        }
        Failure::Server(_) => Some(text("Servern har problem, nytt försök snart", "The server has trouble, trying again soon")),
        _ => None,
    }
}

const HOUR: i64 = 60 * 60 * 1000;

#[cfg(test)]
mod tests {
    use super::*;
    use domain::civil;
    use jiff::civil::datetime;

    #[test]
    fn the_line_is_honest() {
        let now = civil::instant(datetime(2026, 11, 23, 14, 30, 0, 0));
        let sent = SyncState { last_ok: Some(now - 25 * 60_000), online: true, ..SyncState::default() };
        assert_eq!(status(&sent, now, Lang::Sv), (Mood::Sent, "Allt skickat 14.05".to_owned()));
        let unsent = SyncState { unsent: 3, since: Some(now - 60_000), ..sent.clone() };
        assert_eq!(status(&unsent, now, Lang::Sv), (Mood::Waiting, "3 sparade i telefonen, skickas när det finns nät".to_owned()));
        let long = SyncState { since: Some(now - 24 * HOUR), ..unsent };
        assert_eq!(status(&long, now, Lang::Sv).1, "3 sparade i telefonen, väntar på nät sedan i går 14.30");
        let role = SyncState { trouble: Some(Failure::NotAWorker), ..long.clone() };
        let kept = "3 sparade i telefonen. Kontot får inte längre skicka från telefonen";
        assert_eq!(status(&role, now, Lang::Sv), (Mood::Look, kept.to_owned()));
        let full = SyncState { trouble: Some(Failure::DiskFull), ..sent.clone() };
        assert_eq!(status(&full, now, Lang::Sv), (Mood::Look, "Telefonen är full, inget nytt hämtas".to_owned()), "not that all is well");
        let failing = SyncState { trouble: Some(Failure::Server("unknown".to_owned())), ..long };
        assert_eq!(status(&failing, now, Lang::Sv).1, "3 sparade i telefonen. Servern har problem, nytt försök snart");
        let again = SyncState { sign_in_again: true, ..sent };
        assert_eq!(status(&again, now, Lang::En).1, "Sign in again to send");
    }
}
