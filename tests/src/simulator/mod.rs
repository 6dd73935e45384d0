//! Seeded schedules of phones and a server: requests and replies lost, doubled and delayed, phones killed, cloned and
//! wrong about the time, youths moved and protected, workers joining and leaving, the server restarted. Afterwards the
//! network heals, and the promises must hold.

mod device;

pub use device::{Device, Luck};

use crate::{Dice, World, world::call};
use domain::{AccountId, Entry, EntryId, Fact, UnitId, YouthId};
use server::{journal::Process, store, sync::pull};
use std::collections::{BTreeMap, BTreeSet};

struct Simulation {
    world: World,
    process: Process,
    dice: Dice,
    phones: Vec<Device>,
    /// Youths that an administrator made, where they are, and whether they are protected.
    youths: Vec<(YouthId, UnitId, bool)>,
    members: BTreeSet<(AccountId, UnitId)>,
}

/// Lives one schedule through in a municipality of its own and checks the promises.
pub async fn live(world: World, seed: u64, turns: usize) {
    let mut dice = Dice::new(seed);
    let mut phones = Vec::new();
    let mut members = BTreeSet::new();
    for unit in [world.north, world.north, world.south] {
        let account = world.id();
        world.join(account, unit).await;
        members.insert((account, unit));
        let mut phone = Device::new(&world, account);
        phone.skew = [0, -40, 3_650][dice.roll(3)] * 86_400_000;
        phones.push(phone);
    }
    let process = world.process.clone();
    let mut simulation = Simulation { world, process, dice, phones, youths: Vec::new(), members };
    for _ in 0..turns {
        simulation.turn().await;
    }
    simulation.heal().await;
    simulation.check(seed).await;
}

impl Simulation {
    async fn turn(&mut self) {
        let at = self.dice.roll(self.phones.len());
        self.world.pass(i64::from(self.dice.number() % 600_000));
        match self.dice.roll(16) {
            0..=4 => self.write(at),
            5..=9 => {
                let luck = [Luck::Good, Luck::Good, Luck::RequestLost, Luck::ReplyLost, Luck::Twice, Luck::Late][self.dice.roll(6)];
                self.phones[at].sync(&self.world, &self.process, &mut self.dice, luck).await;
            }
            10 => self.phones[at].arrive_late(&self.world, &self.process).await,
            11 => {
                let unit = *self.dice.one_of(&[self.world.north, self.world.south]).unwrap();
                let youth = self.world.youth(unit).await;
                self.youths.push((youth, unit, false));
            }
            12 => self.move_or_protect().await,
            13 => self.join_or_leave(at).await,
            14 => self.misfortune(at).await,
            _ => self.phones[at].skew = [0, -400, 4_000][self.dice.roll(3)] * 86_400_000,
        }
    }

    fn write(&mut self, at: usize) {
        let youths = self.phones[at].youths();
        let known = self.dice.one_of(&youths).copied();
        if let Some(youth) = known.filter(|_| self.dice.roll(4) != 0) {
            return self.phones[at].write(&self.world, youth, vec![call()]);
        }
        let account = self.phones[at].account;
        let unit = self.members.iter().find(|it| it.0 == account).map_or(self.world.north, |it| it.1);
        let (youth, facts) = (self.world.id(), self.world.newcomer(unit, None));
        self.phones[at].write(&self.world, youth, facts);
    }

    async fn move_or_protect(&mut self) {
        if self.youths.is_empty() {
            return;
        }
        let at = self.dice.roll(self.youths.len());
        let (youth, unit, is_protected) = self.youths[at];
        if self.dice.roll(2) == 0 {
            let unit = if unit == self.world.north { self.world.south } else { self.world.north };
            self.world.assign(youth, unit).await;
            self.youths[at].1 = unit;
        } else {
            let saw = domain::Youth::fold(&self.entries(youth).await).unwrap().protection.saw();
            let fact = if is_protected { Fact::ProtectionCleared { saw } } else { Fact::ProtectionSet { saw } };
            self.world.administer(youth, vec![fact]).await;
            self.youths[at].2 = !is_protected;
        }
    }

    async fn join_or_leave(&mut self, at: usize) {
        let unit = *self.dice.one_of(&[self.world.north, self.world.south]).unwrap();
        let account = self.phones[at].account;
        if self.members.remove(&(account, unit)) {
            self.world.leave(account, unit).await;
        } else {
            self.members.insert((account, unit));
            self.world.join(account, unit).await;
        }
    }

    /// A phone is killed, or copied to another; or the server is started anew.
    async fn misfortune(&mut self, at: usize) {
        match self.dice.roll(3) {
            0 => self.phones[at].courier = domain::sync_core::Courier::default(),
            1 if self.phones.len() < 5 => {
                let mut copy = self.phones[at].clone();
                copy.late.clear();
                self.phones.push(copy);
            }
            _ => self.process = Process::start(&self.world.db, self.world.process.clock.clone()).await.unwrap(),
        }
    }

    /// The network is well again, and everybody syncs until nothing moves.
    async fn heal(&mut self) {
        for _ in 0..3 {
            for phone in &mut self.phones {
                while !phone.late.is_empty() {
                    phone.arrive_late(&self.world, &self.process).await;
                }
                phone.sync(&self.world, &self.process, &mut self.dice, Luck::Good).await;
            }
        }
    }

    async fn check(&self, seed: u64) {
        for phone in &self.phones {
            assert!(phone.outbox.is_empty(), "seed {seed}: the queue drains");
            for id in &phone.acknowledged {
                let mut tx = self.world.db.read().await.unwrap();
                let is_stored = store::entry::find(&mut tx, *id).await.unwrap().is_some();
                assert!(is_stored || phone.tray.contains_key(id), "seed {seed}: what was acknowledged is stored or in the tray");
            }
            let mut reachable: BTreeMap<EntryId, Entry> = BTreeMap::new();
            let mut cursor = None;
            loop {
                let page = pull(&self.world.db, self.world.municipality, phone.account, cursor, 7, &BTreeSet::new()).await.unwrap();
                reachable.extend(page.entries.into_iter().map(|it| (it.entry.id, it.entry)));
                cursor = Some(page.cursor);
                if !page.more {
                    break;
                }
            }
            let held: BTreeSet<&EntryId> = phone.held.keys().collect();
            assert_eq!(held, reachable.keys().collect(), "seed {seed}: a phone holds what its worker reaches");
        }
    }

    async fn entries(&self, youth: YouthId) -> Vec<Entry> {
        let mut tx = self.world.db.read().await.unwrap();
        store::entry::of_youth(&mut tx, self.world.municipality, youth).await.unwrap().into_iter().map(|it| it.entry).collect()
    }
}
