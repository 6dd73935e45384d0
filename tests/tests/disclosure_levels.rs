//! Status and reach beside before and after, on random tables: everything that a level sees of youths together gives nobody
//! away. And the attacker can win: against tables that are hidden each by itself, for they are about the same youths.

use domain::{
    Rollup,
    disclose::{Carried, Cell, Closing, Exact, Hidden, Scheme, Whose, close},
    figures::{Pair, Stand, Touched},
};
use std::collections::BTreeSet;
use tests::{
    Dice,
    attacker::{Earlier, Seen, breaches},
    months::{self, Register, alone, percent},
};

fn pick(dice: &mut Dice, weights: &[(Rollup, usize)]) -> Rollup {
    let mut at = dice.roll(100);
    for (rollup, weight) in weights {
        if at < *weight {
            return *rollup;
        }
        at -= weight;
    }
    Rollup::Unknown
}

/// A registration as it may stand: what is known after is what the open do, and a contact is recent or not.
fn stand(dice: &mut Dice) -> Stand {
    use Rollup::{AdultEducation, Education, FolkHighSchool, None, Other, Unknown, Work};
    let before = pick(dice, &[(None, 40), (Education, 9), (Other, 9), (Work, 7)]);
    let after = pick(dice, &[(None, 10), (Education, 20), (Other, 14), (Work, 17), (AdultEducation, 7), (FolkHighSchool, 4)]);
    let now = if after != Unknown {
        after
    } else if dice.roll(3) == 0 {
        before
    } else {
        Unknown
    };
    let status = (dice.roll(10) < 6).then_some(now);
    let touched = Touched::ALL[[0, 0, 0, 1, 1, 2, 2, 3, 4, 4][dice.roll(10)]];
    Stand { pair: Pair { before, after }, status, touched }
}

fn table(register: &Register) -> Exact {
    register.exact(Scheme::levels(), |it, atoms| it.count_into(atoms, 1))
}

fn random(seed: u64, sizes: &[usize], youths: usize) -> Exact {
    table(&Register::random(seed, sizes, youths, stand))
}

#[test]
fn nobody_closes_in_a_hidden_figure() {
    for (seed, sizes, youths) in [(1, &[2, 2][..], 60), (2, &[1, 3], 90), (3, &[3], 40)] {
        let exact = random(seed, sizes, youths);
        let started = std::time::Instant::now();
        let hidden = alone(&exact);
        let took = started.elapsed();
        let small = exact.shown().filter(|it| exact.is_small(*it)).count();
        let count = exact.shown().count();
        println!("{sizes:?}, up to {youths}: {} of {count} hidden, {small} of them small, {took:.1?}", hidden.cells.len());
        // It has been 63 to 76 percent.
        assert!(percent(hidden.cells.len(), count) <= 85, "hiding nearly everything is no answer");
        let found = breaches(&exact, &Seen::but(&exact, &hidden.cells));
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
    }
}

/// Where many have been registered twice: registrations are counted, and groups are small by their youths.
#[test]
fn registrations_of_the_same_youths_make_no_group_larger() {
    let mut dice = Dice::new(5);
    let (scheme, places) = (Scheme::levels(), months::places(&[2, 1]));
    let counts = vec![vec![vec![0; scheme.atoms]; 3]; places.region_of.len()];
    let mut exact = Exact::once(scheme.clone(), places, 3, counts);
    for place in 0..exact.counts.len() {
        for _ in 0..40 {
            let (group, both) = (dice.roll(2), [stand(&mut dice), stand(&mut dice)]);
            let own = if dice.roll(2) == 0 { &both[..] } else { &both[..1] };
            own.iter().for_each(|it| it.count_into(&mut exact.counts[place][group], 1));
            for (code, more) in scheme.again(own) {
                exact.again[place][group][scheme.figure(code).unwrap()] += more;
            }
        }
    }
    let hidden = alone(&exact);
    let small = |it: &Cell| (1..5).contains(&exact.youths(*it, None));
    assert!(exact.shown().filter(|it| small(it) && exact.value(*it) >= 5).count() > 0, "somewhere it matters");
    assert!(exact.shown().filter(small).all(|it| hidden.cells.contains(&it)));
    let found = breaches(&exact, &Seen::but(&exact, &hidden.cells));
    assert!(found.is_empty(), "{found:#?}");
}

/// The table with only some of its figures published.
fn only(exact: &Exact, is: impl Fn(usize) -> bool) -> Exact {
    let mut exact = exact.clone();
    for (nth, it) in exact.scheme.figures.iter_mut().enumerate() {
        it.is_shown &= is(nth);
    }
    exact
}

#[test]
fn tables_hidden_each_by_itself_give_each_other_away() {
    let outcomes = Scheme::outcomes().figures.len();
    let mut is_caught = false;
    for seed in 1..=3 {
        let exact = random(seed, &[3], 60);
        let mut hidden = alone(&only(&exact, |it| it < outcomes)).cells;
        // Registered stands in both, and is hidden in both where it is in one.
        hidden.extend(alone(&only(&exact, |it| it >= outcomes)).cells);
        is_caught |= !breaches(&exact, &Seen::but(&exact, &hidden)).is_empty();
    }
    assert!(is_caught, "they are about the same youths");
}

