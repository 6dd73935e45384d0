//! The only place in the server that asks the machine for the time and for randomness. Everything else is given it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use uuid::{Builder, Uuid};

/// Where the time comes from: the machine, or a test that moves it.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still at an instant until the cell is changed.
    pub fn held_by(cell: Arc<AtomicI64>) -> Self {
        Self(Some(cell))
    }

    /// Milliseconds since 1970.
    #[expect(clippy::disallowed_methods, reason = "this is the place that asks")]
    pub fn now(&self) -> i64 {
        match &self.0 {
            Some(cell) => cell.load(Ordering::SeqCst),
            None => jiff::Timestamp::now().as_millisecond(),
        }
    }

    /// Unguessable bytes.
    #[expect(clippy::missing_panics_doc, reason = "without the system's randomness nothing may go on")]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the system gives random bytes");
        bytes
    }

    /// A new id: a uuid v7 of now.
    pub fn id<T: From<Uuid>>(&self) -> T {
        Builder::from_unix_timestamp_millis(self.now().max(0).unsigned_abs(), &self.random()).into_uuid().into()
    }
}
