//! What is hidden of work done, by channel and region. Attempts and contacts are acts, so what is counted are the youths
//! behind them; and a channel's figures are hidden or shown together.
//!
//! What is shown of acts says something of reach: nobody was reached without a contact, so no more youths can have been
//! reached in a month than there were contacts. Work gives way: it is shown only where there were so many more acts than
//! youths that all counts that protect reach stay possible.

use super::{K, Places, WIDTH, Whose};
use crate::{
    Channel,
    figures::{Behind, Done, Through},
};
use std::collections::{BTreeMap, BTreeSet};

/// How many more youths of a region may have been reached, and how many more sought, in the counts that protect what is
/// hidden, to somebody who holds one municipality's exact tables or to anyone.
pub type Growth = BTreeMap<(Option<usize>, usize), [u64; 2]>;

/// A month's work: by municipality, in the order of [`Places`].
#[derive(Clone, Copy, Debug)]
pub struct Work<'a> {
    /// Where.
    pub places: &'a Places,
    /// What was done.
    pub done: &'a [Done],
    /// What reach needs.
    pub growth: &'a Growth,
}

/// A channel's figures of one place: a region's or the nation's.
pub type WorkRow = (Whose, Channel);

impl Work<'_> {
    /// Every row that is hidden.
    pub fn hide(&self) -> BTreeSet<WorkRow> {
        let sum = |region: usize, less: Option<usize>| {
            let within = self.places.within(region).filter(|it| Some(*it) != less);
            within.fold(Done::default(), |mut sum, it| {
                sum += &self.done[it];
                sum
            })
        };
        let regions = (0..self.places.regions).map(|it| sum(it, None)).collect();
        let less = (0..self.done.len()).map(|it| sum(self.places.region_of[it], Some(it))).collect();
        Summed { work: *self, regions, less }.hide()
    }
}

/// What was done by region.
struct Summed<'a> {
    work: Work<'a>,
    regions: Vec<Done>,
    /// What was done in its region, less each municipality.
    less: Vec<Done>,
}

