//! What becomes of a revoked phone's last words: each is heard by name, none is thrown away unseen, and what may not be
//! kept isn't.

use domain::{
    Actor, Cursor, DeviceId, Entry, EntryId, Fact, Hlc, YouthId,
    sync::{Receipt, Refusal},
};
use serde_json::{Value, json};
use server::{auth::Role, retention, store};
use tests::{
    Indoors, Visitor, World, both, call,
    indoors::{Said, token},
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A phone that was signed in and then revoked, and what an administrator calls with.
struct Revoked {
    house: Indoors,
    world: World,
    phone: DeviceId,
    by: Actor,
    token: String,
    cookie: String,
    administrator: String,
    seq: u64,
}

impl Revoked {
    async fn new(house: Indoors) -> Self {
        let it = Self::before(house).await;
        it.revoke().await;
        it
    }

    /// Not yet revoked.
    async fn before(house: Indoors) -> Self {
        let administrator = house.token(Role::Administrator).await;
        let phone: DeviceId = house.state.clock.id();
        let signed_in = house.phone(phone).await;
        let (token, cookie) = (token(&signed_in), signed_in.cookie());
        let me = house.by(&token, "GET", "/api/v1/me", None).await.json();
        let by = Actor::Account(me["account"]["id"].as_str().unwrap().parse().unwrap());
        Self { world: World::of(&house), house, phone, by, token, cookie, administrator, seq: 0 }
    }

    async fn revoke(&self) {
        let revoke = format!("/api/v1/devices/{}/revoke", self.phone);
        assert_eq!(self.house.by(&self.administrator, "POST", &revoke, None).await.status, 204);
    }

    fn entry(&mut self, youth: YouthId, facts: Vec<Fact>) -> Entry {
        self.seq += 1;
        let at = Hlc { ms: tests::world::NOW, counter: 0 };
        Entry { id: self.world.id(), device: self.phone, seq: self.seq, at, by: self.by, youth, facts }
    }

    async fn newcomer(&self) -> YouthId {
        let youth = self.world.id();
        self.house.write(Actor::System, youth, self.world.newcomer(self.house.unit, None)).await;
        youth
    }

    /// Hands entries over; what was heard.
    async fn hand_over(&self, entries: &[Value]) -> Vec<EntryId> {
        heard(&self.sync(json!({ "schema": 1, "entries": entries })).await)
    }

    async fn sync(&self, body: Value) -> Said {
        self.house.by(&self.token, "POST", "/api/v1/sync", Some(&body)).await
    }

    async fn settle(&self, take: bool) -> Vec<Value> {
        let path = format!("/api/v1/devices/{}/quarantine", self.phone);
        let said = self.house.by(&self.administrator, "POST", &path, Some(&json!({ "take": take }))).await;
        assert_eq!(said.status, 200, "{}", said.text());
        said.json().as_array().unwrap().clone()
    }

    async fn put_aside(&self) -> i64 {
        self.house.by(&self.administrator, "GET", "/api/v1/devices", None).await.json()[0]["put_aside"].as_i64().unwrap()
    }

    async fn is_stored(&self, id: EntryId) -> bool {
        let mut tx = self.house.state.db.read().await.unwrap();
        store::entry::find(&mut tx, id).await.unwrap().is_some()
    }
}

fn heard(said: &Said) -> Vec<EntryId> {
    assert_eq!(said.refusal(), (403, "device_revoked".into()));
    said.json()["heard"].as_array().map(|it| it.iter().map(|id| id.as_str().unwrap().parse().unwrap()).collect()).unwrap_or_default()
}

fn value(entry: &Entry) -> Value {
    serde_json::to_value(entry).unwrap()
}

fn note(text: &str) -> Fact {
    match call() {
        Fact::ContactLogged { channel, outcome, happened, place, phone, minutes, .. } => {
            Fact::ContactLogged { channel, outcome, happened, place, phone, minutes, note: Some(text.into()) }
        }
        fact => fact,
    }
}

#[tokio::test]
async fn a_revoked_phone_is_told_what_was_heard_and_may_take_its_time() {
    both(|db| async move {
        let mut it = Revoked::new(Indoors::new(db).await).await;
        let youth = it.newcomer().await;
        let entries = [it.entry(youth, vec![call()]), it.entry(youth, vec![call()]), it.entry(youth, vec![call()])];
        assert_eq!(it.hand_over(&[]).await, []);
        assert_eq!(it.hand_over(&entries[..1].iter().map(value).collect::<Vec<_>>()).await, [entries[0].id]);
        // The reply was lost, or the app was killed, and the token ran out.
        it.house.pass(11 * MINUTE);
        assert_eq!(it.sync(json!({ "schema": 1 })).await.refusal(), (401, "token_expired".into()));
        let renewed = it.house.refresh(it.phone, &it.cookie).await;
        assert_eq!(renewed.status, 200, "{}", renewed.text());
        it.token = token(&renewed);
        assert_eq!(it.house.by(&it.token, "GET", "/api/v1/me", None).await.json()["device"]["revoked"], true);
        let all: Vec<Value> = entries.iter().map(value).collect();
        assert_eq!(it.hand_over(&all[..2]).await, [entries[0].id, entries[1].id]);
        // Whoever must sign in, after a restore for one, gets no farther.
        let signed_in = it.house.phone(it.phone).await;
        assert_eq!(signed_in.status, 200, "{}", signed_in.text());
        it.token = token(&signed_in);
        assert_eq!(it.house.by(&it.token, "POST", "/api/v1/recovery", None).await.refusal(), (403, "device_revoked".into()));
        assert_eq!(it.hand_over(&all[2..]).await, [entries[2].id]);
        it.administrator = it.house.token(Role::Administrator).await;
        assert_eq!(it.put_aside().await, 3);
        assert!(!it.is_stored(entries[0].id).await);
    })
    .await;
}

#[tokio::test]
async fn a_closed_account_hands_over_too_and_gets_nothing_by_it() {
    both(|db| async move {
        let mut it = Revoked::before(Indoors::new(db).await).await;
        let youth = it.newcomer().await;
        let entry = it.entry(youth, vec![call()]);
        let Actor::Account(account) = it.by else { unreachable!("a person's phone") };
        let path = |what: &str| format!("/api/v1/accounts/{account}/{what}");
        assert_eq!(it.house.by(&it.administrator, "POST", &path("disable"), None).await.status, 204);
        assert_eq!(it.sync(json!({ "schema": 1 })).await.refusal(), (401, "not_signed_in".into()));
        let renewed = it.house.refresh(it.phone, &it.cookie).await;
        assert_eq!(renewed.status, 200, "{}", renewed.text());
        it.token = token(&renewed);
        assert_eq!(it.house.by(&it.token, "GET", "/api/v1/me", None).await.json()["device"]["revoked"], true);
        assert_eq!(it.house.by(&it.token, "GET", "/api/v1/texts", None).await.refusal(), (403, "device_revoked".into()));
        assert_eq!(it.hand_over(&[value(&entry)]).await, [entry.id]);
        assert_eq!(it.settle(true).await[0]["outcome"], "stored");
        // What it was given for that opens nothing when the account is opened again.
        assert_eq!(it.house.by(&it.administrator, "POST", &path("enable"), None).await.status, 204);
        assert_eq!(it.sync(json!({ "schema": 1 })).await.refusal(), (403, "device_revoked".into()));
        assert_eq!(it.house.refresh(it.phone, &renewed.cookie()).await.refusal(), (401, "sign_in_again".into()));
        it.token = token(&it.house.phone(it.phone).await);
        assert_eq!(it.sync(json!({ "schema": 1 })).await.status, 200);
    })
    .await;
}

/// A phone says so much of an entry that is too large to be sent.
#[tokio::test]
async fn of_what_can_not_be_sent_it_is_left_that_it_was() {
    both(|db| async move {
        let mut it = Revoked::new(Indoors::new(db).await).await;
        let youth = it.newcomer().await;
        let bare = it.entry(youth, Vec::new());
        assert_eq!(it.hand_over(&[value(&bare)]).await, [bare.id]);
        assert_eq!(it.put_aside().await, 1);
        assert_eq!(it.settle(true).await[0]["code"], "malformed");
        assert_eq!(it.put_aside().await, 1, "until an administrator throws it away");
        assert!(!it.is_stored(bare.id).await);
    })
    .await;
}

#[tokio::test]
async fn what_the_journal_refuses_stays_aside_with_its_reason() {
    both(|db| async move {
        let mut it = Revoked::new(Indoors::new(db).await).await;
        let (youth, stranger) = (it.newcomer().await, it.world.id());
        let good = it.entry(youth, vec![call()]);
        let noted = it.entry(youth, vec![note("Ringer igen.")]);
        let dangling = it.entry(stranger, vec![call()]);
        let mut newer = value(&it.entry(youth, vec![call()]));
        newer["facts"][0]["kind"] = json!("visited_by_drone");
        let (one, other) = (json!({ "what": "whatever it was" }), json!({ "what": "something else" }));
        let sent = [value(&good), value(&noted), value(&dangling), newer, one.clone(), other, one];
        assert_eq!(it.hand_over(&sent).await.len(), 4, "what has no name can't be named");
        assert_eq!(it.put_aside().await, 6, "and yet none of it is dropped");
        let outcomes = it.settle(true).await;
        assert_eq!(outcomes.iter().filter(|it| it["outcome"] == "stored").count(), 1);
        assert_eq!(it.put_aside().await, 5);
        assert!(it.is_stored(good.id).await);
        let admin = Visitor::sign_in(&it.house, "administrator@uppsok.example").await;
        let page = admin.read("/admin/devices").await;
        for refusal in [Refusal::NoteNotAllowed, Refusal::SchemaTooNew, Refusal::Malformed] {
            assert!(page.contains(refusal.word(domain::Lang::Sv)), "{refusal:?} in {page}");
        }
        // The municipality changes its mind, and what waited goes in; the rest still waits.
        let settings = json!({ "notes_allowed": true, "lock_minutes": 5, "lease_days": 7 });
        assert_eq!(it.house.by(&it.administrator, "PUT", "/api/v1/settings", Some(&settings)).await.status, 204);
        it.settle(true).await;
        assert!(it.is_stored(noted.id).await);
        assert_eq!(it.put_aside().await, 4);
        it.settle(false).await;
        assert_eq!(it.put_aside().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_copys_numbers_stand_in_nobodys_way() {
    both(|db| async move {
        let mut it = Revoked::before(Indoors::new(db).await).await;
        let youth = it.newcomer().await;
        let sent = it.entry(youth, vec![call()]);
        assert_eq!(it.sync(json!({ "schema": 1, "entries": [value(&sent)] })).await.json()["outcomes"][0]["outcome"], "stored");
        it.seq = 0;
        let copied = it.entry(youth, vec![call()]);
        let withdrawn = it.entry(youth, vec![Fact::Withdrawn { target: domain::FactRef { entry: copied.id, index: 0 } }]);
        it.revoke().await;
        it.hand_over(&[value(&copied), value(&withdrawn)]).await;
        let outcomes = it.settle(true).await;
        assert!(outcomes.iter().all(|it| it["outcome"] == "stored"), "{outcomes:?}");
        assert_eq!(it.put_aside().await, 0);
        assert!(it.is_stored(copied.id).await && it.is_stored(withdrawn.id).await);
    })
    .await;
}

#[tokio::test]
async fn the_latest_word_about_an_entry_is_the_one_that_is_kept() {
    both(|db| async move {
        let mut it = Revoked::new(Indoors::new(db).await).await;
        let youth = it.newcomer().await;
        let noted = it.entry(youth, vec![note("Ringer igen.")]);
        it.hand_over(&[value(&noted)]).await;
        it.settle(true).await;
        let mended = Entry { facts: vec![call()], ..noted.clone() };
        assert_eq!(it.hand_over(&[value(&mended)]).await, [noted.id]);
        assert_eq!(it.settle(true).await[0]["outcome"], "stored");
    })
    .await;
}

#[tokio::test]
async fn nobody_erased_comes_back_with_it_and_what_nobody_looks_at_goes() {
    both(|db| async move {
        let mut it = Revoked::new(Indoors::new(db).await).await;
        let (erased, other) = (it.newcomer().await, it.newcomer().await);
        let World { process, .. } = &it.world;
        let place = it.world.place().await;
        let mut tx = it.house.state.db.begin().await.unwrap();
        server::erase::erase(&mut tx, process, &place, erased, Actor::System).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let about = it.entry(erased, vec![call()]);
        let naming = it.entry(other, vec![Fact::SamePersonAs { other: erased }]);
        let sent = it.entry(other, vec![call()]);
        assert_eq!(it.hand_over(&[value(&about), value(&naming), value(&sent)]).await, [about.id, naming.id, sent.id]);
        assert_eq!(it.put_aside().await, 1, "only what may be kept is");

        it.house.pass(89 * DAY);
        let World { db, process, .. } = &it.world;
        retention::run(db, process, retention::Mode::Erase).await.unwrap();
        it.administrator = it.house.token(Role::Administrator).await;
        assert_eq!(it.put_aside().await, 1);
        let admin = Visitor::sign_in(&it.house, "administrator@uppsok.example").await;
        assert!(admin.read("/admin/devices").await.contains("kastas av sig själv"));
        it.house.pass(2 * DAY);
        retention::run(db, process, retention::Mode::Erase).await.unwrap();
        it.administrator = it.house.token(Role::Administrator).await;
        assert_eq!(it.put_aside().await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_the_server_has_lost_is_taken_back_from_a_revoked_phone_too() {
    both(|db| async move {
        let mut it = Revoked::new(Indoors::new(db).await).await;
        let youth = it.newcomer().await;
        let lost = it.entry(youth, vec![call()]);
        let World { receipts, municipality, .. } = &it.world;
        let receipt = receipts.of(*municipality, 1, 9, &lost);
        let forged = Entry { id: it.world.id(), by: Actor::System, device: it.world.id(), ..lost.clone() };
        let again = |entry: &Entry, receipt: &Receipt| json!({ "entry": entry, "receipt": receipt });
        let mine = it.entry(youth, vec![call()]);
        let sent = json!([again(&lost, &receipt), again(&forged, &receipt), again(&mine, &receipt)]);

        // First it is told that there was a restore, and what it holds of the journal that was lost.
        let mut tx = it.house.state.db.read().await.unwrap();
        let epoch = store::epoch::find(&mut tx).await.unwrap().unwrap();
        drop(tx);
        let cursor = Cursor { epoch: epoch + 1, effective: 9, position: 9 };
        let said = it.sync(json!({ "schema": 1, "cursor": cursor, "entries": [value(&mine)] })).await;
        assert_eq!((heard(&said), said.json()["restored"].is_object()), (vec![], true));
        assert_eq!(it.put_aside().await, 0, "it goes again when what it may build on has come");

        let said = it.sync(json!({ "schema": 1, "again": sent })).await;
        assert_eq!(heard(&said), [lost.id, forged.id, mine.id]);
        assert!(it.is_stored(lost.id).await, "a receipt proves what the server held");
        assert!(!it.is_stored(forged.id).await && !it.is_stored(mine.id).await);
        assert_eq!(it.put_aside().await, 1, "its own is for the administrator to judge");
    })
    .await;
}

#[tokio::test]
async fn cards_that_were_read_before_are_logged() {
    both(|db| async move {
        let it = Revoked::new(Indoors::new(db).await).await;
        let youth = it.newcomer().await;
        it.sync(json!({ "schema": 1, "reads": [{ "youth": youth, "at": 5 }] })).await;
        let mut tx = it.house.state.db.read().await.unwrap();
        let read = store::access_log::of_youth(&mut tx, it.house.municipality, youth).await.unwrap();
        assert_eq!(read.iter().map(|it| it.read_at).collect::<Vec<_>>(), [5]);
    })
    .await;
}

#[tokio::test]
async fn what_there_is_no_room_for_is_not_said_to_be_heard() {
    both(|db| async move {
        let mut it = Revoked::new(Indoors::new(db).await).await;
        let youth = it.newcomer().await;
        let first = it.entry(youth, vec![call()]);
        assert_eq!(it.hand_over(&[value(&first)]).await, [first.id]);
        let mut tx = it.house.state.db.begin().await.unwrap();
        let now = it.house.state.clock.now();
        for n in 1..store::quarantine::MOST {
            assert!(store::quarantine::add(&mut tx, it.phone, &n.to_string(), "{}", now).await.unwrap());
        }
        tx.commit().await.unwrap();
        let second = it.entry(youth, vec![call()]);
        assert_eq!(it.hand_over(&[value(&first), value(&second)]).await, [first.id]);
    })
    .await;
}
