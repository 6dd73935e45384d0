//! A drill: a server is backed up, goes on, is lost and goes back; phones give back what they have. Nothing is lost that
//! anybody had, nothing erased comes back, what was closed and revoked stays so. On both databases, with the commands'
//! own functions.

use domain::{
    Actor, Address, CloseReason, Detail, DeviceId, Entry, Fact, MeetingId, MessageKind, Phone as Number, PhoneOwner, Place, YouthId, civil,
    sync::{Refusal, Verdict},
};
use jiff::civil::{DateTime, datetime};
use serde_json::json;
use server::{
    backup::{BackupError, backup, restore},
    db::Db,
    erase::erase,
    send::Post,
    verify::verify,
};
use tests::{
    Indoors, Phone, Visitor, World, both_at,
    elks::{Elks, Reports},
    indoors::token,
    is_stored, refused,
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
        let clock = world.process.clock.clone();
        let site = Site { url: url.clone(), folder };
        assert_eq!(live(world, site, &schedule(), None).await, Ok(()));
        let db = Db::open(&url).await.unwrap();
        let report = verify(&db, &clock).await.unwrap();
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
        // Its token is good for handing over what it has, and nothing else.
        let farewell = token(&after.phone(bad).await);
        let said = after.by(&farewell, "POST", "/api/v1/sync", Some(&sync)).await;
        assert_eq!(said.refusal(), (403, "device_revoked".to_owned()));
        assert_eq!(after.by(&farewell, "GET", "/api/v1/texts", None).await.refusal(), (403, "device_revoked".to_owned()));
        after.state.db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_closed_account_hands_over_after_a_restore_too_and_gets_nothing_by_it() {
    both_at(|url, folder| async move {
        let before = Indoors::new(Db::open(&url).await.unwrap()).await;
        let phone: DeviceId = before.state.clock.id();
        let signed_in = before.phone(phone).await;
        let file = folder.join("backup");
        backup(&before.state.db, &url, &file).await.unwrap();
        let me = before.by(&token(&signed_in), "GET", "/api/v1/me", None).await.json();
        let path = |what: &str| format!("/api/v1/accounts/{}/{what}", me["account"]["id"].as_str().unwrap());
        let administrator = before.token(server::auth::Role::Administrator).await;
        assert_eq!(before.by(&administrator, "POST", &path("disable"), None).await.status, 204);
        before.state.db.close().await;
        assert_eq!(restore(&url, None, &file, &before.state.clock).await.unwrap().disabled, 1);

        let after = before.again(Db::open(&url).await.unwrap()).await;
        assert_eq!(after.refresh(phone, &signed_in.cookie()).await.refusal(), (401, "sign_in_again".to_owned()));
        let unknown: DeviceId = after.state.clock.id();
        assert_eq!(after.phone(unknown).await.refusal(), (401, "wrong_credentials".to_owned()));
        let again = after.phone(phone).await;
        let unsent = json!({ "schema": 1, "entries": [{ "id": after.state.clock.id::<DeviceId>(), "what": "whatever it was" }] });
        let said = after.by(&token(&again), "POST", "/api/v1/sync", Some(&unsent)).await;
        assert_eq!(said.refusal(), (403, "device_revoked".to_owned()));
        assert_eq!(said.json()["heard"][0], unsent["entries"][0]["id"]);
        assert_eq!(after.by(&token(&again), "GET", "/api/v1/texts", None).await.refusal(), (403, "device_revoked".to_owned()));
        let renewed = after.refresh(phone, &again.cookie()).await;
        assert_eq!(after.by(&token(&renewed), "GET", "/api/v1/texts", None).await.refusal(), (403, "device_revoked".to_owned()));
        // What it was given for that opens nothing when the account is opened again.
        let administrator = after.token(server::auth::Role::Administrator).await;
        assert_eq!(after.by(&administrator, "POST", &path("enable"), None).await.status, 204);
        assert_eq!(after.refresh(phone, &renewed.cookie()).await.refusal(), (401, "sign_in_again".to_owned()));
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

const ALVA: &str = "+46701740614";
const BO: &str = "+46701740615";
const CIA: &str = "+46701740616";
const DAN: &str = "+46701740617";
const ELI: &str = "+46701740618";

/// A server with a provider of texts, and a worker's phone.
struct Reminded {
    house: Indoors,
    world: World,
    post: Post,
    phone: Phone,
}

impl Reminded {
    async fn new(url: &str, elks: &Elks) -> Self {
        let settings = elks.settings();
        let settings: Vec<(&str, &str)> = settings.iter().map(|it| (it.0, it.1.as_str())).collect();
        let house = Indoors::with(Db::open(url).await.unwrap(), &settings).await;
        let world = World::of(&house);
        let worker = house.account("worker@uppsok.example").await;
        Self { post: Post::new(&house.state), phone: world.phone_of(worker), house, world }
    }

    /// Back to a backup, with another process; the phone is as it was.
    async fn go_back(self, url: &str, file: &std::path::Path) -> Self {
        self.world.db.close().await;
        restore(url, None, file, &self.house.state.clock).await.unwrap();
        let house = self.house.again(Db::open(url).await.unwrap()).await;
        let world = World::of(&house);
        Self { post: Post::new(&house.state), phone: Phone { world: world.clone(), ..self.phone }, house, world }
    }

    async fn youth(&self, number: &str) -> YouthId {
        let youth = self.world.youth(self.world.north).await;
        let phone = Number::stored(number).unwrap();
        let has = Fact::DetailsChanged { detail: Detail::Phone { phone, owner: Some(PhoneOwner::Youth) }, saw: vec![] };
        self.world.administer(youth, vec![has]).await;
        youth
    }

    fn meeting(&self, meeting: MeetingId, at: DateTime) -> Fact {
        Fact::MeetingPlanned { meeting, at, place: Place::Cafe, worker: Some(self.phone.account) }
    }

    fn asks(&self) -> Fact {
        Fact::MessageAsked { message: self.world.id(), template: MessageKind::Encouragement, meeting: None, at: None }
    }

    /// Sends it and hears nothing of it: the phone goes on as it was.
    async fn send_unheard(&mut self, youth: YouthId, fact: Fact) -> Entry {
        let entry = self.phone.entry(youth, vec![fact]);
        let sent = vec![serde_json::to_value(&entry).unwrap()];
        assert!(is_stored(&self.phone.raw(sent, Vec::new()).await.unwrap().outcomes[0].verdict));
        entry
    }

    fn go_to(&self, at: DateTime) {
        self.house.pass(civil::instant(at) - self.house.state.clock.now());
    }

    async fn work(&self) {
        while self.post.work().await.unwrap().called > 0 {}
    }
}

#[tokio::test]
async fn nothing_is_sent_to_a_youth_twice_and_what_is_unclear_is_said() {
    both_at(|url, folder| async move {
        let elks = Elks::start().await;
        elks.report(Reports::None);
        let mut it = Reminded::new(&url, &elks).await;
        let (alva, bo, cia, dan, eli) =
            (it.youth(ALVA).await, it.youth(BO).await, it.youth(CIA).await, it.youth(DAN).await, it.youth(ELI).await);
        let meeting = it.meeting(it.world.id(), datetime(2026, 11, 27, 14, 0, 0, 0));
        it.phone.send(bo, vec![meeting]).await;
        it.work().await;
        it.phone.catch_up().await;
        let file = folder.join("backup");
        backup(&it.world.db, &url, &file).await.unwrap();

        // After the backup: Bo is reminded of what was booked before. Cia's and Eli's meetings are booked, and Alva is texted
        // because the worker asked; the phone hears of none of it. Then Cia is erased and Dan says stop.
        it.house.pass(60_000);
        let mut unheard = Vec::new();
        for youth in [cia, eli] {
            let meeting = it.meeting(it.world.id(), datetime(2026, 12, 11, 14, 0, 0, 0));
            unheard.push(it.send_unheard(youth, meeting).await);
        }
        it.work().await;
        it.go_to(datetime(2026, 11, 24, 15, 0, 0, 0));
        let asks = it.asks();
        unheard.push(it.send_unheard(alva, asks).await);
        it.work().await;
        let before = elks.by_number();
        let told = [(ALVA, 1), (BO, 2), (CIA, 1), (ELI, 1)].map(|it| (it.0.to_owned(), it.1));
        assert_eq!(before, told.into(), "Bo of the booking, and three days before");
        let place = it.world.place().await;
        let mut tx = it.world.db.begin().await.unwrap();
        erase(&mut tx, &it.world.process, &place, cia, Actor::System).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let address = Address::Phone { phone: Number::stored(DAN).unwrap() };
        it.house.write(Actor::Youth, dan, vec![Fact::ChannelClosed { address, reason: CloseReason::Stop, saw: vec![] }]).await;
        it.house.pass(60_000);

        // Dan's was written after the server was lost, and sent to the one that came back.
        let mut it = it.go_back(&url, &file).await;
        let was = it.phone.exchange(&unheard).await;
        assert!(was.restored.is_some() && was.outcomes.is_empty());
        // As an older version, which doesn't tell by number what it had written until then: the clocks do.
        it.phone.before = None;
        let asks = it.asks();
        unheard.push(it.phone.entry(dan, vec![asks]));
        let verdicts: Vec<Verdict> = it.phone.exchange(&unheard).await.outcomes.into_iter().map(|it| it.verdict).collect();
        assert_eq!(verdicts[0], refused(Refusal::Erased));
        assert!(verdicts[1..].iter().all(is_stored), "{verdicts:?}");
        it.work().await;
        it.go_to(datetime(2026, 11, 25, 15, 0, 0, 0));
        it.work().await;
        assert_eq!(elks.by_number(), before, "nobody is told anything again, and Dan nothing");

        // Whoever may have been told stands on the worker's list, and so does Dan, who couldn't be.
        it.phone.catch_up().await;
        for youth in [alva, bo, dan, eli] {
            assert_eq!(domain::Summary::of(&it.house.know(youth).await).unsure.len(), 1);
        }

        // What is new after the restore goes as ever, and what was unclear when somebody says so.
        let asks = it.asks();
        let late = it.phone.send(alva, vec![asks]).await;
        assert!(is_stored(&late));
        it.work().await;
        assert_eq!(elks.asked(), 6);
        let admin = Visitor::sign_in(&it.house, "administrator@uppsok.example").await;
        let overview = admin.read("/admin").await;
        assert!(overview.contains("3 meddelanden kan ha skickats") && overview.contains("/admin/outbox/release"), "{overview}");
        assert!(overview.contains("Servern återställdes i går") && overview.contains("kan vara borta"), "{overview}");
        assert!(admin.read("/admin/outbox/release").await.contains("3 meddelanden kan ha skickats"));
        assert_eq!(elks.asked(), 6, "looking sends nothing");
        assert_eq!(admin.form("/admin/outbox/release", &[]).await.leads_to(), "/admin?done=released&count=3");
        assert_eq!(admin.form("/admin/outbox/release", &[]).await.leads_to(), "/admin?done=released-none");
        it.work().await;
        assert!(!admin.read("/admin").await.contains("/admin/outbox/release"));
        // Bo's meeting is reminded of later as well, and asked messages are a day old at most.
        assert!(elks.asked() > 6, "what still holds");
        assert!(verify(&it.world.db, &it.house.state.clock).await.unwrap().is_sound());
        it.world.db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_was_put_right_before_the_phone_was_heard_again_has_nothing_sent_twice() {
    both_at(|url, folder| async move {
        let elks = Elks::start().await;
        elks.report(Reports::None);
        let mut it = Reminded::new(&url, &elks).await;
        let (alva, bo) = (it.youth(ALVA).await, it.youth(BO).await);
        it.phone.catch_up().await;
        let file = folder.join("backup");
        backup(&it.world.db, &url, &file).await.unwrap();

        // By a clock that is six hours fast. Alva is texted, and the phone hears nothing of it.
        it.go_to(datetime(2026, 11, 24, 15, 0, 0, 0));
        let asks = it.asks();
        let mut unheard = it.phone.entry(alva, vec![asks]);
        unheard.at.ms += 6 * 60 * 60 * 1000;
        let sent = vec![serde_json::to_value(&unheard).unwrap()];
        assert!(is_stored(&it.phone.raw(sent, Vec::new()).await.unwrap().outcomes[0].verdict));
        it.work().await;
        assert_eq!(elks.by_number(), [(ALVA.to_owned(), 1)].into());
        it.house.pass(60_000);

        let mut it = it.go_back(&url, &file).await;
        it.house.pass(60_000);
        assert!(it.phone.exchange(std::slice::from_ref(&unheard)).await.restored.is_some());
        // The clock is right again, and what Alva was sent seems to be asked for hours after the restore. Bo's is new.
        let asks = it.asks();
        let new = it.phone.entry(bo, vec![asks]);
        let reply = it.phone.exchange(&[unheard, new]).await;
        assert!(reply.outcomes.iter().all(|it| is_stored(&it.verdict)), "{:?}", reply.outcomes);
        it.work().await;
        it.go_to(datetime(2026, 11, 25, 15, 0, 0, 0));
        it.work().await;
        assert_eq!(elks.by_number(), [(ALVA.to_owned(), 1), (BO.to_owned(), 1)].into());
        it.phone.catch_up().await;
        assert_eq!(domain::Summary::of(&it.house.know(alva).await).unsure.len(), 1, "somebody may have to call");
        it.world.db.close().await;
    })
    .await;
}
