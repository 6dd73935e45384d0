//! Work done beside reach, on random tables: acts that are shown close in neither acts that are hidden nor who was reached.
//! The attacker knows that nobody was reached within the month without a contact, and how often municipalities' own workers
//! tried. And it can win: against small rows hidden alone, and against work that gives no way.

use domain::{
    Channel, Gender, Rollup,
    disclose::{Exact, Growth, Hidden, Scheme, Whose, Work, WorkRow},
    figures::{Behind, Done, Pair, Stand, Touched},
};
use std::collections::BTreeSet;
use tests::{
    Dice,
    attacker::{Acts, WithActs, breaches},
    months::{alone, percent, places},
};

const CHANNELS: [Channel; 3] = [Channel::Phone, Channel::Sms, Channel::HomeVisit];

/// A month: what stands of everyone, and what was done about them.
struct Month {
    exact: Exact,
    done: Vec<Done>,
    /// By municipality, group and channel: attempts that became contacts, attempts that didn't, youths' own answers.
    acts: Vec<Vec<Vec<Acts>>>,
}

/// A youth: where they stand, and what was done about them this month, each thing up to so often. Where nothing is done twice,
/// everyone is open and is called.
fn youth(dice: &mut Dice, often: usize) -> (Stand, [Acts; 3]) {
    let of = |dice: &mut Dice, all: &[Rollup]| all[dice.roll(all.len())];
    let before = of(dice, &[Rollup::None, Rollup::None, Rollup::Unknown, Rollup::Education]);
    let after = of(dice, &[Rollup::None, Rollup::Work, Rollup::Education, Rollup::Unknown]);
    let status = (dice.roll(10) < 7 || often == 1).then_some(after);
    let touched = Touched::ALL[[0, 0, 0, 0, 1, 2, 3, 3, 4, 4][dice.roll(10)]];
    let mut acts = [[0; 3]; 3];
    let channel = |dice: &mut Dice| if often == 1 { 0 } else { [0, 0, 0, 0, 0, 1, 1, 1, 1, 2][dice.roll(10)] };
    let more = |dice: &mut Dice| u64::try_from(dice.roll(often)).unwrap();
    if touched == Touched::Month {
        let own = channel(dice);
        acts[own][if own == 1 && dice.roll(3) == 0 { 2 } else { 0 }] += 1 + more(dice);
    }
    if touched == Touched::Attempt || touched == Touched::Month {
        acts[channel(dice)][1] += more(dice);
    }
    (Stand { pair: Pair { before, after }, status, touched }, acts)
}

fn random(seed: u64, sizes: &[usize], youths: usize, often: usize) -> Month {
    let mut dice = Dice::new(seed);
    let places = places(sizes);
    let municipalities = places.region_of.len();
    let (scheme, groups) = (Scheme::levels(), Gender::ALL.len());
    let mut counts = vec![vec![vec![0; scheme.atoms]; groups]; municipalities];
    let mut acts = vec![vec![vec![[0; 3]; 3]; groups]; municipalities];
    let mut done = vec![Done::default(); municipalities];
    for place in 0..municipalities {
        for _ in 0..youths / 2 + dice.roll(youths) {
            let group = dice.roll(2);
            let (stand, own) = youth(&mut dice, often);
            stand.count_into(&mut counts[place][group], 1);
            count(&mut done[place], &own);
            for (channel, kinds) in own.iter().enumerate() {
                (0..3).for_each(|kind| acts[place][group][channel][kind] += kinds[kind]);
            }
        }
    }
    Month { exact: Exact::once(scheme, places, groups, counts), done, acts }
}

fn count(done: &mut Done, own: &[Acts; 3]) {
    let add = |it: &mut Behind, acts: u64| *it = Behind { acts: it.acts + acts, youths: it.youths + u64::from(acts > 0) };
    for (channel, [reached, failed, answers]) in CHANNELS.into_iter().zip(own.iter().copied()) {
        let it = done.channels.entry(channel).or_default();
        add(&mut it.attempts, reached + failed);
        add(&mut it.contacts, reached + answers);
        add(&mut it.failed, failed);
    }
    done.touched += u64::from(own.iter().flatten().any(|it| *it > 0));
    done.reached += u64::from(own.iter().any(|it| it[0] + it[2] > 0));
}

impl Month {
    fn hidden(&self) -> Hidden {
        alone(&self.exact)
    }

    fn work(&self, growth: &Growth) -> BTreeSet<WorkRow> {
        Work { places: &self.exact.places, done: &self.done, growth }.hide()
    }

    fn whole(&self) -> WithActs {
        WithActs::of(&self.exact, &CHANNELS, &self.acts)
    }
}

#[test]
fn nobody_closes_in_what_was_done_or_who_was_reached() {
    let (mut all_hidden, mut count) = (0, 0);
    for (seed, sizes, youths, often) in [(1, &[2, 2, 2][..], 24, 4), (2, &[1, 2, 2], 40, 3), (3, &[3, 2], 40, 6), (4, &[2, 2], 160, 5)] {
        let month = random(seed, sizes, youths, often);
        let hidden = month.hidden();
        let rows = month.work(&hidden.growth);
        let whole = month.whole();
        let all = (sizes.len() + 1) * CHANNELS.len();
        println!("{sizes:?}, up to {}: {} of {all} rows hidden", youths + youths / 2, rows.len());
        (all_hidden, count) = (all_hidden + rows.len(), count + all);
        let found = breaches(&whole.exact, &whole.seen(&hidden, &rows));
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
    }
    // It has been 26 of 42.
    println!("{all_hidden} of {count} rows hidden");
    assert!(percent(all_hidden, count) <= 85, "hiding nearly everything is no answer");
}

#[test]
fn small_rows_hidden_alone_are_computed() {
    let is_caught = |seed| {
        let month = random(seed, &[2, 2, 2], 24, 4);
        let hidden = month.hidden();
        let of = |region: usize, channel: Channel| {
            month.exact.places.within(region).map(|it| month.done[it].channels[&channel].attempts.youths).sum::<u64>()
        };
        let rows = (0..3).flat_map(|region| CHANNELS.map(|channel| (region, channel)));
        let small = rows.filter(|(region, channel)| (1..5).contains(&of(*region, *channel)));
        let small: BTreeSet<WorkRow> = small.map(|(region, channel)| (Whose::Region(region), channel)).collect();
        let whole = month.whole();
        breaches(&whole.exact, &whole.seen(&hidden, &small)).iter().any(|it| whole.is_work(it.cell))
    };
    assert!((1..=6).any(is_caught), "by subtracting from the nation's");
}

#[test]
fn work_that_gives_no_way_closes_in_who_was_reached() {
    let mut is_caught = false;
    for seed in 1..=4 {
        // One contact with each: as many contacts as youths.
        let month = random(seed, &[2, 2], 40, 1);
        let hidden = month.hidden();
        let (kind, careless) = (month.work(&hidden.growth), month.work(&Growth::new()));
        let whole = month.whole();
        let found = breaches(&whole.exact, &whole.seen(&hidden, &kind));
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
        is_caught |= !breaches(&whole.exact, &whole.seen(&hidden, &careless)).is_empty();
    }
    assert!(is_caught, "contacts that are shown bound who was reached");
}
