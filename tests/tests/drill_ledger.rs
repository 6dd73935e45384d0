//! What a restore doesn't undo, since the ledger has it, and that nobody goes back without a ledger unawares.

#![expect(clippy::unwrap_used, reason = "what gives way here fails the test")]

use domain::{AccountId, Actor, Address, CloseReason, Fact, FactRef, Phone as Number, YouthId};
use server::{
    auth::NewPassword,
    backup::{BackupError, backup, check_ledger, restore},
    db::{Db, StoreError},
    erase::erase,
    store::{account, membership, youth},
    verify::verify,
};
use sqlx::{Connection, PgConnection};
use std::time::Duration;
use tests::{Indoors, Kind, TestServer, World, both_at, indoors::PASSWORD, postgres, sql};

const OTHER: &str = "mörk sommar i söder";

struct House {
    house: Indoors,
    world: World,
    worker: AccountId,
}

impl House {
    async fn new(url: &str) -> Self {
        let house = Indoors::new(Db::open(url).await.unwrap()).await;
        let world = World::of(&house);
        let worker = house.account("worker@uppsok.example").await;
        Self { house, world, worker }
    }

    async fn go_back(self, url: &str, file: &std::path::Path) -> Self {
        self.world.db.close().await;
        restore(url, None, file, &self.house.state.clock).await.unwrap();
        let house = self.house.again(Db::open(url).await.unwrap()).await;
        Self { world: World::of(&house), house, worker: self.worker }
    }

    async fn units(&self) -> usize {
        let mut tx = self.world.db.read().await.unwrap();
        membership::units_of(&mut tx, self.world.municipality, self.worker).await.unwrap().len()
    }

    async fn choose(&self, email: &str, password: &str) {
        let state = &self.house.state;
        let hash = state.passwords.hash(&state.clock, NewPassword::parse(password).unwrap()).await;
        let mut tx = state.db.begin().await.unwrap();
        let id = account::by_email(&mut tx, email).await.unwrap().unwrap().id;
        assert!(account::set_password(&mut tx, id, &hash).await.unwrap());
        tx.commit().await.unwrap();
    }

    async fn is_closed(&self, youth: YouthId) -> bool {
        self.house.know(youth).await.phones.get(&number()).is_some_and(|it| it.closed.heads().iter().any(|it| it.value.is_some()))
    }
}

fn number() -> Number {
    Number::stored("+46701740614").unwrap()
}

fn address() -> Address {
    Address::Phone { phone: number() }
}

