//! The ceiling: the same rows straight into the journal's table, with nothing checked and nothing derived.

use crate::phone::Batch;
use domain::RegionId;
use server::{
    clock::Clock,
    db::Db,
    store::place::{self, Region},
};
use sqlx::{Database, Encode, IntoArguments, Pool, QueryBuilder, Type};
use std::{
    collections::BTreeMap,
    sync::Mutex,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

/// A database with our schema that only this writes to.
#[derive(Debug)]
pub struct Raw {
    runtime: Runtime,
    db: Db,
    region: RegionId,
    /// How far each municipality's positions have come.
    positions: Mutex<BTreeMap<String, i64>>,
}

struct Row {
    municipality: String,
    position: i64,
    id: String,
    device: String,
    seq: i64,
    youth: String,
    received: i64,
    body: String,
}

impl Raw {
    pub fn new(url: &str) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let clock = Clock::system();
        let region = clock.id();
        let db = runtime.block_on(async {
            let db = Db::open(url).await.expect("a database");
            let mut tx = db.begin().await.expect("a transaction");
            place::create_region(&mut tx, &Region { id: region, name: "Prov".into() }).await.expect("a region");
            tx.commit().await.expect("a commit");
            db
        });
        Self { runtime, db, region, positions: Mutex::default() }
    }

    /// Inserts the phones' batches, each in one statement and one transaction, the phones at once.
    pub fn insert(&self, sendings: &[Vec<Batch>]) -> Duration {
        let prepared: Vec<Vec<Vec<Row>>> = sendings.iter().map(|it| it.iter().map(|batch| self.rows(batch)).collect()).collect();
        self.runtime.block_on(async {
            let before = Instant::now();
            match &self.db {
                Db::Sqlite { write, .. } => insert_all(write, prepared).await,
                Db::Postgres { pool, .. } => insert_all(pool, prepared).await,
            }
            before.elapsed()
        })
    }

    fn rows(&self, batch: &Batch) -> Vec<Row> {
        let municipality = batch.municipality.to_string();
        let mut positions = self.positions.lock().expect("nobody panicked");
        let position = positions.entry(municipality.clone()).or_insert_with(|| self.make(batch));
        let row = |entry: &domain::Entry| {
            *position += 1;
            Row {
                municipality: municipality.clone(),
                position: *position,
                id: entry.id.to_string(),
                device: entry.device.to_string(),
                seq: i64::try_from(entry.seq).expect("not that many"),
                youth: entry.youth.to_string(),
                received: entry.at.ms,
                body: serde_json::to_string(entry).expect("an entry is JSON"),
            }
        };
        batch.entries.iter().map(row).collect()
    }

    fn make(&self, batch: &Batch) -> i64 {
        self.runtime.block_on(async {
            let mut tx = self.db.begin().await.expect("a transaction");
            let name = batch.municipality.to_string();
            place::create_municipality(&mut tx, batch.municipality, self.region, &name).await.expect("a municipality");
            tx.commit().await.expect("a commit");
        });
        0
    }
}

async fn insert_all<DB: Database>(pool: &Pool<DB>, phones: Vec<Vec<Vec<Row>>>)
where
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    for<'q> String: Encode<'q, DB> + Type<DB>,
    for<'q> i64: Encode<'q, DB> + Type<DB>,
{
    let phones = phones.into_iter().map(|batches| {
        let pool = pool.clone();
        tokio::spawn(async move {
            for batch in batches {
                let mut tx = pool.begin().await.expect("a transaction");
                let mut insert = QueryBuilder::<DB>::new(
                    "insert into entry (municipality_id, position, id, device_id, seq, youth_id, received_at, body) ",
                );
                insert.push_values(batch, |mut values, row| {
                    values.push_bind(row.municipality).push_bind(row.position).push_bind(row.id).push_bind(row.device);
                    values.push_bind(row.seq).push_bind(row.youth).push_bind(row.received).push_bind(row.body);
                });
                insert.build().execute(&mut *tx).await.expect("an insert");
                tx.commit().await.expect("a commit");
            }
        })
    });
    for phone in phones.collect::<Vec<_>>() {
        phone.await.expect("nobody panicked");
    }
}
