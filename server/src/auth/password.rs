//! Passwords: Argon2id, 19 MiB and two passes (OWASP's floor), a few at a time so that a flood of tries can't take the
//! server's memory.

use crate::clock::Clock;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// At least so many characters; length is what matters (NIST SP 800-63B).
pub const LEAST: usize = 12;
/// At most so many bytes are hashed.
pub const MOST: usize = 1024;

const AT_ONCE: usize = 4;

/// Hashes and verifies.
#[derive(Clone, Debug)]
pub struct Passwords {
    places: Arc<Semaphore>,
    /// Of nobody: an address without an account takes as long as one with.
    nobody: Arc<str>,
}

/// A password that can't be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    /// Too easy to guess.
    #[error("a password has at least 12 characters")]
    TooShort,
    /// Longer than anybody types.
    #[error("a password has at most 1024 bytes")]
    TooLong,
}

/// A password that may be chosen.
#[derive(Clone)]
pub struct NewPassword(String);

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

impl NewPassword {
    /// Checks the length.
    pub fn parse(text: &str) -> Result<Self, BadPassword> {
        match text {
            it if it.chars().count() < LEAST => Err(BadPassword::TooShort),
            it if it.len() > MOST => Err(BadPassword::TooLong),
            it => Ok(Self(it.to_owned())),
        }
    }
}

fn hash(password: &str, salt: [u8; 16]) -> String {
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).expect("the salt is 16 bytes and the password short");
    hash.to_string()
}

fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|it| Argon2::default().verify_password(password.as_bytes(), &it).is_ok())
}

impl Passwords {
    /// Ready to hash.
    pub fn new(clock: &Clock) -> Self {
        let nobody = hash(&hex::encode(clock.random::<16>()), clock.random());
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), nobody: nobody.into() }
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let _place = self.places.acquire().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(work).await.expect("hashing doesn't panic")
    }

    /// What the database keeps of a password.
    pub async fn hash(&self, clock: &Clock, password: NewPassword) -> String {
        let salt = clock.random();
        self.work(move || hash(&password.0, salt)).await
    }

    /// Whether a password is the one that was hashed. Without a hash it takes as long and is wrong.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> bool {
        if password.len() > MOST {
            return false;
        }
        let (password, known) = (password.to_owned(), hash.is_some());
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        self.work(move || matches(&password, &hash)).await && known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_alone() {
        let clock = Clock::system();
        let passwords = Passwords::new(&clock);
        let hash = passwords.hash(&clock, NewPassword::parse("ljus vinter i norr").unwrap()).await;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("ljus vinter i norr", Some(&hash)).await);
        assert!(!passwords.verify("ljus vinter i Norr", Some(&hash)).await);
        assert!(!passwords.verify("ljus vinter i norr", None).await);
        assert!(!passwords.verify("ljus vinter i norr", Some("nonsense")).await);
    }

    #[test]
    fn length_is_what_matters() {
        assert_eq!(NewPassword::parse("elva tecken").err(), Some(BadPassword::TooShort));
        assert!(NewPassword::parse("åäöåäöåäöåäö").is_ok());
        assert_eq!(NewPassword::parse(&"x".repeat(1025)).err(), Some(BadPassword::TooLong));
    }
}
