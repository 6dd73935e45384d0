//! What a table consists of.

use crate::figures::Stand;

/// Published figures of a place, by code: added up, or taken away.
pub type Sum = &'static [(&'static str, i8)];

/// A figure of a table: the sum of some of its atoms.
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own, and any goes with any")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// A stable code.
    pub code: &'static str,
    /// The atoms that it is the sum of.
    pub atoms: Vec<usize>,
    /// Whether it is published. What isn't stands for the difference between two that are: a reader subtracts.
    pub is_shown: bool,
    /// The figure that it is a part of, where being the whole of it would tell something of everyone there ("all twelve are
    /// without occupation").
    pub tells_of: Option<usize>,
    /// What hiding it costs, beside an ordinary figure.
    pub worth: u32,
    /// Whether a report leads with it. Of the nation it is hidden only where nothing else that is hidden instead would do.
    pub is_headline: bool,
    /// Whether it is published of groups (genders) too.
    pub of_groups: bool,
    /// Whether a few of it are kept from everyone. Of what isn't published and isn't kept it only matters that it grows.
    pub is_kept: bool,
    /// Whether as a rule it only grows, as counts since the start do.
    pub grows: bool,
    /// Of what isn't published and grows: each way in which a reader computes it.
    pub sums: &'static [Sum],
}

/// A table: the same figures for every place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// How many atoms there are: groups of youths that don't overlap, or that overlap as `balances` say.
    pub atoms: usize,
    /// The figures.
    pub figures: Vec<Figure>,
    /// Sums of atoms, with signs, that are zero everywhere: two ways of dividing the same youths.
    pub balances: Vec<Vec<(usize, i8)>>,
}

impl Figure {
    /// One that is published, also of groups, and that grows.
    pub fn shown(code: &'static str, atoms: Vec<usize>, worth: u32) -> Self {
        Self {
            code,
            atoms,
            is_shown: true,
            tells_of: None,
            worth,
            is_headline: false,
            of_groups: true,
            is_kept: true,
            grows: true,
            sums: &[],
        }
    }

    /// The difference between figures that are published: a reader subtracts. As a rule it goes up and down.
    pub fn between(code: &'static str, atoms: Vec<usize>) -> Self {
        Self { is_shown: false, grows: false, ..Self::shown(code, atoms, 0) }
    }

    /// A difference that only grows.
    pub(super) fn growing(self, sums: &'static [Sum]) -> Self {
        Self { grows: true, sums, ..self }
    }
}

impl Scheme {
    /// A figure of an atom row.
    pub fn value(&self, figure: usize, atoms: &[u64]) -> u64 {
        self.figures[figure].atoms.iter().map(|it| atoms[*it]).sum()
    }

    /// Of one youth's registrations: the figures that hold several of them, and how many more than one.
    pub fn again<'a>(&'a self, stands: &'a [Stand]) -> impl Iterator<Item = (&'static str, u64)> + 'a {
        // Nearly everyone has been registered once.
        let figures = if stands.len() > 1 { self.figures.as_slice() } else { &[] };
        let belongs = |stand: &Stand, of: &Figure| {
            let mut atoms = vec![0; self.atoms];
            stand.count_into(&mut atoms, 1);
            of.atoms.iter().any(|it| atoms[*it] > 0)
        };
        figures.iter().filter_map(move |figure| {
            let within = stands.iter().filter(|it| belongs(it, figure)).count();
            let more = u64::try_from(within.saturating_sub(1)).unwrap_or(u64::MAX);
            (more > 0 && figure.is_kept).then_some((figure.code, more))
        })
    }

    /// The number of a figure.
    pub fn figure(&self, code: &str) -> Option<usize> {
        self.figures.iter().position(|it| it.code == code)
    }

    /// Whether a reader knows a figure of a place, by those of its figures that are shown: it is one of them, or they compute it.
    pub(super) fn is_known(&self, figure: usize, is_shown: impl Fn(usize) -> bool) -> bool {
        let it = &self.figures[figure];
        let is_computed = || it.sums.iter().any(|sum| sum.iter().all(|(code, _)| self.figure(code).is_some_and(&is_shown)));
        if it.is_shown { is_shown(figure) } else { is_computed() }
    }

    /// The figures that one which isn't published is computed from, in any way.
    pub(super) fn terms(&self, figure: usize) -> impl Iterator<Item = usize> + '_ {
        self.figures[figure].sums.iter().copied().flatten().filter_map(move |(code, _)| self.figure(code))
    }

    /// The figures that are published, by number.
    pub fn shown(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.figures.len()).filter(|it| self.figures[*it].is_shown)
    }
}
