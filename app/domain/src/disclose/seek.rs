//! Where a move is sought: nearby first, and in small programs before large ones. Almost all that must be protected is
//! protected by a few municipalities beside it where as much is hidden; a nation is searched only where nothing less will do.

use super::{
    Cell, K, Whose,
    hide::Hiding,
    moves::{Move, Shown, Wish, Within},
};

/// So many regions beside its own are searched for what could protect a figure, before all are.
const NEIGHBOURS: [usize; 2] = [1, 4];
/// So many of a region's municipalities beside its own are tried with what is hidden already, before all of them are.
const PARTNERS: [usize; 2] = [2, 5];
/// So many of each region's are where two regions are tried.
const SOME: [usize; 2] = [1, 3];
/// So many of the nation's, those first that a figure of it is of.
const MANY: usize = 6;

impl Hiding<'_> {
    /// Seeks nearby first, and what costs nothing first of all: few find that as well as many do.
    pub(super) fn find(&self, wish: Wish, shown: Shown) -> Option<Move> {
        let seek = |within: &Within, way| self.table.find(&self.hidden, wish, within, way);
        let near = self.near(wish);
        if let Some(found) = near.iter().find_map(|it| seek(it, Shown::Stays)) {
            return Some(found);
        }
        let ways = match shown {
            Shown::Stays => &[Shown::Stays][..],
            _ => &[Shown::BelowTheNation, Shown::BelowTheHeadline, Shown::MayBeHidden],
        };
        let mut far = self.far(wish, shown);
        if shown != Shown::Stays {
            far.splice(0..0, near.into_iter().next_back());
        }
        ways.iter().find_map(|way| far.iter().find_map(|it| seek(it, *way)))
    }

    /// Where a few counts may change: of some of a region's municipalities, of some in two regions, or of those in the nation that a
    /// figure is most of.
    fn near(&self, wish: Wish) -> Vec<Within> {
        let (cell, places) = (self.table.cells[wish.cell], &self.table.exact.places);
        let some = |regions: Vec<usize>, count: usize| {
            let municipalities = regions.iter().flat_map(|it| self.partners(wish, *it).into_iter().take(count)).collect();
            Within { regions, municipalities, is_above: true }
        };
        match cell.whose {
            Whose::Municipality(own) => {
                let region = places.region_of[own];
                let others = self.partners(wish, region);
                let first = |count: usize| std::iter::once(own).chain(others.iter().copied().take(count)).collect();
                let fewer = PARTNERS.into_iter().filter(|it| *it < others.len());
                fewer.map(|it| Within { regions: vec![region], municipalities: first(it), is_above: false }).collect()
            }
            Whose::Region(home) | Whose::RegionGroup(home, _) => {
                let two = self.neighbours(Some(home), wish, 1);
                SOME.map(|it| some(two.clone(), it)).into()
            }
            Whose::Nation | Whose::NationGroup(_) => {
                let mut all: Vec<usize> = (0..places.region_of.len()).filter(|it| wish.insider != Some(*it)).collect();
                all.sort_by_cached_key(|it| std::cmp::Reverse(self.table.exact.part(cell, *it).min(K)));
                all.truncate(MANY);
                let mut regions: Vec<usize> = all.iter().map(|it| places.region_of[*it]).collect();
                regions.sort_unstable();
                regions.dedup();
                vec![Within { regions, municipalities: all, is_above: true }]
            }
        }
    }

    /// Where more may: all of a region's municipalities, regions with theirs, everything.
    fn far(&self, wish: Wish, shown: Shown) -> Vec<Within> {
        let (cell, places) = (self.table.cells[wish.cell], &self.table.exact.places);
        let all = |regions: Vec<usize>, is_above| {
            let municipalities = regions.iter().flat_map(|it| places.within(*it)).collect();
            Within { regions, municipalities, is_above }
        };
        let home = match cell.whose {
            Whose::Municipality(it) => Some(places.region_of[it]),
            Whose::Region(it) | Whose::RegionGroup(it, _) => Some(it),
            Whose::Nation | Whose::NationGroup(_) => None,
        };
        let own = home.filter(|_| matches!(cell.whose, Whose::Municipality(_)));
        let mut far: Vec<Within> = own.map(|it| all(vec![it], false)).into_iter().collect();
        // To show a figure again isn't worth a search of half the nation, where that is large.
        let counts = if shown == Shown::Stays { &NEIGHBOURS[..1] } else { &NEIGHBOURS };
        far.extend(counts.iter().filter(|it| **it + 1 < places.regions).map(|it| all(self.neighbours(home, wish, *it), true)));
        if shown != Shown::Stays || far.is_empty() || places.regions <= NEIGHBOURS[1] + 1 {
            far.push(all((0..places.regions).collect(), true));
        }
        far
    }

    /// A region's municipalities but the one that it is sought for and the insider's, those first where most is hidden that is
    /// hidden of it as well.
    fn partners(&self, wish: Wish, region: usize) -> Vec<usize> {
        let Cell { whose, figure } = self.table.cells[wish.cell];
        let hidden = |whose, figure| self.table.number(Cell { whose, figure }).is_some_and(|it| self.hidden[it]);
        let theirs: Vec<usize> = (0..self.table.exact.scheme.figures.len()).filter(|it| hidden(whose, *it)).collect();
        let part = |it: Whose| match (whose, it) {
            (Whose::Municipality(_), _) => 0,
            (_, Whose::Municipality(it)) => self.table.exact.part(self.table.cells[wish.cell], it).min(K),
            _ => 0,
        };
        let alike = |it: usize| {
            let it = Whose::Municipality(it);
            let alike = theirs.iter().filter(|figure| hidden(it, **figure)).count();
            // A region's own figure changes where it has somebody who is counted in it.
            (part(it), hidden(it, figure), alike)
        };
        let others = self.table.exact.places.within(region).filter(|it| whose != Whose::Municipality(*it) && wish.insider != Some(*it));
        let mut others: Vec<usize> = others.collect();
        others.sort_by_cached_key(|it| std::cmp::Reverse(alike(*it)));
        others
    }

    /// A region and those where most is hidden already.
    fn neighbours(&self, home: Option<usize>, wish: Wish, count: usize) -> Vec<usize> {
        let (exact, figure) = (self.table.exact, self.table.cells[wish.cell].figure);
        let hidden = |region: usize| {
            let of_groups = (0..exact.groups).map(|it| Whose::RegionGroup(region, it));
            let all = std::iter::once(Whose::Region(region)).chain(of_groups);
            all.filter_map(|whose| self.table.number(Cell { whose, figure })).filter(|it| self.hidden[*it]).count()
        };
        let mut regions: Vec<usize> = (0..exact.places.regions).filter(|it| Some(*it) != home).collect();
        regions.sort_by_cached_key(|it| std::cmp::Reverse((hidden(*it), exact.places.within(*it).count())));
        regions.truncate(count);
        regions.extend(home);
        regions.sort_unstable();
        regions
    }
}
