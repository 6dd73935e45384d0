//! What a restore mustn't undo: erasures, closed channels, protections, and phones and accounts that were shut out. It
//! stands outside the database that backups are made of, and each note is durable there before what it tells of is
//! committed. After a restore it is read from its beginning and all of it done again.
//!
//! What opens again (a lifted protection, an opened channel) is noted before it is committed too, so that it has its place
//! in the order, and counts only when it is said to be committed: a commit that failed opens nothing.
//!
//! It is a database of its own with one table that is added to: a file beside a SQLite database; on PostgreSQL the schema
//! `uppsok_ledger`, which backups leave out and restores leave alone; or wherever `UPPSOK_LEDGER` says, which is the
//! safest, since another machine can have it.

mod note;
mod rows;

pub use note::Note;

use super::{Db, StoreError, execute, fetch_one, fetch_optional, open::is_postgres};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// The ledger. Cheap to clone; opened when it is first needed.
#[derive(Clone, Debug)]
pub struct Ledger(Option<Arc<Inner>>);

#[derive(Debug)]
struct Inner {
    url: String,
    /// On PostgreSQL, in a database with other things.
    has_schema: bool,
    db: OnceCell<Db>,
}

/// What is found where a ledger should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum There {
    /// None, or an empty one.
    Nothing,
    /// One, and its name; none where no server has given it one.
    Named(Option<String>),
}

const SCHEMA: &str = "uppsok_ledger";
impl Ledger {
    /// The ledger of the database at an address: at `told`, if somebody says, else beside it.
    pub fn at(database: &str, told: Option<&str>) -> Self {
        let url = told.map_or_else(|| beside(database), str::to_owned);
        Self(Some(Arc::new(Inner { has_schema: is_postgres(&url), url, db: OnceCell::new() })))
    }

    /// Of a database that has none: the ledger's own.
    fn none() -> Self {
        Self(None)
    }

    /// Opens it, so that a server that couldn't write it doesn't start. From then on it isn't empty, so that one that is
    /// missing can be told from one in which nothing has had to be noted. Gives its name, which is `name` where it has none.
    pub async fn open(&self, name: &str) -> Result<String, StoreError> {
        let Some(db) = self.db().await? else { return Ok(name.to_owned()) };
        rows::begin(db, name).await.map_err(|it| StoreError::Ledger(Box::new(it)))
    }

    /// What is there. Makes nothing.
    pub async fn look(&self) -> Result<There, StoreError> {
        let Some(inner) = &self.0 else { return Ok(There::Nothing) };
        inner.look().await.map_err(|it| StoreError::Ledger(Box::new(it)))
    }

    /// Where it is, in words that give no password away.
    pub fn place(&self) -> String {
        match &self.0 {
            Some(it) if it.has_schema => format!("{SCHEMA} (PostgreSQL)"),
            Some(it) => it.url.clone(),
            None => String::new(),
        }
    }

    async fn db(&self) -> Result<Option<&Db>, StoreError> {
        let Some(inner) = &self.0 else { return Ok(None) };
        inner.db.get_or_try_init(|| inner.connect()).await.map(Some).map_err(|it| StoreError::Ledger(Box::new(it)))
    }

    /// Adds notes. When this returns, a crash can't undo them. Gives the numbers of those that count only when they are
    /// [confirmed](Self::confirm).
    pub(super) async fn add(&self, notes: &[Note]) -> Result<Vec<i64>, StoreError> {
        let Some(db) = self.db().await? else { return Ok(Vec::new()) };
        rows::add(db, notes).await.map_err(|it| StoreError::Ledger(Box::new(it)))
    }

    /// What these notes tell of has been committed.
    pub(super) async fn confirm(&self, numbers: &[i64]) -> Result<(), StoreError> {
        let Some(db) = self.db().await? else { return Ok(()) };
        rows::confirm(db, numbers).await.map_err(|it| StoreError::Ledger(Box::new(it)))
    }

    /// Every note, oldest first.
    pub async fn read(&self) -> Result<Vec<Note>, StoreError> {
        let Some(db) = self.db().await? else { return Ok(Vec::new()) };
        rows::read(db).await
    }

    pub(super) async fn close(&self) {
        if let Some(db) = self.0.as_ref().and_then(|it| it.db.get()) {
            db.close_alone().await;
        }
    }
}

fn beside(database: &str) -> String {
    match database.strip_prefix("sqlite:") {
        Some(path) => {
            let (path, rest) = path.split_once('?').unwrap_or((path, ""));
            let query = if rest.is_empty() { String::new() } else { format!("?{rest}") };
            format!("sqlite:{path}.ledger{query}")
        }
        None => database.to_owned(),
    }
}

