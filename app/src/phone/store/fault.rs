//! What the browser's store says when it fails, as a [`Failure`].

use crate::phone::{crypto::Unreadable, js, model::Failure};
use wasm_bindgen::JsValue;

/// Reads a `DOMException` by its name.
pub fn of_exception(exception: &JsValue) -> Failure {
    match js::text(exception, "name").as_deref() {
        Some("QuotaExceededError") => Failure::DiskFull,
        _ => Failure::StoreFailed,
    }
}

impl From<idb::Error> for Failure {
    fn from(error: idb::Error) -> Self {
        match error {
            idb::Error::DomException(exception) => of_exception(&exception),
            idb::Error::AddFailed(value) | idb::Error::UpdateFailed(value) => of_exception(&value),
            _ => Self::StoreFailed,
        }
    }
}

impl From<Unreadable> for Failure {
    fn from(Unreadable: Unreadable) -> Self {
        Self::Unreadable
    }
}

/// A stored record is JSON that we wrote: what doesn't parse is damaged, or from a version that is gone.
impl From<serde_json::Error> for Failure {
    fn from(_: serde_json::Error) -> Self {
        Self::Unreadable
    }
}
