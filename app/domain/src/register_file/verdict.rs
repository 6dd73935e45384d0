//! What is said of a row.

use super::Column;
use crate::{BadNumber, Lang, PersonalNumber};

/// Something found in a row, in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding<T> {
    /// Where.
    pub column: Column,
    /// What.
    pub what: T,
}

/// Why a row is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reject {
    /// The personal number can't be read.
    Number(BadNumber),
    /// The personal number stands on an earlier line.
    Duplicate { line: usize },
    /// A day that doesn't exist.
    NoSuchDate,
    /// Not `ÅÅÅÅ-MM-DD`.
    DateForm,
    /// 20 or over at enrolment.
    TooOld,
    /// Past the day when everything about the person is deleted.
    PastDeletion,
    /// Enrolled after the day of the occupation after.
    EnrolledLater,
    /// The reason for registration is none of the list's.
    UnknownReason,
    /// No municipality.
    NoMunicipality,
    /// A municipality, region or unit that doesn't exist, and that nobody has said may be created.
    UnknownPlace,
    /// Another municipality than the one that the administrator is responsible for.
    OtherMunicipality,
    /// A text that is longer than the register takes.
    TooLong,
}

/// A doubt about a row that is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The phone number can't be read and is left out.
    Phone,
    /// The e-mail address can't be read and is left out.
    Email,
    /// A marking that isn't known counts as protected.
    Protection,
    /// The occupation isn't in the vocabulary and is left out.
    Occupation,
    /// There is an occupation after but no day for it: the registration stays open.
    NoAsOf,
    /// A cell that a spreadsheet would run: it is text.
    Formula,
    /// Nobody's name.
    NoName,
    /// School duty wasn't done on the day of enrolment.
    TooYoung,
}

impl Reject {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number(bad) => bad.code(),
            Self::Duplicate { .. } => "duplicate_in_file",
            Self::NoSuchDate => "no_such_date",
            Self::DateForm => "date_form",
            Self::TooOld => "too_old",
            Self::PastDeletion => "past_deletion",
            Self::EnrolledLater => "enrolled_later",
            Self::UnknownReason => "unknown_reason",
            Self::NoMunicipality => "no_municipality",
            Self::UnknownPlace => "unknown_place",
            Self::OtherMunicipality => "other_municipality",
            Self::TooLong => "too_long",
        }
    }

    /// What an administrator reads: what is wrong and what to do.
    pub fn sentence(self, lang: Lang) -> String {
        let (sv, en) = match self {
            Self::Number(BadNumber::Missing) => ("Personnumret saknas.", "The personal number is missing."),
            Self::Number(BadNumber::Form) => {
                ("Det är inget personnummer. Skriv ÅÅÅÅMMDD-NNNN.", "That is not a personal number. Write YYYYMMDD-NNNN.")
            }
            Self::Number(BadNumber::Date) => {
                ("Födelsedatumet i personnumret finns inte.", "The day of birth in the personal number doesn't exist.")
            }
            Self::Number(BadNumber::Serial) => ("Löpnumret 000 finns inte.", "Serial 000 does not exist."),
            Self::Number(BadNumber::CheckDigit) => {
                ("Sista siffran i personnumret stämmer inte.", "The last digit of the personal number is wrong.")
            }
            Self::Duplicate { line } => {
                return match lang {
                    Lang::Sv => format!("Samma personnummer står på rad {line}."),
                    Lang::En => format!("The same personal number stands on line {line}."),
                };
            }
            Self::NoSuchDate => ("Datumet finns inte.", "The date doesn't exist."),
            Self::DateForm => ("Skriv datumet som ÅÅÅÅ-MM-DD.", "Write the date as YYYY-MM-DD."),
            Self::TooOld => ("20 år eller äldre vid inskrivningen.", "20 or older at enrolment."),
            Self::PastDeletion => ("Uppgifterna skulle redan ha gallrats.", "The record should already have been deleted."),
            Self::EnrolledLater => ("Inskriven efter den dag som uppgiften gäller.", "Enrolled after the day of the follow-up."),
            Self::UnknownReason => ("Registreringsorsaken finns inte i listan.", "The reason for registration is not in the list."),
            Self::NoMunicipality => ("Kommunen saknas.", "The municipality is missing."),
            Self::UnknownPlace => ("Kommunen eller enheten finns inte.", "The municipality or the unit doesn't exist."),
            Self::OtherMunicipality => ("Raden hör till en annan kommun.", "The row belongs to another municipality."),
            Self::TooLong => ("Texten är för lång.", "The text is too long."),
        };
        lang.pick(sv, en).to_owned()
    }
}

impl Doubt {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone_unreadable",
            Self::Email => "email_unreadable",
            Self::Protection => "protection_unclear",
            Self::Occupation => "occupation_unknown",
            Self::NoAsOf => "no_as_of",
            Self::Formula => "formula_is_text",
            Self::NoName => "no_name",
            Self::TooYoung => "school_duty",
        }
    }

    /// What an administrator reads.
    pub fn sentence(self, lang: Lang) -> &'static str {
        match self {
            Self::Phone => {
                lang.pick("Telefonnumret gick inte att läsa och lämnas tomt.", "The phone number can't be read and is left empty.")
            }
            Self::Email => {
                lang.pick("E-postadressen gick inte att läsa och lämnas tom.", "The e-mail address can't be read and is left empty.")
            }
            Self::Protection => lang.pick("Oklar markering räknas som skyddad.", "An unclear marking counts as protected."),
            Self::Occupation => lang.pick(
                "Sysselsättningen finns inte i listan. Registreringen är öppen.",
                "The occupation is not in the list. The registration stays open.",
            ),
            Self::NoAsOf => {
                lang.pick("Dagen för uppgiften saknas. Registreringen är öppen.", "The day is missing. The registration stays open.")
            }
            Self::Formula => lang.pick("En formel läses som text.", "A formula is read as text."),
            Self::NoName => lang.pick("Namnet saknas.", "The name is missing."),
            Self::TooYoung => lang.pick("Skolplikten var inte fullgjord den dagen.", "School duty wasn't done on that day."),
        }
    }
}

/// A row that is refused names nobody, but the number tells which row repeats which.
pub(super) type Key = (PersonalNumber, String);
