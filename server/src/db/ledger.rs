//! What a restore mustn't undo: erasures, closed channels, protections, and phones and accounts that were shut out. It
//! stands outside the database that backups are made of, and each note is durable there before what it tells of is
//! committed. After a restore it is read from its beginning and all of it done again.
//!
//! It is a database of its own with one table that is added to: a file beside a SQLite database; on PostgreSQL the schema
//! `uppsok_ledger`, which backups leave out and restores leave alone; or wherever `UPPSOK_LEDGER` says, which is the
//! safest, since another machine can have it.

use super::{Db, StoreError, Tx, execute, fetch_all, open::is_postgres};
use domain::{AccountId, DeviceId, Fact, MunicipalityId, YouthId};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// One thing that a restore mustn't undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A record of a youth was erased. What else the ledger had of it goes when this comes.
    Erased(MunicipalityId, YouthId),
    /// A youth's identity is protected, or no longer.
    Protected(MunicipalityId, YouthId, bool),
    /// A channel to a youth was closed or opened: the fact that says so.
    Channel(MunicipalityId, YouthId, Box<Fact>),
    /// A phone was revoked.
    Revoked(DeviceId, AccountId),
    /// An account may not sign in, or may again.
    Disabled(AccountId, bool),
}

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

    /// Opens it, so that a server that couldn't write it doesn't start.
    pub async fn open(&self) -> Result<(), StoreError> {
        self.db().await.map(drop)
    }

    async fn db(&self) -> Result<Option<&Db>, StoreError> {
        let Some(inner) = &self.0 else { return Ok(None) };
        inner.db.get_or_try_init(|| inner.connect()).await.map(Some).map_err(|it| StoreError::Ledger(Box::new(it)))
    }

    /// Adds notes. When this returns, a crash can't undo them.
    pub(super) async fn add(&self, notes: &[Note]) -> Result<(), StoreError> {
        let Some(db) = self.db().await? else { return Ok(()) };
        add(db, notes).await.map_err(|it| StoreError::Ledger(Box::new(it)))
    }

    /// Every note, oldest first.
    pub async fn read(&self) -> Result<Vec<Note>, StoreError> {
        let Some(db) = self.db().await? else { return Ok(Vec::new()) };
        let mut tx = db.read().await?;
        let rows = fetch_all!(
            tx,
            "select kind, municipality_id, subject, body from ledger order by n";
            |row| Ok((row.text("ledger.kind")?, row.text("ledger.municipality_id")?, row.text("ledger.subject")?, row.text("ledger.body")?))
        )?;
        rows.into_iter().map(|(kind, place, subject, body)| note(&kind, &place, &subject, &body)).collect()
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
    async fn connect(&self) -> Result<Db, StoreError> {
        let db = Db::connect(&self.url, Ledger::none()).await?;
        let mut tx = db.begin().await?;
        if self.has_schema {
            lock(&mut tx).await?;
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

/// On PostgreSQL, one at a time: numbers follow commits.
async fn lock(tx: &mut Tx) -> Result<(), StoreError> {
    super::fetch_one!(tx, "select cast(pg_advisory_xact_lock(1970160811) as text) as locked"; |_| Ok(()))
}

async fn add(db: &Db, notes: &[Note]) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    if matches!(db, Db::Postgres { .. }) {
        lock(&mut tx).await?;
    }
    for note in notes {
        let (kind, place, subject, body) = parts(note)?;
        if matches!(note, Note::Erased(..)) {
            execute!(tx, "delete from ledger where municipality_id = $1 and subject = $2", place, subject)?;
        }
        execute!(
            tx,
            "insert into ledger (n, kind, municipality_id, subject, body)
             select coalesce(max(n), 0) + 1, $1, $2, $3, $4 from ledger",
            kind,
            place,
            subject,
            body,
        )?;
    }
    tx.commit_alone().await
}

fn parts(note: &Note) -> Result<(&'static str, String, String, String), StoreError> {
    let yes = |it: bool| if it { "yes" } else { "no" }.to_owned();
    Ok(match note {
        Note::Erased(place, youth) => ("erased", place.to_string(), youth.to_string(), String::new()),
        Note::Protected(place, youth, is) => ("protected", place.to_string(), youth.to_string(), yes(*is)),
        Note::Channel(place, youth, fact) => {
            let body = serde_json::to_string(fact).map_err(|_| StoreError::Corrupt { column: "ledger.body" })?;
            ("channel", place.to_string(), youth.to_string(), body)
        }
        Note::Revoked(device, account) => ("revoked", String::new(), device.to_string(), account.to_string()),
        Note::Disabled(account, is) => ("disabled", String::new(), account.to_string(), yes(*is)),
    })
}

fn note(kind: &str, place: &str, subject: &str, body: &str) -> Result<Note, StoreError> {
    fn parse<T: std::str::FromStr>(text: &str, column: &'static str) -> Result<T, StoreError> {
        text.parse().map_err(|_| StoreError::Corrupt { column })
    }
    let place = || parse(place, "ledger.municipality_id");
    Ok(match kind {
        "erased" => Note::Erased(place()?, parse(subject, "ledger.subject")?),
        "protected" => Note::Protected(place()?, parse(subject, "ledger.subject")?, body == "yes"),
        "channel" => {
            let fact = serde_json::from_str(body).map_err(|_| StoreError::Corrupt { column: "ledger.body" })?;
            Note::Channel(place()?, parse(subject, "ledger.subject")?, Box::new(fact))
        }
        "revoked" => Note::Revoked(parse(subject, "ledger.subject")?, parse(body, "ledger.body")?),
        "disabled" => Note::Disabled(parse(subject, "ledger.subject")?, body == "yes"),
        _ => return Err(StoreError::Corrupt { column: "ledger.kind" }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Address, CloseReason, Phone};

    /// Read years later, by whatever version is then.
    #[test]
    fn the_stored_forms_are_frozen() {
        fn id<T: From<uuid::Uuid>>(n: u128) -> T {
            uuid::Uuid::from_u128(n).into()
        }
        let text = |n: u128| uuid::Uuid::from_u128(n).to_string();
        let phone = Phone::parse("070-174 06 05").unwrap();
        let closed = Fact::ChannelClosed { address: Address::Phone { phone }, reason: CloseReason::Stop, saw: Vec::new() };
        let body = r#"{"kind":"channel_closed","address":{"channel":"phone","phone":"+46701740605"},"reason":"stop"}"#;
        for (it, written) in [
            (Note::Erased(id(1), id(2)), ("erased", text(1), text(2), String::new())),
            (Note::Protected(id(1), id(2), true), ("protected", text(1), text(2), "yes".into())),
            (Note::Channel(id(1), id(2), Box::new(closed)), ("channel", text(1), text(2), body.into())),
            (Note::Revoked(id(1), id(2)), ("revoked", String::new(), text(1), text(2))),
            (Note::Disabled(id(1), false), ("disabled", String::new(), text(1), "no".into())),
        ] {
            assert_eq!(parts(&it).unwrap(), written);
            assert_eq!(note(written.0, &written.1, &written.2, &written.3).unwrap(), it);
        }
    }

    #[test]
    fn it_lies_beside_its_database() {
        assert_eq!(beside("sqlite:data/uppsok.db"), "sqlite:data/uppsok.db.ledger");
        assert_eq!(beside("postgres://db/uppsok"), "postgres://db/uppsok");
    }
}
