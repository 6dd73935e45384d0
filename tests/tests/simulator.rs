//! Seeded schedules, with everything that can go wrong between phones and a server.
//!
//! `UPPSOK_SCHEDULES` says how many (1,000 unless told), `UPPSOK_SEED` from which. A failure prints a schedule that fails
//! in the same way and has nothing in it that could be left out; `UPPSOK_REPLAY` is such a schedule, to be told again.

#![expect(clippy::unwrap_used, reason = "what gives way here fails the test")]

use std::{mem::discriminant, sync::Arc};
use tests::simulator::{Arena, Flaw, Mutant, Step, Tally, live, schedule, shrink};

/// Steps in a schedule.
const LENGTH: usize = 60;
/// As many as there are cores to use well.
const AT_ONCE: u64 = 2;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(default)
}

async fn run(arena: &Arena, seed: u64, steps: &[Step], mutant: Option<Mutant>) -> Result<(), Flaw> {
    let stage = arena.stage(seed).await;
    let outcome = live(stage.world.clone(), stage.site.clone(), steps, mutant).await;
    stage.close().await;
    outcome
}

/// Whether a schedule fails in the same way.
async fn fails_so(arena: &Arena, seed: u64, steps: &[Step], flaw: &Flaw, mutant: Option<Mutant>) -> bool {
    matches!(run(arena, seed, steps, mutant).await, Err(it) if discriminant(&it) == discriminant(flaw))
}

/// What failed, as short as it can be, in a form that can be told again.
async fn tell(arena: &Arena, seed: u64, steps: Vec<Step>, flaw: &Flaw, mutant: Option<Mutant>) -> String {
    let fails = |shorter: Vec<Step>| async move { fails_so(arena, seed, &shorter, flaw, mutant).await };
    let shortest = shrink(steps, fails).await;
    let replay = serde_json::to_string(&shortest).unwrap();
    let lines: Vec<String> = shortest.iter().map(|it| format!("  {it:?}")).collect();
    format!("seed {seed}: {flaw}\n{}\nUPPSOK_SEED={seed} UPPSOK_REPLAY='{replay}'", lines.join("\n"))
}

