//! Phone numbers in E.164.

use std::fmt;

/// A phone number in E.164: a plus, a country code and at most fifteen digits.
///
/// Swedish numbers are checked against the national plan here, on the phone too; the server asks the
/// `phonenumber` crate's metadata for every number before it takes it in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// Why a text isn't a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPhone {
    /// Letters or other signs.
    #[error("a phone number has digits only")]
    Signs,
    /// A Swedish number has eight to ten digits with its zero; a mobile number ten.
    #[error("the number has the wrong length")]
    Length,
    /// Neither a Swedish number nor one with its country code.
    #[error("start with 0, or with + and the country code")]
    Country,
}

impl BadPhone {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Signs => "phone_signs",
            Self::Length => "phone_length",
            Self::Country => "phone_country",
        }
    }
}

impl Phone {
    /// Reads what people write: `070-174 06 14`, `+46 70 174 06 14`, `0046701740614`.
    pub fn parse(text: &str) -> Result<Self, BadPhone> {
        let bare: String = text.chars().filter(|it| !it.is_whitespace() && !"-–()./\u{a0}".contains(*it)).collect();
        let plus = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00"));
        let digits = plus.unwrap_or(&bare);
        if digits.is_empty() {
            return Err(BadPhone::Length);
        }
        if !digits.bytes().all(|it| it.is_ascii_digit()) {
            return Err(BadPhone::Signs);
        }
        match (plus, digits.strip_prefix('0')) {
            (Some(international), _) => {
                // "+46 (0)70 …" is written on many a letterhead.
                let international = match international.strip_prefix("460") {
                    Some(national) => format!("46{national}"),
                    None => international.to_owned(),
                };
                Self::stored(&format!("+{international}"))
            }
            (None, Some(national)) => Self::stored(&format!("+46{national}")),
            (None, None) => Err(BadPhone::Country),
        }
    }

    /// Reads the stored form.
    pub fn stored(text: &str) -> Result<Self, BadPhone> {
        let digits = text.strip_prefix('+').ok_or(BadPhone::Country)?;
        if !digits.bytes().all(|it| it.is_ascii_digit()) {
            return Err(BadPhone::Signs);
        }
        if digits.starts_with('0') {
            return Err(BadPhone::Country);
        }
        let fits = match digits.strip_prefix("46") {
            Some(national) if is_swedish_mobile(national) => national.len() == 9,
            Some(national) => (7..=9).contains(&national.len()) && !national.starts_with('0'),
            None => (8..=15).contains(&digits.len()),
        };
        if fits { Ok(Self(text.to_owned())) } else { Err(BadPhone::Length) }
    }

    /// The stored form, E.164.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text message can reach it, as far as the number tells: a Swedish mobile, or any foreign number.
    pub fn takes_sms(&self) -> bool {
        self.0.strip_prefix("+46").is_none_or(is_swedish_mobile)
    }
}

/// Mobile numbers of the Swedish plan: 070, 072, 073, 076, 079.
fn is_swedish_mobile(national: &str) -> bool {
    ["70", "72", "73", "76", "79"].iter().any(|it| national.starts_with(it))
}

/// As Swedes write it: `070-174 06 14`; foreign numbers in E.164.
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.strip_prefix("+46") {
            Some(it) if is_swedish_mobile(it) => write!(f, "0{}-{} {} {}", &it[..2], &it[2..5], &it[5..7], &it[7..]),
            Some(it) if it.starts_with('8') => write!(f, "08-{}", &it[1..]),
            Some(it) => write!(f, "0{it}"),
            None => f.write_str(&self.0),
        }
    }
}

/// A number in a log is a leak.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

super::as_text!(Phone);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_becomes_one_number() {
        for text in ["0701740614", "070-174 06 14", "+46 70 174 06 14", "0046701740614", "+46 (0)70 174 06 14"] {
            assert_eq!(Phone::parse(text).map(|it| it.as_str().to_owned()), Ok("+46701740614".to_owned()), "{text}");
        }
        let phone = Phone::parse("0701740614").expect("a mobile");
        assert_eq!(phone.to_string(), "070-174 06 14");
        assert!(phone.takes_sms());
    }

    #[test]
    fn a_landline_takes_no_sms() {
        let phone = Phone::parse("08-465 004 75").expect("a landline");
        assert_eq!(phone.as_str(), "+46846500475");
        assert!(!phone.takes_sms());
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(Phone::parse("070-174 06"), Err(BadPhone::Length));
        assert_eq!(Phone::parse("ring mamma"), Err(BadPhone::Signs));
        assert_eq!(Phone::parse("701740614"), Err(BadPhone::Country));
        assert_eq!(Phone::parse(""), Err(BadPhone::Length));
        assert_eq!(Phone::parse("+4670174061400000"), Err(BadPhone::Length));
    }
}
