//! A transaction of either database.

use super::{Bind, Db, Note, Row, StoreError};
use sqlx::{
    Database, Postgres, Sqlite, Transaction,
    query::Query,
    {Encode, Type},
};

/// A transaction. Dropped without [`Tx::commit`], it never happened.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    db: Db,
    notes: Vec<Note>,
}

/// A place in a transaction. The latest is undone or kept before those before it.
#[derive(Debug)]
#[must_use]
pub struct Mark {
    notes: usize,
}

#[derive(Debug)]
pub(super) enum Inner {
    /// On SQLite; a writing one holds the database's only write lock from its start.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

macro_rules! on_either {
    ($self:ident, $sql:ident, $binds:ident, $run:ident, |$done:ident, $row:ident| $then:expr) => {
        match &mut $self.inner {
            Inner::Sqlite(tx) => {
                let $done = bound(sqlx::query($sql), $binds).$run(&mut **tx).await?;
                let $row = Row::Sqlite;
                $then
            }
            Inner::Postgres(tx) => {
                let $done = bound(sqlx::query($sql), $binds).$run(&mut **tx).await?;
                let $row = Row::Postgres;
                $then
            }
        }
    };
}

impl Tx {
    pub(super) fn new(inner: Inner, db: Db) -> Self {
        Self { inner, db, notes: Vec::new() }
    }

    /// Adds what a restore mustn't undo. It stands in the ledger before the transaction is committed, so that nobody is
    /// ever told of something that a restore would forget.
    pub fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// What is done again after a restore stands in the ledger already.
    pub fn is_noted(&mut self) {
        self.notes.clear();
    }

    /// Makes it last: when this returns, a crash can't undo it.
    pub async fn commit(self) -> Result<(), StoreError> {
        if self.notes.is_empty() {
            return self.inner.commit().await;
        }
        let ledger = self.db.ledger();
        let opened = ledger.add(&self.notes).await?;
        self.inner.commit().await?;
        // It is committed, whatever the ledger says: at worst a restore closes again what was opened.
        if !opened.is_empty()
            && let Err(error) = ledger.confirm(&opened).await
        {
            tracing::error!(error = &error as &dyn std::error::Error, "a restore would undo what was opened just now");
        }
        if self.notes.iter().any(|it| matches!(it, Note::Erased(..))) {
            self.db.forget_log().await;
        }
        Ok(())
    }

    /// Undoes it.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self.inner {
            Inner::Sqlite(tx) => tx.rollback().await?,
            Inner::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// Makes it last without a word to the ledger: the ledger's own.
    pub(super) async fn commit_alone(self) -> Result<(), StoreError> {
        self.inner.commit().await
    }

    /// From here on what is done can be undone by itself, until it is undone or kept.
    pub async fn mark(&mut self) -> Result<Mark, StoreError> {
        self.execute("savepoint mark", Vec::new()).await?;
        Ok(Mark { notes: self.notes.len() })
    }

    /// Undoes what was done since a mark, and what the ledger was to be told of it.
    pub async fn undo(&mut self, since: Mark) -> Result<(), StoreError> {
        self.execute("rollback to savepoint mark", Vec::new()).await?;
        self.execute("release savepoint mark", Vec::new()).await?;
        self.notes.truncate(since.notes);
        Ok(())
    }

    /// Keeps what was done since a mark, as far as the transaction is.
    pub async fn keep(&mut self, _since: Mark) -> Result<(), StoreError> {
        self.execute("release savepoint mark", Vec::new()).await?;
        Ok(())
    }

    /// Every row, mapped.
    pub async fn all<T>(
        &mut self,
        sql: &'static str,
        binds: Vec<Bind>,
        map: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        on_either!(self, sql, binds, fetch_all, |rows, row| rows.iter().map(|it| map(&row(it))).collect())
    }

    /// The row, if there is one.
    pub async fn optional<T>(
        &mut self,
        sql: &'static str,
        binds: Vec<Bind>,
        map: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        on_either!(self, sql, binds, fetch_optional, |found, row| found.as_ref().map(|it| map(&row(it))).transpose())
    }

    /// The row, which must be there.
    pub async fn one<T>(
        &mut self,
        sql: &'static str,
        binds: Vec<Bind>,
        map: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        on_either!(self, sql, binds, fetch_one, |found, row| map(&row(&found)))
    }

    /// The number of rows affected.
    pub async fn execute(&mut self, sql: &'static str, binds: Vec<Bind>) -> Result<u64, StoreError> {
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => bound(sqlx::query(sql), binds).execute(&mut **tx).await?.rows_affected(),
            Inner::Postgres(tx) => bound(sqlx::query(sql), binds).execute(&mut **tx).await?.rows_affected(),
        })
    }
}

impl Inner {
    async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

fn bound<'q, DB: Database>(
    query: Query<'q, DB, <DB as Database>::Arguments>,
    binds: Vec<Bind>,
) -> Query<'q, DB, <DB as Database>::Arguments>
where
    Option<String>: Encode<'q, DB> + Type<DB>,
    Option<i64>: Encode<'q, DB> + Type<DB>,
    Option<bool>: Encode<'q, DB> + Type<DB>,
{
    binds.into_iter().fold(query, |query, bind| match bind {
        Bind::Text(it) => query.bind(it),
        Bind::Int(it) => query.bind(it),
        Bind::Flag(it) => query.bind(it),
    })
}
