//! What a table consists of.

/// A figure of a table: the sum of some of its atoms.
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

impl Scheme {
    /// A figure of an atom row.
    pub fn value(&self, figure: usize, atoms: &[u64]) -> u64 {
        self.figures[figure].atoms.iter().map(|it| atoms[*it]).sum()
    }

    /// The number of a figure.
    pub fn figure(&self, code: &str) -> Option<usize> {
        self.figures.iter().position(|it| it.code == code)
    }

    /// The figures that are published, by number.
    pub fn shown(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.figures.len()).filter(|it| self.figures[*it].is_shown)
    }
}
