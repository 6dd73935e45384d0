//! A row, read.

use super::{Column, Columns, Doubt, Finding, Reject};
use crate::{Email, Occupation, PersonalNumber, Phone, PostalAddress, RegistrationReason, civil, covered};
use jiff::civil::Date;

/// A row of the register file that can be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Personal number.
    pub number: PersonalNumber,
    /// Given name; may be empty.
    pub given_name: String,
    /// Family name; may be empty.
    pub family_name: String,
    /// Address, where any part of it is there.
    pub address: Option<PostalAddress>,
    /// Phone.
    pub phone: Option<Phone>,
    /// E-mail.
    pub email: Option<Email>,
    /// Any marking counts.
    pub protected: bool,
    /// Why the registration began.
    pub reason: RegistrationReason,
    /// Its first day.
    pub enrolled: Date,
    /// Region's name; may be empty.
    pub region: String,
    /// Municipality's name.
    pub municipality: String,
    /// Unit's name; may be empty.
    pub unit: String,
    /// Occupation as of the day of enrolment.
    pub before: Option<Occupation>,
    /// Occupation later, and its day: it ends the registration.
    pub after: Option<(Occupation, Date)>,
    /// What is doubtful.
    pub doubts: Vec<Finding<Doubt>>,
}

/// More letters than any name or street.
const LONGEST: usize = 200;

impl Row {
    /// Reads a row as of a day. The first thing that makes it unreadable is what is said.
    pub fn read<S: AsRef<str>>(columns: &Columns, cells: &[S], today: Date) -> Result<Self, Finding<Reject>> {
        let cell = |column| columns.cell(cells, column);
        let refuse = |column, what| Finding { column, what };
        let mut doubts = Vec::new();

        let number = PersonalNumber::parse(cell(Column::Number), today).map_err(|it| refuse(Column::Number, Reject::Number(it)))?;
        let enrolled = date(cell(Column::Enrolled)).map_err(|it| refuse(Column::Enrolled, it))?;
        if civil::age(number.birth(), enrolled) >= 20 {
            return Err(refuse(Column::Number, Reject::TooOld));
        }
        if covered::kept_until(number.birth()) < today {
            return Err(refuse(Column::Number, Reject::PastDeletion));
        }
        if enrolled < covered::from_day(number.birth()) {
            doubts.push(Finding { column: Column::Enrolled, what: Doubt::TooYoung });
        }
        let reason = RegistrationReason::from_word(cell(Column::Reason)).ok_or(refuse(Column::Reason, Reject::UnknownReason))?;
        let mut text = |column| {
            let text: String = cell(column).chars().filter(|it| !it.is_control()).collect();
            if text.starts_with(['=', '+', '-', '@']) {
                doubts.push(Finding { column, what: Doubt::Formula });
            }
            if text.chars().count() > LONGEST { Err(refuse(column, Reject::TooLong)) } else { Ok(text) }
        };
        let (given_name, family_name) = (text(Column::GivenName)?, text(Column::FamilyName)?);
        let address = PostalAddress { street: text(Column::Street)?, postal_code: text(Column::PostalCode)?, city: text(Column::City)? };
        let (region, municipality, unit) = (text(Column::Region)?, text(Column::Municipality)?, text(Column::Unit)?);
        if municipality.is_empty() {
            return Err(refuse(Column::Municipality, Reject::NoMunicipality));
        }
        if given_name.is_empty() && family_name.is_empty() {
            doubts.push(Finding { column: Column::GivenName, what: Doubt::NoName });
        }
        let mut readable = |column, doubt, is_read: bool| {
            if !cell(column).is_empty() && !is_read {
                doubts.push(Finding { column, what: doubt });
            }
        };
        let phone = Phone::parse(cell(Column::Phone)).ok();
        readable(Column::Phone, Doubt::Phone, phone.is_some());
        let email = Email::parse(cell(Column::Email)).ok();
        readable(Column::Email, Doubt::Email, email.is_some());
        let protected = protection(cell(Column::Protection));
        readable(Column::Protection, Doubt::Protection, protected != Marking::Unclear);
        let before = Occupation::from_word(cell(Column::Before));
        readable(Column::Before, Doubt::Occupation, before.is_some());
        let after = Occupation::from_word(cell(Column::After));
        readable(Column::After, Doubt::Occupation, after.is_some());
        let after = match (after, cell(Column::AsOf)) {
            (None, _) => None,
            (Some(_), "") => {
                doubts.push(Finding { column: Column::AsOf, what: Doubt::NoAsOf });
                None
            }
            (Some(occupation), day) => Some((occupation, date(day).map_err(|it| refuse(Column::AsOf, it))?)),
        };
        if after.is_some_and(|(_, day)| day < enrolled) {
            return Err(refuse(Column::AsOf, Reject::EnrolledLater));
        }
        Ok(Self {
            number,
            given_name,
            family_name,
            address: (!address.street.is_empty() || !address.postal_code.is_empty() || !address.city.is_empty()).then_some(address),
            phone,
            email,
            protected: protected != Marking::None,
            reason,
            enrolled,
            region,
            municipality,
            unit,
            before,
            after,
            doubts,
        })
    }

    /// What tells a row from every other: a person in a municipality.
    pub fn key(&self) -> super::verdict::Key {
        (self.number.clone(), self.municipality.to_lowercase())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Marking {
    None,
    Protected,
    Unclear,
}

/// Any marking, also one that can't be read, counts as protected; so does none of these words for "no".
fn protection(text: &str) -> Marking {
    match text.to_lowercase().as_str() {
        "" | "-" | "nej" | "ej" | "n" | "0" | "no" | "falskt" | "false" => Marking::None,
        "ja" | "j" | "1" | "yes" | "true" | "sekretessmarkering" | "skyddad folkbokföring" | "fingerade personuppgifter" | "skyddad" => {
            Marking::Protected
        }
        _ => Marking::Unclear,
    }
}

fn date(text: &str) -> Result<Date, Reject> {
    let bytes = text.as_bytes();
    let is_iso =
        bytes.len() == 10 && bytes.iter().enumerate().all(|(at, it)| if at == 4 || at == 7 { *it == b'-' } else { it.is_ascii_digit() });
    if !is_iso {
        return Err(Reject::DateForm);
    }
    text.parse().map_err(|_| Reject::NoSuchDate)
}
