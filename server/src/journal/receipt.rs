//! The server's word that it has held an entry, which a phone gives back with it after a restore.

use crate::config::Secret;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Entry, MunicipalityId, sync::Receipt};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

/// Of the 32 bytes of HMAC-SHA-256. RFC 2104 recommends half of them, and never fewer than 10: this is less than it recommends. A
/// guess can only be tried on the server itself, and every byte is in all that a phone pulls, where nothing makes it smaller.
const BYTES: usize = 12;

/// Gives receipts, and tells its own. The key follows from `UPPSOK_SECRET`, so that every server of a database has the
/// same, and so that it outlives a restore.
#[derive(Clone)]
pub struct Receipts(Hmac<Sha256>);

impl std::fmt::Debug for Receipts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Receipts(…)")
    }
}

impl Receipts {
    /// Under a secret.
    #[expect(clippy::missing_panics_doc, reason = "HMAC takes keys of any length")]
    pub fn new(secret: &Secret) -> Self {
        Self(Hmac::new_from_slice(&secret.key("receipt")).expect("HMAC takes keys of any length"))
    }

    /// For an entry at a position.
    pub fn of(&self, municipality: MunicipalityId, epoch: u64, position: i64, entry: &Entry) -> Receipt {
        let mac = self.mac(municipality, epoch, position, entry).finalize().into_bytes();
        Receipt { epoch, position, mac: URL_SAFE_NO_PAD.encode(&mac[..BYTES]) }
    }

    /// Whether a receipt is ours, for just this entry of this municipality.
    pub fn is_ours(&self, municipality: MunicipalityId, receipt: &Receipt, entry: &Entry) -> bool {
        let Ok(mac) = URL_SAFE_NO_PAD.decode(&receipt.mac) else { return false };
        mac.len() == BYTES && self.mac(municipality, receipt.epoch, receipt.position, entry).verify_truncated_left(&mac).is_ok()
    }

    fn mac(&self, municipality: MunicipalityId, epoch: u64, position: i64, entry: &Entry) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(format!("receipt 1\n{municipality}\n{epoch}.{position}\n").as_bytes());
        mac.update(canonical(entry).as_bytes());
        mac
    }
}

/// An entry as one text, however it was written down in between: keys of what a newer version said stand in order.
fn canonical(entry: &Entry) -> String {
    let value = serde_json::to_value(entry).unwrap_or_default();
    let mut text = String::new();
    write(&value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(all) => {
            let mut keys: Vec<&String> = all.keys().collect();
            keys.sort_unstable();
            text.push('{');
            for key in keys {
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(&all[key], text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Array(all) => {
            text.push('[');
            for it in all {
                write(it, text);
                text.push(',');
            }
            text.push(']');
        }
        it => text.push_str(&it.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use domain::{Actor, Fact, Hlc};
    use uuid::Uuid;

    fn receipts(secret: &str) -> Receipts {
        Receipts::new(&Secret::load(Some(&secret.repeat(32)), "postgres:", &Clock::system()).unwrap())
    }

    fn entry() -> Entry {
        Entry {
            id: Uuid::from_u128(1).into(),
            device: Uuid::from_u128(2).into(),
            seq: 3,
            at: Hlc { ms: 4, counter: 0 },
            by: Actor::System,
            youth: Uuid::from_u128(5).into(),
            facts: vec![Fact::Erased {}],
        }
    }

    /// Phones keep them for weeks.
    #[test]
    fn the_form_is_frozen() {
        let receipt = receipts("a").of(Uuid::from_u128(6).into(), 7, 8, &entry());
        assert_eq!(receipt.to_string(), "7.8.zCESbSLBuJWCvHGX");
    }

    #[test]
    fn only_what_the_server_said_is_its_word() {
        let (ours, place) = (receipts("a"), Uuid::from_u128(6).into());
        let good = ours.of(place, 7, 8, &entry());
        assert!(ours.is_ours(place, &good, &entry()));
        assert!(!receipts("b").is_ours(place, &good, &entry()), "another secret");
        assert!(!ours.is_ours(Uuid::from_u128(9).into(), &good, &entry()), "another municipality");
        assert!(!ours.is_ours(place, &Receipt { position: 9, ..good.clone() }, &entry()), "another place");
        assert!(!ours.is_ours(place, &Receipt { epoch: 9, ..good.clone() }, &entry()), "another epoch");
        assert!(!ours.is_ours(place, &Receipt { mac: String::new(), ..good.clone() }, &entry()), "a shorter one");
        let forged = Entry { facts: vec![Fact::ProtectionCleared { saw: Vec::new() }], ..entry() };
        assert!(!ours.is_ours(place, &good, &forged), "another entry");
    }

    #[test]
    fn what_a_newer_version_said_may_be_written_in_any_order() {
        let newer = |text: &str| Entry { facts: vec![serde_json::from_str(text).unwrap()], ..entry() };
        let (one, other) = (r#"{"kind":"sang","a":{"x":1,"y":[2]}}"#, r#"{"a":{"y":[2],"x":1},"kind":"sang"}"#);
        assert_eq!(canonical(&newer(one)), canonical(&newer(other)));
    }
}
