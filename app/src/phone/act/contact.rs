//! A visit or a chance meeting, and what is added to a contact afterwards.

use super::call::due;
use domain::{Channel, ContactOutcome, Fact, FactRef, Place, Youth};
use jiff::civil::Date;

/// What a worker logs that no call began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub outcome: ContactOutcome,
    /// Where, where that says more than the channel does.
    pub place: Option<Place>,
    /// When, if it wasn't just now: milliseconds since 1970.
    pub happened: Option<i64>,
    /// How long it took.
    pub minutes: Option<u16>,
    /// A note, where the municipality allows notes.
    pub note: Option<String>,
}

impl Visit {
    /// The channels a worker logs by hand, the likely first.
    pub const CHANNELS: [Channel; 12] = [
        Channel::HomeVisit,
        Channel::ChanceMeeting,
        // The youth called or wrote.
        Channel::Phone,
        Channel::Sms,
        Channel::Meeting,
        Channel::SocialMedia,
        Channel::ViaGuardian,
        Channel::ViaAgency,
        Channel::Email,
        Channel::Video,
        Channel::Letter,
        Channel::Postcard,
    ];

    /// The outcomes that a channel can have, the likely first.
    pub fn outcomes(channel: Channel) -> &'static [ContactOutcome] {
        use ContactOutcome as O;
        match channel {
            Channel::HomeVisit => {
                &[O::Conversation, O::NoAnswer, O::MessageLeft, O::GuardianReached, O::Declined, O::WrongDetails, O::BrokenOff]
            }
            Channel::ChanceMeeting => &[O::Conversation, O::Declined, O::BrokenOff],
            Channel::Meeting | Channel::Video => &[O::Conversation, O::DidNotCome, O::Declined, O::BrokenOff],
            Channel::ViaGuardian => &[O::GuardianReached, O::NoAnswer, O::MessageLeft, O::Declined],
            Channel::ViaAgency => &[O::MessageLeft, O::NoAnswer, O::Conversation],
            Channel::Letter | Channel::Postcard => &[O::MessageLeft, O::Reply, O::NotDelivered, O::WrongDetails],
            Channel::Phone => &[O::Conversation, O::NoAnswer, O::MessageLeft, O::WrongDetails, O::Declined],
            Channel::Sms => &[O::Reply, O::MessageLeft, O::NotDelivered, O::WrongDetails, O::StopChannel],
            Channel::Email | Channel::SocialMedia => &[O::MessageLeft, O::Reply, O::NotDelivered, O::WrongDetails, O::StopChannel],
        }
    }

    fn fact(self) -> Fact {
        let Self { channel, outcome, place, happened, minutes, note } = self;
        Fact::ContactLogged { channel, outcome, happened, place, phone: None, minutes, note: note.filter(|it| !it.trim().is_empty()) }
    }
}

/// The facts of a visit. Who has been spoken with has been followed up.
pub fn visit(visit: Visit, youth: &Youth, today: Date) -> Vec<Fact> {
    let real = visit.outcome.reached() && visit.channel.is_with_the_youth();
    let mut facts = vec![visit.fact()];
    if real {
        facts.extend(due(youth, today).map(|follow_up| Fact::FollowUpDone { follow_up }));
    }
    facts
}

/// Minutes and a note, added to a contact after the tap that logged it: a correction, since entries never change.
pub fn add_to_contact(youth: &Youth, target: FactRef, minutes: Option<u16>, note: Option<String>) -> Option<Fact> {
    let logged = youth.story.iter().find(|it| it.source == target)?;
    let Fact::ContactLogged { channel, outcome, happened, place, phone, .. } = logged.fact.clone() else { return None };
    // The correction has a clock of its own; the contact keeps its.
    let happened = happened.or(Some(logged.at.ms));
    let note = note.filter(|it| !it.trim().is_empty());
    let fact = Fact::ContactLogged { channel, outcome, happened, place, phone, minutes, note };
    (fact != logged.fact).then(|| Fact::Corrected { target, fact: Box::new(fact) })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use domain::{AccountId, Actor, Detail, DeviceId, Entry, EntryId, FollowUpId, Hlc, Phone, PhoneOwner, YouthId};
    use jiff::civil::date;

    pub(in crate::phone::act) const TODAY: Date = date(2026, 11, 23);

    pub(in crate::phone::act) fn entry(number: u8, facts: Vec<Fact>) -> Entry {
        Entry {
            id: EntryId::new(i64::from(number), [number; 10]),
            device: DeviceId::new(1, [1; 10]),
            seq: u64::from(number),
            at: Hlc { ms: i64::from(number), counter: 0 },
            by: Actor::Account(AccountId::new(1, [1; 10])),
            youth: YouthId::new(1, [1; 10]),
            facts,
        }
    }

    /// A youth with a number of their own and a follow-up due today.
    pub(in crate::phone::act) fn youth() -> Youth {
        let detail = |detail| Fact::DetailsChanged { detail, saw: vec![] };
        let facts = vec![
            detail(Detail::GivenName { name: "Alva".to_owned() }),
            detail(Detail::FamilyName { name: "Berg".to_owned() }),
            detail(Detail::Phone { phone: Phone::parse("070-174 06 14").unwrap(), owner: Some(PhoneOwner::Youth) }),
            Fact::FollowUpPlanned { follow_up: FollowUpId::new(1, [1; 10]), on: TODAY, worker: None },
        ];
        Youth::fold(&[entry(1, facts)]).unwrap()
    }

    #[test]
    fn every_channel_has_outcomes() {
        for channel in Channel::ALL {
            assert!(!Visit::outcomes(*channel).is_empty(), "{channel:?}");
        }
    }

    #[test]
    fn a_note_is_added_as_a_correction_at_the_same_time() {
        let log = Visit {
            channel: Channel::HomeVisit,
            outcome: ContactOutcome::Conversation,
            place: None,
            happened: None,
            minutes: None,
            note: Some("  ".to_owned()),
        };
        let first = entry(2, visit(log, &youth(), TODAY));
        assert!(matches!(&first.facts[0], Fact::ContactLogged { note: None, .. }));
        let target = FactRef { entry: first.id, index: 0 };
        let folded = Youth::fold(&[first.clone()]).unwrap();
        let added = add_to_contact(&folded, target, Some(30), None).unwrap();
        let folded = Youth::fold(&[first, entry(3, vec![added])]).unwrap();
        assert_eq!(folded.contacts.len(), 1);
        assert_eq!((folded.contacts[0].minutes, folded.contacts[0].happened), (Some(30), 2));
    }
}
