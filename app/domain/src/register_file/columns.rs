//! Headings.

/// A column of the register file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Personal number.
    Number,
    /// Given name.
    GivenName,
    /// Family name.
    FamilyName,
    /// Street address.
    Street,
    /// Postal code.
    PostalCode,
    /// Town.
    City,
    /// Phone.
    Phone,
    /// E-mail.
    Email,
    /// Protected identity.
    Protection,
    /// Why the registration began.
    Reason,
    /// Its first day.
    Enrolled,
    /// Region.
    Region,
    /// Municipality.
    Municipality,
    /// Unit.
    Unit,
    /// Occupation before.
    Before,
    /// Occupation after.
    After,
    /// The day that the occupation after is as of.
    AsOf,
}

impl Column {
    const ALL: [(Self, &'static str); 17] = [
        (Self::Number, "Personnummer"),
        (Self::GivenName, "Förnamn"),
        (Self::FamilyName, "Efternamn"),
        (Self::Street, "Adress"),
        (Self::PostalCode, "Postnummer"),
        (Self::City, "Ort"),
        (Self::Phone, "Telefon"),
        (Self::Email, "E-post"),
        (Self::Protection, "Skyddade uppgifter"),
        (Self::Reason, "Registreringsorsak"),
        (Self::Enrolled, "Inskriven"),
        (Self::Region, "Region"),
        (Self::Municipality, "Kommun"),
        (Self::Unit, "Enhet"),
        (Self::Before, "Sysselsättning före"),
        (Self::After, "Sysselsättning efter"),
        (Self::AsOf, "Uppgift per"),
    ];
    /// Without these no row can be read.
    const REQUIRED: [Self; 4] = [Self::Number, Self::Reason, Self::Enrolled, Self::Municipality];

    /// The heading.
    pub fn heading(self) -> &'static str {
        Self::ALL.iter().find(|it| it.0 == self).map_or("", |it| it.1)
    }
}

/// Where each column stands in a file.
#[derive(Clone, Debug)]
pub struct Columns(Vec<(Column, usize)>);

/// A heading that the file lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file has no column {:?}", .0.heading())]
pub struct MissingColumn(pub Column);

impl Columns {
    /// Finds the columns in the headings, in any order and case. Columns that aren't known are left alone: the
    /// register is a closed list, and what isn't on it is never read.
    pub fn find<S: AsRef<str>>(headings: &[S]) -> Result<Self, MissingColumn> {
        let plain = |it: &str| it.trim().trim_start_matches('\u{feff}').to_lowercase();
        let found: Vec<(Column, usize)> = Column::ALL
            .into_iter()
            .filter_map(|(column, heading)| {
                headings.iter().position(|it| plain(it.as_ref()) == heading.to_lowercase()).map(|place| (column, place))
            })
            .collect();
        match Column::REQUIRED.into_iter().find(|it| !found.iter().any(|(column, _)| column == it)) {
            Some(missing) => Err(MissingColumn(missing)),
            None => Ok(Self(found)),
        }
    }

    /// A row's cell, trimmed; empty where the row or the file has none.
    pub fn cell<'a, S: AsRef<str>>(&self, cells: &'a [S], column: Column) -> &'a str {
        let place = self.0.iter().find(|it| it.0 == column).map(|it| it.1);
        place.and_then(|it| cells.get(it)).map(|it| it.as_ref().trim()).unwrap_or_default()
    }
}
