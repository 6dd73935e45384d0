//! What before and after are counted in.

super::vocabulary! {
    /// The seven groups of the before/after table.
    Rollup "rollup" {
        None = "none", "Ingen sysselsättning", "No occupation";
        Work = "work", "Arbete", "Work";
        AdultEducation = "adult_education", "Komvux", "Municipal adult education";
        FolkHighSchool = "folk_high_school", "Folkhögskola", "Folk high school";
        Education = "education", "Annan utbildning", "Other education";
        Other = "other", "Annat", "Other";
        Unknown = "unknown", "Okänt", "Unknown";
    }
}

impl Rollup {
    /// What can be known of somebody: every group but unknown, in the order of the list.
    pub fn known() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|it| *it != Self::Unknown)
    }
}
