//! What came of a call or a text from the phone.

use crate::{
    phone::model::CallStarted,
    words::{Text, text},
};
use domain::{Address, Channel, CloseReason, ContactOutcome, Fact, FollowUpId, PhoneOwner, Youth};
use jiff::civil::Date;

/// The big answers to "Hur gick det med Alva?".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallAnswer {
    /// Spoke with the youth.
    Talked,
    /// Spoke with whoever else has the number: no contact, but no failed try either.
    TalkedWithOwner,
    /// Nobody picked up.
    NoAnswer,
    /// Left word.
    LeftMessage,
    /// The text went out.
    Sent,
    /// The youth wrote back.
    Replied,
    /// The text didn't get there.
    NotDelivered,
    /// The number isn't theirs.
    WrongNumber,
}

impl CallAnswer {
    /// The answers that a channel has, the likely first. A number that is somebody else's has one more.
    pub fn for_call(channel: Channel, owner: PhoneOwner) -> Vec<Self> {
        match (channel, owner) {
            (Channel::Sms, _) => vec![Self::Sent, Self::Replied, Self::NotDelivered, Self::WrongNumber],
            (_, PhoneOwner::Youth) => vec![Self::Talked, Self::NoAnswer, Self::LeftMessage, Self::WrongNumber],
            _ => vec![Self::TalkedWithOwner, Self::Talked, Self::NoAnswer, Self::LeftMessage, Self::WrongNumber],
        }
    }

    /// What stands on the button.
    pub fn word(self, owner: PhoneOwner) -> Text {
        match (self, owner) {
            (Self::Talked, PhoneOwner::Youth) => text("Pratade", "Talked"),
            (Self::Talked, _) => text("Pratade med den unga", "Talked with the youth"),
            (Self::TalkedWithOwner, PhoneOwner::Guardian) => text("Pratade med vårdnadshavaren", "Talked with the guardian"),
            (Self::TalkedWithOwner, _) => text("Pratade med den som svarade", "Talked with whoever answered"),
            (Self::NoAnswer, _) => text("Inget svar", "No answer"),
            (Self::LeftMessage, _) => text("Lämnade meddelande", "Left a message"),
            (Self::Sent, _) => text("Skickade", "Sent it"),
            (Self::Replied, _) => text("Svarade", "Got a reply"),
            (Self::NotDelivered, _) => text("Kom inte fram", "Not delivered"),
            (Self::WrongNumber, _) => text("Fel nummer", "Wrong number"),
        }
    }

    fn outcome(self, owner: PhoneOwner) -> ContactOutcome {
        match self {
            Self::TalkedWithOwner if owner == PhoneOwner::Guardian => ContactOutcome::GuardianReached,
            Self::Talked | Self::TalkedWithOwner => ContactOutcome::Conversation,
            Self::NoAnswer => ContactOutcome::NoAnswer,
            // A text from the worker's own phone has no receipt here: word was left, and nobody knows more.
            Self::LeftMessage | Self::Sent => ContactOutcome::MessageLeft,
            Self::Replied => ContactOutcome::Reply,
            Self::NotDelivered => ContactOutcome::NotDelivered,
            Self::WrongNumber => ContactOutcome::WrongDetails,
        }
    }

    fn channel(self, tried: Channel, owner: PhoneOwner) -> Channel {
        match (self, owner) {
            (Self::Talked | Self::Replied, _) | (_, PhoneOwner::Youth) => tried,
            (_, PhoneOwner::Guardian) => Channel::ViaGuardian,
            (_, PhoneOwner::Other) => Channel::ViaAgency,
        }
    }
}

/// The facts of an answered call: the contact, the number closed where it was wrong, and the follow-ups that were
/// due and are done now that the two have spoken.
pub fn call(started: &CallStarted, answer: CallAnswer, youth: &Youth, today: Date) -> Vec<Fact> {
    let number = youth.phones.get(&started.phone);
    let owner = number.and_then(|it| it.owner.heads().iter().rev().find_map(|it| it.value)).unwrap_or(PhoneOwner::Youth);
    let outcome = answer.outcome(owner);
    let channel = answer.channel(started.channel, owner);
    let mut facts = vec![Fact::ContactLogged {
        channel,
        outcome,
        happened: Some(started.at),
        place: None,
        phone: Some(started.phone.clone()),
        minutes: None,
        note: None,
    }];
    if answer == CallAnswer::WrongNumber {
        let saw = number.map(|it| it.closed.saw()).unwrap_or_default();
        facts.push(Fact::ChannelClosed {
            address: Address::Phone { phone: started.phone.clone() },
            reason: CloseReason::WrongDetails,
            saw,
        });
    }
    if outcome.reached() && channel.is_with_the_youth() {
        facts.extend(due(youth, today).map(|follow_up| Fact::FollowUpDone { follow_up }));
    }
    facts
}

/// Follow-ups planned for today or before.
pub(super) fn due(youth: &Youth, today: Date) -> impl Iterator<Item = FollowUpId> {
    youth.follow_ups.values().filter(move |it| it.on <= today).map(|it| it.id)
}

#[cfg(test)]
mod tests {
    use super::super::contact::tests::{TODAY, youth};
    use super::*;
    use domain::Phone;

    fn started(youth: &Youth, channel: Channel) -> CallStarted {
        CallStarted { youth: youth.id, phone: Phone::parse("070-174 06 14").unwrap(), channel, at: 5 }
    }

    #[test]
    fn talking_is_a_contact_and_closes_what_was_due() {
        let youth = youth();
        let facts = call(&started(&youth, Channel::Phone), CallAnswer::Talked, &youth, TODAY);
        assert!(matches!(
            facts[0],
            Fact::ContactLogged { channel: Channel::Phone, outcome: ContactOutcome::Conversation, happened: Some(5), .. }
        ));
        assert!(matches!(facts[1], Fact::FollowUpDone { .. }));
        assert_eq!(facts.len(), 2);
    }

    #[test]
    fn a_wrong_number_is_closed_at_once() {
        let youth = youth();
        let facts = call(&started(&youth, Channel::Sms), CallAnswer::WrongNumber, &youth, TODAY);
        assert!(matches!(facts[0], Fact::ContactLogged { outcome: ContactOutcome::WrongDetails, .. }));
        assert!(matches!(facts[1], Fact::ChannelClosed { reason: CloseReason::WrongDetails, .. }));
    }

    #[test]
    fn a_guardian_is_no_contact() {
        let owner = PhoneOwner::Guardian;
        assert_eq!(CallAnswer::TalkedWithOwner.channel(Channel::Phone, owner), Channel::ViaGuardian);
        assert_eq!(CallAnswer::TalkedWithOwner.outcome(owner), ContactOutcome::GuardianReached);
        assert_eq!(CallAnswer::Talked.channel(Channel::Phone, owner), Channel::Phone);
        assert_eq!(CallAnswer::for_call(Channel::Phone, owner).len(), 5);
        assert_eq!(CallAnswer::for_call(Channel::Phone, PhoneOwner::Youth).len(), 4);
    }
}
