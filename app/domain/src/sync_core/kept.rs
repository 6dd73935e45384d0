//! What a device keeps, and what changes it. A decision reads what is [`Kept`] and gives [`Change`]s, all of one
//! transaction: whoever has the store carries them out in order, and either all of them last or none.

use crate::{
    DeviceId, Entry, EntryId, Hlc, Summary, Youth, YouthId,
    sync::{Cursor, Read, Receipt, Refusal},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that are allotted in the transaction that uses them. The form is frozen: phones keep it for weeks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// The last seq that was given.
    pub seq: u64,
    /// The journal's clock.
    pub clock: Hlc,
}

/// How far sync has come. The form is frozen: phones keep it for weeks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What the server gave last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// Youths whose summary is older than their entries.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub dirty: BTreeSet<YouthId>,
    /// Youths that the server told us to forget while something about them was unsent.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub forgotten: BTreeSet<YouthId>,
    /// When a reply last brought something, on the device's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<i64>,
    /// The server's clock less the device's then, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// Records of one person, two and two.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub same: BTreeSet<(YouthId, YouthId)>,
    /// What a restored server may lack, and is still to be sent again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub again: BTreeSet<EntryId>,
    /// Youths that a restored server hasn't given yet: those that it never gives are no longer ours to hold.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unconfirmed: BTreeSet<YouthId>,
    /// What the device was called in the journal before.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub former: BTreeSet<DeviceId>,
    /// The last seq that had been given when we heard of a restore: the server that was lost may have had what was written until
    /// then, and have acted on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
}

impl Progress {
    /// Every record that is the same person as `youth`, itself among them.
    pub fn person(&self, youth: YouthId) -> BTreeSet<YouthId> {
        let mut person = BTreeSet::from([youth]);
        loop {
            let before = person.len();
            for (one, other) in &self.same {
                if person.contains(one) || person.contains(other) {
                    person.extend([*one, *other]);
                }
            }
            if person.len() == before {
                return person;
            }
        }
    }

    /// What lists show of a person's entries. A youth that the server told us to forget is shown nowhere, even while
    /// something about them is unsent.
    pub fn summary(&self, entries: &[Entry]) -> Option<Summary> {
        let shown = entries.iter().filter(|it| !self.forgotten.contains(&it.youth));
        Youth::fold(shown).filter(|it| !it.erased).map(|it| Summary::of(&it))
    }
}

/// What lies beside an entry in the tray. The form is frozen: phones keep it for weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tray {
    /// Why.
    pub refusal: Refusal,
    /// What the youth was called when it came here: they may be forgotten since, and whoever is to decide has to know
    /// whom it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What a transaction reads before it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What the device is called in the journal.
    pub device: DeviceId,
    /// The numbers.
    pub counter: Counter,
    /// How far sync has come.
    pub progress: Progress,
    /// What waits for the server, by seq.
    pub outbox: BTreeMap<u64, EntryId>,
    /// What the server didn't take.
    pub tray: BTreeSet<EntryId>,
}

impl Kept {
    /// What the server has given no receipt for.
    pub(super) fn unsent(&self) -> BTreeSet<EntryId> {
        self.outbox.values().chain(&self.tray).chain(&self.progress.again).copied().collect()
    }
}

/// One change to the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The entry is kept under its id, found by its youth, in the place of what lay there.
    Keep(Entry),
    /// The same, with the server's receipt beside it.
    KeepSent(Entry, Receipt),
    /// The server gave this receipt for the entry, if it is still kept.
    Attest(EntryId, Receipt),
    /// The entry is kept without a fact: that it wasn't saved is said, and not what.
    Empty(EntryId),
    /// The entry goes.
    Drop(EntryId),
    /// The entry waits for the server under this seq.
    Queue(u64, EntryId),
    /// Nothing waits under this seq.
    Unqueue(u64),
    /// The entry lies in the tray.
    SetAside(EntryId, Tray),
    /// The entry lies in the tray no longer.
    TakeUp(EntryId),
    /// A reading of a card has been told.
    Told(EntryId),
    /// The numbers are these.
    Count(Counter),
    /// Sync has come so far.
    Reach(Progress),
    /// The server knows the device's name as another's: the next sign-in asks for a new one.
    NameTaken,
    /// The device is called this.
    Rename(DeviceId),
}

/// What is known of a kept entry without its facts. Reads the form that [`Sent`] writes, and an entry's alone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Held {
    /// Which.
    pub id: EntryId,
    /// Who made it.
    pub device: DeviceId,
    /// Under which number.
    pub seq: u64,
    /// About whom.
    pub youth: YouthId,
    /// What the server gave for it.
    #[serde(default)]
    pub receipt: Option<Receipt>,
}

/// A kept entry with its receipt, as it is written: the entry's own form and one field more, so that whoever reads an
/// entry reads this too. The form is frozen: phones keep it for weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Sent<'a> {
    /// The entry.
    #[serde(flatten)]
    pub entry: &'a Entry,
    /// What the server gave for it.
    pub receipt: &'a Receipt,
}

