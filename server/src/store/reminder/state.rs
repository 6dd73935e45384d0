//! How far a message comes.

use std::{fmt, str::FromStr};

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits to fall due, or to be tried again.
    Planned,
    /// A call is under way, or was when its server ended.
    Sending,
    /// A notification was sent and isn't acknowledged yet.
    Shown,
    /// A provider took it.
    Sent,
    /// It reached the phone.
    Delivered,
    /// It was refused, or didn't arrive.
    Failed,
    /// It may have gone.
    Unclear,
    /// It isn't sent.
    Dropped,
}

impl State {
    /// The code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::Shown => "shown",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Unclear => "unclear",
            Self::Dropped => "dropped",
        }
    }

    /// Whether it may have gone.
    pub fn may_have_gone(self) -> bool {
        matches!(self, Self::Sending | Self::Shown | Self::Sent | Self::Delivered | Self::Unclear)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for State {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        let all = [Self::Planned, Self::Sending, Self::Shown, Self::Sent, Self::Delivered, Self::Failed, Self::Unclear, Self::Dropped];
        all.into_iter().find(|it| it.code() == code).ok_or(())
    }
}
