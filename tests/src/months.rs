//! Random months, and what is hidden of them.

use crate::Dice;
use domain::disclose::{Exact, Hidden, Places, Scheme, hide};
use std::collections::{BTreeMap, BTreeSet};

/// Regions of so many municipalities each.
pub fn places(sizes: &[usize]) -> Places {
    let region_of = sizes.iter().enumerate().flat_map(|(region, count)| std::iter::repeat_n(region, *count)).collect();
    Places { regions: sizes.len(), region_of }
}

/// A month with up to so many youths in each municipality, by gender; `count` counts one more.
pub fn random(scheme: Scheme, seed: u64, sizes: &[usize], youths: usize, count: impl Fn(&mut Dice, &mut [u64])) -> Exact {
    let mut dice = Dice::new(seed);
    let places = places(sizes);
    let mut counts = vec![vec![vec![0; scheme.atoms]; 3]; places.region_of.len()];
    for groups in &mut counts {
        for _ in 0..dice.roll(youths) {
            let group = [0, 0, 0, 1, 1, 1, 1, 1, 1, 2][dice.roll(10)];
            count(&mut dice, &mut groups[group]);
        }
    }
    Exact::once(scheme, places, 3, counts)
}

/// A month later: some more youths, and nothing else.
pub fn later(exact: &Exact, seed: u64, youths: usize, count: impl Fn(&mut Dice, &mut [u64])) -> Exact {
    let (mut dice, mut exact) = (Dice::new(seed), exact.clone());
    for _ in 0..youths {
        let (place, group) = (dice.roll(exact.counts.len()), dice.roll(2));
        count(&mut dice, &mut exact.counts[place][group]);
    }
    exact
}

/// What is hidden of a month that no other came before.
pub fn alone(exact: &Exact) -> Hidden {
    hide(exact, &BTreeSet::new(), &BTreeMap::new())
}
