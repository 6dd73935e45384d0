//! One line of why for a row of *I dag*.

use super::{clock, day, left, numeral};
use crate::words::{Lang, text};
use domain::{MessageKind, Unsure, civil, fold::MessageState, today::Reason};
use jiff::civil::Date;

/// The line: "Inget samtal på 34 dagar · försökt 3 gånger".
pub fn why(reason: &Reason, now: i64, lang: Lang) -> String {
    let today = civil::day(now);
    match reason {
        Reason::MeetingSoon { at, unsure, .. } => {
            let mut line = text("Möte {tid}, {kvar}", "Meeting at {tid}, {kvar}")
                .fill(lang, &[("tid", &clock(at.time(), lang)), ("kvar", &left(*at, now, lang))]);
            if let Some(it) = unsure {
                line.push_str(" · ");
                // So soon, no weekday stands in it.
                line.push_str(&self::unsure(it, today, lang).to_lowercase());
            }
            line
        }
        Reason::MeetingOver { at, .. } => text("Hur gick mötet {dag} {tid}?", "How did the meeting {dag} at {tid} go?")
            .fill(lang, &[("dag", &day(at.date(), today, lang)), ("tid", &clock(at.time(), lang))]),
        Reason::Answered { answer: Some(answer), outdated } => {
            let words = if *outdated {
                text("Svarade om en tidigare tid: {svar}", "Answered about an earlier time: {svar}")
            } else {
                text("Svarade: {svar}", "Answered: {svar}")
            };
            words.fill(lang, &[("svar", answer.word(lang))])
        }
        Reason::Answered { answer: None, .. } => text("Har svarat", "Has answered").get(lang).to_owned(),
        Reason::NotSaved => text("Något du skrev har inte sparats", "Something you wrote was not saved").get(lang).to_owned(),
        Reason::Disputed { count } => numeral(
            i64::try_from(*count).unwrap_or(i64::MAX),
            text("Två olika uppgifter om samma sak", "Two different values for one thing"),
            text("Olika uppgifter om {antal} saker", "Different values for {antal} things"),
            lang,
        ),
        Reason::Unsure { unsure } => self::unsure(unsure, today, lang),
        Reason::FollowUpDue { on, .. } if *on == today => text("Planerat till i dag", "Planned for today").get(lang).to_owned(),
        Reason::FollowUpDue { on, .. } => text("Planerat till {dag}", "Planned for {dag}").fill(lang, &[("dag", &day(*on, today, lang))]),
        Reason::NoContact { days, attempts } => no_contact(*days, *attempts, lang),
        Reason::Lapsed { occupation, until } => {
            let words = if *until < today {
                text("{vad} gällde till {dag}", "{vad} held until {dag}")
            } else {
                text("{vad} gäller till {dag}", "{vad} holds until {dag}")
            };
            words.fill(lang, &[("vad", occupation.word(lang)), ("dag", &day(*until, today, lang))])
        }
        Reason::NeverStated => text("Ingen har noterat vad hen gör", "Nobody has noted what they do").get(lang).to_owned(),
    }
}

/// What is said of a message that the youth may not have got.
pub fn unsure(it: &Unsure, today: Date, lang: Lang) -> String {
    let is_reminder = it.template.is_some_and(MessageKind::is_reminder);
    let words = match (it.state, it.template, it.time) {
        (MessageState::Unclear, ..) if is_reminder => {
            text("Oklart om påminnelsen kom fram, ring", "Unclear whether the reminder arrived, call")
        }
        (MessageState::Unclear, ..) => text("Oklart om meddelandet kom fram, ring", "Unclear whether the message arrived, call"),
        (_, Some(MessageKind::Moved), Some(at)) => {
            return text("Mötet är flyttat till {dag} {tid}, ring", "The meeting was moved to {dag} at {tid}, call")
                .fill(lang, &[("dag", &day(at.date(), today, lang)), ("tid", &clock(at.time(), lang))]);
        }
        (_, Some(MessageKind::Cancelled), _) => text("Mötet är inställt, ring", "The meeting is cancelled, call"),
        _ if is_reminder => text("Påminnelsen kom inte fram, ring", "The reminder didn't arrive, call"),
        _ => text("Meddelandet kom inte fram, ring", "The message didn't arrive, call"),
    };
    words.get(lang).to_owned()
}

