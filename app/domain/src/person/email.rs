//! E-mail addresses.

use std::fmt;

/// An address with one `@`, something before it and a dotted domain after it. More can't be known without writing to it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// A text that isn't an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an e-mail address is written name@domain.se")]
pub struct BadEmail;

impl Email {
    /// Reads an address; the domain is lower-cased, since domains are the same in any case.
    pub fn parse(text: &str) -> Result<Self, BadEmail> {
        let (local, domain) = text.trim().rsplit_once('@').ok_or(BadEmail)?;
        Self::stored(&format!("{local}@{}", domain.to_lowercase()))
    }

    /// Reads the stored form.
    pub fn stored(text: &str) -> Result<Self, BadEmail> {
        let (local, domain) = text.split_once('@').ok_or(BadEmail)?;
        let plain = |it: &str| !it.is_empty() && !it.chars().any(|it| it.is_whitespace() || it.is_control() || "@,;<>\"".contains(it));
        let dotted = domain.split('.').count() > 1 && domain.split('.').all(|it| !it.is_empty());
        if text.len() <= 254 && plain(local) && plain(domain) && dotted { Ok(Self(text.to_owned())) } else { Err(BadEmail) }
    }

    /// The stored form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address in a log is a leak.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

super::as_text!(Email);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_others_refused() {
        assert_eq!(Email::parse(" Alva.B@Exempel.SE ").map(|it| it.as_str().to_owned()), Ok("Alva.B@exempel.se".to_owned()));
        for text in ["", "alva", "alva@", "@exempel.se", "alva@exempel", "a b@exempel.se", "a@b@exempel.se", "alva@exempel..se"] {
            assert_eq!(Email::parse(text), Err(BadEmail), "{text}");
        }
    }
}
