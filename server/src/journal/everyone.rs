//! Every person of a municipality, folded from the entries alone.

use super::person;
use crate::{
    db::{StoreError, Tx},
    store,
};
use domain::{Entry, MunicipalityId, Youth, YouthId};
use std::collections::{BTreeMap, BTreeSet};

/// Every person, as the entries up to a position have them. Nothing derived is read.
pub async fn everyone(tx: &mut Tx, municipality: MunicipalityId, position: i64) -> Result<Vec<Youth>, StoreError> {
    let entries = store::entry::up_to(tx, municipality, position).await?;
    let records: BTreeSet<YouthId> = entries.iter().map(|it| it.entry.youth).collect();
    let persons = person::persons(records, &person::links(&entries));
    let mut of: BTreeMap<YouthId, Vec<&Entry>> = BTreeMap::new();
    for it in &entries {
        of.entry(it.entry.youth).or_default().push(&it.entry);
    }
    let entries = |members: &BTreeSet<YouthId>| members.iter().filter_map(|it| of.get(it)).flatten().copied().collect::<Vec<_>>();
    Ok(persons.iter().filter_map(|members| Youth::fold(entries(members))).collect())
}
