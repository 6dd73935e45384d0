//! What messages there are, how they go, and why one didn't.

crate::vocabulary::vocabulary! {
    /// What a message to a youth is about.
    MessageKind "message_kind" {
        Booked = "booked", "Möte bokat", "Meeting booked";
        ThreeDays = "three_days", "Påminnelse några dagar före", "Reminder some days before";
        DayBefore = "day_before", "Påminnelse dagen före", "Reminder the day before";
        Moved = "moved", "Möte flyttat", "Meeting moved";
        Cancelled = "cancelled", "Möte inställt", "Meeting cancelled";
        Missed = "missed", "Efter ett möte som inte blev av", "After a missed meeting";
        FirstContact = "first_contact", "Första kontakten", "First contact";
        Encouragement = "encouragement", "Uppmuntran", "Encouragement";
        HowNow = "how_now", "Hur är det nu?", "How is it now?";
        StopConfirmed = "stop_confirmed", "Bekräftat stopp", "Stop confirmed";
    }
}

crate::vocabulary::vocabulary! {
    /// How a message goes.
    Via "via" {
        Sms = "sms", "Sms", "Text message";
        Push = "push", "Notis", "Notification";
    }
}

crate::vocabulary::vocabulary! {
    /// Why a message that somebody counts on was not sent, or didn't arrive.
    NotSent "not_sent" {
        Quiet = "quiet", "Det är natt", "It is night";
        TooLate = "too_late", "Det blev för sent", "It became too late";
        NoChannel = "no_channel", "Det finns inget nummer att skicka till", "There is no number to send to";
        Refused = "refused", "Operatören tog inte emot det", "The operator refused it";
        NotDelivered = "not_delivered", "Det nådde inte telefonen", "It didn't reach the phone";
        Capped = "capped", "Hen har redan fått så många som hen får", "They have had as many as they get";
        NoText = "no_text", "Texten saknar en uppgift", "A detail is missing in the text";
        NotNow = "not_now", "Det gäller inte längre", "It no longer holds";
    }
}

impl MessageKind {
    /// Whether it speaks of a meeting's day and time.
    pub fn is_about_a_meeting(self) -> bool {
        matches!(self, Self::Booked | Self::ThreeDays | Self::DayBefore | Self::Moved | Self::Cancelled | Self::Missed)
    }

    /// Whether it isn't sent of a meeting that nobody wants a reminder of (`Fact::MeetingReminderOff`). That it has another
    /// time or is off must be told all the same.
    pub fn is_reminder(self) -> bool {
        matches!(self, Self::Booked | Self::ThreeDays | Self::DayBefore | Self::Missed)
    }

    /// Whether a worker may ask for it. What says that a number is closed is the server's alone.
    pub fn may_be_asked(self) -> bool {
        self != Self::StopConfirmed
    }

    /// Whether it goes however many went before: what has changed must be told.
    pub fn is_exempt(self) -> bool {
        matches!(self, Self::Moved | Self::Cancelled | Self::StopConfirmed)
    }
}