#[tokio::test]
async fn whoever_left_a_unit_and_a_password_that_was_changed_stay_so() {
    both_at(|url, folder| async move {
        let it = House::new(&url).await;
        let file = folder.join("backup");
        backup(&it.world.db, &url, &file).await.unwrap();
        it.world.leave(it.worker, it.world.north).await;
        it.choose("lead@uppsok.example", OTHER).await;
        let it = it.go_back(&url, &file).await;
        assert_eq!(it.units().await, 0, "what was taken from the worker stays away");
        assert_eq!(it.house.sign_in("lead@uppsok.example", PASSWORD).await.status, 401, "whoever stole it has it no more");
        assert_eq!(it.house.sign_in("lead@uppsok.example", OTHER).await.status, 200);

        // Back in the unit, and back once more: the last word holds.
        it.world.join(it.worker, it.world.north).await;
        let second = folder.join("second");
        backup(&it.world.db, &url, &second).await.unwrap();
        let it = it.go_back(&url, &second).await;
        assert_eq!(it.units().await, 1);
        assert!(verify(&it.world.db, &it.house.state.clock).await.unwrap().is_sound());
        it.world.db.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_opened_and_taken_back_is_closed() {
    both_at(|url, folder| async move {
        let it = House::new(&url).await;
        let (closed, opened, regretted) =
            (it.world.youth(it.world.north).await, it.world.youth(it.world.north).await, it.world.youth(it.world.north).await);
        let file = folder.join("backup");
        backup(&it.world.db, &url, &file).await.unwrap();
        let say = async |youth, fact| FactRef { entry: it.house.write(Actor::System, youth, vec![fact]).await, index: 0 };
        let close = |reason| Fact::ChannelClosed { address: address(), reason, saw: Vec::new() };
        for youth in [closed, opened] {
            let stop = say(youth, close(CloseReason::Stop)).await;
            let open = say(youth, Fact::ChannelOpened { address: address(), saw: vec![stop] }).await;
            if youth == closed {
                say(youth, Fact::Withdrawn { target: open }).await;
            }
        }
        let mistake = say(regretted, close(CloseReason::Stop)).await;
        say(regretted, Fact::Withdrawn { target: mistake }).await;
        for (youth, expected) in [(closed, true), (opened, false), (regretted, false)] {
            assert_eq!(it.is_closed(youth).await, expected);
        }
        let it = it.go_back(&url, &file).await;
        for (youth, expected) in [(closed, true), (opened, false), (regretted, false)] {
            assert_eq!(it.is_closed(youth).await, expected);
        }
        it.world.db.close().await;
    })
    .await;
}

/// From now on nothing about youths can be committed, or it can again.
async fn refuse_commits(db: &Db, refuses: bool) {
    match db {
        Db::Sqlite { write, .. } => write.acquire().await.unwrap().lock_handle().await.unwrap().set_commit_hook(move || !refuses),
        Db::Postgres { pool, .. } => {
            let sql = if refuses {
                "create function no() returns trigger as $$ begin raise exception 'no'; end $$ language plpgsql;
                 create constraint trigger no after insert on entry deferrable initially deferred for each row execute function no()"
            } else {
                "drop trigger no on entry; drop function no()"
            };
            sqlx::raw_sql(sql).execute(pool).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_lift_that_was_not_committed_lifts_nothing() {
    both_at(|url, folder| async move {
        let it = House::new(&url).await;
        let (alva, bo) = (it.world.youth(it.world.north).await, it.world.youth(it.world.north).await);
        let file = folder.join("backup");
        backup(&it.world.db, &url, &file).await.unwrap();
        let mut set = Vec::new();
        for youth in [alva, bo] {
            set.push(it.house.write(Actor::System, youth, vec![Fact::ProtectionSet { saw: Vec::new() }]).await);
        }
        let clear = |nth: usize| Fact::ProtectionCleared { saw: vec![FactRef { entry: set[nth], index: 0 }] };
        it.house.write(Actor::System, bo, vec![clear(1)]).await;
        refuse_commits(&it.world.db, true).await;
        let mut tx = it.world.db.begin().await.unwrap();
        let place = it.world.place().await;
        let facts = vec![(alva, vec![clear(0)])];
        server::journal::write_all(&mut tx, &it.world.process, &place, Actor::System, facts).await.unwrap();
        assert!(tx.commit().await.is_err());
        refuse_commits(&it.world.db, false).await;
        assert!(it.house.know(alva).await.is_protected());
        let it = it.go_back(&url, &file).await;
        assert!(it.house.know(alva).await.is_protected(), "it was never lifted");
        assert!(!it.house.know(bo).await.is_protected(), "and here it was");
        it.world.db.close().await;
    })
    .await;
}

#[tokio::test]
async fn an_empty_ledger_is_told_from_one_in_which_nothing_has_had_to_be_noted() {
    both_at(|url, folder| async move {
        let db = Db::open(&url).await.unwrap();
        let file = folder.join("backup");
        backup(&db, &url, &file).await.unwrap();
        assert!(matches!(check_ledger(&url, None, &file).await, Err(BackupError::NoLedger(_))));
        db.ledger().open("one").await.unwrap();
        assert_eq!(db.ledger().open("two").await.unwrap(), "one");
        assert!(check_ledger(&url, None, &file).await.is_ok());
        assert_eq!(db.ledger().read().await.unwrap(), []);
        let elsewhere = "sqlite:/nowhere/at/all/ledger";
        let Err(BackupError::NoLedger(place)) = check_ledger(&url, Some(elsewhere), &file).await else { panic!("there is none") };
        assert_eq!(place, elsewhere);
        db.close().await;
    })
    .await;
}

/// Lifted after the second backup, lost by going back to it, and then somebody goes back to the first.
#[tokio::test]
async fn what_a_restore_brought_back_holds_when_one_goes_back_further() {
    both_at(|url, folder| async move {
        let it = House::new(&url).await;
        let (first, second) = (folder.join("first"), folder.join("second"));
        let (alva, bo) = (it.world.youth(it.world.north).await, it.world.youth(it.world.north).await);
        backup(&it.world.db, &url, &first).await.unwrap();
        let set = it.house.write(Actor::System, alva, vec![Fact::ProtectionSet { saw: Vec::new() }]).await;
        let close = Fact::ChannelClosed { address: address(), reason: CloseReason::Stop, saw: Vec::new() };
        let stop = it.house.write(Actor::System, bo, vec![close]).await;
        backup(&it.world.db, &url, &second).await.unwrap();
        let seen = |entry| vec![FactRef { entry, index: 0 }];
        it.house.write(Actor::System, alva, vec![Fact::ProtectionCleared { saw: seen(set) }]).await;
        it.house.write(Actor::System, bo, vec![Fact::ChannelOpened { address: address(), saw: seen(stop) }]).await;
        let it = it.go_back(&url, &second).await;
        assert!(it.house.know(alva).await.is_protected() && it.is_closed(bo).await, "who lifted it is lost");
        let it = it.go_back(&url, &first).await;
        assert!(it.house.know(alva).await.is_protected() && it.is_closed(bo).await);
        it.world.db.close().await;
    })
    .await;
}

/// A restore that was killed leaves a log beside its copy, which SQLite would play into whatever gets that name.
#[tokio::test]
async fn what_an_interrupted_restore_left_goes_into_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let url = format!("sqlite:{}", at("uppsok.db").display());
    let it = House::new(&url).await;
    it.world.youth(it.world.north).await;
    backup(&it.world.db, &url, &at("first")).await.unwrap();
    let youth = it.world.youth(it.world.north).await;
    backup(&it.world.db, &url, &at("second")).await.unwrap();

    let part = at("uppsok.db.restoring");
    std::fs::copy(at("first"), &part).unwrap();
    let half = Db::open(&format!("sqlite:{}", part.display())).await.unwrap();
    sql::run(&half, "update municipality set name = 'Halvvägs'").await;
    let log = at("uppsok.db.restoring-wal");
    let left = std::fs::read(&log).unwrap();
    half.close().await;
    std::fs::copy(at("first"), &part).unwrap();
    std::fs::write(&log, left).unwrap();

    let it = it.go_back(&url, &at("second")).await;
    let mut tx = it.world.db.read().await.unwrap();
    assert!(server::store::youth::find(&mut tx, it.world.municipality, youth).await.unwrap().is_some());
    assert_ne!(it.world.place().await.name, "Halvvägs");
    assert!(!log.exists() && !part.exists());
}

/// On PostgreSQL the backup has taken the place of what was there before the ledger is done again: whoever worked on it then
/// would have back who was erased.
#[tokio::test]
async fn what_a_restore_has_not_finished_is_opened_by_nobody_but_a_restore() {
    let folder = tempfile::tempdir().unwrap();
    let (url, file) = (postgres::new_database(), folder.path().join("backup"));
    let it = House::new(&url).await;
    let gone = it.world.youth(it.world.north).await;
    backup(&it.world.db, &url, &file).await.unwrap();
    let place = it.world.place().await;
    let mut tx = it.world.db.begin().await.unwrap();
    erase(&mut tx, &it.world.process, &place, gone, Actor::System).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    // A note that can't be read is what ends the restore in the middle.
    let unreadable = "insert into uppsok_ledger.ledger (n, kind, municipality_id, subject, body)
                      select max(n) + 1, 'unreadable', '', '', '' from uppsok_ledger.ledger";
    sql::run(&it.world.db, unreadable).await;
    it.world.db.close().await;
    let clock = &it.house.state.clock;
    let ended = restore(&url, None, &file, clock).await;
    assert!(matches!(ended, Err(BackupError::Store(StoreError::Corrupt { column: "ledger.kind" }))), "{ended:?}");

    let mut straight = PgConnection::connect(&url).await.unwrap();
    let erased: bool =
        sqlx::query_scalar("select erased from youth where id = $1").bind(gone.to_string()).fetch_one(&mut straight).await.unwrap();
    assert!(!erased, "who was erased is there again");
    assert!(matches!(Db::open(&url).await, Err(StoreError::UnfinishedRestore)));
    let mut server = TestServer::on(url.clone());
    let verified = server.command(&["verify"], "");
    let told = "a restore was not finished: run uppsok restore again";
    let said = String::from_utf8(verified.stderr).unwrap();
    assert!(verified.status.code() == Some(1) && said.contains(told), "{said}");
    server.begin();
    let is_told = async {
        while !server.log().contains(told) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(30), is_told).await.is_ok(), "it serves: {}", server.log());
    assert!(!server.stop(), "it ended by itself, and not in good order");

    sqlx::query("delete from uppsok_ledger.ledger where kind = 'unreadable'").execute(&mut straight).await.unwrap();
    straight.close().await.unwrap();
    assert_eq!(restore(&url, None, &file, clock).await.unwrap().erased, 1);
    let db = Db::open(&url).await.unwrap();
    let mut tx = db.read().await.unwrap();
    assert!(youth::find(&mut tx, place.id, gone).await.unwrap().unwrap().erased);
    drop(tx);
    assert!(verify(&db, clock).await.unwrap().is_sound());
    db.close().await;
}

#[test]
fn nobody_goes_back_without_a_ledger_unawares() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup");
        let backup = file.to_str().unwrap();
        let mut server = TestServer::new(kind);
        // Something has made the schema, and nobody has served.
        assert_eq!(server.command(&["verify"], "").status.code(), Some(0));
        assert_eq!(server.command(&["backup", backup], "").status.code(), Some(0));
        let refused = server.command(&["restore", backup, "--yes"], "");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(said.contains("--without-ledger") && said.contains("UPPSOK_LEDGER"), "{said}");
        let anyway = server.command(&["restore", backup, "--yes", "--without-ledger"], "");
        assert_eq!(anyway.status.code(), Some(0), "{}", String::from_utf8_lossy(&anyway.stderr));
        server.start();
        assert!(server.stop());
        let with = server.command(&["restore", backup, "--yes"], "");
        assert_eq!(with.status.code(), Some(0), "{}", String::from_utf8_lossy(&with.stderr));

        // A ledger that was begun when the old one had gone isn't the backup's.
        server.start();
        assert!(server.stop());
        let (second, other) = (folder.path().join("second"), format!("sqlite:{}", folder.path().join("other").display()));
        let second = second.to_str().unwrap();
        assert_eq!(server.command(&["backup", second], "").status.code(), Some(0));
        let mut server = server.with("UPPSOK_LEDGER", &other);
        server.start();
        assert!(server.stop() && server.log().contains("the ledger is another"));
        let refused = server.command(&["restore", second, "--yes"], "");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(said.contains("inte den som säkerhetskopian hör till"), "{said}");
        let anyway = server.command(&["restore", second, "--yes", "--without-ledger"], "");
        assert_eq!(anyway.status.code(), Some(0), "{}", String::from_utf8_lossy(&anyway.stderr));
    }
}
