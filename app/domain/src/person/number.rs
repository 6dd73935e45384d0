//! Personal numbers in all their forms (folkbokföringslagen 18 §, and the forms that school systems make).

use super::Gender;
use jiff::civil::Date;
use std::fmt;

/// A personal number, a coordination number, an interim number or a school system's temporary number.
/// Stored as twelve characters, `ÅÅÅÅMMDDNNNN`; shown as `ÅÅÅÅMMDD-NNNN`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalNumber {
    text: String,
    birth: Date,
}

/// Why a text isn't a personal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadNumber {
    /// Nothing there.
    #[error("no personal number")]
    Missing,
    /// Not of any of the forms.
    #[error("not a personal number")]
    Form,
    /// The day doesn't exist.
    #[error("no such date")]
    Date,
    /// Numbers end on 001–999.
    #[error("serial 000 does not exist")]
    Serial,
    /// The last digit doesn't fit the others.
    #[error("check digit")]
    CheckDigit,
}

impl BadNumber {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "number_missing",
            Self::Form => "number_form",
            Self::Date => "number_no_such_date",
            Self::Serial => "number_serial",
            Self::CheckDigit => "number_check_digit",
        }
    }
}

/// The letters of interim numbers, which stand where the first digit of the last four would.
const INTERIM: &str = "TRSUWXJKLMNP";

impl PersonalNumber {
    /// Reads what people and systems write: with or without century, dash or plus. `today` tells the century of a
    /// number of ten digits: the latest that isn't in the future, one earlier for `+`.
    pub fn parse(text: &str, today: Date) -> Result<Self, BadNumber> {
        let text: String = text.trim().chars().filter(|it| !it.is_whitespace()).collect::<String>().to_uppercase();
        if text.is_empty() {
            return Err(BadNumber::Missing);
        }
        let plus = text.contains('+');
        let separators = text.matches(['-', '+']).count();
        let bare = text.replacen(['-', '+'], "", 1);
        if separators > 1 || !bare.is_ascii() || (separators == 1 && !matches!(text.len() - text.find(['-', '+']).unwrap_or(0), 5)) {
            return Err(BadNumber::Form);
        }
        match bare.len() {
            12 => Self::stored(&bare),
            10 => {
                let mut century = i32::from(today.year()) / 100;
                let number = loop {
                    let number = Self::stored(&format!("{century:02}{bare}"))?;
                    if number.birth <= today {
                        break number;
                    }
                    century -= 1;
                };
                if plus { Self::stored(&format!("{:02}{bare}", century - 1)) } else { Ok(number) }
            }
            _ => Err(BadNumber::Form),
        }
    }

    /// Reads the stored form, twelve characters.
    pub fn stored(text: &str) -> Result<Self, BadNumber> {
        if text.len() != 12 || !text.is_ascii() || !text[..8].bytes().all(|it| it.is_ascii_digit()) {
            return Err(BadNumber::Form);
        }
        let last = &text[8..];
        let number = |range: std::ops::Range<usize>| text[range].parse::<i16>().map_err(|_| BadNumber::Form);
        let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
        let is_coordination = (61..=91).contains(&day);
        let day = if is_coordination { day - 60 } else { day };
        let narrow = |it: i16| i8::try_from(it).map_err(|_| BadNumber::Date);
        let shape = Shape::of(last).ok_or(BadNumber::Form)?;
        let birth = Date::new(year, narrow(month)?, narrow(day)?).map_err(|_| BadNumber::Date)?;
        if shape == Shape::Ordinary && last.starts_with("000") {
            return Err(BadNumber::Serial);
        }
        if shape != Shape::Temporary && luhn(&text[2..]) != 0 {
            return Err(BadNumber::CheckDigit);
        }
        Ok(Self { text: text.to_owned(), birth })
    }

    /// The stored form, `ÅÅÅÅMMDDNNNN`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The day of birth.
    pub fn birth(&self) -> Date {
        self.birth
    }

