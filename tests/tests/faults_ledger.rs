//! A server that ends between the ledger's write and its own commit: the ledger has what the journal hasn't. Nothing is half
//! done, asking again does it, and a restore doesn't bring back what somebody had asked to be gone.

#![expect(clippy::unwrap_used, reason = "what gives way here fails the test")]

use domain::{
    AccountId, Actor, Address, CloseReason, DeviceId, Fact, Phone as Number, SCHEMA, YouthId,
    sync::{Again, Request, Verdict},
};
use serde_json::json;
use server::{
    backup::{backup, restore},
    db::{Db, Note, StoreError},
    erase::erase,
    journal::{self, Reach},
    store::{device, entry, youth},
    sync::exchange,
    verify::verify,
};
use tests::{Indoors, Phone, World, both_at, indoors::token, is_stored};

/// What a restore mustn't undo.
#[derive(Clone, Copy, Debug)]
enum Act {
    Erase,
    Stop,
    Revoke,
}

const ACTS: [Act; 3] = [Act::Erase, Act::Stop, Act::Revoke];

struct House {
    house: Indoors,
    world: World,
    worker: AccountId,
    /// Who is to be erased.
    gone: YouthId,
    /// Who says stop.
    stopped: YouthId,
    /// What is to be revoked.
    phone: DeviceId,
}

fn stop() -> Fact {
    let phone = Number::stored("+46701740615").unwrap();
    Fact::ChannelClosed { address: Address::Phone { phone }, reason: CloseReason::Stop, saw: Vec::new() }
}

impl House {
    async fn new(url: &str) -> Self {
        let house = Indoors::new(Db::open(url).await.unwrap()).await;
        let world = World::of(&house);
        let worker = house.account("worker@uppsok.example").await;
        let (gone, stopped) = (world.youth(world.north).await, world.youth(world.north).await);
        let phone = world.id();
        assert_eq!(house.phone(phone).await.status, 200);
        Self { house, world, worker, gone, stopped, phone }
    }

    /// Another process, on the database as it is.
    async fn again(self, url: &str) -> Self {
        self.world.db.close().await;
        let house = self.house.again(Db::open(url).await.unwrap()).await;
        Self { world: World::of(&house), house, ..self }
    }

    async fn act(&self, act: Act) -> Result<(), StoreError> {
        let World { db, process, .. } = &self.world;
        let place = self.world.place().await;
        let mut tx = db.begin().await?;
        match act {
            Act::Erase => assert!(erase(&mut tx, process, &place, self.gone, Actor::System).await?.is_some()),
            Act::Stop => {
                let (by, reach) = (Actor::System, Reach::Municipality);
                let (_, verdict) = journal::write(&mut tx, process, &place, by, reach, self.stopped, vec![stop()]).await?;
                assert!(is_stored(&verdict));
            }
            Act::Revoke => assert!(device::revoke(&mut tx, self.phone, process.clock.now()).await?),
        }
        tx.commit().await
    }

    /// Every act is asked for and written to the ledger, and no commit comes about.
    async fn fail(&self) {
        refuse_commits(&self.world.db, true).await;
        for act in ACTS {
            assert!(self.act(act).await.is_err(), "whoever asked for {act:?} is told that it failed");
            // On SQLite a connection whose commit failed is let go of at the next beginning, and the new one would commit.
            refuse_again(&self.world.db).await;
        }
        refuse_commits(&self.world.db, false).await;
    }

    async fn is_erased(&self) -> bool {
        let mut tx = self.world.db.read().await.unwrap();
        youth::find(&mut tx, self.world.municipality, self.gone).await.unwrap().unwrap().erased
    }

    async fn is_stopped(&self) -> bool {
        let known = self.house.know(self.stopped).await;
        known.phones.values().any(|it| it.closed.heads().iter().any(|head| head.value.is_some()))
    }

    /// What the phone is answered, by a person who has just signed in.
    async fn sync(&self) -> u16 {
        let bearer = token(&self.house.phone(self.phone).await);
        let nothing = json!({ "schema": SCHEMA });
        self.house.by(&bearer, "POST", "/api/v1/sync", Some(&nothing)).await.status.as_u16()
    }

    async fn states(&self) -> (bool, bool, u16) {
        (self.is_erased().await, self.is_stopped().await, self.sync().await)
    }

