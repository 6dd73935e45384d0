//! The rule against somebody who computes, on random tables: nobody closes in a hidden figure, with any one municipality's
//! exact tables and the months before in hand. And the attacker can win: against each way of hiding that falls short.

use domain::{
    Rollup,
    disclose::{Carried, Cell, Closing, Exact, Figure, Floor, Hidden, Scheme, Whose, close, hide},
    figures::{Pair, Stand, Touched},
};
use std::collections::{BTreeMap, BTreeSet};
use tests::{
    Dice,
    attacker::{Earlier, Seen, breaches, fewest},
    months::{Register, alone, percent, places},
};

/// Mostly of a few kinds, as in the register.
fn pair(dice: &mut Dice) -> Pair {
    use Rollup::{AdultEducation, Education, FolkHighSchool, None, Other, Work};
    let pick = |dice: &mut Dice, weights: &[(Rollup, usize)]| {
        let mut at = dice.roll(100);
        for (rollup, weight) in weights {
            if at < *weight {
                return *rollup;
            }
            at -= weight;
        }
        Rollup::Unknown
    };
    let before = pick(dice, &[(None, 40), (Education, 9), (Other, 9), (Work, 7)]);
    let after = pick(dice, &[(None, 10), (Education, 20), (Other, 14), (Work, 17), (AdultEducation, 7), (FolkHighSchool, 4)]);
    Pair { before, after }
}

/// All of them open, which these tables don't tell.
fn stand(dice: &mut Dice) -> Stand {
    let pair = pair(dice);
    Stand { pair, status: Some(pair.after), touched: Touched::Nothing }
}

fn table(register: &Register) -> Exact {
    register.exact(Scheme::outcomes(), |it, atoms| it.pair.count_into(atoms, 1))
}

fn random(seed: u64, sizes: &[usize], youths: usize) -> Exact {
    table(&Register::random(seed, sizes, youths, stand))
}

/// A small table: three kinds and their sum, without groups.
fn kinds(seed: u64, sizes: &[usize], most: usize) -> Exact {
    let shown = |code, atoms: &[usize]| Figure::shown(code, atoms.to_vec(), 1);
    let figures = vec![shown("all", &[0, 1, 2]), shown("a", &[0]), shown("b", &[1]), shown("c", &[2])];
    let scheme = Scheme { atoms: 3, figures, balances: Vec::new() };
    let mut dice = Dice::new(seed);
    let places = places(sizes);
    let row = |dice: &mut Dice| (0..3).map(|_| u64::try_from(dice.roll(most)).unwrap()).collect();
    let counts = places.region_of.iter().map(|_| vec![row(&mut dice)]).collect();
    Exact::once(scheme, places, 1, counts)
}

/// No more than so many percent of a table's figures are hidden: it has been 56 to 66.
const MOST: usize = 85;

fn hidden_share(exact: &Exact, hidden: &Hidden) -> String {
    let small = exact.shown().filter(|it| exact.is_small(*it)).count();
    format!("{} of {} hidden, {small} of them small", hidden.cells.len(), exact.shown().count())
}

#[test]
fn nobody_closes_in_a_hidden_figure() {
    for (seed, sizes, youths) in [(1, &[2, 2][..], 40), (2, &[1, 3], 60), (3, &[4], 25), (4, &[2, 2, 2], 60)] {
        let exact = random(seed, sizes, youths);
        let hidden = alone(&exact);
        println!("{sizes:?}, up to {youths}: {}", hidden_share(&exact, &hidden));
        assert!(percent(hidden.cells.len(), exact.shown().count()) <= MOST, "hiding nearly everything is no answer");
        assert!(exact.shown().filter(|it| exact.is_small(*it)).all(|it| hidden.cells.contains(&it)), "seed {seed}");
        let found = breaches(&exact, &Seen::but(&exact, &hidden.cells));
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
    }
}

