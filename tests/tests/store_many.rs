//! The store functions that ask for many at once: they find what their siblings find one by one, on both databases.

use domain::{Actor, Detail, Entry, EntryId, Fact, Hlc, Summary, YouthId, sync::Stored};
use server::store::{
    entry::{self, Placed},
    grant, outcome, youth,
};
use std::collections::{BTreeMap, BTreeSet};
use tests::{World, both, call, is_stored, works};

#[tokio::test]
async fn entries_are_found_by_id_by_number_and_by_youth() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = world.db.begin().await.unwrap();
        let youths: Vec<YouthId> = (0..3).map(|_| world.id()).collect();
        let mut entries: Vec<Entry> = Vec::new();
        for seq in 1..=6_u64 {
            let youth = youths[usize::try_from(seq % 2).unwrap()];
            let at = Hlc { ms: 1, counter: 2 };
            let it =
                Entry { id: world.id(), device: world.process.device, seq, at, by: Actor::System, youth, facts: vec![Fact::Erased {}] };
            entries.push(it);
        }
        let placed: Vec<Placed> = (101..).zip(&entries).map(|(position, it)| Placed::new(position, 5, [7; 16], it)).collect();
        entry::append(&mut tx, world.municipality, &placed).await.unwrap();
        let asked: Vec<EntryId> = entries.iter().map(|it| it.id).chain([world.id()]).collect();
        let found = entry::find_all(&mut tx, asked.iter().copied()).await.unwrap();
        assert_eq!(found.len(), 6);
        for id in asked {
            assert_eq!(found.get(&id).copied(), entry::find(&mut tx, id).await.unwrap());
        }
        assert!(entry::find_all(&mut tx, []).await.unwrap().is_empty());

        let used = entry::numbers_of_device(&mut tx, world.process.device, 3, 9).await.unwrap();
        assert_eq!(used, BTreeSet::from([3, 4, 5, 6]));
        assert!(entry::numbers_of_device(&mut tx, world.id(), 1, 9).await.unwrap().is_empty());

        let of_youths = entry::of_youths(&mut tx, world.municipality, youths.iter().copied()).await.unwrap();
        assert_eq!(of_youths.len(), 2);
        for (youth, stored) in &of_youths {
            assert_eq!(*stored, entry::of_youth(&mut tx, world.municipality, *youth).await.unwrap());
        }
        let elsewhere: BTreeMap<YouthId, Vec<Stored>> = entry::of_youths(&mut tx, world.id(), youths).await.unwrap();
        assert!(elsewhere.is_empty());
    })
    .await;
}

