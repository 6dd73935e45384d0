//! Gender for figures: read from the number, never asked.

crate::vocabulary::vocabulary! {
    /// What the personal number says. Temporary numbers say nothing.
    Gender "gender" {
        Woman = "woman", "Kvinnor", "Women";
        Man = "man", "Män", "Men";
        Unknown = "unknown", "Okänt", "Unknown";
    }
}
