//! When a device asks the server, and what it does when that fails.

use crate::sync::PAGE;

/// The device's side of sync: at most one round trip at a time, and none for longer than there is reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Courier {
    phase: Phase,
    /// Round trips that failed in a row.
    failures: u32,
    /// Not before this moment, unless somebody asks.
    not_before: i64,
    /// Something happened while a round trip was under way.
    again: bool,
    /// The most entries in a request. Halved by a server that finds it too large.
    limit: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Resting,
    /// `refreshed`: the access token was renewed for this very round trip.
    Working {
        refreshed: bool,
    },
    SignedOut,
    /// `speaking`: what is unsent is on its way to the server that revoked us. `refreshed`: with a token that was renewed
    /// for that.
    Revoked {
        speaking: bool,
        refreshed: bool,
    },
}

/// Why to ask the server now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nudge {
    /// Half a minute has gone.
    Tick,
    /// Somebody wrote, came back, or the network did: waiting longer would be to no use.
    Now,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A reason to ask.
    Nudged(Nudge),
    /// A reply was taken into the store. `left`: there is more to send or to fetch, or to say before we go.
    Exchanged {
        /// More waits, on either side.
        left: bool,
    },
    /// No answer, or one that isn't the server's.
    Unreachable,
    /// The server is there and can't now. It may say for how long.
    Busy {
        /// Seconds.
        retry_after: Option<u32>,
    },
    /// The access token isn't good (any more).
    Unauthorized,
    /// A new access token is here.
    Refreshed,
    /// There will be no new access token without the person.
    RefreshRefused,
    /// The person signed in.
    SignedIn,
    /// The request was larger than the server takes.
    TooLarge,
    /// The entry that the server can't take at any size lies in the tray.
    SetAside,
    /// The server has given this device's numbers to another.
    Cloned,
    /// The device was revoked.
    Revoked,
    /// All that was unsent has been heard by the server that revoked us, each thing by name.
    SaidFarewell,
    /// The server that had revoked us talks with us after all.
    LetIn,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Rest,
    /// Send what waits, at most `limit` entries, and fetch what is new.
    Exchange {
        /// The most entries.
        limit: usize,
    },
    /// Renew the access token.
    Refresh,
    /// Ask the person to sign in. Data and outbox stay.
    AskToSignIn,
    /// The first entry that waits goes to the tray: it is too large by itself.
    SetAside,
    /// Offer what is unsent, at most `limit` entries at a time, until the server has named each as heard.
    Farewell {
        /// The most entries.
        limit: usize,
    },
    /// Forget everything.
    Wipe,
}

/// The longest wait for a network or a server that doesn't answer, in milliseconds: asking costs nobody anything, and
/// what is unsent should leave the phone before it is put away again.
const SILENCE: i64 = 20_000;
/// The longest wait for a server that says it can't, in milliseconds.
const OVERLOAD: i64 = 5 * 60 * 1000;

impl Default for Courier {
    fn default() -> Self {
        Self { phase: Phase::Resting, failures: 0, not_before: 0, again: false, limit: PAGE }
    }
}

impl Courier {
    /// Takes in what happened at `now` (milliseconds since 1970), with a random number for the jitter.
    pub fn on(&mut self, event: Event, now: i64, random: u32) -> Step {
        match (self.phase, event) {
            (Phase::Revoked { speaking, refreshed }, event) => self.on_last_words(speaking, refreshed, event, now, random),
            (_, Event::Revoked) => self.farewell(false),
            (Phase::Resting, Event::Nudged(Nudge::Tick)) if !self.has_waited(now) => Step::Rest,
            (Phase::Resting, Event::Nudged(_)) | (_, Event::SignedIn) => self.exchange(false),
            (Phase::Working { .. }, Event::Nudged(Nudge::Now)) => {
                self.again = true;
                Step::Rest
            }
            (Phase::Working { .. }, Event::Exchanged { left }) => {
                self.failures = 0;
                self.not_before = 0;
                if left || self.again { self.exchange(false) } else { self.rest() }
            }
            (Phase::Working { refreshed: false }, Event::Unauthorized) => Step::Refresh,
            (Phase::Working { .. }, Event::Refreshed) => self.exchange(true),
            (Phase::Working { .. }, Event::Unauthorized | Event::RefreshRefused | Event::Cloned) => {
                self.phase = Phase::SignedOut;
                self.again = false;
                Step::AskToSignIn
            }
            (Phase::Working { .. }, Event::TooLarge) if self.limit > 1 => {
                self.limit /= 2;
                self.exchange(false)
            }
            (Phase::Working { .. }, Event::TooLarge) => Step::SetAside,
            (Phase::Working { .. }, Event::SetAside) => {
                self.limit = PAGE;
                self.exchange(false)
            }
            (Phase::Working { .. }, Event::Unreachable) => self.back_off(SILENCE, None, now, random),
            (Phase::Working { .. }, Event::Busy { retry_after }) => self.back_off(OVERLOAD, retry_after, now, random),
            _ => Step::Rest,
        }
    }

