//! What no store function does, said to a database straight.

use server::db::Db;

/// Runs a statement.
pub async fn run(db: &Db, sql: impl Into<String>) {
    let sql: String = sql.into();
    let ran = match db {
        Db::Sqlite { write, .. } => sqlx::query(sqlx::AssertSqlSafe(sql.clone())).execute(write).await.map(drop),
        Db::Postgres { pool, .. } => sqlx::query(sqlx::AssertSqlSafe(sql.clone())).execute(pool).await.map(drop),
    };
    ran.unwrap_or_else(|error| panic!("{error} in {sql}"));
}

/// Rows of two texts.
pub async fn texts(db: &Db, sql: impl Into<String>) -> Vec<(String, String)> {
    let sql = sqlx::AssertSqlSafe(sql.into());
    match db {
        Db::Sqlite { write, .. } => sqlx::query_as(sql).fetch_all(write).await.unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
    }
}
