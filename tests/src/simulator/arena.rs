//! Where schedules take place: a database of their own each, made in no time.

use crate::World;
use server::db::Db;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Makes new SQLite databases by copying one whose schema is up to date. They lie in memory where the system has a file
/// system there: what is tried is what lasts a crash of ours, not of the machine.
#[derive(Debug)]
pub struct Arena {
    folder: TempDir,
    template: Vec<u8>,
}

/// A world, and the database beneath it for as long as it is needed.
#[derive(Debug)]
pub struct Stage {
    pub world: World,
    /// Where its database and backups are.
    pub site: Site,
    folder: TempDir,
}

/// Where a world's database is, and a folder for backups.
#[derive(Clone, Debug)]
pub struct Site {
    pub url: String,
    pub folder: PathBuf,
}

impl Arena {
    pub async fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let file = folder.path().join("template.db");
        Db::open(&url(&file)).await.unwrap().close().await;
        Self { template: std::fs::read(&file).unwrap(), folder }
    }

    /// An empty municipality, whose ids follow from a seed.
    pub async fn stage(&self, seed: u64) -> Stage {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap();
        let file: PathBuf = folder.path().join("uppsok.db");
        std::fs::write(&file, &self.template).unwrap();
        let db = Db::open(&url(&file)).await.unwrap();
        let site = Site { url: url(&file), folder: folder.path().to_owned() };
        Stage { world: World::seeded(db, seed).await, site, folder }
    }
}

impl Stage {
    /// Takes it down.
    pub async fn close(self) {
        self.world.db.close().await;
        drop(self.folder);
    }
}

fn url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}
