//! From JSON to an entry, or why not.

use domain::{Entry, EntryId, Fact, YouthId, sync::Refusal};
use serde::Deserialize;
use serde_json::Value;

/// More facts than any one action has.
const MOST_FACTS: usize = 100;

/// Something sent as an entry, read once.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The id that it carries.
    pub id: Option<EntryId>,
    /// The youth that it says it is about.
    pub youth: Option<YouthId>,
    /// The entry, or why it is none.
    pub entry: Result<Entry, Refusal>,
}

impl Sent {
    /// Reads what was sent.
    pub fn read(value: &Value) -> Self {
        let id = value.get("id").and_then(|it| it.as_str()?.parse().ok());
        let youth = value.get("youth").and_then(|it| it.as_str()?.parse().ok());
        Self { id, youth, entry: entry(value) }
    }
}

/// Reads an entry. A kind or a field that this version doesn't know is `schema_too_new`: taken in, it would be lost.
/// A known kind with a value that it doesn't take is `invalid_value`; what isn't an entry at all is `malformed`.
fn entry(value: &Value) -> Result<Entry, Refusal> {
    let facts = value.get("facts").and_then(Value::as_array).ok_or(Refusal::Malformed)?;
    if facts.is_empty() || facts.len() > MOST_FACTS {
        return Err(Refusal::Malformed);
    }
    facts.iter().try_for_each(known_kind)?;
    let entry = Entry::deserialize(value).map_err(|_| Refusal::Malformed)?;
    if entry.seq == 0 || i64::try_from(entry.seq).is_err() || entry.at.ms < 0 {
        return Err(Refusal::Malformed);
    }
    if entry.facts.iter().any(is_newer) {
        return Err(Refusal::InvalidValue);
    }
    let read = serde_json::to_value(&entry).map_err(|_| Refusal::Malformed)?;
    if holds_more(value, &read) { Err(Refusal::SchemaTooNew) } else { Ok(entry) }
}

fn known_kind(fact: &Value) -> Result<(), Refusal> {
    let kind = fact.get("kind").and_then(Value::as_str).ok_or(Refusal::Malformed)?;
    if !Fact::KINDS.contains(&kind) {
        return Err(Refusal::SchemaTooNew);
    }
    match (kind, fact.get("fact")) {
        ("corrected", Some(inner)) => match inner.get("kind").and_then(Value::as_str) {
            Some(kind) if Fact::KINDS.contains(&kind) => Ok(()),
            Some(_) => Err(Refusal::SchemaTooNew),
            None => Err(Refusal::Malformed),
        },
        _ => Ok(()),
    }
}

/// A fact of a known kind that couldn't be read falls to the variant that keeps newer versions' facts.
fn is_newer(fact: &Fact) -> bool {
    match fact {
        Fact::Newer(_) => true,
        Fact::Corrected { fact, .. } => is_newer(fact),
        _ => false,
    }
}

/// Whether what was sent says anything that was not read.
fn holds_more(sent: &Value, read: &Value) -> bool {
    let says_nothing = |it: &Value| it.is_null() || it.as_array().is_some_and(Vec::is_empty);
    match (sent, read) {
        (Value::Object(sent), Value::Object(read)) => sent.iter().any(|(key, value)| match read.get(key) {
            Some(read) => holds_more(value, read),
            None => !says_nothing(value),
        }),
        (Value::Array(sent), Value::Array(read)) => {
            sent.len() != read.len() || sent.iter().zip(read).any(|(sent, read)| holds_more(sent, read))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ID: &str = "0192f0c1-2345-7abc-8def-0123456789ab";

    fn sent(facts: &Value) -> Value {
        json!({"id": ID, "device": ID, "seq": 1, "at": "1764000000000.0", "by": "system", "youth": ID, "facts": facts})
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let left = json!({"kind": "left", "registration": ID, "reason": "turned_20", "on": "2026-01-01"});
        let with = |key: &str, value: Value| {
            let mut fact = left.clone();
            fact[key] = value;
            sent(&json!([fact]))
        };
        assert!(entry(&sent(&json!([left]))).is_ok());
        assert!(entry(&with("saw", json!([]))).is_ok());
        for (value, refusal) in [
            (json!(17), Refusal::Malformed),
            (json!({"id": ID}), Refusal::Malformed),
            (sent(&json!([])), Refusal::Malformed),
            (sent(&json!("left")), Refusal::Malformed),
            (sent(&json!([{"kind": 3}])), Refusal::Malformed),
            (sent(&json!([{"kind": "beamed_up"}])), Refusal::SchemaTooNew),
            (
                sent(&json!([left, {"kind": "corrected", "target": format!("{ID}#0"), "fact": {"kind": "beamed_up"}}])),
                Refusal::SchemaTooNew,
            ),
            (with("mood", json!("fine")), Refusal::SchemaTooNew),
            (with("reason", json!("bored")), Refusal::InvalidValue),
            (with("on", json!("2026-02-30")), Refusal::InvalidValue),
            (sent(&json!([{"kind": "left"}])), Refusal::InvalidValue),
        ] {
            assert_eq!(entry(&value).map(|it| it.id), Err(refusal), "{value}");
        }
    }

    #[test]
    fn seq_begins_at_one() {
        let mut value = sent(&json!([{"kind": "erased"}]));
        value["seq"] = json!(0);
        assert_eq!(entry(&value).map(|it| it.id), Err(Refusal::Malformed));
        value["seq"] = json!(u64::MAX);
        assert_eq!(entry(&value).map(|it| it.id), Err(Refusal::Malformed));
    }
}