#[test]
fn nobody_closes_in_a_figure_of_small_tables() {
    for seed in 0..60 {
        let exact = kinds(seed, [&[3][..], &[2, 2], &[1, 2, 2], &[4, 3]][usize::try_from(seed % 4).unwrap()], 9);
        let hidden = alone(&exact);
        assert!(exact.shown().filter(|it| exact.is_small(*it)).all(|it| hidden.cells.contains(&it)), "seed {seed}");
        let found = breaches(&exact, &Seen::but(&exact, &hidden.cells));
        assert!(found.is_empty(), "seed {seed}: {found:#?} of {exact:?}");
    }
}

/// Whoever knows that one municipality alone has the kinds of before and after that its men are few of, knows how many of its men
/// were before what they are after: before and after are as many of each gender in each municipality, not only of each.
#[test]
fn what_protects_is_possible_of_each_gender_in_each_municipality() {
    let scheme = Scheme::outcomes();
    let [none, work, adult, folk, education, other] = [0, 1, 2, 3, 4, 5];
    let row = |before: [(usize, u64); 2], after: [(usize, u64); 2]| {
        let mut atoms = vec![0; scheme.atoms];
        before.into_iter().for_each(|(kind, count)| atoms[kind] = count);
        after.into_iter().for_each(|(kind, count)| atoms[6 + kind] = count);
        atoms
    };
    let first = vec![
        row([(education, 2), (work, 10)], [(adult, 6), (education, 6)]),
        row([(education, 18), (work, 10)], [(adult, 14), (education, 14)]),
    ];
    let others = || vec![row([(folk, 2), (other, 10)], [(none, 6), (work, 6)]), row([(folk, 18), (other, 10)], [(none, 14), (work, 14)])];
    let exact = Exact::once(scheme.clone(), places(&[3]), 2, vec![first, others(), others()]);
    let men = |code| Cell { whose: Whose::RegionGroup(0, 0), figure: scheme.figure(code).unwrap() };
    let hidden = alone(&exact);
    assert!(hidden.cells.contains(&men("before.education")) && exact.is_small(men("before.education")));
    assert!(hidden.cells.len() < exact.shown().count(), "hiding everything is no answer");
    let found = breaches(&exact, &Seen::but(&exact, &hidden.cells));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_a_report_leads_with_is_shown_of_the_nation() {
    let mut exact = kinds(1, &[2, 2], 9);
    // Three in all are of the first kind: another figure of the nation must be hidden with them, whichever.
    exact.counts.iter_mut().zip([2, 1, 0, 0]).for_each(|(it, a)| it[0] = vec![a, 20, 20]);
    let nation = |code| Cell { whose: Whose::Nation, figure: exact.scheme.figure(code).unwrap() };
    for headline in [["all", "b"], ["all", "c"], ["b", "c"]] {
        let mut exact = exact.clone();
        exact.scheme.figures.iter_mut().for_each(|it| it.is_headline = headline.contains(&it.code));
        let hidden = alone(&exact);
        assert!(hidden.cells.contains(&nation("a")));
        for code in headline {
            assert!(!hidden.cells.contains(&nation(code)), "{code} of {headline:?}: {hidden:?}");
        }
        assert!(breaches(&exact, &Seen::but(&exact, &hidden.cells)).is_empty());
    }
}

#[test]
fn small_figures_hidden_alone_are_computed() {
    let exact = random(5, &[3], 120);
    let small: BTreeSet<Cell> = exact.shown().filter(|it| exact.is_small(*it)).collect();
    let found = breaches(&exact, &Seen::but(&exact, &small));
    assert!(found.iter().any(|it| it.insider.is_none() && (it.most - it.least).abs() < 0.01), "to the very number, by anyone: {found:?}");
}

#[test]
fn a_figure_shown_as_zero_is_computed_from_the_others() {
    // A zero that isn't one is told by the sums: it is as if it were hidden, and all that hides it with it is known to be so.
    let exact = kinds(7, &[3], 30);
    let hidden = alone(&exact);
    let small: BTreeSet<Cell> = hidden.cells.iter().copied().filter(|it| exact.is_small(*it)).collect();
    assert!(!small.is_empty() && small.len() < hidden.cells.len());
    // Shown as zero, small figures no longer make others be hidden.
    assert!(!breaches(&exact, &Seen::but(&exact, &small)).is_empty());
}

#[test]
fn a_share_left_in_gives_the_count_back() {
    let exact = random(5, &[3], 120);
    let hidden = alone(&exact);
    let mut seen = Seen::but(&exact, &hidden.cells);
    assert!(breaches(&exact, &seen).is_empty());
    let (youths, complete) = (0, 1);
    let shares = hidden.cells.iter().filter(|it| it.figure >= 6).filter_map(|part| {
        let whole = Cell { figure: complete, ..*part };
        let (count, of) = (exact.value(*part), *seen.shown.get(&whole)?);
        (of > 0).then(|| (*part, whole, (count * 2000 + of) / (of * 2)))
    });
    seen.shares = shares.collect();
    assert!(seen.shown.contains_key(&Cell { whose: Whose::Nation, figure: youths }) && !seen.shares.is_empty());
    assert!(!breaches(&exact, &seen).is_empty());
}

/// The first month, attacked by who takes what a later month shows for true of it where it is.
fn looking_back(first: &Exact, hidden: &Hidden, second: &Exact, later: &Hidden) -> Seen {
    let mut seen = Seen::but(first, &hidden.cells);
    for (cell, now) in Seen::but(second, &later.cells).shown {
        // Figures only grow, but for those that are seen to fall; and of those that haven't, somebody who knows the place may know it.
        if first.value(cell) <= now {
            seen.at_most.insert(cell, now);
        }
        if first.value(cell) == now {
            seen.shown.insert(cell, now);
        }
    }
    seen
}

#[test]
fn a_later_month_tells_nothing_of_an_earlier() {
    let mut is_caught = false;
    for seed in 1..=2 {
        let register = Register::random(seed, &[3], 60, stand);
        let (first, second) = (table(&register), table(&register.later(seed, 6, stand)));
        let hidden = alone(&first);
        let before = [Carried::of(&first, &hidden)];
        let later = close(Closing { exact: &second, before: &before });
        let found = breaches(&first, &looking_back(&first, &hidden, &second, &later));
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
        // The later month itself, by who knows the earlier, and their own part of it, and that figures only grow.
        let mut seen = Seen::but(&second, &later.cells);
        seen.before = vec![Earlier::of(&first, &hidden)];
        let found = breaches(&second, &seen);
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
        // Months that don't know of each other.
        is_caught |= !breaches(&first, &looking_back(&first, &hidden, &second, &alone(&second))).is_empty();
    }
    assert!(is_caught, "months hidden each by itself give each other away");
}

/// All that a region's figure has grown by is one municipality's own. Who has kept that one's tables knows that the others'
/// hasn't grown, and so can't have been less; whoever hasn't may think that it was.
#[test]
fn an_insider_of_earlier_months_knows_how_much_the_others_have_grown() {
    let kinds = kinds(1, &[2, 2], 9);
    let month = |own: u64| Exact { counts: [20, own, 20, 20].map(|it| vec![vec![it, it, 20]]).into(), ..kinds.clone() };
    let (then, now) = (month(16), month(20));
    let cell = |whose, code| Cell { whose, figure: now.scheme.figure(code).unwrap() };
    let above = [Whose::Region(0), Whose::Nation].into_iter().flat_map(|it| [cell(it, "a"), cell(it, "b")]);
    let above: BTreeSet<Cell> = above.collect();
    let mut carried = above.clone();
    carried.extend(["a", "b"].map(|it| cell(Whose::Municipality(0), it)));
    let floors: BTreeMap<Cell, Floor> = above.iter().map(|it| (*it, Floor::of(&then, *it))).collect();
    let seen = |hidden: &Hidden| {
        let shown = above.iter().map(|it| (*it, then.value(*it))).collect();
        Seen { before: vec![Earlier { exact: then.clone(), shown }], ..Seen::but(&now, &hidden.cells) }
    };
    let hidden = hide(&now, &carried, &floors);
    assert!(hidden.cells.len() < now.shown().count(), "hiding everything is no answer");
    let found = breaches(&now, &seen(&hidden));
    assert!(found.is_empty(), "{found:#?}");
    // As if nobody's own part had grown.
    let unaware = floors.into_iter().map(|(it, floor)| (it, Floor { own: Floor::of(&now, it).own, ..floor })).collect();
    let found = breaches(&now, &seen(&hide(&now, &carried, &unaware)));
    assert!(found.iter().any(|it| it.insider == Some(1) && it.cell == cell(Whose::Municipality(0), "a")), "{found:#?}");
    assert!(found.iter().all(|it| it.insider == Some(1)), "to nobody else: {found:#?}");
}

/// That all who are left of a group do the same needs no earlier month: zeros beside it tell.
#[test]
fn what_has_become_the_whole_of_its_group_is_kept() {
    let mut kinds = kinds(1, &[2, 2], 9);
    let all = kinds.scheme.figure("all").unwrap();
    kinds.scheme.figures.iter_mut().filter(|it| it.code != "all").for_each(|it| it.tells_of = Some(all));
    let month = |left: u64| {
        let counts = [[10, left, 0], [20, 30, 25], [25, 20, 30], [30, 25, 20]];
        Exact { counts: counts.map(|it| vec![it.to_vec()]).into(), ..kinds.clone() }
    };
    let (then, now) = (month(5), month(0));
    let first = alone(&then);
    let hidden = close(Closing { exact: &now, before: &[Carried::of(&then, &first)] });
    let work = Cell { whose: Whose::Municipality(0), figure: now.scheme.figure("a").unwrap() };
    assert!(!first.cells.contains(&work) && hidden.cells.contains(&work));
    assert!(hidden.cells.len() < now.shown().count(), "hiding everything is no answer");
    let seen = Seen::but(&now, &hidden.cells);
    let before = vec![Earlier { shown: Seen::but(&then, &first.cells).shown, exact: then }];
    for seen in [seen.clone(), Seen { before, ..seen }] {
        let found = breaches(&now, &seen);
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn what_was_hidden_comes_back_after_a_year() {
    let small = kinds(7, &[4], 30);
    let mut large = small.clone();
    large.counts.iter_mut().flatten().flatten().for_each(|it| *it += 50);
    let hidden = alone(&small);
    let mut before = vec![Carried::of(&small, &hidden)];
    for month in 1..=13 {
        let now = close(Closing { exact: &large, before: &before });
        assert_eq!(!now.cells.is_empty(), month <= 12, "{month} months after");
        assert!(month > 12 || hidden.needed.is_subset(&now.cells), "{month} months after");
        assert!(breaches(&large, &Seen::but(&large, &now.cells)).is_empty());
        before.insert(0, Carried::of(&large, &now));
    }
}

#[test]
fn few_more_are_hidden_than_must_be() {
    let (mut ours, mut least, mut given_up) = (0, 0, 0);
    for seed in 0..8 {
        let exact = kinds(seed, [&[3][..], &[2, 2]][usize::try_from(seed % 2).unwrap()], 14);
        match fewest(&exact, 200) {
            Some(it) => {
                let hidden = alone(&exact).cells.len();
                assert!(hidden >= it, "seed {seed}: {hidden} hidden, and {it} are said to be the fewest");
                ours += hidden;
                least += it;
            }
            None => given_up += 1,
        }
    }
    let percent = ours * 100 / least.max(1);
    println!("{ours} hidden, {least} at the least: {percent} % ({given_up} not solved)");
    assert!(given_up < 5 && percent <= 125, "{percent} %");
}
