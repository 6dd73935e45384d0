//! A database that can't commit: full, or its disk gone.

use server::{
    db::{Db, StoreError},
    store,
};
use tests::{
    postgres::{Commits, new_database_with},
    sql,
};

async fn note(db: &Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    store::epoch::begin(&mut tx, 7).await?;
    tx.commit().await
}

#[tokio::test]
async fn a_commit_that_fails_stops_no_later_write() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("uppsok.db").display())).await.unwrap();
    let Db::Sqlite { write, .. } = &db else { panic!("it is SQLite") };
    write.acquire().await.unwrap().lock_handle().await.unwrap().set_commit_hook(|| false);
    assert!(note(&db).await.is_err());
    // The connection that was left in between is let go of, and the next one has no such hook.
    note(&db).await.unwrap();
    let mut tx = db.read().await.unwrap();
    assert_eq!(store::epoch::find(&mut tx).await.unwrap(), Some(7));
}

#[tokio::test]
async fn commits_are_durable_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("uppsok.db").display())).await.unwrap();
    assert!(db.is_durable().await.unwrap());
    // It is the connection that writes which is asked.
    sql::run(&db, "pragma synchronous = normal").await;
    assert!(!db.is_durable().await.unwrap());
    db.close().await;
}

#[tokio::test]
async fn commits_are_durable_whatever_postgresql_is_set_to() {
    for (commits, writes) in [(Commits::Quick, false), (Commits::Durable, true)] {
        let db = Db::open(&new_database_with(commits)).await.unwrap();
        let set = "select name, setting from pg_settings where name = 'synchronous_commit'";
        assert_eq!(sql::texts(&db, set).await, [("synchronous_commit".to_owned(), "on".to_owned())]);
        assert_eq!(db.is_durable().await.unwrap(), writes, "what no connection can change is told");
        db.close().await;
    }
}