#[test]
fn a_hidden_sum_of_what_is_shown_is_computed() {
    let exact = random(4, &[3], 90);
    let hidden = alone(&exact).cells;
    assert!(breaches(&exact, &Seen::but(&exact, &hidden)).is_empty());
    // The sum of none and unknown, left in where one of them is hidden for its own sake.
    let small: BTreeSet<_> = exact.shown().filter(|it| exact.is_small(*it)).collect();
    let status: BTreeSet<_> = hidden.iter().copied().filter(|it| small.contains(it)).collect();
    assert!(!breaches(&exact, &Seen::but(&exact, &status)).is_empty());
}

#[test]
fn a_later_month_tells_nothing_of_an_earlier() {
    let mut is_caught = false;
    for seed in 1..=2 {
        let register = Register::random(seed, &[3], 60, stand);
        let (first, second) = (table(&register), table(&register.later(seed, 6, stand)));
        let fallen = first.shown().filter(|it| second.value(*it) < first.value(*it)).count();
        assert!(fallen > 0, "some have ended, or do something else");
        let hidden = alone(&first);
        let before = [Carried::of(&first, &hidden)];
        let closed = close(Closing { exact: &second, before: &before });
        let count = second.shown().count();
        println!("seed {seed}: {} and then {} of {count} hidden", hidden.cells.len(), closed.cells.len());
        assert!(closed.cells.len() < count, "hiding everything is no answer");
        let looking_back = |later: &Hidden| {
            let mut seen = Seen::but(&first, &hidden.cells);
            for (cell, now) in Seen::but(&second, &later.cells).shown {
                if first.scheme.figures[cell.figure].grows && first.value(cell) <= now {
                    seen.at_most.insert(cell, now);
                }
                // Somebody who knows the place may know what hasn't changed.
                if first.value(cell) == now {
                    seen.shown.insert(cell, now);
                }
            }
            seen
        };
        let found = breaches(&first, &looking_back(&closed));
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
        let mut seen = Seen::but(&second, &closed.cells);
        seen.before = vec![Earlier::of(&first, &hidden)];
        let found = breaches(&second, &seen);
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
        is_caught |= !breaches(&first, &looking_back(&alone(&second))).is_empty();
    }
    assert!(is_caught, "months hidden each by itself give each other away");
}

/// Everyone registered is shown in both months, and so is who was open in the first: then it is known who had ended, and nobody
/// comes back.
#[test]
fn who_had_ended_when_it_was_shown_bounds_who_is_open_now() {
    let (scheme, places) = (Scheme::levels(), months::places(&[3]));
    let pair = Pair { before: Rollup::None, after: Rollup::Unknown };
    let month = |open: [u64; 3]| {
        let row = |(youths, open): (u64, u64)| {
            let mut atoms = vec![0; scheme.atoms];
            Stand { pair, status: Some(Rollup::None), touched: Touched::Longer }.count_into(&mut atoms, open);
            Stand { pair, status: None, touched: Touched::Longer }.count_into(&mut atoms, youths - open);
            vec![atoms]
        };
        let counts = [25, 30, 40].into_iter().zip(open).map(row).collect();
        only(&Exact::once(scheme.clone(), places.clone(), 1, counts), |it| ["youths", "open"].contains(&scheme.figures[it].code))
    };
    // Two have ended in the first municipality, and nothing else has happened.
    let (then, now) = (month([6, 12, 20]), month([4, 12, 20]));
    let open = |whose| Cell { whose, figure: scheme.figure("open").unwrap() };
    let shown = alone(&then);
    assert!(shown.cells.is_empty(), "none is small: {shown:?}");
    let seen = |hidden: &BTreeSet<Cell>| Seen { before: vec![Earlier::of(&then, &shown)], ..Seen::but(&now, hidden) };
    // The others' can't be more than 12 and 20 of the 36, though the least that the first is hidden with is all three of them.
    let all = [0, 1, 2].map(|it| open(Whose::Municipality(it)));
    let found = breaches(&now, &seen(&all.into()));
    let of = |cell: Cell| {
        found.iter().find(|it| it.cell == cell && it.insider.is_none()).map(|it| (it.truth, it.least.round(), it.most.round()))
    };
    assert_eq!(of(all[0]), Some((4, 4.0, 6.0)), "{found:#?}");
    // So it was where only what is published was carried.
    let carried = Carried::of(&then, &shown);
    let mut published = carried.clone();
    published.shown.retain(|it, _| now.scheme.figures[it.figure].is_shown);
    let unaware = close(Closing { exact: &now, before: &[published] });
    assert!(breaches(&now, &seen(&unaware.cells)).iter().any(|it| it.cell == all[0] && it.insider.is_none()));
    let hidden = close(Closing { exact: &now, before: &[carried] });
    assert!(hidden.cells.contains(&all[0]) && hidden.cells.len() < now.shown().count(), "hiding everything is no answer: {hidden:?}");
    let found = breaches(&now, &seen(&hidden.cells));
    assert!(found.is_empty(), "{found:#?}");
}
