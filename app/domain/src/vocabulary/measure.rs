//! Measures and why they end.

super::vocabulary! {
    /// What the municipality offers (skollagen 29 kap. 9 §).
    MeasureKind "measure" {
        Coaching = "coaching", "Coachning", "Coaching";
        MotivationalInterview = "motivational_interview", "Motiverande samtal", "Motivational interviewing";
        CareerGuidance = "career_guidance", "Studie- och yrkesvägledning", "Study and career guidance";
        StudySupport = "study_support", "Studiestöd", "Study support";
        StructureSupport = "structure_support", "Strukturstöd", "Structure support";
        EverydaySupport = "everyday_support", "Vardagsstöd", "Everyday support";
        AdultSupport = "adult_support", "Vuxenstöd", "Adult support";
        SocialTraining = "social_training", "Social träning", "Social training";
        SelfStrengthening = "self_strengthening", "Självstärkande aktivitet", "Self-strengthening activity";
        MotivationProgramme = "motivation_programme", "Motivationsprogram", "Motivation programme";
        Coordination = "coordination", "Samordning", "Coordination";
        CaseManagement = "case_management", "Case management och lotsning", "Case management and guidance";
        StudyVisit = "study_visit", "Studiebesök", "Study visit";
        WorkPlacement = "work_placement", "Praktikplats", "Work placement";
        AgencyContact = "agency_contact", "Kontakt med annan aktör", "Help in contact with another agency";
        LeisureContact = "leisure_contact", "Kontakt med fritidsförening", "Contact with a leisure association";
        StudyTrip = "study_trip", "Kulturstudieresa", "Culture study trip";
        OtherMeasure = "other_measure", "Annan insats", "Other measure";
    }
}

super::vocabulary! {
    /// Why a measure ended (förordning 2006:39, 4 §).
    MeasureEnd "measure_end" {
        AsPlanned = "as_planned", "Enligt plan", "As planned";
        ToStudies = "to_studies", "Till studier", "To studies";
        ToWork = "to_work", "Till arbete", "To work";
        YouthEnded = "youth_ended", "Den unga avslutade", "Ended by the youth";
        MunicipalityEnded = "municipality_ended", "Kommunen avslutade", "Ended by the municipality";
        Moved = "moved", "Flyttat", "Moved";
        Turned20 = "turned_20", "Fyllt 20", "Turned 20";
        OtherEnd = "other_end", "Annan orsak", "Other reason";
    }
}

/// How much a measure takes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One thing at a time.
    Targeted,
    /// The whole situation.
    Complex,
}

impl MeasureKind {
    /// The roll-up used in work-done figures.
    pub fn scope(self) -> Scope {
        match self {
            Self::EverydaySupport | Self::AdultSupport | Self::SocialTraining | Self::Coordination | Self::CaseManagement => Scope::Complex,
            _ => Scope::Targeted,
        }
    }
}