impl Inner {
    async fn look(&self) -> Result<There, StoreError> {
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            let path = path.split_once('?').map_or(path, |it| it.0);
            if !std::path::Path::new(path.trim_start_matches("//")).exists() {
                return Ok(There::Nothing);
            }
        }
        let db = Db::connect(&self.url, Ledger::none()).await?;
        let there = look(&db, self.has_schema).await;
        db.close_alone().await;
        there
    }

    async fn connect(&self) -> Result<Db, StoreError> {
        let db = Db::connect(&self.url, Ledger::none()).await?;
        let mut tx = db.begin().await?;
        if self.has_schema {
            rows::lock(&mut tx).await?;
            execute!(tx, "create schema if not exists uppsok_ledger")?;
        }
        // `n` is the order; a note is never changed.
        let table = if self.has_schema {
            "create table if not exists uppsok_ledger.ledger (
                 n bigint not null primary key, kind text not null, municipality_id text not null,
                 subject text not null, body text not null)"
        } else {
            "create table if not exists ledger (
                 n bigint not null primary key, kind text not null, municipality_id text not null,
                 subject text not null, body text not null)"
        };
        execute!(tx, table)?;
        tx.commit_alone().await?;
        if !self.has_schema {
            return Ok(db);
        }
        db.close_alone().await;
        let joint = if self.url.contains('?') { '&' } else { '?' };
        Db::connect(&format!("{}{joint}options[search_path]={SCHEMA}", self.url), Ledger::none()).await
    }
}

async fn look(db: &Db, has_schema: bool) -> Result<There, StoreError> {
    let mut tx = db.read().await?;
    let table = if has_schema {
        fetch_one!(tx, "select to_regclass('uppsok_ledger.ledger') is not null as there"; |row| row.flag("ledger.there"))?
    } else {
        let found = fetch_optional!(tx, "select name from sqlite_master where type = 'table' and name = 'ledger'"; |_| Ok(()))?;
        found.is_some()
    };
    if !table {
        return Ok(There::Nothing);
    }
    // What has a name comes first.
    let row = if has_schema {
        fetch_optional!(
            tx,
            "select kind, subject from uppsok_ledger.ledger order by case when kind = 'begun' and subject <> '' then 0 else 1 end, n limit 1";
            rows::name
        )?
    } else {
        fetch_optional!(
            tx,
            "select kind, subject from ledger order by case when kind = 'begun' and subject <> '' then 0 else 1 end, n limit 1";
            rows::name
        )?
    };
    Ok(row.map_or(There::Nothing, There::Named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_opens_counts_when_it_is_confirmed_and_where_it_was_noted() {
        fn id<T: From<uuid::Uuid>>(n: u128) -> T {
            uuid::Uuid::from_u128(n).into()
        }
        let folder = std::env::temp_dir().join(format!("uppsok-ledger-{}", std::process::id()));
        let ledger = Ledger::at(&format!("sqlite:{}", folder.join("it.db").display()), None);
        assert!(ledger.look().await.unwrap() == There::Nothing && !folder.exists(), "looking makes nothing");
        assert_eq!(ledger.open("one").await.unwrap(), "one");
        assert_eq!(ledger.open("two").await.unwrap(), "one", "it keeps its name");
        assert!(ledger.db().await.unwrap().unwrap().is_durable().await.unwrap(), "a note outlives a power cut");
        assert_eq!(ledger.look().await.unwrap(), There::Named(Some("one".to_owned())));
        assert_eq!(ledger.read().await.unwrap(), []);
        let protected = |is| Note::Protected(id(1), id(2), is);
        assert!(ledger.add(&[protected(true)]).await.unwrap().is_empty());
        let lifted = ledger.add(&[protected(false)]).await.unwrap();
        assert_eq!(ledger.read().await.unwrap(), [protected(true)], "its commit may have failed");
        assert!(ledger.add(&[Note::Disabled(id(3), true)]).await.unwrap().is_empty());
        ledger.confirm(&lifted).await.unwrap();
        let all = [protected(true), protected(false), Note::Disabled(id(3), true)];
        assert_eq!(ledger.read().await.unwrap(), all, "before what came later");
        // What has gone gives its number to nobody.
        ledger.add(&[Note::Erased(id(1), id(2))]).await.unwrap();
        let opened = ledger.add(&[Note::Member(id(1), id(4), id(5), true)]).await.unwrap();
        assert!(opened[0] > lifted[0]);
        assert_eq!(ledger.read().await.unwrap(), [Note::Disabled(id(3), true), Note::Erased(id(1), id(2))]);
        for hash in ["a", "b"] {
            ledger.add(&[Note::Password(id(3), hash.into())]).await.unwrap();
        }
        assert_eq!(ledger.read().await.unwrap()[2..], [Note::Password(id(3), "b".into())]);
        ledger.close().await;
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn it_lies_beside_its_database() {
        assert_eq!(beside("sqlite:data/uppsok.db"), "sqlite:data/uppsok.db.ledger");
        assert_eq!(beside("postgres://db/uppsok"), "postgres://db/uppsok");
    }
}