impl Summed<'_> {
    fn hide(&self) -> BTreeSet<WorkRow> {
        let regions = 0..self.regions.len();
        let giving_way: BTreeSet<usize> = regions.clone().filter(|it| self.must_give_way(&[*it])).collect();
        // The sum of those that give way can be computed from the nation's: it must be as generous as each should have been.
        let is_nation_hidden = self.must_give_way(&giving_way.iter().copied().collect::<Vec<_>>());
        let mut hidden = BTreeSet::new();
        // That nothing was done tells as much: who gives way hides every channel that anyone used, and one in any case.
        let kept = |it: &Channel| *it == Channel::Phone || regions.clone().any(|region| self.is_used(region, *it));
        for channel in Channel::ALL.iter().copied().filter(kept) {
            let is_hidden = |it: &usize| giving_way.contains(it) || self.is_small(Whose::Region(*it), channel);
            let (rows, shown): (Vec<usize>, Vec<usize>) = regions.clone().partition(is_hidden);
            let mut rows: BTreeSet<usize> = rows.into_iter().collect();
            let mut shown: Vec<usize> = shown.into_iter().filter(|it| self.is_used(*it, channel)).collect();
            // The smallest last: it is the first to be hidden with the others.
            let youths = |it: &usize| self.regions[*it].channels.get(&channel).map_or(0, |it| it.attempts.youths);
            shown.sort_by_key(|it| std::cmp::Reverse(youths(it)));
            let mut is_hidden = is_nation_hidden && !rows.is_empty() || self.is_small(Whose::Nation, channel);
            while !is_hidden && !self.is_protected(&rows, channel) {
                match shown.pop() {
                    Some(it) => _ = rows.insert(it),
                    None => is_hidden = true,
                }
            }
            hidden.extend(rows.into_iter().map(|it| (Whose::Region(it), channel)));
            hidden.extend(is_hidden.then_some((Whose::Nation, channel)));
        }
        hidden
    }

    /// Everyone it is kept from: anyone, and each that holds a municipality's exact tables.
    fn insiders(&self) -> impl Iterator<Item = Option<usize>> + use<> {
        std::iter::once(None).chain((0..self.less.len()).map(Some))
    }

    /// What was done in regions, less one municipality.
    fn rest(&self, regions: &[usize], insider: Option<usize>) -> Done {
        let of = |region: usize| match insider {
            Some(it) if self.work.places.region_of[it] == region => &self.less[it],
            _ => &self.regions[region],
        };
        regions.iter().fold(Done::default(), |mut sum, it| {
            sum += of(*it);
            sum
        })
    }

    fn is_used(&self, region: usize, channel: Channel) -> bool {
        self.regions[region].channels.get(&channel).is_some_and(|it| *it != Through::default())
    }

    /// Whether any kind of act has 1 to K − 1 youths behind it, to anyone or to an insider.
    fn is_small(&self, whose: Whose, channel: Channel) -> bool {
        let regions: Vec<usize> = if let Whose::Region(it) = whose { vec![it] } else { (0..self.regions.len()).collect() };
        let is_few = |it: &Behind| (1..K).contains(&it.youths);
        self.insiders().any(|it| self.rest(&regions, it).channels.get(&channel).is_some_and(|it| it.kinds().iter().any(is_few)))
    }

    /// Contacts beyond the first of each youth, and attempts and contacts beyond the first of each.
    fn slack(&self, regions: &[usize], insider: Option<usize>) -> [u64; 2] {
        let rest = self.rest(regions, insider);
        let (attempts, contacts) = rest.acts();
        [contacts.saturating_sub(rest.reached), (attempts + contacts).saturating_sub(rest.touched)]
    }

    /// Whether the acts of regions, if they are known, leave too little room for those who may have been reached.
    fn must_give_way(&self, regions: &[usize]) -> bool {
        self.insiders().any(|insider| {
            let needed = regions.iter().filter_map(|it| self.work.growth.get(&(insider, *it)));
            let needed = needed.fold([0_u64; 2], |sum, it| [0, 1].map(|nth| sum[nth].saturating_add(it[nth])));
            self.slack(regions, insider).iter().zip(needed).any(|(have, needed)| *have < needed)
        })
    }

    /// Whether nobody closes in a hidden row while the nation's is shown, and so the sum of the hidden ones: that sum must be
    /// of enough youths, and for each row the others must hold acts enough that needn't have been.
    fn is_protected(&self, hidden: &BTreeSet<usize>, channel: Channel) -> bool {
        let all: Vec<usize> = hidden.iter().copied().collect();
        let kinds = |regions: &[usize], insider| self.rest(regions, insider).channels.get(&channel).map(Through::kinds).unwrap_or_default();
        self.insiders().all(|insider| {
            let is_few = |it: &Behind| (1..K).contains(&it.youths);
            let room = |region: usize| {
                let (acts, slack) = (kinds(&[region], insider), self.slack(&[region], insider));
                [0, 1, 2].map(|nth| acts[nth].acts.min(slack[usize::from(nth != CONTACTS)]))
            };
            let rooms: Vec<[u64; 3]> = all.iter().map(|it| room(*it)).collect();
            let is_wide = |(nth, region): (usize, &usize)| {
                let others = rooms.iter().enumerate().filter(|it| it.0 != nth);
                let others = others.fold([0; 3], |sum, (_, it)| [0, 1, 2].map(|kind| sum[kind] + it[kind]));
                kinds(&[*region], insider).iter().zip(others).all(|(own, others)| own.acts == 0 || others >= WIDTH)
            };
            !kinds(&all, insider).iter().any(is_few) && all.iter().enumerate().all(is_wide)
        })
    }
}

/// Contacts among a channel's kinds of acts.
const CONTACTS: usize = 1;

#[cfg(test)]
mod tests {
    use super::*;

