//! A youth met outdoors, registered on the spot.

use super::details::{NAME_NEEDED, bad_number, bad_phone};
use crate::words::{Text, text};
use domain::{
    AccountId, Certainty, Channel, ContactOutcome, Detail, Fact, Occupation, PersonalNumber, Phone, PhoneOwner, Place, RegistrationId,
    RegistrationReason, Source, UnitId, civil,
};
use jiff::civil::Date;

/// What the worker writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Newcomer {
    /// Given names.
    pub given_name: String,
    /// Family name; may be unknown.
    pub family_name: String,
    /// The personal number; may be unknown.
    pub number: String,
    /// Their phone; may be unknown.
    pub phone: String,
    /// Why they come into the register.
    pub reason: Option<RegistrationReason>,
    /// What they say that they do.
    pub occupation: Option<Occupation>,
    /// Whether the two have just met, so that the meeting is logged as well.
    pub met: bool,
}

/// What is wrong with it, in words for each field that is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BadNewcomer {
    /// The given name.
    pub given_name: Option<Text>,
    /// The personal number.
    pub number: Option<Text>,
    /// The phone number.
    pub phone: Option<Text>,
    /// The reason.
    pub reason: Option<Text>,
}

/// The facts of a new youth: in the register from today, the worker's own in their unit.
pub fn newcomer(
    form: &Newcomer,
    registration: RegistrationId,
    unit: UnitId,
    worker: AccountId,
    today: Date,
) -> Result<Vec<Fact>, BadNewcomer> {
    let mut bad = BadNewcomer::default();
    let [given, family] = [&form.given_name, &form.family_name].map(|it| it.trim().to_owned());
    if given.is_empty() {
        bad.given_name = Some(NAME_NEEDED);
    }
    let number = read(&form.number, |it| PersonalNumber::parse(it, today).map_err(bad_number), &mut bad.number);
    let phone = read(&form.phone, |it| Phone::parse(it).map_err(bad_phone), &mut bad.phone);
    if number.as_ref().is_some_and(|it| civil::age(it.birth(), today) >= 20) {
        bad.number = Some(text("Den som har fyllt 20 kan inte skrivas in.", "Who has turned 20 can't be registered."));
    }
    let Some(reason) = form.reason else {
        bad.reason = Some(text("Välj varför hen skrivs in.", "Choose why they are registered."));
        return Err(bad);
    };
    if bad != BadNewcomer::default() {
        return Err(bad);
    }
    let detail = |detail| Fact::DetailsChanged { detail, saw: vec![] };
    let mut facts = vec![Fact::Registered { registration, reason, on: today }, detail(Detail::GivenName { name: given })];
    if !family.is_empty() {
        facts.push(detail(Detail::FamilyName { name: family }));
    }
    facts.extend(number.map(|number| detail(Detail::Number { number })));
    facts.extend(phone.map(|phone| detail(Detail::Phone { phone, owner: Some(PhoneOwner::Youth) })));
    facts.push(Fact::Assigned { unit, worker: Some(worker), saw: vec![] });
    if let Some(occupation) = form.occupation {
        let (source, certainty) = (Source::Youth, Certainty::Confirmed);
        facts.push(Fact::OccupationStated { occupation, as_of: today, source, certainty, until: None, saw: vec![] });
    }
    if form.met {
        let (channel, outcome) = (Channel::ChanceMeeting, ContactOutcome::Conversation);
        let place = Some(Place::Outdoors);
        facts.push(Fact::ContactLogged { channel, outcome, happened: None, place, phone: None, minutes: None, note: None });
    }
    Ok(facts)
}

fn read<T>(typed: &str, parse: impl Fn(&str) -> Result<T, Text>, bad: &mut Option<Text>) -> Option<T> {
    if typed.trim().is_empty() {
        return None;
    }
    parse(typed).map_err(|why| *bad = Some(why)).ok()
}

#[cfg(test)]
mod tests {
    use super::super::contact::tests::{TODAY, entry};
    use super::*;
    use domain::{Summary, Youth};

    fn facts(form: &Newcomer) -> Result<Vec<Fact>, BadNewcomer> {
        newcomer(form, RegistrationId::new(1, [1; 10]), UnitId::new(1, [1; 10]), AccountId::new(1, [1; 10]), TODAY)
    }

    fn elsa() -> Newcomer {
        Newcomer { given_name: "Elsa".to_owned(), reason: Some(RegistrationReason::NeverStarted), met: true, ..Newcomer::default() }
    }

    #[test]
    fn a_name_and_a_reason_are_enough() {
        let youth = Youth::fold(&[entry(1, facts(&elsa()).unwrap())]).unwrap();
        let summary = Summary::of(&youth);
        assert!(summary.registered && summary.last_contact.is_some());
        assert_eq!((summary.name.as_str(), summary.phones.len()), ("Elsa", 0));
    }

    #[test]
    fn what_is_missing_or_wrong_is_said_all_at_once() {
        let bad = facts(&Newcomer { number: "1".to_owned(), phone: "12".to_owned(), ..Newcomer::default() }).unwrap_err();
        assert!(bad.given_name.is_some() && bad.number.is_some() && bad.phone.is_some() && bad.reason.is_some());
        let grown = Newcomer { number: "20061010-9961".to_owned(), ..elsa() };
        assert!(facts(&grown).unwrap_err().number.is_some());
    }
}