    /// What the number says; school systems' temporary numbers say nothing.
    pub fn gender(&self) -> Gender {
        match self.text.as_bytes()[10] {
            _ if Shape::of(&self.text[8..]) == Some(Shape::Temporary) => Gender::Unknown,
            digit if (digit - b'0').is_multiple_of(2) => Gender::Woman,
            _ => Gender::Man,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Ordinary,
    Interim,
    Temporary,
}

impl Shape {
    fn of(last: &str) -> Option<Self> {
        let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        match last {
            _ if digits(last) => Some(Self::Ordinary),
            _ if last.starts_with("TF") && digits(&last[2..]) => Some(Self::Temporary),
            _ if last.starts_with(|it| INTERIM.contains(it)) && digits(&last[1..]) => Some(Self::Interim),
            _ => None,
        }
    }
}

/// The Luhn sum modulo ten; a letter counts as one, as for interim numbers.
fn luhn(digits: &str) -> u32 {
    let sum: u32 = digits
        .chars()
        .enumerate()
        .map(|(place, it)| {
            let product = it.to_digit(10).unwrap_or(1) * if place % 2 == 0 { 2 } else { 1 };
            product / 10 + product % 10
        })
        .sum();
    sum % 10
}

impl fmt::Display for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.text[..8], &self.text[8..])
    }
}

/// A number in a log is a leak: the debug form holds the year of birth and nothing else.
impl fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalNumber({}…)", &self.text[..4])
    }
}

super::as_text!(PersonalNumber);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    #[test]
    fn every_form_is_read() {
        for (text, stored) in [
            ("20081106-9822", "200811069822"),
            ("200811069822", "200811069822"),
            ("081106-9822", "200811069822"),
            ("0811069822", "200811069822"),
            ("0811 06-9822", "200811069822"),
            ("20080101TF01", "20080101TF01"),
            ("20080101-tf01", "20080101TF01"),
            ("20070885-9897", "200708859897"),
        ] {
            assert_eq!(PersonalNumber::parse(text, TODAY).map(|it| it.as_str().to_owned()), Ok(stored.to_owned()), "{text}");
        }
        let coordination = PersonalNumber::parse("20070885-9897", TODAY).expect("a coordination number");
        assert_eq!(coordination.birth(), date(2007, 8, 25));
        assert_eq!(coordination.to_string(), "20070885-9897");
    }

    #[test]
    fn a_plus_is_a_hundred_years() {
        let young = PersonalNumber::parse("081106-9822", TODAY).expect("young");
        let old = PersonalNumber::parse("081106+9822", TODAY).expect("old");
        assert_eq!((young.birth().year(), old.birth().year()), (2008, 1908));
        let last_century = PersonalNumber::parse("870720-9972", TODAY).expect("born 1987");
        assert_eq!(last_century.birth().year(), 1987);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, why) in [
            ("", BadNumber::Missing),
            ("2009-07-20", BadNumber::Form),
            ("20071005-9966", BadNumber::CheckDigit),
            ("20080332-9876", BadNumber::Date),
            ("20070916-0006", BadNumber::Serial),
            ("20081106-98", BadNumber::Form),
            ("2008110-69822", BadNumber::Form),
            ("åäö", BadNumber::Form),
            ("20081106-A822", BadNumber::Form),
            ("20081192-9822", BadNumber::Date),
        ] {
            assert_eq!(PersonalNumber::parse(text, TODAY), Err(why), "{text}");
        }
    }

    #[test]
    fn gender_is_the_third_of_the_last_four() {
        let gender = |it| PersonalNumber::stored(it).expect("a number").gender();
        assert_eq!(gender("200811069822"), Gender::Woman);
        assert_eq!(gender("200710059965"), Gender::Woman);
        assert_eq!(gender("200803019876"), Gender::Man);
        assert_eq!(gender("20080101TF01"), Gender::Unknown);
    }

    #[test]
    fn interim_numbers_count_the_letter_as_one() {
        let checked = (0..10).filter(|it| PersonalNumber::stored(&format!("20080101T12{it}")).is_ok()).count();
        assert_eq!(checked, 1);
    }

    #[test]
    fn a_number_is_not_in_its_debug_form() {
        let number = PersonalNumber::stored("200811069822").expect("a number");
        assert_eq!(format!("{number:?}"), "PersonalNumber(2008…)");
    }
}
