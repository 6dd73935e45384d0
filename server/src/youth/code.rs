//! The codes in links to youths' own pages: 80 random bits, written so that they survive being read aloud.

use crate::{
    auth::opaque,
    clock::Clock,
    config::Config,
    db::{StoreError, Tx},
    store::youth_link::{self, YouthLink},
};
use domain::{MeetingId, MunicipalityId, Phone, YouthId, civil};
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::DateTime;
use sha2::Sha256;

/// How long a link is good after its meeting, in milliseconds.
pub(super) const AFTER: i64 = 7 * 24 * 60 * 60 * 1000;

/// Crockford's base 32, in lower case: no i, l, o or u.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const BYTES: usize = 10;
const LENGTH: usize = BYTES * 8 / 5;

/// A code of 80 random bits, in sixteen letters and digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// A code opens a page: it isn't for logs.
impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

impl Code {
    /// A new one.
    pub fn fresh(clock: &Clock) -> Self {
        Self::of(clock.random())
    }

    fn of(bytes: [u8; BYTES]) -> Self {
        let bits = bytes.iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
        let letter = |place: usize| char::from(LETTERS[usize::try_from(bits >> (5 * place) & 31).unwrap_or_default()]);
        Self((0..LENGTH).rev().map(letter).collect())
    }

    /// Reads what stands in an address, in any case, with the letters that look like digits read as those.
    pub fn parse(text: &str) -> Option<Self> {
        let read = |it: char| match it.to_ascii_lowercase() {
            'o' => Some('0'),
            'i' | 'l' => Some('1'),
            it => u8::try_from(it).ok().filter(|it| LETTERS.contains(it)).map(char::from),
        };
        let code: String = text.chars().map(read).collect::<Option<_>>()?;
        (code.len() == LENGTH).then_some(Self(code))
    }

    /// What the database keeps.
    pub fn hash(&self) -> String {
        opaque::hash(&self.0)
    }

    /// As it stands in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the database keeps of the number that a link was sent to.
pub(super) fn tag(key: &[u8; 32], phone: &Phone) -> String {
    tag_of(key, &phone.as_str())
}

/// A name for something, that tells nothing of it without the key.
pub(super) fn tag_of(key: &[u8; 32], what: &dyn std::fmt::Display) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes any key");
    mac.update(what.to_string().as_bytes());
    hex::encode(&mac.finalize().into_bytes()[..16])
}

/// Makes a new link to the page of a youth about a meeting, for the number that it is sent to. A code can't be had again
/// afterwards: each message carries a link of its own.
pub async fn mint(
    tx: &mut Tx,
    clock: &Clock,
    tag_key: &[u8; 32],
    (municipality, youth, meeting): (MunicipalityId, YouthId, MeetingId),
    at: DateTime,
    phone: Option<&Phone>,
) -> Result<Code, StoreError> {
    let code = Code::fresh(clock);
    let link = YouthLink {
        code_hash: code.hash(),
        municipality,
        youth,
        meeting,
        phone_tag: phone.map(|it| tag(tag_key, it)),
        made_at: clock.now(),
        expires_at: civil::instant(at).saturating_add(AFTER),
    };
    youth_link::create(tx, &link).await?;
    Ok(code)
}

/// The address that stands in a message.
pub fn link(config: &Config, code: &Code) -> String {
    format!("{}/y/{}", config.youth_url(), code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighty_bits_in_sixteen_letters() {
        assert_eq!(Code::of([0; 10]).as_str(), "0000000000000000");
        assert_eq!(Code::of([255; 10]).as_str(), "zzzzzzzzzzzzzzzz");
        assert_eq!(Code::of([0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 0x12, 0x34]).as_str(), "28t5cy4tqkff04hm");
    }

    /// What is counted before a text is sent is what is paid for.
    #[test]
    fn a_sample_is_as_long_as_a_link() {
        let config = Config::read(|name| Ok((name == "UPPSOK_YOUTH_URL").then(|| "https://hej.exempel.se".to_owned()))).unwrap();
        let link = link(&config, &Code::of([7; 10]));
        let sample = domain::message::sample_link(&config.youth_url().to_string());
        assert_eq!((link.len(), &link[..25]), (sample.len(), &sample[..25]), "{link} {sample}");
    }

    #[test]
    fn read_in_any_case_and_nothing_else_is_one() {
        let code = Code::of([0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 0x12, 0x34]);
        assert_eq!(Code::parse("28T5CY4TQKFFO4HM"), Some(code.clone()));
        assert_eq!(Code::parse(code.as_str()), Some(code));
        for text in ["", "28t5cy4tqkff04h", "28t5cy4tqkff04hmm", "28t5cy4tqkff04h-", "28t5cy4tqkff04hå"] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }
}
