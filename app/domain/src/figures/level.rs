//! What levels (a region, the nation, anyone) see: before and after, status, reach and work done in a month as it was published.
//! One value, from which page, pictures, tables, files and JSON are made. None is hidden: fewer than five youths, or what
//! would tell of so few.

use super::{Bounds, Named, Outcomes, Recency, Topic};
use crate::{Channel, Gender, Rollup};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A published table of a level.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The month's last day.
    pub month: Date,
    /// The region's name; none for all.
    pub region: Option<String>,
    /// The figures.
    pub figures: LevelFigures,
    /// What status is compared with; of other topics, nothing.
    pub earlier: Earlier,
}

/// A level's status as it was published in the months before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// In the same month the year before, by that month's last day; none if it wasn't published with status.
    pub year_before: Option<(Date, Parts<SeenStatus>)>,
    /// All of it at each month's end through this one, oldest first, as far as months were published with status.
    pub months: Vec<(Date, SeenStatus)>,
}

/// The figures of a level, by what they are about.
#[derive(Clone, Debug, PartialEq)]
pub enum LevelFigures {
    /// Before and after, since the start.
    Outcomes(Parts<SeenOutcomes>),
    /// Status at the month's end.
    Status(Parts<SeenStatus>),
    /// Reach, since the start.
    Reach(Parts<SeenReach>),
    /// The month's work.
    Work(Parts<SeenWork>),
}

/// A level's figures, and those of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts<T> {
    /// All of it.
    pub whole: T,
    /// By region; empty for a region.
    pub regions: Vec<(Named, T)>,
    /// By municipality; empty where nothing is published of municipalities.
    pub municipalities: Vec<(Named, T)>,
    /// By gender; only of before and after.
    pub genders: Vec<(Gender, T)>,
}

/// Before and after, of all registrations since the start. `N` is the counts that all else is read against: as they were
/// published, where each may be hidden, or plain numbers where none of them is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeenOutcomes<N = Option<u64>> {
    /// Registrations.
    pub youths: N,
    /// Known both before and after.
    pub complete: N,
    /// Known before.
    pub known_before: N,
    /// Known after.
    pub known_after: N,
    /// The complete, by what they did before. Every roll-up but unknown.
    pub before: BTreeMap<Rollup, Option<u64>>,
    /// The complete, by what they did after.
    pub after: BTreeMap<Rollup, Option<u64>>,
    /// Among all: the least and the most without occupation before.
    pub bounds_before: Option<Bounds>,
    /// The same after.
    pub bounds_after: Option<Bounds>,
}

/// Where those stand who are registered at the month's end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenStatus {
    /// Registered at the month's end.
    pub registered: Option<u64>,
    /// By what they do; [`Rollup::Unknown`] is not known.
    pub states: BTreeMap<Rollup, Option<u64>>,
    /// Without occupation or not known: always together.
    pub none_or_unknown: Option<u64>,
}

/// Who has been reached, of all registrations since the start; and when last, of those who are registered at the month's end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenReach {
    /// Registrations.
    pub registered: Option<u64>,
    /// With at least one contact.
    pub reached: Option<u64>,
    /// With an attempt, and no contact.
    pub tried: Option<u64>,
    /// With neither.
    pub untouched: Option<u64>,
    /// Registered at the month's end.
    pub open: Option<u64>,
    /// Of them, by when the last contact was.
    pub last: BTreeMap<Recency, Option<u64>>,
}

/// The month's attempts and contacts by channel. None is hidden, the one with the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenWork {
    /// By channel; a channel that nobody used isn't among them.
    pub channels: BTreeMap<Channel, Option<Acts>>,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acts {
    /// Workers' tries.
    pub attempts: u64,
    /// Two-way, with the youth.
    pub contacts: u64,
}

impl Level {
    /// What it is about.
    pub fn topic(&self) -> Topic {
        match self.figures {
            LevelFigures::Outcomes(_) => Topic::Outcomes,
            LevelFigures::Status(_) => Topic::Status,
            LevelFigures::Reach(_) => Topic::Reach,
            LevelFigures::Work(_) => Topic::Work,
        }
    }

    /// How many municipalities there are figures of.
    pub fn municipalities(&self) -> usize {
        match &self.figures {
            LevelFigures::Outcomes(it) => it.municipalities.len(),
            LevelFigures::Status(it) => it.municipalities.len(),
            LevelFigures::Reach(it) => it.municipalities.len(),
            LevelFigures::Work(_) => 0,
        }
    }
}

