//! Which shape of a meeting a message speaks of.

use crate::{
    Fact, FactRef, Hlc, Youth,
    fold::{Happening, Meeting, Plan},
};
use jiff::civil::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// The fact that gave a meeting its present time, or took it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// When, as its device claims.
    pub at: Hlc,
    /// Which fact.
    pub source: FactRef,
}

/// What is to be told of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// When it is, or that it's off.
    pub(super) plan: Plan,
    /// The facts that made it so, earliest first: several where workers said the same without knowing of each other.
    pub(super) versions: Vec<Version>,
    /// The time that it had before that, if it had another.
    pub(super) before: Option<DateTime>,
}

/// None where heads differ in time; another place alone is no other meeting to a youth.
pub(super) fn told(youth: &Youth, meeting: &Meeting) -> Option<Told> {
    let heads = meeting.plan.heads();
    let plan = heads.last()?.value;
    if heads.iter().any(|it| time(it.value) != time(plan)) {
        return None;
    }
    let facts: BTreeMap<FactRef, &Happening> =
        youth.story.iter().filter(|it| plan_of(&it.fact, meeting).is_some()).map(|it| (it.source, it)).collect();
    let mut versions: Vec<Version> = Vec::new();
    let mut before: Option<(Hlc, DateTime)> = None;
    for head in heads {
        let mut seen = BTreeSet::new();
        let mut next = vec![head.source];
        while let Some(reference) = next.pop() {
            let Some(it) = facts.get(&reference).filter(|_| seen.insert(reference)) else { continue };
            let earlier: Vec<&Happening> = saw(it).filter_map(|it| facts.get(&it).copied()).collect();
            let said = |it: &Happening| plan_of(&it.fact, meeting).and_then(time);
            let same: Vec<&&Happening> = earlier.iter().filter(|it| said(it) == time(plan)).collect();
            if same.is_empty() {
                versions.push(Version { at: it.at, source: it.source });
                let last = earlier.iter().filter_map(|it| Some((it.at, said(it)?))).max();
                before = before.max(last);
            } else {
                next.extend(same.into_iter().map(|it| it.source));
            }
        }
    }
    versions.sort();
    versions.dedup();
    Some(Told { plan, versions, before: before.map(|it| it.1) })
}

fn time(plan: Plan) -> Option<DateTime> {
    match plan {
        Plan::At { at, .. } => Some(at),
        Plan::Cancelled => None,
    }
}

fn plan_of(fact: &Fact, of: &Meeting) -> Option<Plan> {
    match fact {
        Fact::MeetingPlanned { meeting, at, place, .. } | Fact::MeetingMoved { meeting, at, place, .. } if *meeting == of.id => {
            Some(Plan::At { at: *at, place: *place })
        }
        Fact::MeetingCancelled { meeting, .. } if *meeting == of.id => Some(Plan::Cancelled),
        _ => None,
    }
}

fn saw(it: &Happening) -> impl Iterator<Item = FactRef> + '_ {
    let saw: &[FactRef] = match &it.fact {
        Fact::MeetingMoved { saw, .. } | Fact::MeetingCancelled { saw, .. } => saw,
        _ => &[],
    };
    saw.iter().copied().chain(it.replaces)
}
