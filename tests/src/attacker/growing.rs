//! What somebody takes for granted from month to month: which sums of a place's published figures never fall, whatever happens
//! to registrations? It is found from what can happen, and no scheme is asked what grows.

use domain::{
    Rollup,
    disclose::Scheme,
    figures::{Pair, Stand, Touched},
};
use std::collections::{BTreeMap, BTreeSet};

/// Published figures, by number: each added, or taken away.
pub type Sum = Vec<(usize, i64)>;

/// No more figures than this are put together.
const TERMS: usize = 3;

/// What never falls, each with the ways in which it is computed. A sum is one that counts each registration once or not at all.
///
/// Of before and after each figure is taken to grow, though what is known after may change. Where a scheme is of neither, as small
/// tables made for a test are, youths are only added.
pub fn growing(scheme: &Scheme) -> Vec<Vec<Sum>> {
    let published: Vec<usize> = scheme.shown().collect();
    let (levels, outcomes) = (Scheme::levels(), Scheme::outcomes());
    let count: fn(Stand, &mut [u64]) = if scheme.atoms == levels.atoms {
        of_levels
    } else if scheme.atoms == outcomes.atoms {
        of_outcomes
    } else {
        return published.into_iter().map(|it| vec![vec![(it, 1)]]).collect();
    };
    let stands = stands();
    let row = |it: &Stand| -> Vec<i64> {
        let mut atoms = vec![0; scheme.atoms];
        count(*it, &mut atoms);
        published.iter().map(|figure| i64::try_from(scheme.value(*figure, &atoms)).unwrap()).collect()
    };
    let all: Vec<Vec<i64>> = stands.iter().map(row).collect();
    let mut steps = BTreeSet::new();
    for (from, was) in stands.iter().zip(&all) {
        for (_, is) in stands.iter().zip(&all).filter(|it| can_become(*from, *it.0)) {
            steps.insert(was.iter().zip(is).map(|(was, is)| is - was).collect::<Vec<i64>>());
        }
    }
    let rows: BTreeSet<&Vec<i64>> = all.iter().collect();
    let value = |sum: &Sum, row: &[i64]| sum.iter().map(|(nth, by)| row[*nth] * by).sum::<i64>();
    let is_since_start = |sum: &Sum| sum.len() == 1 && outcomes.figure(scheme.figures[published[sum[0].0]].code).is_some();
    // The same by what they count: the ways of computing one sum.
    let mut found: BTreeMap<Vec<i64>, Vec<Sum>> = BTreeMap::new();
    let mut sums: Vec<Sum> = vec![Vec::new()];
    for _ in 0..TERMS {
        sums = sums.iter().flat_map(|it| longer(it, published.len())).collect();
        for sum in &sums {
            if !rows.iter().all(|it| (0..=1).contains(&value(sum, it))) {
                continue;
            }
            if is_since_start(sum) || steps.iter().all(|it| value(sum, it) >= 0) {
                let counts: Vec<i64> = rows.iter().map(|it| value(sum, it)).collect();
                found.entry(counts).or_default().push(sum.iter().map(|(nth, by)| (published[*nth], *by)).collect());
            }
        }
    }
    found.retain(|counts, _| counts.contains(&1));
    // What is published is known where it is shown.
    for ways in found.values_mut().filter(|it| it[0].len() == 1) {
        ways.truncate(1);
    }
    found.into_values().collect()
}

fn of_levels(it: Stand, atoms: &mut [u64]) {
    it.count_into(atoms, 1);
}

fn of_outcomes(it: Stand, atoms: &mut [u64]) {
    it.pair.count_into(atoms, 1);
}

/// A sum with one figure more, of those that come after its own.
fn longer(sum: &[(usize, i64)], figures: usize) -> Vec<Sum> {
    let first = sum.last().map_or(0, |it| it.0 + 1);
    let terms = (first..figures).flat_map(|nth| [(nth, 1), (nth, -1)]);
    terms.map(|term| sum.iter().copied().chain([term]).collect()).collect()
}

/// However a registration may stand.
fn stands() -> Vec<Stand> {
    let mut all = Vec::new();
    for before in Rollup::ALL.iter().copied() {
        for after in Rollup::ALL.iter().copied() {
            let now = if after == Rollup::Unknown { vec![before, Rollup::Unknown] } else { vec![after] };
            for status in now.into_iter().map(Some).chain([None]) {
                all.extend(Touched::ALL.map(|touched| Stand { pair: Pair { before, after }, status, touched }));
            }
        }
    }
    all
}

/// What may come of a registration, one thing at a time. What they did before may be found out late. While it is open, what they do
/// goes any way, and it may end. It doesn't come back; and who has been sought, or reached, has been.
fn can_become(it: Stand, next: Stand) -> bool {
    let sought = |it: Stand| match it.touched {
        Touched::Nothing => 0,
        Touched::Attempt => 1,
        Touched::Month | Touched::FourMonths | Touched::Longer => 2,
    };
    let differs =
        [it.pair.before != next.pair.before, (it.pair.after, it.status) != (next.pair.after, next.status), it.touched != next.touched];
    let is_one = differs.into_iter().filter(|it| *it).count() == 1;
    let is_open = it.status.is_some();
    let is_settled = !differs[1] && sought(next) == sought(it);
    is_one && sought(next) >= sought(it) && (is_open || is_settled)
}
