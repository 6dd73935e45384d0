//! The short lists that the register file has no column for.

super::vocabulary! {
    /// Who told what the youth does.
    Source "source" {
        Youth = "youth", "Den unga", "The youth";
        Guardian = "guardian", "Vårdnadshavare", "A guardian";
        School = "school", "Skola", "A school";
        AdultEducation = "adult_education", "Komvux", "Adult education";
        EmploymentService = "employment_service", "Arbetsförmedlingen", "The employment service";
        Other = "other", "Annan", "Someone else";
    }
}

super::vocabulary! {
    /// How sure a statement is.
    Certainty "certainty" {
        Confirmed = "confirmed", "Bekräftad", "Confirmed";
        Assumed = "assumed", "Antagen", "Assumed";
    }
}

super::vocabulary! {
    /// What a youth answers about a meeting.
    Answer "answer" {
        Coming = "coming", "Kommer", "Coming";
        NotComing = "not_coming", "Kan inte", "Can't come";
        CallMe = "call_me", "Vill bli uppringd", "Wants a call";
    }
}

super::vocabulary! {
    /// Whose phone a number is.
    PhoneOwner "phone_owner" {
        Youth = "youth", "Egen", "Own";
        Guardian = "guardian", "Vårdnadshavare", "Guardian";
        Other = "other", "Annan", "Someone else";
    }
}

super::vocabulary! {
    /// Why a number or an address is no longer used.
    CloseReason "close_reason" {
        WrongPerson = "wrong_person", "Fel person", "Wrong person";
        WrongDetails = "wrong_details", "Fel uppgift", "Wrong details";
        Stop = "stop", "Vill inte kontaktas så", "Asked not to be contacted this way";
    }
}
