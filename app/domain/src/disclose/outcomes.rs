//! Before and after as a scheme.

use super::{Figure, Scheme};
use crate::{Rollup, figures::Pair};

/// The roll-ups that the complete are counted in.
pub(super) const ROLLUPS: [Rollup; 6] =
    [Rollup::None, Rollup::Work, Rollup::AdultEducation, Rollup::FolkHighSchool, Rollup::Education, Rollup::Other];
const BEFORE: [&str; 6] =
    ["before.none", "before.work", "before.adult_education", "before.folk_high_school", "before.education", "before.other"];
const AFTER: [&str; 6] = ["after.none", "after.work", "after.adult_education", "after.folk_high_school", "after.education", "after.other"];

/// The roll-ups that a report leads with: what the measures are for.
const HEADLINE: [Rollup; 3] = [Rollup::None, Rollup::Work, Rollup::AdultEducation];

/// The atoms: the complete by before and, once more, by after; then who is known on one side alone, without occupation or
/// with; then who is known on neither.
const COMPLETE: std::ops::Range<usize> = 0..6;
pub(super) const BY_AFTER: std::ops::Range<usize> = 6..12;
pub(super) const ONLY_BEFORE: [usize; 2] = [12, 13];
pub(super) const ONLY_AFTER: [usize; 2] = [14, 15];
pub(super) const NEITHER: usize = 16;
pub(super) const ATOMS: usize = 17;

/// A published figure of before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutcomeFigure {
    /// Registrations.
    Youths,
    /// Known both before and after.
    Complete,
    /// Known before.
    KnownBefore,
    /// Known after.
    KnownAfter,
    /// Without occupation before, among all: what the bounds give back.
    NoneBefore,
    /// The same after.
    NoneAfter,
    /// The complete, by what they did before. Never [`Rollup::Unknown`].
    Before(Rollup),
    /// The complete, by what they did after.
    After(Rollup),
}

impl OutcomeFigure {
    /// Its number in [`Scheme::outcomes`]; none where there is no such figure.
    pub fn number(self) -> Option<usize> {
        let of = |rollup| ROLLUPS.iter().position(|it| *it == rollup);
        match self {
            Self::Youths => Some(0),
            Self::Complete => Some(1),
            Self::KnownBefore => Some(2),
            Self::KnownAfter => Some(3),
            Self::NoneBefore => Some(4),
            Self::NoneAfter => Some(5),
            Self::Before(rollup) => of(rollup).map(|it| 6 + it),
            Self::After(rollup) => of(rollup).map(|it| 12 + it),
        }
    }
}

impl Scheme {
    /// Before and after (`DOMAIN.md`, Figures), without flows: they are never published.
    pub fn outcomes() -> Self {
        let all = || COMPLETE.chain(12..ATOMS).collect::<Vec<_>>();
        let complete = || COMPLETE.collect::<Vec<_>>();
        let with = |more: &[usize]| complete().into_iter().chain(more.iter().copied()).collect::<Vec<_>>();
        let shown = |code, atoms, worth| Figure { is_headline: true, ..Figure::shown(code, atoms, worth) };
        let between = |code, atoms: &[usize]| Figure::between(code, atoms.to_vec());
        let mut figures = vec![
            shown("youths", all(), 3),
            shown("complete", complete(), 3),
            shown("known_before", with(&ONLY_BEFORE), 1),
            shown("known_after", with(&ONLY_AFTER), 1),
            shown("none_before", vec![0, ONLY_BEFORE[0]], 1),
            shown("none_after", vec![6, ONLY_AFTER[0]], 1),
        ];
        for (codes, first) in [(BEFORE, 0), (AFTER, 6)] {
            figures.extend(codes.into_iter().zip(ROLLUPS).enumerate().map(|(nth, (code, rollup))| Figure {
                tells_of: Some(1),
                is_headline: HEADLINE.contains(&rollup),
                ..shown(code, vec![first + nth], 2)
            }));
        }
        figures.extend([
            between("unknown_before", &[14, 15, 16]),
            between("unknown_after", &[12, 13, 16]),
            between("incomplete", &[12, 13, 14, 15, 16]),
            between("only_before", &ONLY_BEFORE),
            between("only_after", &ONLY_AFTER),
        ]);
        let balance = COMPLETE.map(|it| (it, 1)).chain(BY_AFTER.map(|it| (it, -1))).collect();
        Self { atoms: ATOMS, figures, balances: vec![balance] }
    }
}

impl Pair {
    /// Adds so many registrations to each atom that they belong to.
    pub fn count_into(self, atoms: &mut [u64], count: u64) {
        let nth = |rollup: Rollup| ROLLUPS.iter().position(|it| *it == rollup);
        match (nth(self.before), nth(self.after)) {
            (Some(before), Some(after)) => {
                atoms[before] += count;
                atoms[6 + after] += count;
            }
            (Some(before), None) => atoms[ONLY_BEFORE[usize::from(before > 0)]] += count,
            (None, Some(after)) => atoms[ONLY_AFTER[usize::from(after > 0)]] += count,
            (None, None) => atoms[NEITHER] += count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Outcomes;

    #[test]
    fn atoms_add_up_to_what_is_counted() {
        let scheme = Scheme::outcomes();
        let pairs: Vec<Pair> = Rollup::ALL
            .iter()
            .flat_map(|before| Rollup::ALL.iter().map(|after| Pair { before: *before, after: *after }))
            .enumerate()
            .flat_map(|(nth, pair)| std::iter::repeat_n(pair, nth % 4))
            .collect();
        let mut atoms = vec![0; scheme.atoms];
        pairs.iter().for_each(|it| it.count_into(&mut atoms, 1));
        let counted = Outcomes::count(pairs);
        let value = |it: OutcomeFigure| scheme.value(it.number().expect("a figure"), &atoms);
        assert_eq!(value(OutcomeFigure::Youths), counted.youths);
        assert_eq!(value(OutcomeFigure::Complete), counted.complete);
        assert_eq!((value(OutcomeFigure::KnownBefore), value(OutcomeFigure::KnownAfter)), (counted.known_before, counted.known_after));
        assert_eq!((value(OutcomeFigure::NoneBefore), value(OutcomeFigure::NoneAfter)), counted.none_known());
        for rollup in ROLLUPS {
            assert_eq!(value(OutcomeFigure::Before(rollup)), counted.before(rollup), "{rollup:?}");
            assert_eq!(value(OutcomeFigure::After(rollup)), counted.after(rollup), "{rollup:?}");
        }
        let unknown = scheme.figure("unknown_before").expect("a figure");
        assert_eq!(scheme.value(unknown, &atoms), counted.youths - counted.known_before);
        let balance: i64 = scheme.balances[0].iter().map(|(atom, sign)| i64::from(*sign) * i64::try_from(atoms[*atom]).expect("few")).sum();
        assert_eq!(balance, 0);
    }
}