    async fn rows(&self) -> Vec<entry::Raw> {
        let mut tx = self.world.db.read().await.unwrap();
        entry::rows(&mut tx, self.world.municipality).await.unwrap()
    }

    async fn is_sound(&self) -> bool {
        verify(&self.world.db, &self.world.process.clock).await.unwrap().is_sound()
    }

    /// Whether the ledger has every act.
    async fn is_noted(&self) -> bool {
        let noted = self.world.db.ledger().read().await.unwrap();
        noted.contains(&Note::Erased(self.world.municipality, self.gone))
            && noted.contains(&Note::Revoked(self.phone, self.worker))
            && noted.iter().any(|it| matches!(it, Note::Channel(_, youth, _) if *youth == self.stopped))
    }
}

/// From now on no youth's story and no phone can be committed, or they can again.
async fn refuse_commits(db: &Db, refuses: bool) {
    match db {
        Db::Sqlite { write, .. } => write.acquire().await.unwrap().lock_handle().await.unwrap().set_commit_hook(move || !refuses),
        Db::Postgres { pool, .. } => {
            let sql = if refuses {
                "create function no() returns trigger as $$ begin raise exception 'no'; end $$ language plpgsql;
                 create constraint trigger no after insert on entry deferrable initially deferred for each row execute function no();
                 create constraint trigger no after update on device deferrable initially deferred for each row execute function no()"
            } else {
                "drop trigger no on entry; drop trigger no on device; drop function no()"
            };
            sqlx::raw_sql(sql).execute(pool).await.unwrap();
        }
    }
}

async fn refuse_again(db: &Db) {
    if matches!(db, Db::Sqlite { .. }) {
        db.begin().await.unwrap().rollback().await.unwrap();
        refuse_commits(db, true).await;
    }
}

#[tokio::test]
async fn a_crash_after_the_ledger_leaves_nothing_half_done_and_asking_again_does_it() {
    both_at(|url, _| async move {
        let it = House::new(&url).await;
        let before = it.rows().await;
        assert!(!it.is_noted().await);
        it.fail().await;
        let it = it.again(&url).await;
        assert!(it.is_noted().await, "it came before the commit");
        assert_eq!(it.rows().await, before, "nothing of it is in the journal, and every entry has its content");
        assert_eq!(it.states().await, (false, false, 200));
        assert!(it.is_sound().await);

        for act in ACTS {
            it.act(act).await.unwrap();
        }
        let it = it.again(&url).await;
        assert!(it.is_noted().await);
        assert_eq!(it.states().await, (true, true, 403));
        assert!(it.is_sound().await);
        it.world.db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_restore_carries_out_what_a_crash_kept_from_the_journal() {
    both_at(|url, folder| async move {
        let it = House::new(&url).await;
        let mut other = it.world.phone(it.world.north).await;
        other.catch_up().await;
        let file = folder.join("backup");
        backup(&it.world.db, &url, &file).await.unwrap();
        it.fail().await;
        it.world.db.close().await;
        let restored = restore(&url, None, &file, &it.house.state.clock).await.unwrap();
        assert_eq!((restored.erased, restored.closed, restored.revoked), (1, 1, 1));
        let it = it.again(&url).await;
        assert_eq!(it.states().await, (true, true, 403));
        assert!(it.is_sound().await);

        // A phone that had pulled who is erased now gives them back in vain: the entry's place is taken by what is left of it.
        let World { db, process, receipts, municipality, .. } = &it.world;
        let held = other.held.values().find(|held| held.youth == it.gone).unwrap().clone();
        let receipt = receipts.of(*municipality, other.cursor.unwrap().epoch, 1, &held);
        let again = vec![Again { entry: serde_json::to_value(&held).unwrap(), receipt }];
        let other = Phone { world: it.world.clone(), ..other };
        let request =
            Request { schema: SCHEMA, cursor: None, now: None, brief: false, entries: Vec::new(), again, before: None, reads: Vec::new() };
        let reply = exchange(db, process, receipts, *municipality, &other.caller(), request).await.unwrap();
        assert!(matches!(reply.again[0].verdict, Verdict::AlreadyStored { .. }), "{:?}", reply.again[0].verdict);
        assert_eq!(reply.again[0].receipt, None, "nothing attests to what is erased");
        assert!(it.is_sound().await && it.states().await.0);
        assert!(reply.entries.iter().all(|entry| entry.entry.youth != it.gone));
        it.world.db.close().await;
    })
    .await;
}
