//! Work done.

use super::{beside, moved, said, terms};
use crate::{
    chart::{Share, Single},
    when,
    words::{Lang, Text, text},
};
use domain::{
    Channel,
    figures::{Came, How, MeetingKey, Period, Report, Work},
};
use leptos::prelude::*;

const CHANNELS: Text = text("Kontakter per kanal", "Contacts by channel");
const MEETINGS: Text = text("Uteblivna möten, av dem som blev av eller uteblev", "Missed meetings, of those held or missed");

fn through(it: &Work, channel: Channel, is: fn(How) -> bool) -> u64 {
    it.touches.iter().filter(|it| it.0.channel == channel && is(*it.0)).map(|it| it.1).sum()
}

/// Missed, of those held or missed.
fn missed(it: &Work, reminded: bool) -> Share {
    let of = |came| it.met(MeetingKey { came: Some(came), reminded });
    Share { count: of(Came::Missed), whole: of(Came::Held) + of(Came::Missed) }
}

pub(super) fn body(report: &Report, lang: Lang) -> (AnyView, AnyView) {
    let it = &report.now.work;
    let before = report.before.as_ref().map(|it| &it.1.work);
    let period = report.compared();
    let compared = before.zip(period).map(|(it, period)| compared(it, period, lang));
    let first = said(vec![headline(it, lang), compared.unwrap_or_default(), meetings(it, lang)]);
    let in_month = |it: &Work| {
        let words = text("{acts} i månaden", "{acts} in the month");
        words.fill(lang, &[("acts", &acts(it, lang))])
    };
    let revised = report.revised.as_ref().map(|it| moved::revised(it, |it| in_month(&it.work), lang));
    let first = view! { {first} {revised.map(|it| view! { <p class="soft">{it}</p> })} }.into_any();
    let channels: Vec<Single> = Channel::ALL
        .iter()
        .filter(|channel| through(it, **channel, How::is_contact) > 0)
        .map(|channel| {
            let share = |it: &Work| Share { count: through(it, *channel, How::is_contact), whole: it.contacts() };
            Single { label: channel.word(lang).to_owned(), now: Some(share(it)), before: before.map(share).filter(|it| it.whole > 0) }
        })
        .collect();
    let reminded = [(true, text("Med levererad påminnelse", "With a delivered reminder")), (false, text("Utan", "Without"))]
        .into_iter()
        .filter(|(reminded, _)| missed(it, *reminded).whole > 0)
        .map(|(reminded, label)| Single {
            label: label.get(lang).to_owned(),
            now: Some(missed(it, reminded)),
            before: before.map(|it| missed(it, reminded)).filter(|it| it.whole > 0),
        })
        .collect();
    let pictures = view! { {beside(CHANNELS, channels, lang)} {beside(MEETINGS, reminded, lang)} };
    (first, view! { {pictures} {terms(definitions(lang), lang)} }.into_any())
}

fn headline(it: &Work, lang: Lang) -> String {
    if it.attempts() + it.contacts() == 0 {
        return text("Inga kontaktförsök är loggade för perioden.", "No attempts are logged for the period.").get(lang).to_owned();
    }
    done(it.attempts(), it.contacts(), text("", ""), lang)
}

/// How much was done, and when, where it must be said.
pub(in crate::page) fn done(attempts: u64, contacts: u64, when: Text, lang: Lang) -> String {
    let first = match attempts {
        0 => text("Inga kontaktförsök gjordes", "No attempts were made"),
        1 => text("1 kontaktförsök gjordes", "1 attempt was made"),
        _ => text("{n} kontaktförsök gjordes", "{n} attempts were made"),
    };
    let second = match contacts {
        0 => text("men ingen gång blev det kontakt med den unga", "and there was no contact with the youth"),
        1 => text("och 1 gång blev det kontakt med den unga", "and once there was contact with the youth"),
        _ => text("och {n} gånger blev det kontakt med den unga", "and {n} times there was contact with the youth"),
    };
    let said = |words: Text, n: u64| words.fill(lang, &[("n", &n.to_string())]);
    format!("{}{}, {}.", said(first, attempts), when.get(lang), said(second, contacts))
}

/// How much the same period the year before; nothing where nobody had begun.
fn compared(it: &Work, period: Period, lang: Lang) -> String {
    if it.attempts() + it.contacts() == 0 {
        return String::new();
    }
    format!("{}: {}.", when::heading(&period.word(lang)), acts(it, lang))
}

