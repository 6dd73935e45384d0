//! The only place in the server that asks the machine for the time and for randomness. Everything else is given it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};
use uuid::{Builder, Uuid};

/// Where the time comes from: the machine, or a test that moves it.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Held>);

/// A clock in a test's hand.
#[derive(Clone, Debug)]
struct Held {
    time: Arc<AtomicI64>,
    /// Chance that can be told again. None: the machine's.
    chance: Option<Arc<AtomicU64>>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still at an instant until the cell is changed.
    pub fn held_by(cell: Arc<AtomicI64>) -> Self {
        Self(Some(Held { time: cell, chance: None }))
    }

    /// The same, and what is random follows from a seed: for tests that tell a failure again.
    pub fn seeded(cell: Arc<AtomicI64>, seed: u64) -> Self {
        Self(Some(Held { time: cell, chance: Some(Arc::new(AtomicU64::new(seed))) }))
    }

    /// Milliseconds since 1970.
    #[expect(clippy::disallowed_methods, reason = "this is the place that asks")]
    pub fn now(&self) -> i64 {
        match &self.0 {
            Some(held) => held.time.load(Ordering::SeqCst),
            None => jiff::Timestamp::now().as_millisecond(),
        }
    }

    /// Unguessable bytes.
    #[expect(clippy::missing_panics_doc, reason = "without the system's randomness nothing may go on")]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        if let Some(chance) = self.0.as_ref().and_then(|it| it.chance.as_ref()) {
            follow(chance, &mut bytes);
            return bytes;
        }
        getrandom::fill(&mut bytes).expect("the system gives random bytes");
        bytes
    }

    /// A new id: a uuid v7 of now.
    pub fn id<T: From<Uuid>>(&self) -> T {
        Builder::from_unix_timestamp_millis(self.now().max(0).unsigned_abs(), &self.random()).into_uuid().into()
    }
}

/// `SplitMix64` (Steele, Lea and Flood, 2014).
fn follow(chance: &AtomicU64, bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(8) {
        let mut z = chance.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
    }
}
