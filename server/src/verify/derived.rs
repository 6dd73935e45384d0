//! What is derived from the journal, against a fresh fold of it.

use super::{Flaw, What};
use crate::{
    db::{StoreError, Tx},
    journal::{counted, persons_of},
    store::{self, outcome::Reach, youth::Record},
};
use domain::{MunicipalityId, Summary, Youth, YouthId, sync::Stored};
use std::collections::{BTreeMap, BTreeSet};

/// A record as a fresh fold has it. (Positions since when somebody is protected or visible tell of the past, and can't be
/// folded.)
fn derived(record: &Record, youth: &Youth, positions: &BTreeMap<YouthId, (i64, i64)>) -> Record {
    let (first, last) = positions.get(&record.id).copied().unwrap_or((record.first_position, record.last_position));
    Record {
        id: record.id,
        person: youth.id,
        number: youth.known_number().cloned(),
        protected: youth.is_protected(),
        erased: youth.erased,
        first_position: first.min(record.first_position),
        last_position: last,
        worker: youth.assignment.get().and_then(|it| it.worker),
        ..record.clone()
    }
}

pub(super) async fn look(tx: &mut Tx, municipality: MunicipalityId, entries: &[Stored]) -> Result<Vec<Flaw>, StoreError> {
    let mut flaws = Vec::new();
    let mut by_youth: BTreeMap<YouthId, Vec<&Stored>> = BTreeMap::new();
    for it in entries {
        by_youth.entry(it.entry.youth).or_default().push(it);
    }
    let positions: BTreeMap<YouthId, (i64, i64)> = by_youth
        .iter()
        .filter_map(|(youth, all)| Some((*youth, (all.iter().map(|it| it.position).min()?, all.iter().map(|it| it.position).max()?))))
        .collect();
    let records: BTreeMap<YouthId, Record> = store::youth::all(tx, municipality).await?.into_iter().map(|it| (it.id, it)).collect();
    let summaries = store::youth::all_summaries(tx, municipality).await?;
    let grants = store::grant::open(tx, municipality).await?;
    let mut cases = store::outcome::cases(tx, Reach::Municipality(municipality)).await?;
    let mut readings = store::outcome::readings(tx, Reach::Municipality(municipality)).await?;
    let mut flaw = |table, id: YouthId, what| flaws.push(Flaw { table, id: id.to_string(), what });

    for id in by_youth.keys().filter(|it| !records.contains_key(it)) {
        flaw("youth", *id, What::Missing);
    }
    for id in records.keys().filter(|it| !by_youth.contains_key(it)) {
        flaw("youth", *id, What::Unknown);
    }
    let (mut fresh_cases, mut fresh_readings) = (Vec::new(), Vec::new());
    for members in persons_of(by_youth.keys().copied(), entries) {
        let own = members.iter().filter_map(|it| by_youth.get(it)).flatten();
        let Some(youth) = Youth::fold(own.map(|it| &it.entry)) else { continue };
        for record in members.iter().filter_map(|it| records.get(it)) {
            if derived(record, &youth, &positions) != *record {
                flaw("youth", record.id, What::Differs);
            }
            let summary = (record.id == youth.id && !youth.erased).then(|| Summary::of(&youth));
            if summaries.get(&record.id) != summary.as_ref() {
                flaw("youth.summary", record.id, What::Differs);
            }
            if grants.get(&record.id).cloned().unwrap_or_default() != youth.units() {
                flaw("youth_grant", record.id, What::Differs);
            }
        }
        fresh_cases.extend(counted(municipality, &youth));
        fresh_readings.extend(youth.readings().into_iter().map(|it| (youth.id, it)));
    }
    cases.sort_by_key(|it| (it.person, it.case.registration));
    fresh_cases.sort_by_key(|it| (it.person, it.case.registration));
    for person in differing(&cases, &fresh_cases, |it| it.person) {
        flaw("outcome_case", person, What::Differs);
    }
    readings.sort_by_key(|it| (it.0, it.1.as_of));
    fresh_readings.sort_by_key(|it| (it.0, it.1.as_of));
    for person in differing(&readings, &fresh_readings, |it| it.0) {
        flaw("occupation_reading", person, What::Differs);
    }
    Ok(flaws)
}

/// Of whom two lists, in one order, differ.
fn differing<T: PartialEq>(stored: &[T], fresh: &[T], of: impl Fn(&T) -> YouthId) -> BTreeSet<YouthId> {
    let grouped = |all: &[T]| -> BTreeMap<YouthId, Vec<usize>> {
        let mut groups: BTreeMap<YouthId, Vec<usize>> = BTreeMap::new();
        for (at, it) in all.iter().enumerate() {
            groups.entry(of(it)).or_default().push(at);
        }
        groups
    };
    let (one, other) = (grouped(stored), grouped(fresh));
    let persons: BTreeSet<YouthId> = one.keys().chain(other.keys()).copied().collect();
    let get = |groups: &BTreeMap<YouthId, Vec<usize>>, person: &YouthId| groups.get(person).cloned().unwrap_or_default();
    persons
        .into_iter()
        .filter(|it| {
            let (mine, theirs) = (get(&one, it), get(&other, it));
            mine.len() != theirs.len() || mine.iter().zip(&theirs).any(|(a, b)| stored[*a] != fresh[*b])
        })
        .collect()
}
