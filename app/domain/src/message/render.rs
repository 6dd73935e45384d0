//! From a text with placeholders to what is sent.

use super::MessageKind;

/// What a text may speak of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Values<'a> {
    /// `{förnamn}`: the youth's given name; empty where it isn't known.
    pub given_name: &'a str,
    /// `{coach}`: the worker's given name.
    pub coach: Option<&'a str>,
    /// `{dag}`: worded for the day that it is sent.
    pub day: Option<&'a str>,
    /// `{tid}`.
    pub time: Option<&'a str>,
    /// `{länk}`: to the youth's own page.
    pub link: Option<&'a str>,
    /// `{telefon}`: a number to call.
    pub phone: Option<&'a str>,
}

/// What is wrong with a text, or with what is known when it is to be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Bad {
    /// A `{`, `}`, `[` or `]` without its other half.
    #[error("a bracket has no other half")]
    Bracket,
    /// A placeholder that there isn't.
    #[error("there is no {{{0}}}")]
    Unknown(String),
    /// A placeholder that this kind of message has nothing for.
    #[error("{{{0}}} can't stand in this message")]
    OutOfPlace(&'static str),
    /// It says nothing.
    #[error("the text is empty")]
    Empty,
    /// A detail that the text needs isn't known.
    #[error("{{{0}}} isn't known")]
    Missing(&'static str),
}

/// A link that leads nowhere, as long as one to a youth's own page is: it stands for that where a text is looked at before it
/// is sent. `origin` is where youths find their pages, `https://hej.exempel.se`.
pub fn sample_link(origin: &str) -> String {
    format!("{origin}/y/28t5cy4tqkff04hm")
}

const ALL: [&str; 6] = ["förnamn", "coach", "dag", "tid", "länk", "telefon"];

/// The placeholders that a kind of message may hold.
pub fn placeholders(kind: MessageKind) -> &'static [&'static str] {
    match kind {
        MessageKind::Booked | MessageKind::ThreeDays | MessageKind::DayBefore | MessageKind::Moved => &ALL,
        MessageKind::Cancelled | MessageKind::Missed => &["förnamn", "coach", "dag", "tid", "telefon"],
        // No link in the first contact: who doesn't know the sender shouldn't be asked to follow one.
        MessageKind::FirstContact | MessageKind::Encouragement | MessageKind::HowNow | MessageKind::StopConfirmed => {
            &["förnamn", "coach", "telefon"]
        }
    }
}

enum Part<'a> {
    Words(&'a str),
    Value(&'static str),
    /// Left out where a value in it is missing.
    Perhaps(Vec<Part<'a>>),
}

fn parse(text: &str) -> Result<Vec<Part<'_>>, Bad> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}', '[', ']']) {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            parts.push(Part::Words(before));
        }
        let (inner, after) = match from.as_bytes()[0] {
            b'{' => from[1..].split_once('}').ok_or(Bad::Bracket)?,
            b'[' => from[1..].split_once(']').ok_or(Bad::Bracket)?,
            _ => return Err(Bad::Bracket),
        };
        parts.push(match from.as_bytes()[0] {
            b'{' => Part::Value(ALL.into_iter().find(|it| *it == inner).ok_or_else(|| Bad::Unknown(inner.to_owned()))?),
            _ if inner.contains('[') => return Err(Bad::Bracket),
            _ => Part::Perhaps(parse(inner)?),
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest));
    }
    Ok(parts)
}

/// Whether a text can be used for a kind of message.
pub fn check(kind: MessageKind, text: &str) -> Result<(), Bad> {
    fn each(parts: &[Part<'_>], allowed: &[&'static str]) -> Result<(), Bad> {
        parts.iter().try_for_each(|part| match part {
            Part::Words(_) => Ok(()),
            Part::Value(name) if allowed.contains(name) => Ok(()),
            Part::Value(name) => Err(Bad::OutOfPlace(name)),
            Part::Perhaps(parts) => each(parts, allowed),
        })
    }
    if text.trim().is_empty() {
        return Err(Bad::Empty);
    }
    each(&parse(text)?, placeholders(kind))
}

/// What is sent.
pub fn render(text: &str, values: &Values<'_>) -> Result<String, Bad> {
    let mut out = String::new();
    write(&parse(text)?, values, &mut out)?;
    // "Hej !", where a given name isn't known.
    Ok(out.replace(" !", "!").trim().to_owned())
}

fn write(parts: &[Part<'_>], values: &Values<'_>, out: &mut String) -> Result<(), Bad> {
    for part in parts {
        match part {
            Part::Words(words) => out.push_str(words),
            Part::Value(name) => out.push_str(value(name, values).ok_or(Bad::Missing(name))?),
            Part::Perhaps(parts) => {
                let mut inner = String::new();
                if write(parts, values, &mut inner).is_ok() {
                    out.push_str(&inner);
                }
            }
        }
    }
    Ok(())
}

fn value<'a>(name: &str, values: &Values<'a>) -> Option<&'a str> {
    match name {
        "förnamn" => Some(values.given_name),
        "coach" => values.coach,
        "dag" => values.day,
        "tid" => values.time,
        "länk" => values.link,
        _ => values.phone,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::shipped, *};

    #[test]
    fn what_is_known_is_said_and_the_rest_left_out() {
        let all = Values {
            given_name: "Alva",
            coach: Some("Sara"),
            day: Some("torsdag"),
            time: Some("14.00"),
            link: Some("https://x.se/y/a"),
            phone: None,
        };
        let text = |kind| shipped(kind, "sv").expect("it ships").text;
        assert_eq!(
            render(text(MessageKind::Booked), &all).expect("whole"),
            "Hej Alva! Då säger vi torsdag kl 14.00. Svara NEJ om det inte passar. https://x.se/y/a /Sara"
        );
        assert_eq!(
            render(text(MessageKind::HowNow), &all).expect("whole"),
            "Hej Alva! Det var ett tag sedan. Hur ser dina dagar ut nu? Svara med några ord. /Sara"
        );
        let nobody = Values { coach: None, given_name: "", ..all };
        assert_eq!(
            render(text(MessageKind::Encouragement), &nobody).expect("whole"),
            "Hej! Tänkte på dig. Hur går det? Du behöver inte svara nu."
        );
        assert_eq!(render(text(MessageKind::FirstContact), &nobody), Err(Bad::Missing("coach")));
    }

    #[test]
    fn what_cannot_be_a_text_says_why() {
        for (text, bad) in [
            ("", Bad::Empty),
            ("Hej {namn}", Bad::Unknown("namn".to_owned())),
            ("Hej {förnamn", Bad::Bracket),
            ("Hej förnamn}", Bad::Bracket),
            ("[a[b]]", Bad::Bracket),
            ("Se {länk}", Bad::OutOfPlace("länk")),
            ("[Se {länk}]", Bad::OutOfPlace("länk")),
        ] {
            assert_eq!(check(MessageKind::FirstContact, text), Err(bad), "{text}");
        }
    }
}
