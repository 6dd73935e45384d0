//! JSON in and out through one pair of functions: each further way of calling serde would be a further copy of every
//! reader in what a phone has to fetch.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Error, Value};

/// Reads.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(text)
}

/// Writes.
pub fn write<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value)
}

/// As a value of any shape.
pub fn value<T: Serialize>(value: &T) -> Result<Value, Error> {
    read(write(value)?.as_bytes())
}