impl<T> Parts<T> {
    /// Each beside the same part of another, if it is among its parts.
    pub fn beside<'a>(&'a self, other: Option<&'a Self>) -> Parts<(&'a T, Option<&'a T>)> {
        fn same<'a, N: PartialEq, T>(
            own: &'a [(N, T)],
            others: Option<&'a [(N, T)]>,
        ) -> impl Iterator<Item = (&'a N, (&'a T, Option<&'a T>))> {
            let found = move |name: &N| others?.iter().find(|it| it.0 == *name).map(|it| &it.1);
            own.iter().map(move |(name, it)| (name, (it, found(name))))
        }
        let named = |own: &'a [(Named, T)], others| same(own, others).map(|(name, it)| (name.clone(), it)).collect();
        Parts {
            whole: (&self.whole, other.map(|it| &it.whole)),
            regions: named(&self.regions, other.map(|it| it.regions.as_slice())),
            municipalities: named(&self.municipalities, other.map(|it| it.municipalities.as_slice())),
            genders: same(&self.genders, other.map(|it| it.genders.as_slice())).map(|(gender, it)| (*gender, it)).collect(),
        }
    }

    /// The whole and every part.
    pub fn each(&self) -> impl Iterator<Item = &T> {
        let parts = self.regions.iter().chain(&self.municipalities).map(|it| &it.1);
        std::iter::once(&self.whole).chain(parts).chain(self.genders.iter().map(|it| &it.1))
    }
}

impl<N> SeenOutcomes<N> {
    /// Who did this before, among the complete; who isn't there is nobody.
    pub fn before(&self, rollup: Rollup) -> Option<u64> {
        self.before.get(&rollup).copied().unwrap_or(Some(0))
    }

    /// Who does this after, among the complete.
    pub fn after(&self, rollup: Rollup) -> Option<u64> {
        self.after.get(&rollup).copied().unwrap_or(Some(0))
    }
}

impl SeenOutcomes {
    /// What there is to say and to draw; none where one of the counts that all else is read against is hidden.
    pub fn shown(&self) -> Option<SeenOutcomes<u64>> {
        Some(SeenOutcomes {
            youths: self.youths?,
            complete: self.complete?,
            known_before: self.known_before?,
            known_after: self.known_after?,
            before: self.before.clone(),
            after: self.after.clone(),
            bounds_before: self.bounds_before,
            bounds_after: self.bounds_after,
        })
    }
}

impl From<&Outcomes> for SeenOutcomes<u64> {
    /// Everything is seen.
    fn from(it: &Outcomes) -> Self {
        let all = |counts: &BTreeMap<Rollup, u64>| counts.iter().map(|(rollup, count)| (*rollup, Some(*count))).collect();
        Self {
            youths: it.youths,
            complete: it.complete,
            known_before: it.known_before,
            known_after: it.known_after,
            before: all(&it.before),
            after: all(&it.after),
            bounds_before: Some(it.none_before_bounds_pct),
            bounds_after: Some(it.none_after_bounds_pct),
        }
    }
}

impl SeenStatus {
    /// Those who do one thing; who isn't there is nobody.
    pub fn of(&self, rollup: Rollup) -> Option<u64> {
        self.states.get(&rollup).copied().unwrap_or(Some(0))
    }
}

impl SeenReach {
    /// The open whose last contact was so long ago.
    pub fn last(&self, recency: Recency) -> Option<u64> {
        self.last.get(&recency).copied().unwrap_or(Some(0))
    }
}

impl SeenWork {
    /// What was done through a channel.
    pub fn of(&self, channel: Channel) -> Option<Acts> {
        self.channels.get(&channel).copied().unwrap_or(Some(Acts::default()))
    }

    /// What was done in all: a sum of what is shown, and hidden where a part of it is.
    pub fn all(&self) -> Option<Acts> {
        self.channels.values().try_fold(Acts::default(), |sum, it| {
            let it = (*it)?;
            Some(Acts { attempts: sum.attempts + it.attempts, contacts: sum.contacts + it.contacts })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_shown_where_its_parts_are() {
        let acts = |attempts, contacts| Some(Acts { attempts, contacts });
        let mut it = SeenWork { channels: [(Channel::Phone, acts(20, 9)), (Channel::Sms, acts(7, 8))].into() };
        assert_eq!(it.all(), acts(27, 17));
        it.channels.insert(Channel::HomeVisit, None);
        assert_eq!(it.all(), None, "else it would give the hidden one back");
        assert_eq!((it.of(Channel::HomeVisit), it.of(Channel::Email)), (None, acts(0, 0)));
    }
}
