//! Published months that have been read lately. A month never changes once it is published; a restore begins another epoch.

use super::Table;
use crate::{
    db::{StoreError, Tx},
    store::{epoch, published},
};
use jiff::civil::Date;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// So many months are kept at hand: two years, as many as a page leads to, and a few besides. A nation's takes some megabytes.
const MOST: usize = 30;

/// Published months, parsed.
#[derive(Debug, Default)]
pub struct Tables(Mutex<BTreeMap<(u64, Date), Arc<Table>>>);

impl Tables {
    /// A published month, by its last day; none where it hasn't been published.
    pub async fn get(&self, tx: &mut Tx, month: Date) -> Result<Option<Arc<Table>>, StoreError> {
        let key = (epoch::find(tx).await?.unwrap_or_default(), month);
        if let Some(it) = self.kept().get(&key) {
            return Ok(Some(Arc::clone(it)));
        }
        let Some(it) = published::month(tx, month).await? else { return Ok(None) };
        let table = Arc::new(Table::of(&it));
        let mut kept = self.kept();
        kept.insert(key, Arc::clone(&table));
        // Those of an earlier epoch first, then the oldest.
        while kept.len() > MOST {
            let old = kept.keys().find(|it| it.0 != key.0).or_else(|| kept.keys().next()).copied();
            old.map(|it| kept.remove(&it));
        }
        Ok(Some(table))
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, BTreeMap<(u64, Date), Arc<Table>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
