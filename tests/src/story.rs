//! From a meeting planned on a phone to a text and what became of it, with 46elks as its documentation has it.

use crate::{
    Indoors, Phone, World,
    elks::{Elks, tell},
    is_stored,
};
use domain::{Detail, Entry, Fact, MeetingId, MessageId, Phone as Number, PhoneOwner, Place, Youth, YouthId, civil};
use jiff::civil::DateTime;
use server::{
    db::Db,
    http::router,
    send::{Post, Tally, hook},
    store::reminder::{self, Reminder, State},
};

/// A minute in milliseconds.
pub const MINUTE: i64 = 60_000;
/// An hour.
pub const HOUR: i64 = 60 * MINUTE;
/// A youth's number.
pub const ALVA: &str = "+46701740614";

/// Everything that a story needs. 46elks reaches the server at an address of its own.
#[derive(Debug)]
pub struct Story {
    pub house: Indoors,
    pub elks: Elks,
    pub post: Post,
    pub world: World,
    pub phone: Phone,
    pub hook: String,
}

impl Story {
    pub async fn new(db: Db) -> Self {
        Self::with(db, &[]).await
    }

    /// With settings besides.
    pub async fn with(db: Db, others: &[(&str, &str)]) -> Self {
        let elks = Elks::start().await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hook = format!("http://{}", listener.local_addr().unwrap());
        let mut settings = elks.settings();
        settings.push(("UPPSOK_SMS_HOOK_URL", hook.clone()));
        let settings: Vec<(&str, &str)> = settings.iter().map(|it| (it.0, it.1.as_str())).chain(others.iter().copied()).collect();
        let house = Indoors::with(db, &settings).await;
        let service = router(house.state.clone());
        tokio::spawn(async move { axum::serve(listener, service).await });
        let world = World::of(&house);
        let worker = house.account("worker@uppsok.example").await;
        let phone = world.phone_of(worker);
        Self { post: Post::new(&house.state), house, elks, world, phone, hook }
    }

    /// A youth with a number of their own.
    pub async fn youth(&self, number: &str) -> YouthId {
        let youth = self.world.youth(self.world.north).await;
        self.give(youth, number).await;
        youth
    }

    pub async fn give(&self, youth: YouthId, number: &str) {
        let phone = Number::parse(number).unwrap();
        self.world
            .administer(youth, vec![Fact::DetailsChanged { detail: Detail::Phone { phone, owner: Some(PhoneOwner::Youth) }, saw: vec![] }])
            .await;
    }

    /// Books a meeting on the phone and syncs.
    pub async fn book(&mut self, youth: YouthId, at: DateTime) -> MeetingId {
        let meeting = self.world.id();
        let worker = Some(self.phone.account);
        let verdict = self.phone.send(youth, vec![Fact::MeetingPlanned { meeting, at, place: Place::Cafe, worker }]).await;
        assert!(is_stored(&verdict), "{verdict:?}");
        meeting
    }

    pub fn now(&self) -> i64 {
        self.house.state.clock.now()
    }

    pub fn go_to(&self, at: DateTime) {
        self.house.pass(civil::instant(at) - self.now());
    }

    pub async fn work(&self) -> Tally {
        self.post.work().await.unwrap()
    }

    /// Works until what was reported has been worked in.
    pub async fn work_until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        for _ in 0..400 {
            self.work().await;
            if is_so().await {
                return;
            }
            tokio::task::yield_now().await;
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("never so: {what}; {:?}", self.rows().await);
    }

    pub async fn rows(&self) -> Vec<Reminder> {
        let mut tx = self.house.state.db.read().await.unwrap();
        reminder::latest(&mut tx, self.house.municipality, 100).await.unwrap()
    }

    pub async fn state(&self, id: MessageId) -> State {
        let mut tx = self.house.state.db.read().await.unwrap();
        reminder::find(&mut tx, self.house.municipality, id).await.unwrap().unwrap().state
    }

    /// The youth as the phone has them after a sync.
    pub async fn synced(&mut self, youth: YouthId) -> Youth {
        self.phone.catch_up().await;
        Youth::fold(self.phone.held.values().filter(|it: &&Entry| it.youth == youth)).unwrap()
    }

    pub fn texts(&self) -> Vec<(String, String)> {
        self.elks.taken().into_iter().map(|it| (it.to, it.message)).collect()
    }

    /// What a youth writes, as 46elks brings it.
    pub async fn writes(&self, id: &str, from: &str, message: &str) -> u16 {
        let key = self.house.state.hooks.of_inbound();
        let address = self.hook.replace("://", &format!("://uppsok:{key}@"));
        let fields = [("direction", "incoming"), ("id", id), ("from", from), ("to", "+46701740699"), ("message", message)];
        tell(&format!("{address}{}", hook::ELKS_INBOUND), &fields).await
    }
}
