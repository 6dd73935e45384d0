//! What a worker's phone gets comes in one order, however it is cut into pages.

use domain::{AccountId, Cursor, YouthId};
use server::store::{entry, feed};
use std::collections::BTreeMap;
use tests::{World, both, call};

/// More than are written.
const ALL: i64 = 1_000;

#[tokio::test]
async fn pages_in_a_row_are_one_page_and_in_its_order() {
    both(|db| async move {
        let world = World::new(db).await;
        let worker: AccountId = world.id();
        let mut youths: Vec<YouthId> = Vec::new();
        for unit in [world.north, world.south, world.north, world.south] {
            youths.push(world.youth(unit).await);
        }
        // The worker comes to one unit and then to the other, and about each youth something is written before, between and after.
        let mut reach = BTreeMap::new();
        for unit in [Some(world.north), Some(world.south), None] {
            for turn in 0..24 {
                world.administer(youths[turn * 3 % 4], vec![call()]).await;
            }
            if let Some(unit) = unit {
                world.join(worker, unit).await;
                let from = world.place().await.position;
                reach.extend(youths.iter().skip(usize::from(unit == world.south)).step_by(2).map(|it| (it.to_string(), from)));
            }
        }

        let mut tx = world.db.read().await.unwrap();
        let rows = entry::rows(&mut tx, world.municipality).await.unwrap();
        let mut expected: Vec<(i64, i64)> = rows.iter().map(|it| (it.position.max(reach[&it.youth]), it.position)).collect();
        expected.sort_unstable();
        for limit in [ALL, 1, 7, 20] {
            let (mut after, mut given) = (Cursor::default(), Vec::new());
            loop {
                let page = feed::page(&mut tx, world.municipality, worker, after, limit).await.unwrap();
                let Some(last) = page.last() else { break };
                after = Cursor { effective: last.effective, position: last.position, ..after };
                for it in page {
                    assert_eq!(it.stored.map(|it| it.position), Some(it.position), "with its own entry");
                    given.push((it.effective, it.position));
                }
            }
            assert_eq!(given, expected, "{limit} at a time");
        }
    })
    .await;
}
