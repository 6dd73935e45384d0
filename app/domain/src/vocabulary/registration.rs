//! Why a registration begins and ends.

super::vocabulary! {
    /// Why a youth came into the register.
    RegistrationReason "registration_reason" {
        NeverStarted = "never_started", "Aldrig börjat gymnasiet", "Never started upper secondary";
        LeftNationalProgramme = "left_national_programme", "Avbrott från nationellt program", "Left a national programme";
        LeftIntroductoryProgramme = "left_introductory_programme", "Avbrott från introduktionsprogram", "Left an introductory programme";
        StudyCertificate = "study_certificate", "Studiebevis", "Study certificate instead of a diploma";
        MovedIn = "moved_in", "Inflyttad", "Moved in";
        NewlyRegistered = "newly_registered", "Nyligen folkbokförd", "Newly registered resident";
    }
}

super::vocabulary! {
    /// Why a registration ended.
    LeavingReason "leaving_reason" {
        Turned20 = "turned_20", "Fyllt 20", "Turned 20";
        StartedNationalProgramme = "started_national_programme", "Börjat gymnasieprogram", "Started an upper-secondary programme";
        StartedIntroductoryProgramme = "started_introductory_programme", "Börjat introduktionsprogram", "Started an introductory programme";
        Completed = "completed", "Examen eller motsvarande", "Diploma or equivalent";
        NotResident = "not_resident", "Ej folkbokförd i kommunen", "Not registered in the municipality";
        RegisteredInError = "registered_in_error", "Felregistrerad", "Registered in error";
        FollowUpDone = "follow_up_done", "Uppföljningen avslutad", "Follow-up completed";
        Deceased = "deceased", "Avliden", "Deceased";
    }
}
