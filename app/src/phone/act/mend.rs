//! A refused entry put right: what in it can be changed by hand, and the facts that it then says.

use super::details::{bad_number, bad_phone};
use crate::words::{Lang, Text, text};
use domain::{Detail, Fact, PersonalNumber, Phone};
use jiff::civil::{Date, date};

/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 280;
const LONGEST_TEXT: usize = 200;
const DAY_MINUTES: u16 = 24 * 60;
const FIRST_DAY: Date = date(1900, 1, 1);
const LAST_DAY: Date = date(2100, 12, 31);

/// A value that can be put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Which of the entry's facts it stands in.
    pub fact: usize,
    /// What it is.
    pub part: Part,
    /// As it was written.
    pub text: String,
}

/// What can be put right in a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The note about a contact; empty takes it away.
    Note,
    /// How long it took; empty where that isn't known.
    Minutes,
    /// The number that was called; empty where it was no number.
    Called,
    /// The day of it.
    Day,
    /// The day that it lasts to; empty where that isn't known.
    Until,
    /// A given name.
    GivenName,
    /// A family name.
    FamilyName,
    /// A personal number.
    Number,
    /// A phone number.
    Phone,
    /// Street and number.
    Street,
    /// Postal code.
    PostalCode,
    /// Town.
    City,
}

impl Part {
    /// What stands over its field.
    pub fn label(self) -> Text {
        match self {
            Self::Note => text("Anteckning", "Note"),
            Self::Minutes => text("Minuter", "Minutes"),
            Self::Called => text("Numret du ringde", "The number you called"),
            Self::Day => text("Dag", "Day"),
            Self::Until => text("Till och med", "Until"),
            Self::GivenName => text("Förnamn", "Given name"),
            Self::FamilyName => text("Efternamn", "Family name"),
            Self::Number => text("Personnummer", "Personal number"),
            Self::Phone => text("Telefonnummer", "Phone number"),
            Self::Street => text("Gatuadress", "Street address"),
            Self::PostalCode => text("Postnummer", "Postal code"),
            Self::City => text("Ort", "Town"),
        }
    }
}

/// What the municipality and the day allow.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Whether contacts may carry a note.
    pub notes_allowed: bool,
    /// Today, in Sweden.
    pub today: Date,
}

/// The values of an entry that can be put right, in the order that they are shown.
pub fn values(facts: &[Fact]) -> Vec<Value> {
    facts.iter().enumerate().flat_map(|(fact, it)| values_of(it).into_iter().map(move |(part, text)| Value { fact, part, text })).collect()
}

/// The entry's facts with the values as they are now written, or what is wrong with each that is (by its place).
pub fn mended(facts: &[Fact], values: &[Value], rules: Rules) -> Result<Vec<Fact>, Vec<(usize, Text)>> {
    let mut facts = facts.to_vec();
    let mut wrong = Vec::new();
    for (place, value) in values.iter().enumerate() {
        let result = facts.get_mut(value.fact).map_or(Ok(()), |fact| put(fact, value.part, value.text.trim(), rules));
        wrong.extend(result.err().map(|why| (place, why)));
    }
    if wrong.is_empty() { Ok(facts) } else { Err(wrong) }
}

fn values_of(fact: &Fact) -> Vec<(Part, String)> {
    let day = |it: &Date| (Part::Day, it.to_string());
    let until = |it: &Option<Date>| (Part::Until, it.map(|it| it.to_string()).unwrap_or_default());
    match fact {
        Fact::ContactLogged { phone, minutes, note, .. } => {
            let note = note.clone().map(|it| (Part::Note, it));
            let minutes = minutes.map(|it| (Part::Minutes, it.to_string()));
            note.into_iter().chain(minutes).chain(phone.as_ref().map(|it| (Part::Called, it.to_string()))).collect()
        }
        Fact::Registered { on, .. }
        | Fact::FollowUpPlanned { on, .. }
        | Fact::MeasureOffered { on, .. }
        | Fact::MeasureEnded { on, .. }
        | Fact::Left { on, .. } => vec![day(on)],
        Fact::MeasureStarted { on, planned_end, .. } => vec![day(on), until(planned_end)],
        Fact::OccupationStated { as_of, until: end, .. } => vec![day(as_of), until(end)],
        Fact::MeetingPlanned { at, .. } | Fact::MeetingMoved { at, .. } => vec![day(&at.date())],
        Fact::HoursCorrected { minutes, .. } => vec![(Part::Minutes, minutes.to_string())],
        Fact::DetailsChanged { detail, .. } => match detail {
            Detail::GivenName { name } => vec![(Part::GivenName, name.clone())],
            Detail::FamilyName { name } => vec![(Part::FamilyName, name.clone())],
            Detail::Number { number } => vec![(Part::Number, number.to_string())],
            Detail::Phone { phone, owner: Some(_) } => vec![(Part::Phone, phone.to_string())],
            Detail::Address { address: Some(it) } => {
                vec![(Part::Street, it.street.clone()), (Part::PostalCode, it.postal_code.clone()), (Part::City, it.city.clone())]
            }
            _ => Vec::new(),
        },
        Fact::Corrected { fact, .. } => values_of(fact),
        _ => Vec::new(),
    }
}

