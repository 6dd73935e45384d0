//! Random lives of a municipality: whatever happens in whatever order, a phone that has caught up holds exactly what
//! its worker reaches, however small the pages and however long it was away.

#![expect(clippy::unwrap_used, reason = "what gives way here fails the test")]

use domain::{AccountId, Cursor, Entry, EntryId, Fact, UnitId, YouthId};
use server::{db::Db, store, sync::pull};
use std::collections::{BTreeMap, BTreeSet};
use tests::{Dice, World, both, call};

struct Reader {
    account: AccountId,
    units: BTreeSet<UnitId>,
    cursor: Option<Cursor>,
    held: BTreeMap<EntryId, Entry>,
}

impl Reader {
    /// One page; whether there is more.
    async fn read(&mut self, world: &World, limit: usize) -> bool {
        let page = pull(&world.db, world.municipality, self.account, self.cursor, limit, &BTreeSet::new()).await.unwrap();
        self.held.retain(|_, it| !page.forget.contains(&it.youth));
        self.held.extend(page.entries.into_iter().map(|it| (it.entry.id, it.entry)));
        assert!(self.cursor.is_none_or(|it| it <= page.cursor), "a cursor never goes back");
        self.cursor = Some(page.cursor);
        page.more
    }

    fn reaches(&self, youth: &Youth) -> bool {
        self.units.contains(&youth.unit) && !youth.protected
    }
}

struct Youth {
    id: YouthId,
    unit: UnitId,
    protected: bool,
}

async fn live(db: Db, seed: u64, turns: usize) {
    let world = World::new(db).await;
    let mut dice = Dice::new(seed);
    let units = [world.north, world.south];
    let mut youths: Vec<Youth> = Vec::new();
    let mut readers: Vec<Reader> = Vec::new();
    for unit in [units[0], units[1], units[0]] {
        let account = world.id();
        world.join(account, unit).await;
        readers.push(Reader { account, units: [unit].into(), cursor: None, held: BTreeMap::new() });
    }
    for _ in 0..turns {
        match dice.roll(10) {
            0 | 1 => {
                let unit = units[dice.roll(2)];
                youths.push(Youth { id: world.youth(unit).await, unit, protected: false });
            }
            2 if !youths.is_empty() => {
                let at = dice.roll(youths.len());
                youths[at].unit = units[dice.roll(2)];
                world.assign(youths[at].id, youths[at].unit).await;
            }
            3 if !youths.is_empty() => {
                let at = dice.roll(youths.len());
                let saw = folded(&world, youths[at].id).await.protection.saw();
                let fact = if youths[at].protected { Fact::ProtectionCleared { saw } } else { Fact::ProtectionSet { saw } };
                youths[at].protected = !youths[at].protected;
                world.administer(youths[at].id, vec![fact]).await;
            }
            4 => {
                let (at, unit) = (dice.roll(readers.len()), units[dice.roll(2)]);
                if readers[at].units.remove(&unit) {
                    world.leave(readers[at].account, unit).await;
                } else {
                    readers[at].units.insert(unit);
                    world.join(readers[at].account, unit).await;
                }
            }
            5 | 6 => {
                let at = dice.roll(readers.len());
                let limit = 1 + dice.roll(4);
                readers[at].read(&world, limit).await;
            }
            _ if !youths.is_empty() => {
                let at = dice.roll(youths.len());
                world.administer(youths[at].id, vec![call()]).await;
            }
            _ => {}
        }
    }
    for reader in &mut readers {
        while reader.read(&world, 1 + dice.roll(4)).await {}
        let mut expected = BTreeMap::new();
        for youth in youths.iter().filter(|it| reader.reaches(it)) {
            expected.extend(entries(&world, youth.id).await.into_iter().map(|it| (it.id, it)));
        }
        assert_eq!(reader.held, expected, "seed {seed}");
    }
}

async fn entries(world: &World, youth: YouthId) -> Vec<Entry> {
    let mut tx = world.db.read().await.unwrap();
    store::entry::of_youth(&mut tx, world.municipality, youth).await.unwrap().into_iter().map(|it| it.entry).collect()
}

async fn folded(world: &World, youth: YouthId) -> domain::Youth {
    domain::Youth::fold(&entries(world, youth).await).unwrap()
}

#[tokio::test]
async fn a_phone_that_has_caught_up_holds_what_its_worker_reaches() {
    for seed in 1..=6 {
        both(|db| live(db, seed, 120)).await;
    }
}
