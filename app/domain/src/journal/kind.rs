//! What kinds of facts there are, by their codes on the wire.

use super::Fact;

macro_rules! kinds {
    ($($variant:ident = $code:literal;)+) => {
        impl Fact {
            /// The kinds that this version knows. An entry with another kind is refused by the server (`schema_too_new`).
            pub const KINDS: &[&str] = &[$($code),+];

            /// The kind, as it stands on the wire; of a newer version's fact, empty where it names none.
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$variant { .. } => $code,)+
                    Self::Newer(it) => it.get("kind").and_then(serde_json::Value::as_str).unwrap_or_default(),
                }
            }
        }
    };
}

kinds! {
    Registered = "registered";
    DetailsChanged = "details_changed";
    ProtectionSet = "protection_set";
    ProtectionCleared = "protection_cleared";
    Assigned = "assigned";
    ContactLogged = "contact_logged";
    OccupationStated = "occupation_stated";
    MeetingPlanned = "meeting_planned";
    MeetingMoved = "meeting_moved";
    MeetingCancelled = "meeting_cancelled";
    MeetingAnswered = "meeting_answered";
    MeetingHeld = "meeting_held";
    MeetingMissed = "meeting_missed";
    FollowUpPlanned = "follow_up_planned";
    FollowUpDone = "follow_up_done";
    MeasureOffered = "measure_offered";
    MeasureStarted = "measure_started";
    MeasureEnded = "measure_ended";
    ChannelOpened = "channel_opened";
    ChannelClosed = "channel_closed";
    MeetingReminderOff = "meeting_reminder_off";
    MessageAsked = "message_asked";
    MessageQueued = "message_queued";
    MessageSent = "message_sent";
    MessageDelivered = "message_delivered";
    MessageFailed = "message_failed";
    MessageUnclear = "message_unclear";
    MessageReceived = "message_received";
    HoursCorrected = "hours_corrected";
    Left = "left";
    Reopened = "reopened";
    SamePersonAs = "same_person_as";
    Corrected = "corrected";
    Withdrawn = "withdrawn";
    Erased = "erased";
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_codes_are_those_of_the_wire() {
        let meeting = "0192f0c1-2345-7abc-8def-0123456789ab";
        let fact: Fact = serde_json::from_value(json!({"kind": "meeting_cancelled", "meeting": meeting})).expect("a fact");
        assert_eq!(fact.kind(), "meeting_cancelled");
        assert_eq!(serde_json::to_value(Fact::Erased {}).expect("json"), json!({"kind": "erased"}));
        let newer: Fact = serde_json::from_value(json!({"kind": "beamed_up"})).expect("kept");
        assert_eq!(newer.kind(), "beamed_up");
    }
}
