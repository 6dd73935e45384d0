//! Running a case on both databases.

use crate::postgres;
use server::db::Db;
use std::future::Future;

/// Runs a case on a new SQLite file, then on a new PostgreSQL database.
///
/// # Panics
///
/// As the case does, or where a database can't be made.
pub async fn both<F, Case>(case: F)
where
    F: Fn(Db) -> Case,
    Case: Future<Output = ()>,
{
    let folder = tempfile::tempdir().expect("a folder");
    for url in [format!("sqlite:{}", folder.path().join("uppsok.db").display()), postgres::new_database()] {
        println!("on {}", url.split(':').next().unwrap_or_default());
        let db = Db::open(&url).await.expect("a database");
        case(db.clone()).await;
        db.close().await;
    }
}