/// "2 försök och 1 kontakt".
fn acts(it: &Work, lang: Lang) -> String {
    let attempts = if it.attempts() == 1 { text("1 försök", "1 attempt") } else { text("{n} försök", "{n} attempts") };
    let contacts = if it.contacts() == 1 { text("1 kontakt", "1 contact") } else { text("{n} kontakter", "{n} contacts") };
    let said = |words: Text, n: u64| words.fill(lang, &[("n", &n.to_string())]);
    let (attempts, contacts) = (said(attempts, it.attempts()), said(contacts, it.contacts()));
    text("{attempts} och {contacts}", "{attempts} and {contacts}").fill(lang, &[("attempts", &attempts), ("contacts", &contacts)])
}

fn meetings(it: &Work, lang: Lang) -> String {
    let (with, without) = (missed(it, true), missed(it, false));
    if with.whole + without.whole == 0 {
        return String::new();
    }
    let said = |share: Share| format!("{} av {} ({})", share.count, share.whole, share.percent(lang));
    let said_en = |share: Share| format!("{} of {} ({})", share.count, share.whole, share.percent(lang));
    let part = |share: Share| lang.pick(said(share), said_en(share));
    let words = match (with.whole, without.whole) {
        (0, _) => text("Till {without} av mötena kom den unga inte.", "The youth didn't come to {without} of the meetings."),
        (_, 0) => text(
            "Till {with} av mötena kom den unga inte; alla hade en levererad påminnelse.",
            "The youth didn't come to {with} of the meetings; all had a delivered reminder.",
        ),
        _ => text(
            "Av mötena med levererad påminnelse uteblev den unga från {with}, av dem utan från {without}.",
            "Of the meetings with a delivered reminder the youth missed {with}, of those without one {without}.",
        ),
    };
    words.fill(lang, &[("with", &part(with)), ("without", &part(without))])
}

pub(super) fn definitions(lang: Lang) -> Vec<(Text, String)> {
    let plain = |sv, en| text(sv, en).get(lang).to_owned();
    vec![
        (
            text("Försök och kontakter", "Attempts and contacts"),
            plain(
                "Varje loggat försök räknas den dag det gjordes. En kontakt är ett försök där den unga deltog, eller ett svar som den unga själv skickat.",
                "Each logged attempt counts on the day it was made. A contact is an attempt in which the youth took part, or an answer that the youth sent.",
            ),
        ),
        (
            text("Möten", "Meetings"),
            plain(
                "Räknas den dag de senast var planerade till. En påminnelse räknas när leverantören sagt att den kom fram före mötet.",
                "Count on the day they were last planned for. A reminder counts once the provider has said that it arrived before the meeting.",
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_reads_well_whatever_the_numbers() {
        for (attempts, contacts, sv, en) in [
            (
                0,
                2,
                "Inga kontaktförsök gjordes, och 2 gånger blev det kontakt med den unga.",
                "No attempts were made, and 2 times there was contact with the youth.",
            ),
            (
                1,
                1,
                "1 kontaktförsök gjordes, och 1 gång blev det kontakt med den unga.",
                "1 attempt was made, and once there was contact with the youth.",
            ),
            (
                7,
                0,
                "7 kontaktförsök gjordes, men ingen gång blev det kontakt med den unga.",
                "7 attempts were made, and there was no contact with the youth.",
            ),
        ] {
            let said = |lang| done(attempts, contacts, text("", ""), lang);
            assert_eq!((said(Lang::Sv).as_str(), said(Lang::En).as_str()), (sv, en));
        }
        let how = How { channel: Channel::Phone, outcome: domain::ContactOutcome::Conversation, own: false };
        let it = Work { touches: [(how, 1)].into(), ..Work::default() };
        let months = Period::Months((2025, 1), (2025, 11));
        assert_eq!(compared(&it, months, Lang::Sv), "Januari–november 2025: 1 försök och 1 kontakt.");
        assert_eq!(compared(&it, months, Lang::En), "January–November 2025: 1 attempt and 1 contact.");
        assert_eq!(compared(&Work::default(), months, Lang::Sv), "");
    }

    #[test]
    fn what_is_said_of_work() {
        let mut it = Work::default();
        assert_eq!(headline(&it, Lang::Sv), "Inga kontaktförsök är loggade för perioden.");
        let key = |came, reminded| MeetingKey { came: Some(came), reminded };
        it.meetings =
            [(key(Came::Held, true), 9), (key(Came::Missed, true), 1), (key(Came::Held, false), 3), (key(Came::Missed, false), 1)].into();
        assert_eq!(
            meetings(&it, Lang::Sv),
            "Av mötena med levererad påminnelse uteblev den unga från 1 av 10 (10\u{a0}%), av dem utan från 1 av 4 (25\u{a0}%)."
        );
    }
}
