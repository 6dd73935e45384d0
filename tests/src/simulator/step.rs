//! What happens in a schedule, as data: made from a seed, shrunk when it fails, and told again from what was printed.
//!
//! Phones, youths and units are numbers that wrap around what there is, so that a schedule from which steps were taken
//! away still means something.

use crate::Dice;
use serde::{Deserialize, Serialize};

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Time goes by, everywhere.
    Pass { minutes: u32 },
    /// A phone's clock is so many hours wrong.
    Clock { phone: usize, hours: i64 },
    /// A worker writes. `full`: the phone's disk is.
    Write { phone: usize, youth: usize, what: What, full: bool },
    /// A worker opens a card.
    Read { phone: usize, youth: usize },
    /// A phone syncs until it rests. Its requests carry at most `limit` entries, replies `page`. `fuse`: the tab is
    /// killed after so many storage operations.
    Sync { phone: usize, tab: usize, luck: Luck, limit: usize, page: usize, fuse: Option<u32> },
    /// Two phones' requests are under way at the server at once.
    Overlap { first: usize, second: usize },
    /// The other tab writes and syncs while this one waits for its reply, as where there are no locks between tabs.
    Tabs { phone: usize },
    /// A request that was long on its way arrives; nobody listens for the answer any more. `again`: and once more later.
    Late { nth: usize, again: bool },
    /// The browser is killed.
    Kill { phone: usize },
    /// The phone is copied to another.
    Clone { phone: usize },
    /// The person signs in where the phone asks for it.
    SignIn { phone: usize },
    /// The worker does something about an entry in the tray.
    Tray { phone: usize, nth: usize, what: Remedy },
    /// An administrator registers a youth, perhaps one with a number that somebody has.
    Newcomer { unit: usize, number: Option<usize> },
    /// An administrator gives a youth to the other unit.
    Move { youth: usize },
    /// An administrator sets or lifts a protection.
    Protect { youth: usize },
    /// A newer server has taken in what this version doesn't know.
    Newer { youth: usize },
    /// A worker joins a unit, or leaves it.
    Join { phone: usize, unit: usize },
    /// The server process is killed, and another started on what lies on the disk.
    Restart,
    /// The server's next transaction for somebody at a desk ends before it is committed.
    Falter,
    /// A phone is revoked.
    Revoke { phone: usize },
    /// An administrator takes in what a revoked phone left, or throws it away.
    Settle { phone: usize, takes: bool },
    /// A phone's disk is full until somebody makes room.
    Fill { phone: usize, full: bool },
    /// An administrator erases a youth.
    Erase { youth: usize },
    /// A youth asks not to be sent anything more.
    Stop { youth: usize },
    /// A backup is made.
    Backup,
    /// The server goes back to one of the backups.
    Restore { nth: usize },
    /// A phone gives back, as if the server had held it, what nobody has ever written.
    Forge { phone: usize, youth: usize },
}

/// What a worker writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    Call,
    /// A youth who isn't in the register, perhaps with a number that somebody has.
    Newcomer {
        number: Option<usize>,
    },
    /// A kind of fact that the server doesn't know.
    Newer,
    /// What the municipality doesn't allow.
    Note,
    /// The worker's last call, which may be unsent, is withdrawn.
    Withdraw,
    /// The youth goes to the other unit.
    Assign,
    Protect,
}

/// What happens to a round trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Luck {
    Good,
    /// The request never arrives.
    RequestLost,
    /// The server has it, the phone doesn't hear of it.
    ReplyLost,
    /// The request arrives twice, and the second answer is the one that is heard.
    Twice,
    /// The request is delayed: it arrives, if at all, after others that were sent later.
    Late,
    /// The server's transaction ends before it is committed.
    Aborted,
    /// The access token has run out.
    Expired,
    /// A proxy finds the request too large.
    TooLarge,
    /// The access token has run out, and there is no other without the person.
    SignedOut,
    /// The server finds the first entry too large at any size.
    Huge,
}

/// What a worker does about an entry in the tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remedy {
    Again,
    Mend,
    Discard,
}