/// The seed and the schedule that are told again, as a shell takes them from the last line of what was told.
fn heard(told: &str) -> (u64, Vec<Step>) {
    let (seed, replay) = told.lines().next_back().unwrap().strip_prefix("UPPSOK_SEED=").unwrap().split_once(" UPPSOK_REPLAY='").unwrap();
    (seed.parse().unwrap(), serde_json::from_str(replay.strip_suffix('\'').unwrap()).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_goes_wrong_nothing_is_lost_and_everyone_agrees() {
    let (first, count) = (number("UPPSOK_SEED", 1), number("UPPSOK_SCHEDULES", 1_000));
    let arena = Arc::new(Arena::new().await);
    if let Ok(replay) = std::env::var("UPPSOK_REPLAY") {
        let steps: Vec<Step> = serde_json::from_str(&replay).unwrap();
        let outcome = run(&arena, first, &steps, None).await;
        assert_eq!(outcome, Ok(()));
        return;
    }
    let workers = (0..AT_ONCE).map(|worker| {
        let arena = arena.clone();
        tokio::spawn(async move {
            let mut outcomes = Vec::new();
            for seed in (first..first + count).filter(|it| it % AT_ONCE == worker) {
                let outcome = run(&arena, seed, &schedule(seed, LENGTH), None).await;
                // At once: a long soak shouldn't keep what it has found to itself.
                if let Err(flaw) = &outcome {
                    println!("seed {seed}: {flaw}");
                }
                outcomes.push((seed, outcome));
            }
            outcomes
        })
    });
    let mut tally = Tally::default();
    let mut told = None;
    for worker in workers.collect::<Vec<_>>() {
        for (seed, outcome) in worker.await.unwrap() {
            tally.count(&outcome);
            if let (Err(flaw), None) = (outcome, &told) {
                told = Some(tell(&arena, seed, schedule(seed, LENGTH), &flaw, None).await);
            }
        }
    }
    println!("{tally}");
    assert!(tally.is_clean(), "{tally}\n{}", told.unwrap_or_default());
}

/// The first seed whose schedule shows what is wrong, as what it is: another flaw on the way isn't this one caught.
async fn caught_after(mutant: Mutant, is_it: fn(&Flaw) -> bool, most: u64) -> u64 {
    let arena = Arena::new().await;
    let mut others = Vec::new();
    for seed in 1..=most {
        match run(&arena, seed, &schedule(seed, LENGTH), Some(mutant)).await {
            Err(flaw) if is_it(&flaw) => {
                println!("{mutant:?} after {seed}: {flaw}");
                return seed;
            }
            Err(flaw) => others.push(flaw),
            Ok(()) => {}
        }
    }
    panic!("{mutant:?} went through {most} schedules unseen, but for {others:?}");
}

#[tokio::test]
async fn what_fails_is_told_so_that_it_fails_again_and_nothing_in_it_can_be_left_out() {
    let (arena, mutant) = (Arena::new().await, Some(Mutant::SkipDedup));
    let seed = caught_after(Mutant::SkipDedup, |it| matches!(it, Flaw::Duplicated(_)), 50).await;
    let whole = schedule(seed, LENGTH);
    let flaw = run(&arena, seed, &whole, mutant).await.unwrap_err();
    let told = tell(&arena, seed, whole.clone(), &flaw, mutant).await;
    let (from, shortest) = heard(&told);
    assert_eq!(from, seed);
    assert!((1..whole.len()).contains(&shortest.len()), "{told}");
    assert!(fails_so(&arena, from, &shortest, &flaw, mutant).await, "{told}");
    assert_eq!(run(&arena, from, &shortest, None).await, Ok(()), "it is the mutant that fails");
    for left_out in 0..shortest.len() {
        let mut shorter = shortest.clone();
        shorter.remove(left_out);
        assert!(!fails_so(&arena, from, &shorter, &flaw, mutant).await, "without step {left_out} of {told}");
    }
}

#[tokio::test]
async fn steps_that_need_each_other_are_all_that_is_left() {
    let mut steps = schedule(1, LENGTH);
    steps.retain(|it| *it != Step::Backup && *it != Step::Restart);
    for at in [3, 20, steps.len()] {
        steps.insert(at, Step::Backup);
    }
    steps.insert(30, Step::Restart);
    // Fails where a restart comes between two backups.
    let fails = |steps: Vec<Step>| async move {
        let restart = steps.iter().position(|it| *it == Step::Restart);
        restart.is_some_and(|at| steps[..at].contains(&Step::Backup) && steps[at..].contains(&Step::Backup))
    };
    assert_eq!(shrink(steps, fails).await, [Step::Backup, Step::Restart, Step::Backup]);
}

#[test]
fn every_schedule_is_told_again_as_it_was() {
    for seed in 1..=200 {
        let steps = schedule(seed, LENGTH);
        let replay = serde_json::to_string(&steps).unwrap();
        assert!(!replay.contains('\''), "a shell would end it there");
        assert_eq!(serde_json::from_str::<Vec<Step>>(&replay).unwrap(), steps);
    }
}

macro_rules! caught {
    ($($name:ident: $mutant:ident as $($kind:ident)|+ within $most:literal;)+) => {$(
        #[tokio::test]
        async fn $name() {
            caught_after(Mutant::$mutant, |it| matches!(it, $(Flaw::$kind(_))|+), $most).await;
        }
    )+};
}

caught! {
    a_server_that_takes_entries_twice_is_caught: SkipDedup as Duplicated within 50;
    a_server_that_answers_before_it_commits_is_caught: AcknowledgeBeforeCommit as FalselySent within 50;
    positions_that_dont_follow_commits_are_caught: PlainSequence as Lost within 200;
    a_cursor_on_the_position_alone_is_caught: CursorOnPosition as Lost within 50;
    a_phone_that_forgets_too_late_is_caught: ForgetAfterEntries as Lost | Resurrected within 300;
    a_phone_that_drops_its_outbox_on_a_new_epoch_is_caught: DropOutboxOnNewEpoch as FalselySent within 100;
    a_phone_that_gives_back_its_own_alone_is_caught: GiveBackOwnAlone as FalselySent within 100;
    a_restore_that_resurrects_the_erased_is_caught: ForgetLedger as Resurrected within 100;
    a_server_that_takes_forged_receipts_is_caught: TakeAnyReceipt as FalselySent within 50;
    a_revoked_phone_that_goes_unheard_is_caught: WipeUnheard as Lost within 300;
    a_revoked_phone_that_keeps_what_it_had_is_caught: NeverWipe as Resurrected within 50;
    a_pile_that_is_thrown_away_unseen_is_caught: SettleAll as Lost within 300;
    a_server_that_refuses_what_is_right_is_caught: RefuseAll as Stuck within 50;
    a_phone_that_follows_any_clock_is_caught: FollowAnyClock as Misdated within 500;
}
