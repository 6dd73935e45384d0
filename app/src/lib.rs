//! Uppsök's screens. What is online is rendered on the server (`page`, feature `ssr`), what is offline lives on the
//! phone (`phone`, feature `csr`). Both share the words.

#[cfg(feature = "csr")]
pub mod phone;
pub mod words;