const LUCK: [Luck; 12] = [
    Luck::Good,
    Luck::Good,
    Luck::Good,
    Luck::RequestLost,
    Luck::ReplyLost,
    Luck::Twice,
    Luck::Late,
    Luck::Aborted,
    Luck::Expired,
    Luck::TooLarge,
    Luck::SignedOut,
    Luck::Huge,
];

/// The schedule of a seed: so many steps, and before some of them the database's faltering. That is thrown with dice of its own.
pub fn schedule(seed: u64, length: usize) -> Vec<Step> {
    let (mut dice, mut faults) = (Dice::new(seed), Dice::new(!seed));
    let mut steps = Vec::with_capacity(length);
    for _ in 0..length {
        let next = step(&mut dice);
        if next.is_a_deed() && faults.roll(6) == 0 {
            steps.push(Step::Falter);
        }
        steps.push(next);
    }
    steps
}

impl Step {
    /// Whether it is somebody at a desk who does it, and would do it again if it failed.
    fn is_a_deed(&self) -> bool {
        matches!(
            self,
            Self::Move { .. }
                | Self::Protect { .. }
                | Self::Join { .. }
                | Self::Revoke { .. }
                | Self::Settle { .. }
                | Self::Erase { .. }
                | Self::Stop { .. }
        )
    }
}

fn step(dice: &mut Dice) -> Step {
    let (phone, youth) = (dice.roll(8), dice.roll(32));
    match dice.roll(57) {
        0..=10 => Step::Write { phone, youth, what: what(dice), full: dice.roll(12) == 0 },
        11..=24 => {
            let (tab, luck) = (dice.roll(2), LUCK[dice.roll(LUCK.len())]);
            let (limit, page) = (1 + dice.roll(5), 1 + dice.roll(6));
            let fuse = (dice.roll(4) == 0).then(|| u32::try_from(dice.roll(30)).unwrap());
            Step::Sync { phone, tab, luck, limit, page, fuse }
        }
        25 | 26 => Step::Overlap { first: phone, second: dice.roll(8) },
        27 => Step::Tabs { phone },
        28 | 29 => Step::Late { nth: dice.roll(8), again: dice.roll(3) == 0 },
        30 => Step::Kill { phone },
        31 if dice.roll(2) == 0 => Step::Clone { phone },
        31 | 32 => Step::SignIn { phone },
        33 => Step::Tray { phone, nth: dice.roll(4), what: [Remedy::Again, Remedy::Mend, Remedy::Discard][dice.roll(3)] },
        34 | 35 => Step::Newcomer { unit: dice.roll(2), number: number(dice) },
        36..=38 => Step::Move { youth },
        39 => Step::Protect { youth },
        40 => Step::Newer { youth },
        41 | 42 => Step::Join { phone, unit: dice.roll(2) },
        43 if dice.roll(2) == 0 => Step::Revoke { phone },
        43 => Step::Restart,
        44 => Step::Read { phone, youth },
        45 => Step::Clock { phone, hours: [0, 5, -48, 24 * 365 * 9, -24 * 365 * 20][dice.roll(5)] },
        46 => Step::Fill { phone, full: dice.roll(2) == 0 },
        47 => Step::Erase { youth },
        48 => Step::Stop { youth },
        49 | 50 => Step::Backup,
        51 => Step::Restore { nth: dice.roll(3) },
        52 => Step::Forge { phone, youth },
        53 => Step::Settle { phone, takes: dice.roll(3) > 0 },
        _ => Step::Pass { minutes: dice.number() % 600 },
    }
}

fn what(dice: &mut Dice) -> What {
    match dice.roll(16) {
        0..=7 => What::Call,
        8 | 9 => What::Newcomer { number: number(dice) },
        10 => What::Newer,
        11 => What::Note,
        12 | 13 => What::Withdraw,
        14 => What::Assign,
        _ => What::Protect,
    }
}

fn number(dice: &mut Dice) -> Option<usize> {
    (dice.roll(2) == 0).then(|| dice.roll(3))
}