#[tokio::test]
async fn records_and_who_reaches_them_are_found() {
    both(|db| async move {
        let world = World::new(db).await;
        let (phone, nobody) = (world.phone(world.north).await, world.id());
        let (near, far, shielded) = (world.youth(world.north).await, world.youth(world.south).await, world.youth(world.north).await);
        world.administer(shielded, vec![Fact::ProtectionSet { saw: Vec::new() }]).await;
        let all = BTreeSet::from([near, far, shielded, nobody]);
        let mut tx = world.db.begin().await.unwrap();
        let records = youth::find_all(&mut tx, world.municipality, all.iter().copied()).await.unwrap();
        assert_eq!(records.len(), 3);
        for id in &all {
            assert_eq!(records.get(id).cloned(), youth::find(&mut tx, world.municipality, *id).await.unwrap());
        }
        let sizes = youth::sizes_of(&mut tx, world.municipality, all.iter().copied()).await.unwrap();
        assert_eq!(sizes, [near, far, shielded].into_iter().map(|it| (it, 1)).collect());
        let reached = grant::reached(&mut tx, world.municipality, phone.account, all.iter().copied()).await.unwrap();
        assert_eq!(reached, BTreeSet::from([near, shielded]));
        for id in &all {
            assert_eq!(reached.contains(id), grant::reaches(&mut tx, world.municipality, phone.account, *id).await.unwrap());
        }
        let unseen = grant::unseen(&mut tx, world.municipality, phone.account, &all).await.unwrap();
        assert_eq!(unseen, BTreeSet::from([far, shielded, nobody]));
        assert!(grant::unseen(&mut tx, world.municipality, phone.account, &BTreeSet::new()).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_counted_is_found_by_person() {
    both(|db| async move {
        let world = World::new(db).await;
        let (a, b) = (world.youth(world.north).await, world.youth(world.south).await);
        world.administer(a, vec![works()]).await;
        let mut tx = world.db.begin().await.unwrap();
        let cases = outcome::cases_of(&mut tx, world.municipality, [a, b, world.id()]).await.unwrap();
        assert_eq!(cases.keys().copied().collect::<BTreeSet<_>>(), BTreeSet::from([a, b]));
        let readings = outcome::readings_of(&mut tx, world.municipality, [a, b]).await.unwrap();
        assert_eq!(readings.keys().copied().collect::<Vec<_>>(), [a]);
        let reach = outcome::Reach::Municipality(world.municipality);
        let mut one_by_one = outcome::cases(&mut tx, reach).await.unwrap();
        one_by_one.sort_by_key(|it| it.person);
        assert_eq!(cases.into_values().flatten().collect::<Vec<_>>(), one_by_one);
        let one_by_one = outcome::readings(&mut tx, reach).await.unwrap();
        assert_eq!(
            readings.into_iter().flat_map(|(person, all)| all.into_iter().map(move |it| (person, it))).collect::<Vec<_>>(),
            one_by_one
        );
    })
    .await;
}

#[tokio::test]
async fn summaries_are_written_to_their_own_records_alone() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut youths = Vec::new();
        for _ in 0..15 {
            youths.push(world.youth(world.north).await);
        }
        let (left_alone, written) = youths.split_last().unwrap();
        let mut tx = world.db.begin().await.unwrap();
        let before = youth::summary_of(&mut tx, world.municipality, *left_alone).await.unwrap().unwrap();
        let named = |number: usize| Summary { name: format!("Prov {number}"), ..before.clone() };
        let all: Vec<_> = (0..).zip(written).map(|(number, id)| (*id, 1000 + i64::try_from(number).unwrap(), named(number))).collect();
        youth::put_summaries(&mut tx, world.municipality, &all).await.unwrap();
        for (id, last, summary) in all {
            assert_eq!(youth::find(&mut tx, world.municipality, id).await.unwrap().unwrap().last_position, last);
            assert_eq!(youth::summary_of(&mut tx, world.municipality, id).await.unwrap(), Some(summary));
        }
        assert_eq!(youth::summary_of(&mut tx, world.municipality, *left_alone).await.unwrap(), Some(before));
    })
    .await;
}

#[tokio::test]
async fn a_batch_derives_what_one_by_one_derives() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut youths = Vec::new();
        for _ in 0..6 {
            youths.push(world.youth(world.north).await);
        }
        let mut phone = world.phone(world.north).await;
        let entries: Vec<Entry> = youths
            .iter()
            .enumerate()
            .flat_map(|(at, youth)| {
                let second = match at % 3 {
                    0 => works(),
                    1 => Fact::DetailsChanged { detail: Detail::GivenName { name: "Sam".into() }, saw: Vec::new() },
                    _ => call(),
                };
                [vec![call()], vec![second]].map(|facts| (*youth, facts))
            })
            .map(|(youth, facts)| phone.entry(youth, facts))
            .collect();
        let reply = phone.exchange(&entries).await;
        assert!(reply.outcomes.iter().all(|it| is_stored(&it.verdict)), "{:?}", reply.outcomes);
        let mut tx = world.db.begin().await.unwrap();
        for id in youths {
            let stored = entry::of_youth(&mut tx, world.municipality, id).await.unwrap();
            let folded = domain::Youth::fold(stored.iter().map(|it| &it.entry)).unwrap();
            assert_eq!(youth::summary_of(&mut tx, world.municipality, id).await.unwrap(), Some(Summary::of(&folded)));
            let record = youth::find(&mut tx, world.municipality, id).await.unwrap().unwrap();
            assert_eq!(Some(record.last_position), stored.last().map(|it| it.position));
            let readings = outcome::readings_of(&mut tx, world.municipality, [id]).await.unwrap();
            assert_eq!(readings.get(&id).cloned().unwrap_or_default(), folded.readings());
        }
    })
    .await;
}
