//! What protects the phone's store. Pure and synchronous: awaiting the browser's own cryptography inside an IndexedDB transaction ends it.

mod seal;
mod wrap;

pub use seal::{open, seal};
pub use wrap::{Wrap, of_passphrase, of_secret, unwrap, wrap};

use zeroize::Zeroize;

/// The random key that encrypts every record of one person's store.
#[derive(PartialEq, Eq)]
pub struct DataKey(pub(crate) [u8; 32]);

/// A key that wraps the data key.
#[derive(PartialEq, Eq)]
pub struct WrapKey(pub(crate) [u8; 32]);

/// The blob isn't ours, isn't whole, or isn't in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the record can't be read with this key")]
pub struct Unreadable;

macro_rules! secret {
    ($($name:ident)+) => {$(
        impl $name {
            /// From 32 bytes that are random, or derived as such.
            pub fn new(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The bytes.
            pub fn bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                self.0.zeroize();
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}
secret!(DataKey WrapKey);

/// Bytes as hexadecimal digits.
#[cfg(test)]
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
