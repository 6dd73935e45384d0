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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclose::moves::{
        CLOSE, Table,
        tests::{kinds, made},
    };
    use std::collections::BTreeMap;

    fn number(table: &Table<'_>, whose: Whose, code: &str) -> usize {
        let figure = table.exact.scheme.figure(code).expect("a figure");
        table.number(Cell { whose, figure }).expect("a cell")
    }

    /// Of each of these places, two kinds are hidden.
    fn hiding<'a>(table: &'a Table<'a>, hidden: &[(Whose, [&str; 2])]) -> Hiding<'a> {
        let mut hiding = Hiding::nothing(table);
        for (whose, codes) in hidden {
            for code in codes {
                hiding.hidden[number(table, *whose, code)] = true;
            }
        }
        hiding
    }

    fn places(within: &[Within]) -> Vec<&[usize]> {
        within.iter().map(|it| it.municipalities.as_slice()).collect()
    }

    const DOWN: f64 = -4.0;
    const A: Whose = Whose::Municipality(0);

    /// Those first of which the same is hidden: then three municipalities of ten do.
    #[test]
    fn partners_are_those_where_as_much_is_hidden() {
        let exact = kinds(&[10, 2]);
        let table = Table::new(&exact, &BTreeMap::new());
        let hidden = [(A, ["a", "b"]), (Whose::Municipality(3), ["a", "c"]), (Whose::Municipality(8), ["a", "b"])];
        let hiding = hiding(&table, &hidden);
        let wish = Wish { cell: number(&table, A, "a"), insider: Some(1), amount: DOWN };
        let near = hiding.near(wish);
        assert_eq!(places(&near), [&[0, 8, 3][..], &[0, 8, 3, 2, 4, 5]]);
        let found = table.find(&hiding.hidden, wish, &near[0], Shown::Stays).expect("among three");
        let changed = made(&table, &hiding.hidden, &found, Some(1));
        assert!((changed[&table.cells[wish.cell]] - DOWN).abs() < CLOSE);
        assert!(found.misleads(Some(1)) && !found.misleads(Some(8)));
        // Who holds the tables of the only one that would do isn't misled by it.
        let wish = Wish { insider: Some(8), ..wish };
        assert!(hiding.near(wish).iter().all(|it| table.find(&hiding.hidden, wish, it, Shown::Stays).is_none()));
    }

    /// Of five of the others a and c are hidden, as in the one that is sought, and of the last one alone what takes it back.
    #[test]
    fn where_few_of_a_region_dont_do_all_of_them_are_tried() {
        let exact = kinds(&[8, 2, 1, 1, 1, 1]);
        let table = Table::new(&exact, &BTreeMap::new());
        let mut hidden: Vec<(Whose, [&str; 2])> = (1..6).map(|it| (Whose::Municipality(it), ["a", "c"])).collect();
        hidden.extend([(A, ["a", "b"]), (Whose::Municipality(7), ["b", "c"])]);
        let hiding = hiding(&table, &hidden);
        let wish = Wish { cell: number(&table, A, "a"), insider: None, amount: DOWN };
        let near = hiding.near(wish);
        assert_eq!(places(&near), [&[0, 1, 2][..], &[0, 1, 2, 3, 4, 5]]);
        assert!(near.iter().all(|it| table.find(&hiding.hidden, wish, it, Shown::Stays).is_none()), "few don't do");
        for shown in [Shown::Stays, Shown::MayBeHidden] {
            let far = hiding.far(wish, shown);
            assert_eq!(places(&far[..1]), [&[0, 1, 2, 3, 4, 5, 6, 7]]);
        }
        let found = hiding.find(wish, Shown::Stays).expect("all of the region do");
        let changed = made(&table, &hiding.hidden, &found, None);
        assert!((changed[&table.cells[wish.cell]] - DOWN).abs() < CLOSE);
        assert!(changed.keys().all(|it| matches!(it.whose, Whose::Municipality(it) if it < 8)), "{changed:?}");
        assert!(!found.misleads(Some(0)) && !found.misleads(Some(7)) && found.misleads(Some(6)) && found.misleads(Some(8)));
    }

    /// The region beside it is one municipality, and it is sought for who leads that one.
    #[test]
    fn where_one_region_beside_doesnt_do_more_are_tried_before_the_nation_changes() {
        let exact = kinds(&[8, 1, 1, 1, 1, 1]);
        let table = Table::new(&exact, &BTreeMap::new());
        let (home, beside, sole) = (Whose::Region(0), Whose::Region(5), 12);
        let hidden = [home, beside, A, Whose::Municipality(sole)].map(|it| (it, ["a", "b"]));
        let hiding = hiding(&table, &hidden);
        let wish = |insider| Wish { cell: number(&table, home, "a"), insider, amount: DOWN };
        let found = hiding.find(wish(None), Shown::MayBeHidden).expect("beside");
        let changed = made(&table, &hiding.hidden, &found, None);
        assert!(changed.keys().any(|it| it.whose == beside), "to anyone else the two do, as they are hidden");
        let wish = wish(Some(sole));
        assert_eq!(hiding.neighbours(Some(0), wish, 1), [0, 5]);
        let far = hiding.far(wish, Shown::MayBeHidden);
        let regions: Vec<usize> = far.iter().map(|it| it.regions.len()).collect();
        assert_eq!(regions, [2, 5, 6]);
        for few in hiding.near(wish).iter().chain(&far[..1]) {
            assert!(table.find(&hiding.hidden, wish, few, Shown::BelowTheNation).is_none(), "{few:?}");
        }
        let found = hiding.find(wish, Shown::MayBeHidden).expect("four beside it do");
        let all: Vec<bool> = vec![true; table.cells.len()];
        let changed = made(&table, &all, &found, Some(sole));
        assert!((changed[&table.cells[wish.cell]] - DOWN).abs() < CLOSE);
        assert!(changed.keys().all(|it| it.whose != Whose::Nation), "{changed:?}");
    }

    /// A nation's figure: among those of its municipalities that it is of, though they are few.
    #[test]
    fn a_nations_figure_is_sought_where_anybody_is_counted_in_it() {
        let mut exact = kinds(&[8, 2, 1, 1, 1, 1]);
        for it in (0..exact.counts.len()).filter(|it| ![9, 13].contains(it)) {
            exact.counts[it][0][0] = 0;
        }
        let table = Table::new(&exact, &BTreeMap::new());
        let hidden = [Whose::Nation, Whose::Region(5), Whose::Municipality(13)].map(|it| (it, ["a", "b"]));
        let hiding = hiding(&table, &hidden);
        let wish = Wish { cell: number(&table, Whose::Nation, "a"), insider: Some(9), amount: DOWN };
        let near = hiding.near(wish);
        assert_eq!((near.len(), near[0].municipalities[0], near[0].municipalities.len()), (1, 13, MANY));
        let found = hiding.find(wish, Shown::Stays).expect("by the one that the insider isn't");
        let changed = made(&table, &hiding.hidden, &found, Some(9));
        assert!((changed[&table.cells[wish.cell]] - DOWN).abs() < CLOSE);
    }
}
