//! Several phones at once, while something is done to the server.

use super::{Carrier, Trip};
use crate::Dice;
use domain::sync::PAGE;
use std::{
    collections::BTreeMap,
    sync::{
        Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// The most contacts that are logged between two round trips.
const MOST: usize = 20;
const PATIENCE: Duration = Duration::from_secs(60);

/// What the phones have seen so far.
#[derive(Debug, Default)]
pub struct Crowd {
    seen: Mutex<Seen>,
    changed: Condvar,
    is_enough: AtomicBool,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    receipts: usize,
    cut: usize,
    refused: BTreeMap<(u16, String), usize>,
}

impl Crowd {
    /// Waits until so many more entries have a receipt.
    pub fn until_more(&self, receipts: usize) {
        let before = self.seen.lock().unwrap().receipts;
        self.until("receipts", |it| it.receipts >= before + receipts);
    }

    /// Waits until so many more round trips were cut off.
    pub fn until_cut(&self, times: usize) {
        let before = self.seen.lock().unwrap().cut;
        self.until("cut", |it| it.cut >= before + times);
    }

    /// Waits until an answer of this status and code has come so many times more.
    pub fn until_refused(&self, status: u16, code: &str, times: usize) {
        let key = (status, code.to_owned());
        let count = |it: &Seen| it.refused.get(&key).copied().unwrap_or_default();
        let before = count(&self.seen.lock().unwrap());
        self.until(code, |it| count(it) >= before + times);
    }

    /// How many round trips were cut off.
    pub fn cut(&self) -> usize {
        self.seen.lock().unwrap().cut
    }

    /// The refusals, by status and code.
    pub fn refused(&self) -> BTreeMap<(u16, String), usize> {
        self.seen.lock().unwrap().refused.clone()
    }

    fn until(&self, what: &str, holds: impl Fn(&Seen) -> bool) {
        let (seen, waited) = self.changed.wait_timeout_while(self.seen.lock().unwrap(), PATIENCE, |it| !holds(it)).unwrap();
        let seen = seen.clone();
        assert!(!waited.timed_out(), "waited in vain for {what}: {seen:?}");
    }

    fn live(&self, carrier: &mut Carrier, seed: u64) {
        let mut dice = Dice::new(seed);
        while !self.is_enough.load(Ordering::SeqCst) {
            if carrier.waiting() < PAGE - MOST {
                carrier.log(1 + dice.roll(MOST));
            }
            let before = carrier.acknowledged.len();
            let trip = carrier.exchange();
            let mut seen = self.seen.lock().unwrap();
            seen.receipts += carrier.acknowledged.len() - before;
            match &trip {
                Trip::Done { .. } => {}
                Trip::Cut => seen.cut += 1,
                Trip::Refused(status, code) => *seen.refused.entry((*status, code.clone())).or_default() += 1,
            }
            drop(seen);
            self.changed.notify_all();
            if !matches!(trip, Trip::Done { .. }) {
                // A server that is away is asked again soon.
                thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

/// Lets phones log and send as fast as they can while `what` happens, then lets each send what is left and fetch all that
/// there is. What the phones saw comes back with what `what` gave.
pub fn under_load<T>(carriers: &mut [Carrier], what: impl FnOnce(&Crowd) -> T) -> (T, Crowd) {
    let crowd = Crowd::default();
    let done = thread::scope(|scope| {
        for (seed, carrier) in (1..).zip(carriers.iter_mut()) {
            let crowd = &crowd;
            scope.spawn(move || crowd.live(carrier, seed));
        }
        // The phones stop also where `what` panics, so that its message is heard.
        let enough = Enough(&crowd);
        let done = what(&crowd);
        drop(enough);
        done
    });
    carriers.iter_mut().for_each(Carrier::drain);
    // What the last sent, the first hasn't fetched.
    carriers.iter_mut().for_each(Carrier::drain);
    (done, crowd)
}

struct Enough<'a>(&'a Crowd);

impl Drop for Enough<'_> {
    fn drop(&mut self) {
        self.0.is_enough.store(true, Ordering::SeqCst);
    }
}
