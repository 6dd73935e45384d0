//! What can become of a request and its reply on their way.

use crate::Dice;

/// What becomes of one request and its reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weather {
    /// Both arrive.
    Clear,
    /// The server never hears of it.
    RequestLost,
    /// The server hears half of it.
    RequestHalved,
    /// It arrives, and arrives again before the reply goes back.
    RequestTwice,
    /// It arrives twice at the same time.
    RequestTwiceAtOnce,
    /// The client gives up; it arrives after one that was made later.
    RequestLate,
    /// The client hears nothing of what was done.
    ReplyLost,
    /// The client hears half of it.
    ReplyHalved,
    /// The client hears what it was last told once more, and the request goes nowhere.
    ReplyOld,
}

impl Weather {
    pub const BAD: [Self; 8] = [
        Self::RequestLost,
        Self::RequestHalved,
        Self::RequestTwice,
        Self::RequestTwiceAtOnce,
        Self::RequestLate,
        Self::ReplyLost,
        Self::ReplyHalved,
        Self::ReplyOld,
    ];

    /// Bad as often as not.
    pub fn of(dice: &mut Dice) -> Self {
        if dice.roll(2) == 0 { Self::Clear } else { *dice.one_of(&Self::BAD).expect("there is bad weather") }
    }
}
