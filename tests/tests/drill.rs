//! A drill: a server is backed up, goes on, is lost and goes back; phones give back what they have. Nothing is lost that
//! anybody had, nothing erased comes back, what was closed and revoked stays so. On both databases, with the commands'
//! own functions.

use domain::DeviceId;
use serde_json::json;
use server::{
    backup::{BackupError, backup, restore},
    db::Db,
    verify::verify,
};
use tests::{
    Indoors, World, both_at,
    indoors::token,
    simulator::{Luck, Site, Step, What, live},
};

fn sync(phone: usize) -> Step {
    Step::Sync { phone, tab: 0, luck: Luck::Good, limit: 500, page: 500, fuse: None }
}

fn call(phone: usize, youth: usize) -> Step {
    Step::Write { phone, youth, what: What::Call, full: false }
}

fn everyone() -> [Step; 4] {
    [0, 1, 2, 3].map(sync)
}

/// Three youths on each side before the backup; afterwards calls that others have pulled, a newcomer, a youth who moved
/// units, one who was erased, one who said stop, one who is protected now, and calls that nobody has sent.
fn schedule() -> Vec<Step> {
    let newcomer = |phone| Step::Write { phone, youth: 0, what: What::Newcomer { number: None }, full: false };
    let mut steps = vec![newcomer(0), newcomer(0), newcomer(2), newcomer(2)];
    steps.extend(everyone());
    steps.extend(everyone());
    steps.extend([call(0, 0), call(1, 1), call(2, 0)]);
    steps.extend(everyone());
    steps.push(Step::Backup);
    steps.extend([newcomer(1), call(0, 1), call(0, 2), call(1, 0), call(2, 1), Step::Newcomer { unit: 0, number: None }]);
    steps.extend(everyone());
    steps.extend(everyone());
    steps.extend([call(0, 3), call(1, 3), Step::Move { youth: 3 }]);
    steps.extend(everyone());
    steps.extend([Step::Erase { youth: 0 }, Step::Stop { youth: 1 }, Step::Protect { youth: 4 }]);
    steps.extend([sync(0), sync(1)]);
    // Written offline, by phones that haven't heard of the erasure or of anything else.
    steps.extend([call(0, 0), call(1, 1), call(2, 0), call(3, 0)]);
    steps.extend([Step::Revoke { phone: 3 }, Step::Restore { nth: 0 }]);
    steps
}

#[tokio::test]
async fn nothing_that_anybody_had_is_lost_and_nothing_erased_comes_back() {
    both_at(|url, folder| async move {
        let world = World::seeded(Db::open(&url).await.unwrap(), 1).await;
        let site = Site { url: url.clone(), folder };
        assert_eq!(live(world, site, &schedule(), None).await, Ok(()));
        let db = Db::open(&url).await.unwrap();
        let report = verify(&db).await.unwrap();
        db.close().await;
        assert!(report.is_sound(), "{report:?}");
        let place = &report.municipalities[0];
        assert_eq!(place.restores.len(), 1);
        // Whatever phones had of what came after the backup, but for what was about the youth who was erased.
        assert!(place.restores[0].returned >= 8, "{:?}", place.restores);
        assert!(place.erased > 0 && place.unhashed == 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_was_shut_out_stays_so_and_the_others_sign_in_again_on_the_same_phone() {
    both_at(|url, folder| async move {
        let before = Indoors::new(Db::open(&url).await.unwrap()).await;
        let (good, bad): (DeviceId, DeviceId) = (before.state.clock.id(), before.state.clock.id());
        before.phone(good).await;
        let file = folder.join("backup");
        backup(&before.state.db, &url, &file).await.unwrap();
        assert!(matches!(backup(&before.state.db, &url, &file).await, Err(BackupError::Exists(_))), "nothing is written over");

        // After the backup: a token that it doesn't know, a phone that came and was revoked.
        let signed_in = before.phone(good).await;
        before.phone(bad).await;
        let administrator = before.token(server::auth::Role::Administrator).await;
        let revoked = before.by(&administrator, "POST", &format!("/api/v1/devices/{bad}/revoke"), None).await;
        assert_eq!(revoked.status, 204);
        before.state.db.close().await;
        let done = restore(&url, None, &file, &before.state.clock).await.unwrap();
        assert_eq!(done.revoked, 1);

        let after = before.again(Db::open(&url).await.unwrap()).await;
        assert_eq!(after.refresh(good, &signed_in.cookie()).await.refusal(), (401, "sign_in_again".to_owned()));
        let sync = json!({ "schema": 1 });
        assert_eq!(after.by(&token(&signed_in), "POST", "/api/v1/sync", Some(&sync)).await.status, 401, "no old token works");
        let again = after.phone(good).await;
        assert_eq!(after.by(&token(&again), "POST", "/api/v1/sync", Some(&sync)).await.status, 200);
        assert_eq!(after.phone(bad).await.refusal(), (403, "device_revoked".to_owned()));
        after.state.db.close().await;
    })
    .await;
}

#[tokio::test]
async fn only_a_whole_backup_of_ours_takes_the_place_of_what_is_there() {
    both_at(|url, folder| async move {
        let world = World::new(Db::open(&url).await.unwrap()).await;
        let youth = world.youth(world.north).await;
        let file = folder.join("backup");
        backup(&world.db, &url, &file).await.unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let clock = &world.process.clock;
        assert!(matches!(restore(&url, None, &file, clock).await, Err(BackupError::InUse)), "the server runs");
        world.db.close().await;
        let (text, cut) = (folder.join("text"), folder.join("cut"));
        std::fs::write(&text, "not a backup").unwrap();
        let whole = std::fs::read(&file).unwrap();
        std::fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
        for wrong in [&text, &cut] {
            let error = restore(&url, None, wrong, clock).await.unwrap_err();
            assert!(matches!(error, BackupError::NotABackup(_) | BackupError::Program { .. }), "{error:?}");
        }
        let db = Db::open(&url).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let found = server::store::youth::find(&mut tx, world.municipality, youth).await.unwrap();
        assert!(found.is_some(), "nothing was touched");
        drop(tx);
        db.close().await;
    })
    .await;
}
