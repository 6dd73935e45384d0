//! The ledger's rows: added in order, never changed, and read from the beginning.

use super::Note;
use crate::db::{Db, Row, StoreError, Tx, execute, fetch_all, fetch_one, fetch_optional};
use std::collections::BTreeSet;

/// The first row, from before anything had to be noted.
const BEGUN: &str = "begun";
/// Before the kind of what counts only when it is confirmed.
const IF: &str = "if_";
/// Confirms the note whose number is the subject.
const DONE: &str = "done";

/// On PostgreSQL, one at a time: numbers follow commits.
pub(super) async fn lock(tx: &mut Tx) -> Result<(), StoreError> {
    fetch_one!(tx, "select cast(pg_advisory_xact_lock(1970160811) as text) as locked"; |_| Ok(()))
}

/// The name that a row gives.
pub(super) fn name(row: &Row<'_>) -> Result<Option<String>, StoreError> {
    let subject = row.text("ledger.subject")?;
    Ok((row.text("ledger.kind")? == BEGUN && !subject.is_empty()).then_some(subject))
}

/// A transaction that writes. On PostgreSQL one at a time.
async fn writing(db: &Db) -> Result<Tx, StoreError> {
    let mut tx = db.begin().await?;
    if matches!(db, Db::Postgres { .. }) {
        lock(&mut tx).await?;
    }
    Ok(tx)
}

pub(super) async fn begin(db: &Db, new: &str) -> Result<String, StoreError> {
    let mut tx = writing(db).await?;
    let known = fetch_optional!(
        tx,
        "select kind, subject from ledger where kind = 'begun' and subject <> '' order by n limit 1"; name
    )?;
    let name = match known.flatten() {
        Some(known) => known,
        None => {
            insert(&mut tx, BEGUN, "", new, "").await?;
            new.to_owned()
        }
    };
    tx.commit_alone().await?;
    Ok(name)
}

/// Adds a row, and gives its number: always the greatest, so that none is ever used again.
async fn insert(tx: &mut Tx, kind: &str, place: &str, subject: &str, body: &str) -> Result<i64, StoreError> {
    fetch_one!(
        tx,
        "insert into ledger (n, kind, municipality_id, subject, body)
         select coalesce(max(n), 0) + 1, $1, $2, $3, $4 from ledger returning n",
        kind, place, subject, body; |row| row.int("ledger.n")
    )
}

pub(super) async fn add(db: &Db, notes: &[Note]) -> Result<Vec<i64>, StoreError> {
    let mut tx = writing(db).await?;
    let mut unconfirmed = Vec::new();
    for note in notes {
        let (kind, place, subject, body) = note.parts()?;
        if note.opens() {
            unconfirmed.push(insert(&mut tx, &format!("{IF}{kind}"), &place, &subject, &body).await?);
            continue;
        }
        let n = insert(&mut tx, kind, &place, &subject, &body).await?;
        match note {
            Note::Erased(..) => {
                execute!(tx, "delete from ledger where municipality_id = $1 and subject = $2 and n < $3", place, subject, n)?;
            }
            Note::Password(..) => {
                execute!(tx, "delete from ledger where kind = $1 and subject = $2 and n < $3", kind, subject, n)?;
            }
            _ => {}
        }
    }
    tx.commit_alone().await?;
    if notes.iter().any(|it| matches!(it, Note::Erased(..))) {
        db.forget_log().await;
    }
    Ok(unconfirmed)
}

pub(super) async fn confirm(db: &Db, numbers: &[i64]) -> Result<(), StoreError> {
    let mut tx = writing(db).await?;
    for n in numbers {
        insert(&mut tx, DONE, "", &n.to_string(), "").await?;
    }
    tx.commit_alone().await
}

/// Every note that counts, oldest first.
pub(super) async fn read(db: &Db) -> Result<Vec<Note>, StoreError> {
    let mut tx = db.read().await?;
    let rows = fetch_all!(
        tx,
        "select n, kind, municipality_id, subject, body from ledger order by n";
        |row| {
            let text = |column| row.text(column);
            let texts = [text("ledger.kind")?, text("ledger.municipality_id")?, text("ledger.subject")?, text("ledger.body")?];
            Ok((row.int("ledger.n")?, texts))
        }
    )?;
    let confirmed: BTreeSet<i64> = rows.iter().filter(|it| it.1[0] == DONE).filter_map(|it| it.1[2].parse().ok()).collect();
    let mut notes = Vec::new();
    for (n, [kind, place, subject, body]) in &rows {
        let kind = match kind.strip_prefix(IF) {
            Some(kind) if confirmed.contains(n) => kind,
            None if kind != DONE && kind != BEGUN => kind,
            _ => continue,
        };
        notes.push(Note::of(kind, place, subject, body)?);
    }
    Ok(notes)
}