/// One request's load.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parcel {
    /// Entries in the order of their seq.
    pub entries: Vec<Entry>,
    /// What a restored server may lack.
    pub again: Vec<(Entry, Receipt)>,
    /// Cards that were read, with the ids that they are let go by.
    pub reads: Vec<(EntryId, Read)>,
    /// Where to go on reading.
    pub cursor: Option<Cursor>,
    /// See [`Progress::before`].
    pub before: Option<u64>,
}

impl Parcel {
    /// What the server is told of [`Progress::before`]: nothing, where all that is sent is newer.
    pub fn before(&self) -> Option<u64> {
        self.before.filter(|seq| self.entries.iter().any(|it| it.seq <= *seq))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn youth(n: u128) -> YouthId {
        Uuid::from_u128(n).into()
    }

    /// Kept on every phone for weeks: a form that is no longer read loses what is unsent.
    #[test]
    fn the_stored_forms_are_frozen() {
        let counter = Counter { seq: 7, clock: Hlc { ms: 5, counter: 2 } };
        assert_eq!(serde_json::to_string(&counter).unwrap(), r#"{"seq":7,"clock":"5.2"}"#);

        let progress = Progress {
            cursor: Some(Cursor { epoch: 1, effective: 2, position: 3 }),
            dirty: [youth(1)].into(),
            forgotten: [youth(2)].into(),
            heard: Some(9),
            same: [(youth(3), youth(4))].into(),
            ..Progress::default()
        };
        let text = concat!(
            r#"{"cursor":"1.2.3","dirty":["00000000-0000-0000-0000-000000000001"],"forgotten":["00000000-0000-0000-0000-000000000002"],"#,
            r#""heard":9,"same":[["00000000-0000-0000-0000-000000000003","00000000-0000-0000-0000-000000000004"]]}"#
        );
        assert_eq!(serde_json::to_string(&progress).unwrap(), text);
        assert_eq!(serde_json::from_str::<Progress>(text).unwrap(), progress);
        assert_eq!(serde_json::from_str::<Progress>("{}").unwrap(), Progress::default());

        let tray = |name: Option<&str>| Tray { refusal: Refusal::InvalidValue, name: name.map(str::to_owned) };
        for (tray, text) in
            [(tray(None), r#"{"refusal":"invalid_value"}"#), (tray(Some("Alva Berg")), r#"{"refusal":"invalid_value","name":"Alva Berg"}"#)]
        {
            assert_eq!(serde_json::to_string(&tray).unwrap(), text);
            assert_eq!(serde_json::from_str::<Tray>(text).unwrap(), tray);
        }
    }

    #[test]
    fn an_entry_with_its_receipt_reads_as_an_entry_and_as_what_is_held() {
        let entry = Entry {
            id: Uuid::from_u128(1).into(),
            device: Uuid::from_u128(2).into(),
            seq: 3,
            at: Hlc { ms: 4, counter: 0 },
            by: crate::Actor::System,
            youth: youth(5),
            facts: vec![crate::Fact::Erased {}],
        };
        let receipt = Receipt { epoch: 6, position: 7, mac: "AAAAAAAAAAAAAAAA".into() };
        let text = serde_json::to_string(&Sent { entry: &entry, receipt: &receipt }).unwrap();
        let frozen = concat!(
            r#"{"id":"00000000-0000-0000-0000-000000000001","device":"00000000-0000-0000-0000-000000000002","seq":3,"at":"4.0","by":"system","#,
            r#""youth":"00000000-0000-0000-0000-000000000005","facts":[{"kind":"erased"}],"receipt":"6.7.AAAAAAAAAAAAAAAA"}"#
        );
        assert_eq!(text, frozen);
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
        let held = Held { id: entry.id, device: entry.device, seq: 3, youth: entry.youth, receipt: Some(receipt) };
        assert_eq!(serde_json::from_str::<Held>(&text).unwrap(), held);
        let alone = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<Held>(&alone).unwrap(), Held { receipt: None, ..held });
        let waits = Progress {
            offset: Some(-8),
            again: [entry.id].into(),
            unconfirmed: [youth(5)].into(),
            former: [entry.device].into(),
            before: Some(8),
            ..Progress::default()
        };
        let text = concat!(
            r#"{"offset":-8,"again":["00000000-0000-0000-0000-000000000001"],"unconfirmed":["00000000-0000-0000-0000-000000000005"],"#,
            r#""former":["00000000-0000-0000-0000-000000000002"],"before":8}"#
        );
        assert_eq!(serde_json::to_string(&waits).unwrap(), text);
        assert_eq!(serde_json::from_str::<Progress>(text).unwrap(), waits);
        // The server hears of it while anything from before goes, and no longer.
        for (before, told) in [(None, None), (Some(2), None), (Some(3), Some(3)), (Some(8), Some(8))] {
            assert_eq!(Parcel { entries: vec![entry.clone()], before, ..Parcel::default() }.before(), told);
        }
        assert_eq!(Parcel { before: Some(8), ..Parcel::default() }.before(), None);
    }

    #[test]
    fn records_of_one_person_are_found_through_each_other() {
        let same = [(youth(1), youth(2)), (youth(4), youth(3)), (youth(3), youth(2))].into();
        let progress = Progress { same, ..Progress::default() };
        assert_eq!(progress.person(youth(1)), [1, 2, 3, 4].map(youth).into());
        assert_eq!(progress.person(youth(5)), [youth(5)].into());
    }
}
