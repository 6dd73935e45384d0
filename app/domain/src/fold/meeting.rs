//! A meeting through all its moves.

use super::Register;
use crate::{AccountId, Actor, Answer, FactRef, Hlc, MeetingId, Place};
use jiff::civil::DateTime;

/// A meeting with a youth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Which.
    pub id: MeetingId,
    /// Who holds it.
    pub worker: Option<AccountId>,
    /// When and where, or that it's off.
    pub plan: Register<Plan>,
    /// What the youth has answered, oldest first, also of times that it no longer has.
    pub answers: Vec<Given>,
    /// What came of it.
    pub outcome: Register<MeetingOutcome>,
    /// Somebody wants no reminder sent of it.
    pub unreminded: bool,
}

/// When and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Civil time in Sweden.
    At { at: DateTime, place: Place },
    /// It won't be.
    Cancelled,
}

/// What came of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingOutcome {
    /// The youth came.
    Held,
    /// The youth didn't.
    Missed,
}

/// An answer of the youth's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What.
    pub answer: Answer,
    /// When.
    pub at: Hlc,
    /// Through whom: the youth, or a worker who was told.
    pub by: Actor,
    /// The facts that gave the meeting the time that was answered; none where nobody has said.
    pub saw: Vec<FactRef>,
}

impl Meeting {
    /// When and where it will be, unless it's off or its time is disputed.
    pub fn time(&self) -> Option<(DateTime, Place)> {
        match self.plan.get()? {
            Plan::At { at, place } => Some((*at, *place)),
            Plan::Cancelled => None,
        }
    }

    /// Whether it still lies ahead or waits for someone to say what came of it.
    pub fn is_open(&self) -> bool {
        self.outcome.heads().is_empty() && self.plan.get() != Some(&Plan::Cancelled)
    }
}
