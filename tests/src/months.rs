//! Random months, and what is hidden of them.

use crate::Dice;
use domain::{
    Rollup,
    disclose::{Exact, Hidden, Places, Scheme, hide},
    figures::{Pair, Stand, Touched},
};
use std::collections::{BTreeMap, BTreeSet};

/// Regions of so many municipalities each.
pub fn places(sizes: &[usize]) -> Places {
    let region_of = sizes.iter().enumerate().flat_map(|(region, count)| std::iter::repeat_n(region, *count)).collect();
    Places { regions: sizes.len(), region_of }
}

/// Registrations one by one, by municipality and gender.
#[derive(Clone, Debug)]
pub struct Register {
    places: Places,
    stands: Vec<Vec<Vec<Stand>>>,
}

impl Register {
    /// Up to so many youths in each municipality.
    pub fn random(seed: u64, sizes: &[usize], youths: usize, stand: impl Fn(&mut Dice) -> Stand) -> Self {
        let mut dice = Dice::new(seed);
        let places = places(sizes);
        let mut stands = vec![vec![Vec::new(); 3]; places.region_of.len()];
        for groups in &mut stands {
            for _ in 0..dice.roll(youths) {
                let group = [0, 0, 0, 1, 1, 1, 1, 1, 1, 2][dice.roll(10)];
                groups[group].push(stand(&mut dice));
            }
        }
        Self { places, stands }
    }

    /// A month later: some more youths; and of all, twice as many have ended, been sought, or begun to do something else.
    #[must_use]
    pub fn later(&self, seed: u64, youths: usize, stand: impl Fn(&mut Dice) -> Stand) -> Self {
        let (mut dice, mut register) = (Dice::new(seed), self.clone());
        for nth in 0..youths * 3 {
            let (place, group) = (dice.roll(register.stands.len()), dice.roll(2));
            let fresh = stand(&mut dice);
            let all = &mut register.stands[place][group];
            if nth < youths || all.is_empty() {
                all.push(fresh);
            } else {
                let it = dice.roll(all.len());
                all[it] = moved_on(&mut dice, all[it], fresh.pair.after);
            }
        }
        register
    }

    /// As a table, where each is counted once.
    pub fn exact(&self, scheme: Scheme, count: impl Fn(Stand, &mut [u64])) -> Exact {
        let row = |stands: &Vec<Stand>| {
            let mut atoms = vec![0; scheme.atoms];
            stands.iter().for_each(|it| count(*it, &mut atoms));
            atoms
        };
        let counts = self.stands.iter().map(|groups| groups.iter().map(row).collect()).collect();
        Exact::once(scheme, self.places.clone(), 3, counts)
    }
}

/// What has come of a registration: it has ended, or the youth has been sought, or does something else, or it isn't known what.
fn moved_on(dice: &mut Dice, it: Stand, after: Rollup) -> Stand {
    if it.status.is_none() {
        return it;
    }
    match dice.roll(3) {
        0 => Stand { status: None, ..it },
        // An attempt takes no contact back.
        1 => Stand { touched: it.touched.min([Touched::Month, Touched::Attempt][dice.roll(2)]), ..it },
        _ => Stand { pair: Pair { after, ..it.pair }, status: Some(after), ..it },
    }
}

/// Of all, in percent.
pub fn percent(part: usize, all: usize) -> usize {
    part * 100 / all.max(1)
}

/// What is hidden of a month that no other came before.
pub fn alone(exact: &Exact) -> Hidden {
    hide(exact, &BTreeSet::new(), &BTreeMap::new())
}
