//! Seeded schedules, with everything that can go wrong between a phone and a server.
//!
//! `UPPSOK_SCHEDULES` says how many (40 unless told), `UPPSOK_SEED` from which; a failure names its seed.

use tests::{World, both, simulator::live};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(default)
}

#[tokio::test]
async fn whatever_goes_wrong_nothing_is_lost_and_everyone_agrees() {
    let (first, count) = (number("UPPSOK_SEED", 1), number("UPPSOK_SCHEDULES", 40));
    both(|db| async move {
        let world = World::new(db).await;
        for seed in first..first + count {
            live(world.neighbour(&format!("Kommun {seed}")).await, seed, 60).await;
        }
    })
    .await;
}