fn put(fact: &mut Fact, part: Part, written: &str, rules: Rules) -> Result<(), Text> {
    match (part, fact) {
        (part, Fact::Corrected { fact, .. }) => put(fact, part, written, rules)?,
        (Part::Note, Fact::ContactLogged { note, .. }) => *note = read_note(written, rules)?,
        (Part::Minutes, Fact::ContactLogged { minutes, .. }) => {
            *minutes = if written.is_empty() { None } else { Some(read_minutes(written)?) };
        }
        (Part::Minutes, Fact::HoursCorrected { minutes, .. }) => *minutes = read_minutes(written)?,
        (Part::Called, Fact::ContactLogged { phone, .. }) => {
            *phone = if written.is_empty() { None } else { Some(Phone::parse(written).map_err(bad_phone)?) };
        }
        (
            Part::Day,
            Fact::Registered { on, .. }
            | Fact::FollowUpPlanned { on, .. }
            | Fact::MeasureOffered { on, .. }
            | Fact::MeasureStarted { on, .. }
            | Fact::MeasureEnded { on, .. }
            | Fact::Left { on, .. }
            | Fact::OccupationStated { as_of: on, .. },
        ) => *on = read_day(written)?,
        (Part::Day, Fact::MeetingPlanned { at, .. } | Fact::MeetingMoved { at, .. }) => *at = read_day(written)?.to_datetime(at.time()),
        (Part::Until, Fact::MeasureStarted { on, planned_end: until, .. } | Fact::OccupationStated { as_of: on, until, .. }) => {
            *until = read_until(written, *on)?;
        }
        (_, Fact::DetailsChanged { detail, .. }) => put_detail(detail, part, written, rules.today)?,
        _ => {}
    }
    Ok(())
}

fn put_detail(detail: &mut Detail, part: Part, written: &str, today: Date) -> Result<(), Text> {
    match (part, detail) {
        (Part::GivenName, Detail::GivenName { name }) | (Part::FamilyName, Detail::FamilyName { name }) => {
            if written.is_empty() {
                return Err(text("Skriv ett namn.", "Write a name."));
            }
            *name = read_text(written)?;
        }
        (Part::Number, Detail::Number { number }) => *number = PersonalNumber::parse(written, today).map_err(bad_number)?,
        (Part::Phone, Detail::Phone { phone, .. }) => *phone = Phone::parse(written).map_err(bad_phone)?,
        (Part::Street, Detail::Address { address: Some(it) }) => it.street = read_text(written)?,
        (Part::PostalCode, Detail::Address { address: Some(it) }) => it.postal_code = read_text(written)?,
        (Part::City, Detail::Address { address: Some(it) }) => it.city = read_text(written)?,
        _ => {}
    }
    Ok(())
}

fn read_note(written: &str, rules: Rules) -> Result<Option<String>, Text> {
    match written {
        "" => Ok(None),
        _ if !rules.notes_allowed => {
            Err(text("Kommunen tillåter inte anteckningar. Töm fältet.", "The municipality does not allow notes. Empty the field."))
        }
        _ if written.chars().count() > LONGEST_NOTE => {
            Err(text("Anteckningen är för lång. Högst 280 tecken.", "The note is too long. At most 280 characters."))
        }
        _ => Ok(Some(written.to_owned())),
    }
}

fn read_minutes(written: &str) -> Result<u16, Text> {
    let minutes = written.parse().ok().filter(|it| *it <= DAY_MINUTES);
    minutes.ok_or(text("Skriv hela minuter, högst 1440 (ett dygn).", "Write whole minutes, at most 1440 (a day and a night)."))
}

fn read_day(written: &str) -> Result<Date, Text> {
    let day = written.parse().ok().filter(|it| (FIRST_DAY..=LAST_DAY).contains(it));
    day.ok_or(text("Välj en dag mellan 1900 och 2100.", "Choose a day between 1900 and 2100."))
}

fn read_until(written: &str, from: Date) -> Result<Option<Date>, Text> {
    match written {
        "" => Ok(None),
        written => match read_day(written)? {
            until if until < from => Err(text("Slutet kan inte komma före början.", "The end cannot come before the beginning.")),
            until => Ok(Some(until)),
        },
    }
}

fn read_text(written: &str) -> Result<String, Text> {
    if written.chars().count() > LONGEST_TEXT {
        return Err(text("Det är för långt. Högst 200 tecken.", "It is too long. At most 200 characters."));
    }
    Ok(written.chars().filter(|it| !it.is_control()).collect())
}

/// Whose an entry is, by what it says itself: for a youth who isn't in the phone.
pub fn name_in(facts: &[Fact], lang: Lang) -> String {
    let part = |of: fn(&Detail) -> Option<&String>| {
        facts.iter().find_map(|it| match it {
            Fact::DetailsChanged { detail, .. } => of(detail),
            _ => None,
        })
    };
    let given = part(|it| if let Detail::GivenName { name } = it { Some(name) } else { None });
    let family = part(|it| if let Detail::FamilyName { name } = it { Some(name) } else { None });
    match (given, family) {
        (Some(given), Some(family)) => format!("{given} {family}"),
        (Some(name), None) | (None, Some(name)) => name.clone(),
        (None, None) => text("En ung som inte är kvar i telefonen", "A youth who is no longer on this phone").get(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests;
