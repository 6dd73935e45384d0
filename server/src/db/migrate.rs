//! The schema: one migrations tree for both databases, embedded in the binary.

use sqlx::{
    SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
};

macro_rules! migrations {
    ($($version:literal $name:literal;)+) => {
        [$(($version, $name, include_str!(concat!("../../migrations/", $name, ".sql")))),+]
    };
}

/// Every migration, oldest first. One that has been released is never changed: its checksum is kept with the data.
pub fn migrator() -> Migrator {
    let all = migrations! {
        1 "0001_place";
        2 "0002_account";
        3 "0003_journal";
        4 "0004_import";
        5 "0005_import_draft";
        6 "0006_keep";
        10 "0010_reminder";
        11 "0011_message";
        12 "0012_youth_link";
        13 "0013_push_subscription";
        20 "0020_figure";
        23 "0023_disclosure";
        40 "0040_quarantine";
        41 "0041_import_entry";
        42 "0042_figure_form";
        43 "0043_ledger_mark";
        44 "0044_figure_left";
        45 "0045_fold";
    };
    let migration = |(version, name, sql): (i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(all.into_iter().map(migration).collect())
}

/// The version of the newest migration.
pub fn newest_migration() -> i64 {
    migrator().iter().map(|it| it.version).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_migration() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap();
        let mut files: Vec<String> = folder.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        let embedded: Vec<String> = migrator().iter().map(|it| format!("{}.sql", it.description)).collect();
        assert_eq!(files, embedded);
        assert!(migrator().iter().all(|it| it.description.starts_with(&format!("{:04}_", it.version))));
    }
}
