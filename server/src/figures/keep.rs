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

/// What a person, now, counts for.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// The person.
    id: YouthId,
    /// Every record that is the person: each may have been one by itself.
    members: BTreeSet<YouthId>,
    person: Option<Person>,
    is_erased: bool,
    missing: Option<Missing>,
}

impl Change {
    /// Of a youth, folded anew.
    pub(crate) fn of(youth: &Youth) -> Self {
        let (person, missing) = (Person::of(youth), Missing::of(youth));
        Self { id: youth.id, members: youth.members.clone(), person, is_erased: youth.erased, missing }
    }
}

/// Takes away what the persons counted for before, and adds what they count for now; of who is erased, what they leave. In
/// the transaction that changed them, which holds the municipality's lock.
pub(crate) async fn keep(tx: &mut Tx, municipality: MunicipalityId, changes: &[Change], today: Date) -> Result<(), StoreError> {
    let month = today.first_of_month();
    closed::begin(tx, municipality, month).await?;
    let before = figure::persons_of(tx, municipality, changes.iter().flat_map(|it| it.members.iter().copied())).await?;
    let now: BTreeMap<YouthId, &Person> = changes.iter().filter_map(|it| Some((it.id, it.person.as_ref()?))).collect();
    let is_same = |id: &YouthId| before.get(id) == now.get(id).copied();
    let mut cells: BTreeMap<Cell, i64> = BTreeMap::new();
    let persons: BTreeSet<&YouthId> = before.keys().chain(now.keys()).filter(|it| !is_same(it)).collect();
    for (cell, n) in persons.into_iter().flat_map(|it| Person::change(before.get(it), now.get(it).copied(), month)) {
        *cells.entry(cell).or_default() += n;
    }
    let erased = changes.iter().filter(|it| it.is_erased).flat_map(|it| &it.members);
    for was in erased.filter_map(|it| before.get(it)) {
        let counted = was.cells_left(today);
        counted.iter().for_each(|(cell, n)| *cells.entry(cell.clone()).or_default() += n);
        left::add_cells(tx, municipality, counted).await?;
        leave_months(tx, municipality, was, today).await?;
    }
    figure::add(tx, municipality, &cells).await?;
    for id in before.keys().filter(|it| !now.contains_key(it)) {
        figure::put_person(tx, municipality, *id, None).await?;
    }
    let changed: Vec<(YouthId, &Person)> = now.iter().filter(|it| !is_same(it.0)).map(|(id, it)| (*id, *it)).collect();
    figure::put_persons(tx, municipality, &changed).await?;
    let lacks_nothing = |it: &Change, member: &YouthId| *member != it.id || it.missing.is_none();
    let whole = changes.iter().flat_map(|it| it.members.iter().copied().filter(|member| lacks_nothing(it, member)));
    missing::remove(tx, municipality, &whole.collect()).await?;
    let lacking: Vec<_> = changes.iter().filter_map(|it| Some((it.id, it.missing.clone()?))).collect();
    missing::put(tx, municipality, &lacking).await
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
