//! Bringing the sums up to date with what has changed of some persons.

use crate::{
    db::{StoreError, Tx},
    store::{closed, figure, left, missing},
};
use domain::{
    MunicipalityId, Youth, YouthId,
    figures::{Cell, Missing, MonthEnd, Person},
};
use jiff::{ToSpan, civil::Date};
use std::collections::{BTreeMap, BTreeSet};

/// What persons of a municipality count for who were folded anew, until it is kept: once for all that a transaction takes in
/// at a time. Everyone who is registered changes the same few sums, and PostgreSQL looks through what a transaction has
/// written over until it ends, so that keeping each by itself would cost the square of how many they are.
///
/// [`Tx::undo`] undoes nothing here: what is begun after a mark is kept, or thrown away, before the mark is.
#[derive(Debug)]
pub(crate) struct Changes {
    municipality: MunicipalityId,
    today: Date,
    /// By record: each of a person's may have been one by itself.
    records: BTreeMap<YouthId, Now>,
    /// The records of those who are erased.
    erased: BTreeSet<YouthId>,
}

/// What a record counts for now: nothing where it is a part of another's person.
#[derive(Debug, Default)]
struct Now {
    person: Option<Person>,
    missing: Option<Missing>,
}

impl Changes {
    /// None yet. `today` is the day that the transaction began on, by which months were closed.
    pub(crate) fn new(municipality: MunicipalityId, today: Date) -> Self {
        Self { municipality, today, records: BTreeMap::new(), erased: BTreeSet::new() }
    }

    /// Adds a person, folded anew. What was added of the same records before no longer holds.
    pub(crate) async fn add(&mut self, tx: &mut Tx, youth: &Youth) -> Result<(), StoreError> {
        // What an erased person leaves is what was kept of them: that comes first.
        if youth.erased && youth.members.iter().any(|it| self.records.contains_key(it)) {
            self.keep(tx).await?;
        }
        for member in &youth.members {
            self.records.insert(*member, Now::default());
        }
        self.records.insert(youth.id, Now { person: Person::of(youth), missing: Missing::of(youth) });
        if youth.erased {
            self.erased.extend(&youth.members);
        }
        Ok(())
    }

    /// Takes away what the persons counted for before, and adds what they count for now; of who is erased, what they leave. In
    /// the transaction that changed them, which holds the municipality's lock.
    pub(crate) async fn keep(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let (municipality, today) = (self.municipality, self.today);
        let (records, erased) = (std::mem::take(&mut self.records), std::mem::take(&mut self.erased));
        if records.is_empty() {
            return Ok(());
        }
        let month = today.first_of_month();
        closed::begin(tx, municipality, month).await?;
        let before = figure::persons_of(tx, municipality, records.keys().copied()).await?;
        let mut changed: Vec<(YouthId, &Person)> = Vec::new();
        let mut gone: Vec<YouthId> = Vec::new();
        let mut cells: BTreeMap<Cell, i64> = BTreeMap::new();
        for (id, now) in &records {
            let (was, now) = (before.get(id), now.person.as_ref());
            if was == now {
                continue;
            }
            for (cell, n) in Person::change(was, now, month) {
                *cells.entry(cell).or_default() += n;
            }
            match now {
                Some(now) => changed.push((*id, now)),
                None => gone.push(*id),
            }
        }
        for was in erased.iter().filter_map(|it| before.get(it)) {
            let counted = was.cells_left(today);
            counted.iter().for_each(|(cell, n)| *cells.entry(cell.clone()).or_default() += n);
            left::add_cells(tx, municipality, counted).await?;
            leave_months(tx, municipality, was, today).await?;
        }
        figure::add(tx, municipality, &cells).await?;
        for id in gone {
            figure::put_person(tx, municipality, id, None).await?;
        }
        figure::put_persons(tx, municipality, &changed).await?;
        let whole: BTreeSet<YouthId> = records.iter().filter(|it| it.1.missing.is_none()).map(|it| *it.0).collect();
        missing::remove(tx, municipality, &whole).await?;
        let lacking: Vec<(YouthId, Missing)> = records.into_iter().filter_map(|(id, now)| Some((id, now.missing?))).collect();
        missing::put(tx, municipality, &lacking).await
    }
}

/// What months that aren't closed yet are to be published from has the person in it: the month that goes on and all later
/// ones as somebody who has left, and those before it as they were.
async fn leave_months(tx: &mut Tx, municipality: MunicipalityId, was: &Person, today: Date) -> Result<(), StoreError> {
    let month = today.first_of_month();
    let end = MonthEnd::of_left(&was.left(today), today);
    left::add_month(tx, municipality, &left::Month { month, lasts: true, end }).await?;
    let Some(book) = closed::book(tx, municipality).await? else { return Ok(()) };
    let mut at = book.closed_to.map_or(book.began, |it| it.saturating_add(1.month()));
    while at < month {
        let end = MonthEnd::of([was], at.last_of_month());
        left::add_month(tx, municipality, &left::Month { month: at, lasts: false, end }).await?;
        at = at.saturating_add(1.month());
    }
    Ok(())
}
