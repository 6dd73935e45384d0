//! Occupations and their roll-up for before and after.

use crate::Rollup;

super::vocabulary! {
    /// What a youth does, as stated by someone.
    Occupation "occupation" {
        NationalProgramme = "national_programme", "Gymnasieprogram", "Upper-secondary programme";
        IntroductoryProgramme = "introductory_programme", "Introduktionsprogram", "Introductory programme";
        AdultEducation = "adult_education", "Komvux (inkl. sfi)", "Municipal adult education";
        FolkHighSchool = "folk_high_school", "Folkhögskola", "Folk high school";
        OtherEducation = "other_education", "Annan utbildning", "Other education";
        Work = "work", "Arbete", "Work";
        Placement = "placement", "Praktik, arbetsprövning eller lärlingsplats", "Placement or work trial";
        EmploymentProgramme = "employment_programme", "Arbetsmarknadsprogram", "Labour-market programme";
        MunicipalActivity = "municipal_activity", "Kommunal aktivitet", "Municipal activity";
        NationalService = "national_service", "Värnplikt eller annan tjänstgöring", "Military or other service";
        ParentalLeave = "parental_leave", "Föräldraledig", "Parental leave";
        Abroad = "abroad", "Vistas utomlands", "Abroad";
        Unavailable = "unavailable", "Kan inte just nu", "Not available for now";
        OtherActivity = "other_activity", "Annan aktivitet", "Other activity";
        StartAgreed = "start_agreed", "Väntar på avtalad start", "Start date agreed";
        None = "none", "Ingen sysselsättning (bekräftad)", "No occupation (confirmed)";
        Unknown = "unknown", "Okänd", "Never known";
        DeclinedToSay = "declined_to_say", "Vill inte säga", "Declined to say";
        Unreachable = "unreachable", "Går inte att nå", "Cannot be contacted";
    }
}

impl Occupation {
    /// The roll-up that before and after are counted in.
    pub fn rollup(self) -> Rollup {
        match self {
            Self::NationalProgramme | Self::IntroductoryProgramme | Self::OtherEducation => Rollup::Education,
            Self::AdultEducation => Rollup::AdultEducation,
            Self::FolkHighSchool => Rollup::FolkHighSchool,
            Self::Work => Rollup::Work,
            Self::Placement
            | Self::EmploymentProgramme
            | Self::MunicipalActivity
            | Self::NationalService
            | Self::ParentalLeave
            | Self::Abroad
            | Self::Unavailable
            | Self::OtherActivity => Rollup::Other,
            Self::StartAgreed | Self::None => Rollup::None,
            Self::Unknown | Self::DeclinedToSay | Self::Unreachable => Rollup::Unknown,
        }
    }
}
