//! `UPPSOK_SECRET`: what everything secret in the database is sealed under.

use crate::clock::Clock;
use hkdf::Hkdf;
use sha2::Sha256;
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// The secret. Never shown, and only used to derive keys.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// There is no secret to use.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// Too short to be one.
    #[error("UPPSOK_SECRET has at least 32 characters; `openssl rand -base64 48` makes one")]
    TooShort,
    /// Servers that share a PostgreSQL need the same one, so none can make it.
    #[error("with PostgreSQL, UPPSOK_SECRET must be set, the same for every server; `openssl rand -base64 48` makes one")]
    Missing,
    /// Its file can't be read or made.
    #[error("the secret beside the SQLite file can't be read or made")]
    File(#[from] std::io::Error),
}

const LEAST: usize = 32;

impl Secret {
    /// What the environment says; without it, for SQLite, the file `secret` beside the database, made on first start.
    pub fn load(from_env: Option<&str>, database_url: &str, clock: &Clock) -> Result<Self, SecretError> {
        match (from_env, database_url.strip_prefix("sqlite:")) {
            (Some(text), _) => Self::parse(text),
            (None, Some(path)) => Self::parse(&beside(path, clock)?),
            (None, None) => Err(SecretError::Missing),
        }
    }

    fn parse(text: &str) -> Result<Self, SecretError> {
        let text = text.trim();
        if text.len() < LEAST { Err(SecretError::TooShort) } else { Ok(Self(text.as_bytes().to_vec())) }
    }

    /// A key of its own for each purpose (HKDF-SHA-256, RFC 5869).
    #[expect(clippy::missing_panics_doc, reason = "32 bytes are always within HKDF's limit")]
    pub fn key(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(Some(b"uppsok"), &self.0).expand(purpose.as_bytes(), &mut key).expect("32 bytes are within HKDF's limit");
        key
    }
}

/// Reads the secret beside a SQLite file, or makes it, readable by nobody else.
fn beside(database: &str, clock: &Clock) -> Result<String, std::io::Error> {
    let database = database.trim_start_matches("//").split('?').next().unwrap_or_default();
    let folder = Path::new(database).parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let path = folder.join("secret");
    match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        found => return found,
    }
    if !folder.as_os_str().is_empty() {
        std::fs::create_dir_all(&folder)?;
    }
    let text = hex::encode(clock.random::<48>());
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&path) {
        Ok(mut file) => {
            writeln!(file, "{text}")?;
            // Losing it would lose every sealed key with it.
            file.sync_all()?;
            Ok(text)
        }
        // Another process was first.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => std::fs::read_to_string(&path),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_readable_by_its_owner_alone() {
        let folder = std::env::temp_dir().join(format!("uppsok-secret-{}", std::process::id()));
        let url = format!("sqlite:{}", folder.join("uppsok.db").display());
        let clock = Clock::system();
        let first = Secret::load(None, &url, &clock).unwrap().key("a");
        assert_eq!(Secret::load(None, &url, &clock).unwrap().key("a"), first);
        assert_ne!(Secret::load(None, &url, &clock).unwrap().key("b"), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.join("secret")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn servers_that_share_a_database_must_be_given_one() {
        let clock = Clock::system();
        assert!(matches!(Secret::load(None, "postgres://db/uppsok", &clock), Err(SecretError::Missing)));
        assert!(matches!(Secret::load(Some("short"), "postgres://db/uppsok", &clock), Err(SecretError::TooShort)));
        assert!(Secret::load(Some(&"x".repeat(32)), "postgres://db/uppsok", &clock).is_ok());
    }
}
