//! Whether what the phones were told is so.

use super::Carrier;
use domain::{Entry, EntryId, MunicipalityId, Summary, Youth, YouthId};
use server::{
    db::{Db, Row, ToBind},
    store,
};
use std::collections::{BTreeMap, BTreeSet};

/// Reads the database after everyone has sent all and fetched all, phones of one unit that has all that they made.
///
/// Nothing that has a receipt is lost or stands elsewhere, nothing is there twice, positions have no gaps (those that no
/// entry has, a worker's joining or leaving a unit has), no phone's cursor has passed anything by, and what is derived is
/// what a fresh fold of the entries gives.
pub fn audit(database_url: &str, carriers: &[Carrier]) {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let db = Db::open(database_url).await.expect("the database");
        let journals = read(&db).await;
        let mut at: BTreeMap<EntryId, i64> = BTreeMap::new();
        for (municipality, entries) in &journals {
            check_positions(&db, *municipality, entries).await;
            for (position, entry) in entries {
                assert_eq!(at.insert(entry.id, *position), None, "an entry is there twice");
            }
            check_derived(&db, *municipality, entries).await;
        }
        let made: BTreeSet<EntryId> = carriers.iter().flat_map(|it| it.acknowledged.keys().copied()).collect();
        for carrier in carriers {
            assert_eq!(carrier.acknowledged.len() as u64, carrier.made(), "each entry has its receipt");
            for (id, position) in &carrier.acknowledged {
                assert_eq!(at.get(id), Some(position), "an acknowledged entry is where its receipt says");
            }
        }
        for carrier in carriers {
            assert!(made.is_subset(&carrier.held), "a cursor passed by {} entries", made.difference(&carrier.held).count());
        }
        db.close().await;
    });
}

async fn read(db: &Db) -> BTreeMap<MunicipalityId, Vec<(i64, Entry)>> {
    let mut tx = db.read().await.expect("a transaction");
    let places = store::place::municipalities(&mut tx).await.expect("the municipalities");
    let mut journals = BTreeMap::new();
    for place in places {
        let sql = "select position, body from entry where municipality_id = $1 order by position";
        let row = |row: &Row<'_>| Ok((row.int("entry.position")?, row.json("entry.body")?));
        let entries: Vec<(i64, Entry)> = tx.all(sql, vec![place.id.to_bind()], row).await.expect("the journal");
        journals.insert(place.id, entries);
    }
    journals
}

async fn check_positions(db: &Db, municipality: MunicipalityId, entries: &[(i64, Entry)]) {
    let mut tx = db.read().await.expect("a transaction");
    let place = store::place::municipality_by_id(&mut tx, municipality).await.expect("a row").expect("a municipality");
    let sql = "select from_position, to_position from membership where municipality_id = $1";
    let row = |row: &Row<'_>| Ok([Some(row.int("membership.from_position")?), row.maybe_int("membership.to_position")?]);
    let moves = tx.all(sql, vec![municipality.to_bind()], row).await.expect("the memberships");
    let mut positions: Vec<i64> = entries.iter().map(|it| it.0).chain(moves.into_iter().flatten().flatten()).collect();
    positions.sort_unstable();
    // The first that is missing or there twice says more than all of them.
    let wrong = (1..).zip(&positions).find(|(expected, found)| expected != *found);
    assert_eq!(wrong, None, "positions without gaps");
    assert_eq!(i64::try_from(positions.len()).unwrap(), place.position, "the counter is at the last position");
}

async fn check_derived(db: &Db, municipality: MunicipalityId, entries: &[(i64, Entry)]) {
    let youths: BTreeSet<YouthId> = entries.iter().map(|it| it.1.youth).collect();
    let mut tx = db.read().await.expect("a transaction");
    for youth in youths {
        let record = store::youth::find(&mut tx, municipality, youth).await.expect("a record").expect("each youth has one");
        let own: Vec<&Entry> = entries.iter().map(|it| &it.1).filter(|it| it.youth == youth).collect();
        let last = entries.iter().filter(|it| it.1.youth == youth).map(|it| it.0).max();
        assert_eq!(Some(record.last_position), last, "the record is as new as its entries");
        if record.person == youth && !entries.iter().any(|it| it.1.facts.iter().any(|it| it.kind() == "same_person_as")) {
            let fresh = Youth::fold(own.iter().copied()).map(|it| Summary::of(&it));
            let kept = store::youth::summary_of(&mut tx, municipality, youth).await.expect("a summary");
            assert_eq!(kept, fresh, "the summary is what a fresh fold gives");
        }
    }
}
