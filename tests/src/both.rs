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

/// The same for a case that opens the database itself: its address, and a folder for other files.
///
/// # Panics
///
/// As [`both`] does.
pub async fn both_at<F, Case>(case: F)
where
    F: Fn(String, std::path::PathBuf) -> Case,
    Case: Future<Output = ()>,
{
    for kind in ["sqlite", "postgres"] {
        let folder = tempfile::tempdir().expect("a folder");
        println!("on {kind}");
        let url = match kind {
            "sqlite" => format!("sqlite:{}", folder.path().join("uppsok.db").display()),
            _ => postgres::new_database(),
        };
        case(url, folder.path().to_owned()).await;
    }
}
