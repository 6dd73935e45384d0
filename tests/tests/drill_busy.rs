//! A backup that is made while people work holds one moment, whole: what had been acknowledged before it began, nothing that
//! came after that moment, and what is derived from what it holds.

use domain::{Entry, EntryId, YouthId, sync::Verdict};
use server::{
    backup::{BackupError, backup, restore},
    db::Db,
    store::{entry, place},
    verify::verify,
};
use sqlx::{Connection, PgConnection};
use std::{collections::BTreeMap, path::Path, time::Duration};
use tests::{Phone, World, both_at, call, postgres};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

const PHONES: usize = 4;
const YOUTHS: usize = 40;
/// Entries in one request.
const BATCH: usize = 3;
/// So many are there before the first backup.
const FIRST: usize = 60;
/// The more there is, the longer a backup takes: nobody has to wait for one of these in vain.
const BACKUPS: usize = 20;

/// Logs and sends without pause, and tells of each entry when the server has said that it has it, until nobody listens.
async fn work(mut phone: Phone, youths: Vec<YouthId>, tell: UnboundedSender<(EntryId, i64)>) {
    let mut whom = youths.iter().cycle();
    loop {
        let entries: Vec<Entry> = whom.by_ref().take(BATCH).map(|it| phone.entry(*it, vec![call()])).collect();
        let reply = phone.exchange(&entries).await;
        assert_eq!(reply.outcomes.len(), entries.len());
        for (entry, outcome) in entries.iter().zip(&reply.outcomes) {
            let Verdict::Stored { position } = outcome.verdict else { panic!("{:?}", outcome.verdict) };
            if tell.send((entry.id, position)).is_err() {
                return;
            }
        }
    }
}

/// The address of a database with nothing in it, of the same kind as another.
fn elsewhere(url: &str, folder: &Path, nth: usize) -> String {
    if url.starts_with("sqlite:") {
        format!("sqlite:{}", folder.join(format!("elsewhere-{nth}.db")).display())
    } else {
        postgres::new_database()
    }
}

/// Goes back to a backup in another place, looks whether it is whole and holds what it must, and gives its moment: the last
/// position in it.
async fn moment(world: &World, other: &str, file: &Path, acknowledged: &BTreeMap<EntryId, i64>) -> i64 {
    let clock = &world.process.clock;
    restore(other, None, file, clock).await.unwrap();
    let copy = Db::open(other).await.unwrap();
    let report = verify(&copy, clock).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
    let mut tx = copy.read().await.unwrap();
    let moment = place::municipality_by_id(&mut tx, world.municipality).await.unwrap().unwrap().position;
    let held = entry::rows(&mut tx, world.municipality).await.unwrap();
    drop(tx);
    copy.close().await;

    let mut tx = world.db.read().await.unwrap();
    let all = entry::rows(&mut tx, world.municipality).await.unwrap();
    drop(tx);
    let until_then: Vec<entry::Raw> = all.into_iter().filter(|it| it.position <= moment).collect();
    assert!(held == until_then, "{} entries until {moment}, and {} in the backup", until_then.len(), held.len());
    let at: BTreeMap<&str, i64> = held.iter().map(|it| (it.id.as_str(), it.position)).collect();
    for (id, position) in acknowledged {
        assert_eq!(at.get(id.to_string().as_str()), Some(position), "it was acknowledged before the backup began");
    }
    moment
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_is_made_while_phones_write_is_of_one_moment() {
    both_at(|url, folder| async move {
        let world = World::new(Db::open(&url).await.unwrap()).await;
        let mut youths = Vec::new();
        for _ in 0..YOUTHS {
            youths.push(world.youth(world.north).await);
        }
        let (tell, mut told) = unbounded_channel();
        let mut working = Vec::new();
        for _ in 0..PHONES {
            working.push(tokio::spawn(work(world.phone(world.north).await, youths.clone(), tell.clone())));
        }
        drop(tell);
        let mut acknowledged = BTreeMap::new();
        while acknowledged.len() < FIRST {
            let (id, position) = told.recv().await.expect("the phones work");
            acknowledged.insert(id, position);
        }

        let mut was_written_to = false;
        for nth in 0..BACKUPS {
            while let Ok((id, position)) = told.try_recv() {
                acknowledged.insert(id, position);
            }
            let begun = world.place().await.position;
            let file = folder.join(format!("backup-{nth}"));
            backup(&world.db, &url, &file).await.unwrap();
            let ended = world.place().await.position;
            let moment = moment(&world, &elsewhere(&url, &folder, nth), &file, &acknowledged).await;
            assert!(begun <= moment && moment <= ended, "{begun} {moment} {ended}");
            println!("from {begun} to {ended}, and the backup holds {moment}");
            // What came between its moment and its end was committed while it was made.
            was_written_to = moment < ended;
            if was_written_to {
                break;
            }
        }
        assert!(was_written_to, "nothing was committed while any of the backups was made");
        drop(told);
        for it in working {
            it.await.unwrap();
        }
        assert!(verify(&world.db, &world.process.clock).await.unwrap().is_sound());
        world.db.close().await;
    })
    .await;
}

/// Whether what a restore puts in the place of what is there waits for somebody.
const WAITS: &str = "select exists (select from pg_stat_activity
    where datname = current_database() and application_name = 'psql' and wait_event_type = 'Lock')";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_starts_in_the_middle_of_a_restore_on_postgresql_keeps_its_database() {
    let folder = tempfile::tempdir().unwrap();
    let (url, file) = (postgres::new_database(), folder.path().join("backup"));
    let world = World::new(Db::open(&url).await.unwrap()).await;
    world.youth(world.north).await;
    backup(&world.db, &url, &file).await.unwrap();
    world.youth(world.north).await;
    world.db.close().await;

    // Somebody reads for long, so that the restore has looked around and waits.
    let mut reader = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("begin; lock table entry in access share mode").execute(&mut reader).await.unwrap();
    let mut watcher = PgConnection::connect(&url).await.unwrap();
    let starting = async {
        while !sqlx::query_scalar::<_, bool>(WAITS).fetch_one(&mut watcher).await.unwrap() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let server = Db::open_as_it_is(&url, None).await.unwrap();
        sqlx::raw_sql("rollback").execute(&mut reader).await.unwrap();
        server
    };
    let (restored, server) = tokio::join!(restore(&url, None, &file, &world.process.clock), starting);
    assert!(matches!(restored, Err(BackupError::InUse)), "{restored:?}");
    let mut tx = server.read().await.unwrap();
    assert_eq!(entry::rows(&mut tx, world.municipality).await.unwrap().len(), 2, "what it found is still there");
    drop(tx);
    server.close().await;

    restore(&url, None, &file, &world.process.clock).await.unwrap();
    let restored = Db::open(&url).await.unwrap();
    let mut tx = restored.read().await.unwrap();
    assert_eq!(entry::rows(&mut tx, world.municipality).await.unwrap().len(), 1);
    drop(tx);
    restored.close().await;
}
