//! A month's exact counts, and whose figures are shown of them.

use super::Scheme;

/// Which municipality lies in which region, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// How many regions there are.
    pub regions: usize,
    /// The region of each municipality.
    pub region_of: Vec<usize>,
}

impl Places {
    /// The municipalities of a region.
    pub fn within(&self, region: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.region_of.len()).filter(move |it| self.region_of[*it] == region)
    }
}

/// Exact counts of a month: for each municipality, for each group (gender) that regions and the nation are divided by, the atoms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exact {
    /// What the table consists of.
    pub scheme: Scheme,
    /// Where.
    pub places: Places,
    /// How many groups there are; where there is one, regions and the nation are not divided.
    pub groups: usize,
    /// By municipality, group and atom.
    pub counts: Vec<Vec<Vec<u64>>>,
    /// By municipality, group and figure: how many registrations more than youths, as somebody may be registered again.
    pub again: Vec<Vec<Vec<u64>>>,
}

/// Whose figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whose {
    /// A municipality's.
    Municipality(usize),
    /// A region's.
    Region(usize),
    /// All.
    Nation,
    /// Of a group in a region.
    RegionGroup(usize, usize),
    /// Of a group in the nation.
    NationGroup(usize),
}

/// One figure of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// Whose it is.
    pub whose: Whose,
    /// Which figure of the scheme.
    pub figure: usize,
}

impl Exact {
    /// Where each youth is counted once.
    pub fn once(scheme: Scheme, places: Places, groups: usize, counts: Vec<Vec<Vec<u64>>>) -> Self {
        let again = vec![vec![vec![0; scheme.figures.len()]; groups]; counts.len()];
        Self { scheme, places, groups, counts, again }
    }

    /// Everyone whose figures are shown.
    pub fn all(&self) -> Vec<Whose> {
        let municipalities = (0..self.places.region_of.len()).map(Whose::Municipality);
        let regions = (0..self.places.regions).map(Whose::Region);
        let groups = if self.groups > 1 { self.groups } else { 0 };
        let by_region = (0..self.places.regions).flat_map(|region| (0..groups).map(move |it| Whose::RegionGroup(region, it)));
        municipalities.chain(regions).chain([Whose::Nation]).chain(by_region).chain((0..groups).map(Whose::NationGroup)).collect()
    }

    /// Every figure there is, those that are published and the differences between them.
    pub fn cells(&self) -> impl Iterator<Item = Cell> + '_ {
        let figures = 0..self.scheme.figures.len();
        self.all().into_iter().flat_map(move |whose| figures.clone().map(move |figure| Cell { whose, figure })).filter(|it| self.has(*it))
    }

    /// Every figure that is published.
    pub fn shown(&self) -> impl Iterator<Item = Cell> + '_ {
        self.cells().filter(|it| self.scheme.figures[it.figure].is_shown)
    }

    /// Whether there is such a figure: some are never of groups.
    pub fn has(&self, cell: Cell) -> bool {
        !matches!(cell.whose, Whose::RegionGroup(..) | Whose::NationGroup(_)) || self.scheme.figures[cell.figure].of_groups
    }

    /// Whether a municipality's youths are among them.
    pub fn holds(&self, whose: Whose, municipality: usize) -> bool {
        match whose {
            Whose::Municipality(it) => it == municipality,
            Whose::Region(it) | Whose::RegionGroup(it, _) => self.places.region_of[municipality] == it,
            Whose::Nation | Whose::NationGroup(_) => true,
        }
    }

    /// A figure of one municipality's part of them.
    pub fn part(&self, cell: Cell, municipality: usize) -> u64 {
        self.sum(cell, municipality, |group| self.scheme.value(cell.figure, &self.counts[municipality][group]))
    }

    fn sum(&self, cell: Cell, municipality: usize, of_group: impl Fn(usize) -> u64) -> u64 {
        match cell.whose {
            whose if !self.holds(whose, municipality) => 0,
            Whose::RegionGroup(_, it) | Whose::NationGroup(it) => of_group(it),
            _ => (0..self.groups).map(of_group).sum(),
        }
    }

    /// How many youths a figure is of, as somebody sees it who holds one municipality's exact tables.
    pub fn youths(&self, cell: Cell, insider: Option<usize>) -> u64 {
        let again = |it: usize| self.sum(cell, it, |group| self.again[it][group][cell.figure]);
        let others = (0..self.counts.len()).filter(|it| Some(*it) != insider);
        self.rest(cell, insider).saturating_sub(others.map(again).sum())
    }

    /// A figure.
    pub fn value(&self, cell: Cell) -> u64 {
        match cell.whose {
            Whose::Municipality(it) => self.part(cell, it),
            _ => (0..self.counts.len()).map(|it| self.part(cell, it)).sum(),
        }
    }

    /// A figure as somebody sees it who holds one municipality's exact tables: less that municipality.
    pub fn rest(&self, cell: Cell, insider: Option<usize>) -> u64 {
        self.value(cell) - insider.map_or(0, |it| self.part(cell, it))
    }
}
