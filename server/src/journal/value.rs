//! Values that parse but aren't allowed.

use domain::{Address, Detail, Fact, Phone, civil, covered, sync::Refusal};
use jiff::civil::{Date, date};

const FIRST_DAY: Date = date(1900, 1, 1);
const LAST_DAY: Date = date(2100, 12, 31);
/// 2100-12-31, in milliseconds since 1970.
const LAST_INSTANT: i64 = 4_133_980_799_000;
const LONGEST_NOTE: usize = 280;
const LONGEST_TEXT: usize = 200;
const DAY_MINUTES: u16 = 24 * 60;

/// Whether a number exists in its country's plan, as far as libphonenumber's metadata knows. Series that are reserved
/// for fiction are numbers of the plan too.
pub fn is_dialable(phone: &Phone) -> bool {
    phonenumber::parse(None, phone.as_str()).is_ok_and(|it| it.is_valid())
}

/// The nearest instant that can be, for what a clock that may be wrong says of something that isn't refused.
pub fn possible_instant(at: i64) -> i64 {
    at.clamp(0, LAST_INSTANT)
}

/// Refuses an entry for what a fact says.
pub(super) fn check(fact: &Fact, notes_allowed: bool) -> Result<(), Refusal> {
    let is_allowed = match fact {
        Fact::Registered { on, .. }
        | Fact::FollowUpPlanned { on, .. }
        | Fact::MeasureOffered { on, .. }
        | Fact::MeasureEnded { on, .. }
        | Fact::Left { on, .. } => is_day(*on),
        Fact::MeasureStarted { on, planned_end, .. } => is_day(*on) && planned_end.is_none_or(|it| is_day(it) && it >= *on),
        Fact::DetailsChanged { detail, .. } => is_detail(detail),
        Fact::ContactLogged { note: Some(note), .. } if !notes_allowed || note.chars().count() > LONGEST_NOTE => {
            return Err(Refusal::NoteNotAllowed);
        }
        Fact::ContactLogged { happened, phone, minutes, note, .. } => {
            happened.is_none_or(|it| (0..=LAST_INSTANT).contains(&it))
                && phone.as_ref().is_none_or(is_dialable)
                && minutes.is_none_or(|it| it <= DAY_MINUTES)
                && note.as_ref().is_none_or(|it| !it.trim().is_empty())
        }
        Fact::OccupationStated { as_of, until, .. } => is_day(*as_of) && until.is_none_or(|it| is_day(it) && it >= *as_of),
        Fact::MeetingPlanned { at, .. } | Fact::MeetingMoved { at, .. } => is_day(at.date()),
        Fact::MessageAsked { template, meeting, at, .. } => {
            template.may_be_asked() && template.is_about_a_meeting() == meeting.is_some() && at.is_none_or(|it| is_day(it.date()))
        }
        Fact::ChannelOpened { address, .. } | Fact::ChannelClosed { address, .. } => match address {
            Address::Phone { phone } => is_dialable(phone),
            Address::Email { .. } | Address::Push => true,
        },
        Fact::HoursCorrected { minutes, .. } => *minutes <= DAY_MINUTES,
        Fact::Corrected { fact, .. } => {
            if matches!(fact.as_ref(), Fact::Corrected { .. } | Fact::Withdrawn { .. } | Fact::Erased {} | Fact::SamePersonAs { .. }) {
                return Err(Refusal::InvalidValue);
            }
            return check(fact, notes_allowed);
        }
        _ => true,
    };
    if is_allowed { Ok(()) } else { Err(Refusal::InvalidValue) }
}

/// Refuses a registration of somebody who was 20 or over, or who should have been deleted by now.
pub(super) fn check_age(facts: &[Fact], known_birth: Option<Date>, today: Date) -> Result<(), Refusal> {
    let stated = facts.iter().find_map(|it| match it {
        Fact::DetailsChanged { detail: Detail::Number { number }, .. } => Some(number.birth()),
        _ => None,
    });
    let Some(birth) = stated.or(known_birth) else { return Ok(()) };
    let is_too_old = |it: &Fact| match it {
        Fact::Registered { on, .. } => civil::age(birth, *on) >= 20 || covered::kept_until(birth) < today,
        _ => false,
    };
    if facts.iter().any(is_too_old) { Err(Refusal::TooOld) } else { Ok(()) }
}

fn is_day(day: Date) -> bool {
    (FIRST_DAY..=LAST_DAY).contains(&day)
}

fn is_detail(detail: &Detail) -> bool {
    let is_text = |it: &str| it.chars().count() <= LONGEST_TEXT && !it.chars().any(char::is_control);
    match detail {
        Detail::Number { .. } | Detail::Email { .. } | Detail::Address { address: None } => true,
        Detail::GivenName { name } | Detail::FamilyName { name } => !name.trim().is_empty() && is_text(name),
        Detail::Address { address: Some(it) } => is_text(&it.street) && is_text(&it.postal_code) && is_text(&it.city),
        // A number that is no number can still be taken away.
        Detail::Phone { phone, owner } => owner.is_none() || is_dialable(phone),
        Detail::Language { language } => {
            (2..=35).contains(&language.len()) && language.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_reserved_for_fiction_are_numbers() {
        let is_dialable = |text: &str| is_dialable(&Phone::parse(text).expect("a number"));
        for last in 5..100 {
            assert!(is_dialable(&format!("070-174 06 {last:02}")), "{last}");
        }
        for last in 0..100 {
            assert!(is_dialable(&format!("08-465 004 {last:02}")), "{last}");
        }
        assert!(is_dialable("+4520123456"));
        assert!(!is_dialable("+999123456789"));
    }
}