fn no_contact(days: Option<i32>, attempts: u32, lang: Lang) -> String {
    let mut line = match days {
        None => text("Ingen kontakt än", "No contact yet").get(lang).to_owned(),
        Some(days) => text("Inget samtal på {antal} dagar", "No conversation for {antal} days").fill(lang, &[("antal", &days.to_string())]),
    };
    if attempts > 0 {
        line.push_str(" · ");
        line.push_str(&numeral(
            i64::from(attempts),
            text("försökt 1 gång", "tried once"),
            text("försökt {antal} gånger", "tried {antal} times"),
            lang,
        ));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{MeetingId, Occupation};
    use domain::{MessageId, NotSent};
    use jiff::civil::{date, datetime};

    fn say(reason: &Reason, lang: Lang) -> String {
        why(reason, civil::instant(datetime(2026, 11, 23, 12, 0, 0, 0)), lang)
    }

    #[test]
    fn reasons_in_one_line() {
        let meeting = MeetingId::new(1, [1; 10]);
        let about = |at, template, state| Unsure {
            message: MessageId::new(1, [1; 10]),
            template: Some(template),
            meeting: Some(meeting),
            time: Some(at),
            state,
            reason: Some(NotSent::Quiet),
        };
        let unsure = |template, state| Reason::Unsure { unsure: about(datetime(2026, 11, 26, 14, 0, 0, 0), template, state) };
        let at = datetime(2026, 11, 23, 13, 0, 0, 0);
        let soon = |template, state| Reason::MeetingSoon { meeting, at, unsure: Some(about(at, template, state)) };
        for (reason, sv) in [
            (Reason::NoContact { days: Some(34), attempts: 3 }, "Inget samtal på 34 dagar · försökt 3 gånger"),
            (Reason::NoContact { days: None, attempts: 1 }, "Ingen kontakt än · försökt 1 gång"),
            (Reason::MeetingSoon { meeting, at, unsure: None }, "Möte 13.00, om 60 minuter"),
            (soon(MessageKind::DayBefore, MessageState::Unclear), "Möte 13.00, om 60 minuter · oklart om påminnelsen kom fram, ring"),
            (soon(MessageKind::DayBefore, MessageState::Failed), "Möte 13.00, om 60 minuter · påminnelsen kom inte fram, ring"),
            (soon(MessageKind::Moved, MessageState::Failed), "Möte 13.00, om 60 minuter · mötet är flyttat till i dag 13.00, ring"),
            (Reason::MeetingOver { meeting, at: datetime(2026, 11, 22, 14, 0, 0, 0) }, "Hur gick mötet i går 14.00?"),
            (Reason::Lapsed { occupation: Occupation::Work, until: date(2026, 11, 12) }, "Arbete gällde till tors 12 nov"),
            (unsure(MessageKind::DayBefore, MessageState::Unclear), "Oklart om påminnelsen kom fram, ring"),
            (unsure(MessageKind::Moved, MessageState::Failed), "Mötet är flyttat till tors 26 nov 14.00, ring"),
            (unsure(MessageKind::DayBefore, MessageState::Failed), "Påminnelsen kom inte fram, ring"),
            (unsure(MessageKind::Encouragement, MessageState::Failed), "Meddelandet kom inte fram, ring"),
            (Reason::Disputed { count: 1 }, "Två olika uppgifter om samma sak"),
        ] {
            assert_eq!(say(&reason, Lang::Sv), sv);
        }
        assert_eq!(say(&Reason::NoContact { days: Some(34), attempts: 3 }, Lang::En), "No conversation for 34 days · tried 3 times");
    }
}
