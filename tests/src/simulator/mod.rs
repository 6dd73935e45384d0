//! Phones and a server through schedules of what can go wrong: the phones' sync core over a disk that fails, the server's
//! `exchange` on a real database, and a network between them that loses, doubles and delays. Afterwards the network
//! heals, and the promises must hold.

mod arena;
mod check;
mod deed;
mod disk;
mod happen;
mod keep;
mod phone;
mod server;
mod shrink;
mod step;

pub use arena::{Arena, Site};
pub use server::Mutant;
pub use shrink::shrink;
pub use step::{Luck, Remedy, Step, What, schedule};

use crate::World;
use deed::Deed;
use domain::{AccountId, DeviceId, EntryId, UnitId, YouthId, sync_core::Nudge};
use phone::{Phone, Trip};
use server::Server;
use std::{collections::BTreeSet, fmt};

/// A promise that wasn't kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Something that was saved is nowhere, or isn't on a phone that should have it.
    Lost(String),
    /// Something was taken in twice.
    Duplicated(String),
    /// Something is on a phone that mustn't have it.
    Resurrected(String),
    /// Something counts as sent that the server hasn't got.
    FalselySent(String),
    /// Something waits that nothing stands in the way of.
    Stuck(String),
    /// Something was dated by another's clock, which was wrong.
    Misdated(String),
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, text) = match self {
            Self::Lost(it) => ("lost", it),
            Self::Duplicated(it) => ("duplicated", it),
            Self::Resurrected(it) => ("resurrected", it),
            Self::FalselySent(it) => ("falsely sent", it),
            Self::Stuck(it) => ("stuck", it),
            Self::Misdated(it) => ("misdated", it),
        };
        write!(f, "{kind}: {text}")
    }
}

/// How many of each were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub schedules: u64,
    lost: u64,
    duplicated: u64,
    resurrected: u64,
    falsely_sent: u64,
    stuck: u64,
    misdated: u64,
}

impl Tally {
    pub fn count(&mut self, outcome: &Result<(), Flaw>) {
        self.schedules += 1;
        match outcome {
            Ok(()) => {}
            Err(Flaw::Lost(_)) => self.lost += 1,
            Err(Flaw::Duplicated(_)) => self.duplicated += 1,
            Err(Flaw::Resurrected(_)) => self.resurrected += 1,
            Err(Flaw::FalselySent(_)) => self.falsely_sent += 1,
            Err(Flaw::Stuck(_)) => self.stuck += 1,
            Err(Flaw::Misdated(_)) => self.misdated += 1,
        }
    }

    pub fn is_clean(&self) -> bool {
        *self == Self { schedules: self.schedules, ..Self::default() }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schedules, lost, duplicated, resurrected, falsely_sent, stuck, misdated } = self;
        write!(
            f,
            "schedules {schedules}, lost {lost}, duplicated {duplicated}, resurrected {resurrected}, falsely sent {falsely_sent}, stuck {stuck}, \
             misdated {misdated}"
        )
    }
}

struct Simulation {
    server: Server,
    phones: Vec<Phone>,
    /// Every youth that anybody made.
    youths: Vec<YouthId>,
    members: BTreeSet<(AccountId, UnitId)>,
    /// What the server is known to have.
    stored: BTreeSet<EntryId>,
    /// How many calls were made: each has a moment of its own.
    calls: i64,
    /// The server's epoch now.
    epoch: u64,
    /// Whether the server ever went back to a backup.
    was_restored: bool,
    /// What a restore lost and no phone had, and what an administrator threw away.
    gone: BTreeSet<EntryId>,
    /// Records that were erased.
    erased: BTreeSet<YouthId>,
    /// Youths who asked not to be sent anything.
    stopped: BTreeSet<YouthId>,
    /// What nobody has written, and somebody gave back.
    forged: BTreeSet<EntryId>,
    /// Phones that were revoked.
    revoked: BTreeSet<DeviceId>,
    /// The server's next transaction for somebody at a desk isn't committed.
    falters: bool,
    /// What wasn't, and is asked for again.
    owed: Vec<Deed>,
}

/// So many times everybody syncs at the end, whatever moves.
const ROUNDS: usize = 4;
/// And so many at most, while anything still moves.
const MOST_ROUNDS: usize = 12;

/// Lives one schedule through, in a world of its own.
pub async fn live(world: World, site: Site, schedule: &[Step], mutant: Option<Mutant>) -> Result<(), Flaw> {
    let mut simulation = Simulation::begin(world, site, mutant).await;
    let outcome = simulation.live(schedule).await;
    simulation.server.world.db.close().await;
    outcome
}

impl Simulation {
    async fn live(&mut self, schedule: &[Step]) -> Result<(), Flaw> {
        for step in schedule {
            self.happen(step).await?;
            self.check_sent().await?;
        }
        self.heal().await?;
        self.check().await
    }

    /// Three workers in two units; the first has two phones.
    async fn begin(world: World, site: Site, mutant: Option<Mutant>) -> Self {
        let units = [world.north, world.north, world.south];
        let server = Server::new(world, site, mutant);
        let epoch = server.epoch().await;
        let mut it = Self {
            server,
            phones: Vec::new(),
            youths: Vec::new(),
            members: BTreeSet::new(),
            stored: BTreeSet::new(),
            calls: 0,
            epoch,
            was_restored: false,
            gone: BTreeSet::new(),
            erased: BTreeSet::new(),
            stopped: BTreeSet::new(),
            forged: BTreeSet::new(),
            revoked: BTreeSet::new(),
            falters: false,
            owed: Vec::new(),
        };
        for unit in units {
            let account = it.server.world.id();
            it.server.world.join(account, unit).await;
            it.members.insert((account, unit));
            it.server.hire(account).await;
            it.sign_in(account).await;
        }
        it.sign_in(it.phones[0].account).await;
        for unit in [units[0], units[2]] {
            let youth = it.server.world.youth(unit).await;
            it.youths.push(youth);
        }
        it
    }

    /// Somebody has a new phone.
    async fn sign_in(&mut self, account: AccountId) {
        let phone = Phone::new(account, &self.server);
        self.server.register(account, phone.disk.state.device).await;
        self.phones.push(phone);
    }

    /// The network is well again, clocks are put right, and everybody syncs until nothing moves. Nobody needs to do
    /// anything but to sign in where a phone asks for it, to send again what may be within reach now, and to take in what
    /// revoked phones left, and at a desk to do again what failed.
    async fn heal(&mut self) -> Result<(), Flaw> {
        self.act_again().await;
        while !self.server.late.is_empty() {
            self.server.arrive(0, false).await;
        }
        for round in 1..=MOST_ROUNDS {
            let before = self.server.world.place().await.position;
            self.server.world.pass(10 * 60 * 1000);
            for phone in &mut self.phones {
                (phone.skew, phone.disk.full, phone.disk.fuse) = (0, false, None);
                phone.send_again();
                phone.sign_in(&self.server).await;
                if !phone.sync(&mut self.server, Trip { nudge: Nudge::Tick, ..Trip::WELL }).await {
                    return Err(Flaw::Stuck("a phone never rests".to_owned()));
                }
            }
            for phone in &self.phones {
                self.server.settle(phone.account, phone.disk.state.device, true).await.unwrap();
            }
            // What came in last may have put in reach what was refused before it.
            let waits = self.phones.iter().any(|it| it.disk.state.name_taken || !it.disk.state.outbox.is_empty());
            if round >= ROUNDS && !waits && self.server.world.place().await.position == before {
                break;
            }
        }
        Ok(())
    }
}
