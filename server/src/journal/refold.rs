//! Many youths after a batch: those of whom only the story has grown are read together and written together, whoever is
//! more than that is projected by itself.

use super::{Process, person, project, remind};
use crate::{
    db::{StoreError, Tx},
    figures::Changes,
    store::{self, outcome::Counted, youth::Record},
};
use domain::{MunicipalityId, Summary, Youth, YouthId, figures::DayReading, sync::Stored};
use std::collections::{BTreeMap, BTreeSet};

/// Folds youths anew after entries that decide neither who reaches them nor who they are, and writes what follows, but for
/// the figures, as [`project::project`] does.
pub(super) async fn refold(
    tx: &mut Tx,
    process: &Process,
    municipality: MunicipalityId,
    youths: BTreeSet<YouthId>,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let mut others = youths;
    if others.len() > 1 {
        let before = Before::read(tx, municipality, &others).await?;
        let grown: Vec<(Youth, i64)> = others.iter().filter_map(|it| before.grown(municipality, *it)).collect();
        let summaries: Vec<(YouthId, i64, Summary)> = grown.iter().map(|(it, last)| (it.id, *last, Summary::of(it))).collect();
        store::youth::put_summaries(tx, municipality, &summaries).await?;
        let youths: Vec<&Youth> = grown.iter().map(|it| &it.0).collect();
        remind::remind(tx, process, municipality, &youths).await?;
        for youth in youths {
            changes.add(tx, youth).await?;
            others.remove(&youth.id);
        }
    }
    for youth in others {
        let position = store::place::take_positions(tx, municipality, 0).await?;
        project::project(tx, process, municipality, youth, position, changes).await?;
    }
    Ok(())
}

/// What is written of youths, and all that is known of them now.
struct Before {
    records: BTreeMap<YouthId, Record>,
    entries: BTreeMap<YouthId, Vec<Stored>>,
    /// How many records each of those is as a person.
    sizes: BTreeMap<YouthId, i64>,
    /// By registration.
    cases: BTreeMap<YouthId, Vec<Counted>>,
    /// By day.
    readings: BTreeMap<YouthId, Vec<DayReading>>,
}

impl Before {
    async fn read(tx: &mut Tx, municipality: MunicipalityId, youths: &BTreeSet<YouthId>) -> Result<Self, StoreError> {
        let ids = || youths.iter().copied();
        Ok(Self {
            records: store::youth::find_all(tx, municipality, ids()).await?,
            entries: store::entry::of_youths(tx, municipality, ids()).await?,
            sizes: store::youth::sizes_of(tx, municipality, ids()).await?,
            cases: store::outcome::cases_of(tx, municipality, ids()).await?,
            readings: store::outcome::readings_of(tx, municipality, ids()).await?,
        })
    }

    /// A youth as it is now, with its last position, if nothing else that figures and access stand on has changed.
    fn grown(&self, municipality: MunicipalityId, id: YouthId) -> Option<(Youth, i64)> {
        let (record, entries) = (self.records.get(&id)?, self.entries.get(&id)?);
        let is_alone = record.person == id && self.sizes.get(&id) == Some(&1) && person::links(entries).is_empty();
        if !is_alone || record.erased {
            return None;
        }
        let youth = Youth::fold(entries.iter().map(|it| &it.entry))?;
        let is_same = youth.id == id
            && youth.known_number() == record.number.as_ref()
            && youth.is_protected() == record.protected
            && !youth.erased
            && youth.assignment.get().and_then(|it| it.worker) == record.worker;
        if !is_same || !self.counts_the_same(municipality, &youth) {
            return None;
        }
        let last = entries.last().map_or(record.last_position, |it| it.position);
        Some((youth, last))
    }

    fn counts_the_same(&self, municipality: MunicipalityId, youth: &Youth) -> bool {
        let cases = self.cases.get(&youth.id).map(Vec::as_slice).unwrap_or_default();
        let readings = self.readings.get(&youth.id).map(Vec::as_slice).unwrap_or_default();
        let mut now = project::counted(municipality, youth);
        now.sort_by_key(|it| it.case.registration);
        now == cases && youth.readings() == readings
    }
}