    /// So many youths, each with so many attempts and contacts through a channel.
    fn done(all: &[(Channel, u64, u64, u64)]) -> Done {
        let mut done = Done::default();
        for (channel, youths, attempts, contacts) in all.iter().copied() {
            let failed = attempts.saturating_sub(contacts);
            let behind = |acts: u64| Behind { acts: acts * youths, youths: if acts > 0 { youths } else { 0 } };
            let through = Through { attempts: behind(attempts), contacts: behind(contacts), failed: behind(failed) };
            done.channels.insert(channel, through);
            done.touched += youths;
            done.reached += if contacts > 0 { youths } else { 0 };
        }
        done
    }

    fn hidden(region_of: &[usize], done: &[Done], growth: &Growth) -> BTreeSet<WorkRow> {
        let places = Places { regions: region_of.iter().max().map_or(0, |it| it + 1), region_of: region_of.to_vec() };
        Work { places: &places, done, growth }.hide()
    }

    const PHONE: Channel = Channel::Phone;
    const VISIT: Channel = Channel::HomeVisit;

    #[test]
    fn youths_are_counted_and_not_acts() {
        let many = || done(&[(PHONE, 9, 3, 2)]);
        let places = [0, 0, 1, 1, 2, 2];
        assert_eq!(hidden(&places, &[many(), many(), many(), many(), many(), many()], &Growth::new()), BTreeSet::new());
        // Two youths with twenty acts are two youths: their region is hidden, and another with it, or the nation would give it back.
        let two = || done(&[(PHONE, 2, 20, 10)]);
        let few = [two(), two(), many(), many(), done(&[(PHONE, 12, 3, 2)]), many()];
        let expected = [(Whose::Region(0), PHONE), (Whose::Region(1), PHONE)].into();
        assert_eq!(hidden(&places, &few, &Growth::new()), expected, "the smaller of the two");
        // Whose lead knows all of the first region would know the second, if that alone were hidden with it.
        let few = [two(), Done::default(), many(), many(), done(&[(PHONE, 12, 3, 2)]), many()];
        assert_eq!(hidden(&places, &few, &Growth::new()).len(), 3);
    }

    #[test]
    fn a_lead_of_one_doesnt_see_the_other() {
        // Ten youths in all, of whom nine are one municipality's: its lead would see the last one.
        let places = [0, 0, 1];
        let all = [done(&[(PHONE, 9, 3, 2)]), done(&[(PHONE, 1, 3, 2)]), done(&[(PHONE, 30, 3, 2)])];
        let found = hidden(&places, &all, &Growth::new());
        assert!(found.contains(&(Whose::Region(0), PHONE)), "{found:?}");
        // The nation's is small to nobody, but with it the hidden region would be computed.
        assert!(found.contains(&(Whose::Region(1), PHONE)) || found.contains(&(Whose::Nation, PHONE)), "{found:?}");
    }

    #[test]
    fn work_gives_way_where_it_would_close_in_who_was_reached() {
        // One contact with each youth: then no more than those can have been reached.
        let tight = || done(&[(PHONE, 20, 1, 1), (VISIT, 10, 1, 1)]);
        let wide = || done(&[(PHONE, 20, 4, 2), (VISIT, 10, 4, 2)]);
        let growth: Growth = [((None, 0), [4, 0])].into();
        let of = |first: Done| hidden(&[0, 0, 1, 1], &[first, wide(), wide(), wide()], &growth);
        assert_eq!(of(wide()), BTreeSet::new());
        let alone = hidden(&[0, 1], &[tight(), wide()], &growth);
        assert!(
            [PHONE, VISIT].iter().all(|it| alone.contains(&(Whose::Region(0), *it)) && alone.contains(&(Whose::Nation, *it))),
            "{alone:?}"
        );
        assert_eq!(hidden(&[0, 1], &[tight(), wide()], &Growth::new()), BTreeSet::new(), "where nothing needs it");
        // Where nothing was done, nobody was reached: that is hidden as well.
        let nothing = hidden(&[0], &[Done::default()], &growth);
        assert_eq!(nothing, [(Whose::Region(0), PHONE), (Whose::Nation, PHONE)].into());
    }
}
