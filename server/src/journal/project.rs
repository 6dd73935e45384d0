//! What is derived from entries, written anew in the transaction that took them in.

use super::{Process, intake::append, person, remind};
use crate::{
    db::{Note, StoreError, Tx},
    figures::Changes,
    store::{self, outcome::Counted, youth::Record},
};
use domain::{Actor, Fact, MunicipalityId, PersonalNumber, Summary, Youth, YouthId, sync::Stored};
use std::collections::BTreeSet;

/// Folds a youth from its entries and writes what follows, but for the figures: those the caller keeps, when it has all
/// changes. `position` is that of the newest entry.
pub(super) async fn project(
    tx: &mut Tx,
    process: &Process,
    municipality: MunicipalityId,
    youth: YouthId,
    position: i64,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let around = Neighbourhood::read(tx, municipality, youth, position).await?;
    project_read(tx, process, municipality, &around, changes).await
}

/// The same from what has been read in this transaction, and not been written since.
pub(super) async fn project_read(
    tx: &mut Tx,
    process: &Process,
    municipality: MunicipalityId,
    around: &Neighbourhood,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    derive(tx, process, municipality, around, changes).await?;
    let Some(number) = around.number() else { return Ok(()) };
    // The same personal number under another id is the same person: nothing is refused, the newer record points at
    // the older. Once said and withdrawn by somebody, it isn't said again.
    let records = store::youth::with_number(tx, municipality, number).await?;
    let Some(newest) = records.last().map(|it| it.id) else { return Ok(()) };
    for older in &records {
        let now = store::youth::find(tx, municipality, newest).await?;
        let is_other = now.is_some_and(|it| it.person != older.person) && older.id != newest;
        if is_other && !were_linked(tx, municipality, newest, older.id).await? {
            let entry = process.entry(tx, Actor::System, newest, vec![Fact::SamePersonAs { other: older.id }]).await?;
            let position = append(tx, process, municipality, &entry).await?;
            let around = Neighbourhood::read(tx, municipality, newest, position).await?;
            derive(tx, process, municipality, &around, changes).await?;
        }
    }
    Ok(())
}

async fn were_linked(tx: &mut Tx, municipality: MunicipalityId, a: YouthId, b: YouthId) -> Result<bool, StoreError> {
    let mut entries = store::entry::of_youth(tx, municipality, a).await?;
    entries.extend(store::entry::of_youth(tx, municipality, b).await?);
    Ok(person::links(&entries).iter().any(|it| it.records == (a, b) || it.records == (b, a)))
}

/// Derives the persons that a record belongs, or belonged, to.
async fn derive(
    tx: &mut Tx,
    process: &Process,
    municipality: MunicipalityId,
    around: &Neighbourhood,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    for (members, youth) in &around.persons {
        let Some(youth) = youth else { continue };
        for record in around.records.iter().filter(|it| members.contains(&it.id)) {
            let positions = || around.entries.iter().filter(|it| it.entry.youth == record.id).map(|it| it.position);
            let first = positions().min().map_or(record.first_position, |it| it.min(record.first_position));
            let last = positions().max().unwrap_or(record.last_position);
            write_record(tx, municipality, record, youth, (first, last), around.position).await?;
        }
        write_figures(tx, municipality, youth).await?;
        remind::remind(tx, process, municipality, &[youth]).await?;
        changes.add(tx, youth).await?;
    }
    Ok(())
}

/// The records that are one person with a record, or would be by a link, with everything about them: read and folded, and
/// nothing of it written yet.
pub(super) struct Neighbourhood {
    youth: YouthId,
    position: i64,
    /// As they were written last.
    records: Vec<Record>,
    entries: Vec<Stored>,
    /// The records of each person, and who that is by their entries; none where there are no entries.
    persons: Vec<(BTreeSet<YouthId>, Option<Youth>)>,
}