    /// What is unsent goes nowhere else any more: it stays until the server has heard it.
    fn on_last_words(&mut self, speaking: bool, refreshed: bool, event: Event, now: i64, random: u32) -> Step {
        if !speaking {
            return match event {
                Event::Nudged(nudge) if nudge == Nudge::Now || self.has_waited(now) => self.farewell(false),
                Event::SignedIn | Event::Revoked => self.farewell(false),
                _ => Step::Rest,
            };
        }
        match event {
            Event::SaidFarewell => Step::Wipe,
            Event::Exchanged { .. } => self.farewell(refreshed),
            Event::LetIn => self.exchange(false),
            Event::Unauthorized if !refreshed => Step::Refresh,
            Event::Refreshed => self.farewell(true),
            Event::TooLarge if self.limit > 1 => {
                self.limit /= 2;
                self.farewell(refreshed)
            }
            Event::Unauthorized | Event::RefreshRefused => {
                self.fall_silent(None, now, random);
                Step::AskToSignIn
            }
            Event::Unreachable | Event::TooLarge => self.fall_silent(None, now, random),
            Event::Busy { retry_after } => self.fall_silent(retry_after, now, random),
            _ => Step::Rest,
        }
    }

    fn fall_silent(&mut self, retry_after: Option<u32>, now: i64, random: u32) -> Step {
        self.phase = Phase::Revoked { speaking: false, refreshed: false };
        self.back_off(SILENCE, retry_after, now, random)
    }

    /// Whether a round trip is under way.
    pub fn is_working(&self) -> bool {
        matches!(self.phase, Phase::Working { .. })
    }

    /// Whether the person has to sign in before anything is sent.
    pub fn is_signed_out(&self) -> bool {
        self.phase == Phase::SignedOut
    }

    fn exchange(&mut self, refreshed: bool) -> Step {
        self.phase = Phase::Working { refreshed };
        self.again = false;
        Step::Exchange { limit: self.limit }
    }

    fn farewell(&mut self, refreshed: bool) -> Step {
        self.phase = Phase::Revoked { speaking: true, refreshed };
        Step::Farewell { limit: self.limit }
    }

    /// A wait longer than any that we ask for is a clock that was turned back.
    fn has_waited(&self, now: i64) -> bool {
        now >= self.not_before || self.not_before.saturating_sub(now) > OVERLOAD
    }

    fn rest(&mut self) -> Step {
        if !matches!(self.phase, Phase::Revoked { .. }) {
            self.phase = Phase::Resting;
        }
        self.limit = PAGE;
        Step::Rest
    }

    /// From two seconds, doubling to `longest`, and half of each is chance: a thousand phones that lost the server
    /// together must not find it together.
    fn back_off(&mut self, longest: i64, retry_after: Option<u32>, now: i64, random: u32) -> Step {
        let step = (2_000_i64 << self.failures.min(8)).min(longest);
        let jittered = step / 2 + i64::from(random) % (step / 2);
        let asked = retry_after.map_or(0, |seconds| i64::from(seconds) * 1000).min(OVERLOAD);
        self.failures = self.failures.saturating_add(1);
        self.not_before = now.saturating_add(jittered.max(asked));
        self.again = false;
        self.rest()
    }
}

#[cfg(test)]
mod tests;
