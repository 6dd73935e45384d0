//! The journal itself: every position is somebody's, every content is what was taken in.

use super::{Flaw, What};
use crate::{
    db::{StoreError, Tx},
    store::{self, place::Municipality},
};
use domain::sync::Stored;
use std::collections::BTreeSet;

/// What was read of a municipality's journal.
pub(super) struct Read {
    pub count: usize,
    pub erased: usize,
    pub unhashed: usize,
    pub flaws: Vec<Flaw>,
    /// Those that can be read, in positions' order.
    pub entries: Vec<Stored>,
}

pub(super) async fn look(tx: &mut Tx, place: &Municipality) -> Result<Read, StoreError> {
    let rows = store::entry::rows(tx, place.id).await?;
    let mut read = Read { count: rows.len(), erased: 0, unhashed: 0, flaws: Vec::new(), entries: Vec::new() };
    // Joining and leaving a unit have positions too.
    let mut positions: BTreeSet<i64> = store::membership::positions(tx, place.id).await?.into_iter().collect();
    for row in rows {
        positions.insert(row.position);
        let mut flaw = |what| read.flaws.push(Flaw { table: "entry", id: row.id.clone(), what });
        if row.tombstone.is_some() {
            read.erased += 1;
            if !row.body.is_empty() || row.key.is_some() {
                flaw(What::NotErased);
            }
            continue;
        }
        match (&row.key, &row.hash) {
            (Some(key), Some(hash)) => {
                let is_same = hex::decode(key).is_ok_and(|key| store::entry::content_hash(&key, &row.body) == *hash);
                if !is_same {
                    flaw(What::Changed);
                }
            }
            (None, None) => {
                read.unhashed += 1;
                flaw(What::Unhashed);
            }
            _ => flaw(What::Changed),
        }
        match serde_json::from_str::<domain::Entry>(&row.body) {
            Ok(entry) if entry.id.to_string() == row.id && entry.youth.to_string() == row.youth => {
                read.entries.push(Stored { position: row.position, entry, receipt: None });
            }
            _ => flaw(What::Changed),
        }
    }
    let gaps = (1..=place.position).filter(|it| !positions.contains(it));
    read.flaws.extend(gaps.map(|it| Flaw { table: "entry", id: it.to_string(), what: What::Gap }));
    let beyond = positions.iter().filter(|it| **it > place.position);
    read.flaws.extend(beyond.map(|it| Flaw { table: "municipality", id: it.to_string(), what: What::Beyond }));
    Ok(read)
}
