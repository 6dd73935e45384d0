//! Which shape of a meeting a message speaks of.

use crate::{
    Fact, FactRef, Hlc, Youth,
    fold::{Given, Happening, Meeting, Plan},
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
    /// The facts that had given it that time.
    pub(super) versions_before: Vec<Version>,
}

/// None where heads differ in time; another place alone is no other meeting to a youth.
pub(super) fn told(youth: &Youth, meeting: &Meeting) -> Option<Told> {
    let heads = meeting.plan.heads();
    let plan = heads.last()?.value;
    if heads.iter().any(|it| time(it.value) != time(plan)) {
        return None;
    }
    let plans = Plans::of(youth, meeting);
    let versions = plans.versions(meeting.plan.saw());
    let seen = versions.iter().filter_map(|it| plans.0.get(&it.source)).flat_map(|it| saw(it.0));
    let last = seen.filter_map(|it| plans.0.get(&it)).filter_map(|(it, time)| Some((it.at, (*time)?, it.source))).max();
    let versions_before = last.map(|it| plans.versions([it.2])).unwrap_or_default();
    Some(Told { plan, versions, before: last.map(|it| it.1), versions_before })
}

/// The facts that gave a meeting the time that it has, or took it, earliest first. Where its time is disputed, those of each.
pub fn versions(youth: &Youth, meeting: &Meeting) -> Vec<Version> {
    Plans::of(youth, meeting).versions(meeting.plan.saw())
}

/// What has been answered of a meeting as it stands, oldest first. An answer to a time that it had isn't one to the time that it
/// got, however late the move is heard of.
pub fn answers<'a>(youth: &Youth, meeting: &'a Meeting) -> Vec<&'a Given> {
    let versions = versions(youth, meeting);
    meeting.answers.iter().filter(|it| is_of(it, &versions)).collect()
}

/// Whether an answer is of any of some versions. What names none was written before answers did, or by a worker: its clock says.
pub(super) fn is_of(given: &Given, versions: &[Version]) -> bool {
    if given.saw.is_empty() {
        return versions.first().is_some_and(|it| given.at >= it.at);
    }
    versions.iter().any(|it| given.saw.contains(&it.source))
}

/// Every fact about when a meeting is, with the time that it says; none where it says that it's off.
struct Plans<'a>(BTreeMap<FactRef, (&'a Happening, Option<DateTime>)>);

impl<'a> Plans<'a> {
    fn of(youth: &'a Youth, meeting: &Meeting) -> Self {
        Self(youth.story.iter().filter_map(|it| Some((it.source, (it, time(plan_of(&it.fact, meeting)?))))).collect())
    }

    /// The facts that first said what some say, as far back as what they saw says the same; earliest first.
    fn versions(&self, of: impl IntoIterator<Item = FactRef>) -> Vec<Version> {
        let mut seen = BTreeSet::new();
        let mut next: Vec<FactRef> = of.into_iter().collect();
        let mut versions = Vec::new();
        while let Some(source) = next.pop() {
            let Some((it, time)) = self.0.get(&source).filter(|_| seen.insert(source)) else { continue };
            let same: Vec<FactRef> = saw(it).filter(|it| self.0.get(it).is_some_and(|it| it.1 == *time)).collect();
            if same.is_empty() {
                versions.push(Version { at: it.at, source });
            } else {
                next.extend(same);
            }
        }
        versions.sort();
        versions
    }
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
