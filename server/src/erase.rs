//! Erasing a person: one way, whoever asks for it (an administrator, the retention, a restore's ledger).

use crate::{
    db::{Note, StoreError, Tx},
    journal::{self, Process, Reach},
    store::{self, place::Municipality},
};
use domain::{Actor, Fact, YouthId, sync::Verdict};

/// What an erasure did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// How many records the person had.
    pub records: usize,
    /// How many entries were emptied.
    pub entries: u64,
}

/// Erases a person: every record of theirs gets an `erased` entry, which phones are told of as somebody to forget, and
/// everything else of them is emptied. None where the municipality has no such youth, or they are erased already.
pub async fn erase(tx: &mut Tx, process: &Process, place: &Municipality, youth: YouthId, by: Actor) -> Result<Option<Erased>, StoreError> {
    store::place::take_positions(tx, place.id, 0).await?;
    let Some(record) = store::youth::find(tx, place.id, youth).await?.filter(|it| !it.erased) else { return Ok(None) };
    let records = store::youth::of_person(tx, place.id, record.person).await?;
    let mut erased = Erased { records: records.len(), entries: 0 };
    let mut entries = Vec::new();
    for record in &records {
        // The first one erases the person, of whom each is a part.
        let facts = vec![Fact::Erased {}];
        let entry = match journal::write(tx, process, place, by, Reach::System, record.id, facts).await? {
            (entry, Verdict::Stored { .. } | Verdict::AlreadyStored { .. }) => entry,
            (_, Verdict::Refused { .. }) => journal::write_again(tx, process, place, record.id, Fact::Erased {}).await?,
        };
        entries.push((record.id, entry));
    }
    for (record, entry) in entries {
        let tombstone = || process.clock.random::<16>();
        erased.entries += store::erase::youth(tx, place.id, record, entry, process.clock.now(), tombstone).await?;
        tx.note(Note::Erased(place.id, record));
    }
    // Each by itself now: what said that they were one person is gone.
    for record in &records {
        journal::derive_again(tx, process, place, record.id).await?;
    }
    Ok(Some(erased))
}
