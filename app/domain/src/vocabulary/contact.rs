//! Channels, outcomes and places of contacts.

super::vocabulary! {
    /// How a contact was tried.
    Channel "channel" {
        Letter = "letter", "Brev", "Letter";
        Postcard = "postcard", "Vykort", "Postcard";
        Sms = "sms", "Sms", "Text message";
        Phone = "phone", "Telefon", "Phone call";
        Email = "email", "E-post", "E-mail";
        SocialMedia = "social_media", "Sociala medier", "Social media";
        Video = "video", "Videosamtal", "Video call";
        HomeVisit = "home_visit", "Hembesök", "Home visit";
        Meeting = "meeting", "Planerat möte", "Planned meeting";
        ChanceMeeting = "chance_meeting", "Spontant möte", "Chance meeting";
        ViaGuardian = "via_guardian", "Via vårdnadshavare", "Through a guardian";
        ViaAgency = "via_agency", "Via annan aktör", "Through another agency";
    }
}

super::vocabulary! {
    /// What came of a try.
    ContactOutcome "contact_outcome" {
        Conversation = "conversation", "Samtal", "Spoke with the youth";
        Reply = "reply", "Svar", "The youth replied";
        NoAnswer = "no_answer", "Inget svar", "No answer";
        MessageLeft = "message_left", "Meddelande lämnat", "Message left";
        Delivered = "delivered", "Levererat", "Delivered";
        NotDelivered = "not_delivered", "Ej levererat", "Not delivered";
        WrongDetails = "wrong_details", "Fel kontaktuppgift", "Wrong details";
        WrongPerson = "wrong_person", "Fel person", "Wrong person";
        GuardianReached = "guardian_reached", "Vårdnadshavare nådd", "Guardian reached";
        MeetingBooked = "meeting_booked", "Möte bokat", "Meeting booked";
        MeetingMoved = "meeting_moved", "Möte ombokat", "Meeting moved";
        MeetingCancelled = "meeting_cancelled", "Möte avbokat", "Meeting cancelled";
        DidNotCome = "did_not_come", "Kom inte", "Did not come";
        Declined = "declined", "Tackade nej", "Declined";
        StopChannel = "stop_channel", "Vill inte kontaktas så", "Asked not to be contacted this way";
        BrokenOff = "broken_off", "Avbrutet av säkerhetsskäl", "Broken off for safety";
    }
}

super::vocabulary! {
    /// Where it happened. No coordinates, no venue names.
    Place "place" {
        Home = "home", "Hemma", "At home";
        Cafe = "cafe", "Kafé", "Café";
        Outdoors = "outdoors", "Utomhus", "Outdoors";
        YouthCentre = "youth_centre", "Fritidsgård", "Youth centre";
        School = "school", "Skola", "School";
        MunicipalOffice = "municipal_office", "Kommunens lokal", "Municipal office";
        Agency = "agency", "Hos annan aktör", "At another agency";
        Workplace = "workplace", "Arbetsplats", "Workplace";
        Remote = "remote", "På distans", "Remote";
        Elsewhere = "elsewhere", "Annan plats", "Elsewhere";
    }
}

impl Channel {
    /// Whether speaking over this channel is speaking with the youth (a guardian or an agency is not).
    pub fn is_with_the_youth(self) -> bool {
        !matches!(self, Self::ViaGuardian | Self::ViaAgency)
    }
}

impl ContactOutcome {
    /// Whether the youth took part. The rest are attempts.
    pub fn reached(self) -> bool {
        matches!(
            self,
            Self::Conversation
                | Self::Reply
                | Self::MeetingBooked
                | Self::MeetingMoved
                | Self::MeetingCancelled
                | Self::Declined
                | Self::StopChannel
        )
    }
}
