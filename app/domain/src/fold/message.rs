//! What became of a message to the youth.

use super::Happening;
use crate::{Actor, Fact, Hlc, MeetingId, MessageId, MessageKind, NotSent, Via};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// How far a message has come. A later one stands over an earlier, whatever order they come in: a receipt that overtakes
/// another changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// A worker wants it sent.
    Asked,
    /// It waits.
    Queued,
    /// Nobody knows whether it went.
    Unclear,
    /// The provider took it.
    Sent,
    /// It wasn't sent, or didn't arrive.
    Failed,
    /// It reached the phone.
    Delivered,
}

/// A message to the youth, from all that is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// What it is about, as far as that was said.
    pub template: Option<MessageKind>,
    /// About which meeting.
    pub meeting: Option<MeetingId>,
    /// Who asked for it, when, and for which civil time.
    pub asked: Option<Asked>,
    /// How far it has come.
    pub state: MessageState,
    /// When it came that far.
    pub at: Hlc,
    /// When it was sent, if it may have been.
    pub sent: Option<Hlc>,
    /// How it went.
    pub via: Option<Via>,
    /// Why it didn't.
    pub reason: Option<NotSent>,
}

/// A worker's wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Whose.
    pub by: Actor,
    /// When it was made, as the phone claims.
    pub when: Hlc,
    /// When it should go, in civil time in Sweden; none: at once.
    pub at: Option<DateTime>,
}

impl Message {
    fn blank(id: MessageId, state: MessageState, at: Hlc) -> Self {
        Self { id, template: None, meeting: None, asked: None, state, at, sent: None, via: None, reason: None }
    }

    /// Whether it may have reached the youth.
    pub fn may_have_gone(&self) -> bool {
        self.sent.is_some()
    }

    /// Takes in what a fact says of a message. Facts come in the timeline's order.
    pub(super) fn take(messages: &mut std::collections::BTreeMap<MessageId, Self>, it: &Happening) {
        let (id, state) = match &it.fact {
            Fact::MessageAsked { message, .. } => (*message, MessageState::Asked),
            Fact::MessageQueued { message, .. } => (*message, MessageState::Queued),
            Fact::MessageUnclear { message } => (*message, MessageState::Unclear),
            Fact::MessageSent { message, .. } => (*message, MessageState::Sent),
            Fact::MessageFailed { message, .. } => (*message, MessageState::Failed),
            Fact::MessageDelivered { message } => (*message, MessageState::Delivered),
            _ => return,
        };
        let message = messages.entry(id).or_insert_with(|| Self::blank(id, state, it.at));
        if state > message.state {
            (message.state, message.at) = (state, it.at);
        }
        match &it.fact {
            Fact::MessageAsked { template, meeting, at, .. } => {
                message.template = Some(*template);
                message.meeting = *meeting;
                message.asked = Some(Asked { by: it.by, when: it.at, at: *at });
            }
            Fact::MessageQueued { template, meeting, .. } => {
                message.template = message.template.or(*template);
                message.meeting = message.meeting.or(*meeting);
            }
            Fact::MessageSent { via, .. } => message.via = via.or(message.via),
            Fact::MessageFailed { reason, .. } => message.reason = *reason,
            _ => {}
        }
        if matches!(state, MessageState::Unclear | MessageState::Sent | MessageState::Delivered) {
            message.sent = Some(message.sent.map_or(it.at, |sent| sent.min(it.at)));
        }
    }
}
