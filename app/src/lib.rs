//! Uppsök's screens. What is online is rendered on the server (`page`, feature `ssr`), what is offline lives on the
//! phone (`phone`, feature `csr`). Both share the words.

#[cfg(feature = "ssr")]
pub mod chart;
#[cfg(any(feature = "csr", feature = "ssr"))]
pub mod cost;
#[cfg(any(feature = "csr", feature = "ssr"))]
pub mod device;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "csr")]
pub mod phone;
#[cfg(any(feature = "csr", feature = "ssr"))]
pub mod story;
#[cfg(any(feature = "csr", feature = "ssr"))]
pub mod when;
pub mod words;