impl Neighbourhood {
    /// A record's. `position` is that of the newest entry.
    pub(super) async fn read(tx: &mut Tx, municipality: MunicipalityId, youth: YouthId, position: i64) -> Result<Self, StoreError> {
        let first = match store::youth::find(tx, municipality, youth).await? {
            Some(record) => record,
            None => Record::blank(youth, position),
        };
        let mut records = store::youth::of_person(tx, municipality, first.person).await?;
        if records.is_empty() {
            records.push(first);
        }
        let mut entries = Vec::new();
        let mut read: BTreeSet<YouthId> = BTreeSet::new();
        while let Some(next) = records.iter().map(|it| it.id).find(|it| !read.contains(it)) {
            read.insert(next);
            let own = store::entry::of_youth(tx, municipality, next).await?;
            for link in person::links(&own) {
                for other in [link.records.0, link.records.1] {
                    if !records.iter().any(|it| it.id == other)
                        && let Some(record) = store::youth::find(tx, municipality, other).await?
                    {
                        records.extend(store::youth::of_person(tx, municipality, record.person).await?);
                    }
                }
            }
            entries.extend(own);
        }
        let folded = |members: BTreeSet<YouthId>| {
            let own = entries.iter().filter(|it| members.contains(&it.entry.youth));
            let youth = Youth::fold(own.map(|it| &it.entry));
            (members, youth)
        };
        let persons = person::persons(records.iter().map(|it| it.id), &person::links(&entries)).into_iter().map(folded).collect();
        Ok(Self { youth, position, records, entries, persons })
    }

    /// The record's personal number.
    fn number(&self) -> Option<&PersonalNumber> {
        let (_, youth) = self.persons.iter().find(|it| it.0.contains(&self.youth))?;
        youth.as_ref()?.known_number()
    }

    /// Who they are.
    pub(super) fn persons(&self) -> Vec<YouthId> {
        self.persons.iter().filter_map(|it| it.1.as_ref()).map(|it| it.id).collect()
    }

    /// Whether deriving them changes nothing of who is whom and who reaches them.
    pub(super) async fn is_reached_as_before(&self, tx: &mut Tx, municipality: MunicipalityId) -> Result<bool, StoreError> {
        for (members, youth) in &self.persons {
            let Some(youth) = youth else { return Ok(false) };
            let units = youth.units();
            for it in self.records.iter().filter(|it| members.contains(&it.id)) {
                let is_same = it.person == youth.id && it.protected == youth.is_protected() && it.erased == youth.erased;
                if !is_same || units != store::grant::units_of(tx, municipality, it.id).await? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

async fn write_record(
    tx: &mut Tx,
    municipality: MunicipalityId,
    before: &Record,
    youth: &Youth,
    (first_position, last_position): (i64, i64),
    position: i64,
) -> Result<(), StoreError> {
    let is_protected = youth.is_protected();
    let record = Record {
        id: before.id,
        person: youth.id,
        number: youth.known_number().cloned(),
        protected: is_protected,
        protected_from: if is_protected && !before.protected { Some(position) } else { before.protected_from },
        visible_from: if before.protected && !is_protected { position } else { before.visible_from },
        erased: youth.erased,
        first_position,
        last_position,
        worker: youth.assignment.get().and_then(|it| it.worker),
    };
    if is_protected != before.protected {
        tx.note(Note::Protected(municipality, record.id, is_protected));
    }
    let summary = (record.id == youth.id && !youth.erased).then(|| Summary::of(youth));
    store::youth::put(tx, municipality, &record, summary.as_ref()).await?;
    store::grant::set(tx, municipality, record.id, &youth.units(), position).await
}

async fn write_figures(tx: &mut Tx, municipality: MunicipalityId, youth: &Youth) -> Result<(), StoreError> {
    for member in &youth.members {
        store::outcome::clear(tx, municipality, *member).await?;
    }
    for case in counted(municipality, youth) {
        store::outcome::put_case(tx, &case).await?;
    }
    for reading in youth.readings() {
        store::outcome::put_reading(tx, municipality, youth.id, &reading).await?;
    }
    Ok(())
}

/// A person's cases, with what figures are broken down by.
pub(crate) fn counted(municipality: MunicipalityId, youth: &Youth) -> Vec<Counted> {
    let unit = youth.assignment.heads().last().map(|it| it.value.unit);
    let counted = |case| Counted { person: youth.id, municipality, unit, gender: youth.gender(), case };
    youth.cases().into_iter().map(counted).collect()
}
