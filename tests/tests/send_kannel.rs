//! Through a real gateway: a reminder goes out, its delivery report comes back, and the reply reaches the phone.

use domain::{
    AccountId, Answer, Detail, Entry, Fact, MeetingId, MessageKind, Phone as Number, PhoneOwner, Place, Youth, YouthId, fold::MessageState,
    message::size,
};
use jiff::civil::datetime;
use server::{
    clock::Clock,
    config::Secret,
    db::Db,
    http::router,
    send::{HookKeys, Post, hook},
    store::{
        message_text::{self, OwnText},
        received,
    },
};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tests::{Indoors, Phone, World, indoors::SECRET, kannel::Kannel};

const ALVA: &str = "+46701740614";

/// A server whose texts go through a gateway, and a youth with a number.
struct Gateway {
    house: Indoors,
    kannel: Kannel,
    post: Post,
    world: World,
    phone: Phone,
    alva: YouthId,
    _folder: TempDir,
}

impl Gateway {
    async fn begin() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let key = HookKeys::new(&Secret::load(Some(SECRET), "postgres:", &Clock::system()).unwrap()).of_inbound();
        let mut kannel = Kannel::start(&format!("http://uppsok:{key}@{address}{}", hook::KANNEL_INBOUND));
        let mut settings = kannel.settings();
        settings.push(("UPPSOK_SMS_HOOK_URL", format!("http://{address}")));
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("uppsok.db").display())).await.unwrap();
        let settings: Vec<(&str, &str)> = settings.iter().map(|it| (it.0, it.1.as_str())).collect();
        let house = Indoors::with(db, &settings).await;
        let service = router(house.state.clone());
        tokio::spawn(async move { axum::serve(listener, service).await });
        let (post, world) = (Post::new(&house.state), World::of(&house));
        let worker = house.account("worker@uppsok.example").await;
        let phone = world.phone_of(worker);
        let alva = world.youth(world.north).await;
        let has = Detail::Phone { phone: Number::parse(ALVA).unwrap(), owner: Some(PhoneOwner::Youth) };
        world.administer(alva, vec![Fact::DetailsChanged { detail: has, saw: vec![] }]).await;
        kannel.take();
        Self { house, kannel, post, world, phone, alva, _folder: folder }
    }

    /// Books a meeting on the phone, and waits until the phone knows that its text has arrived.
    async fn books(&mut self) -> MeetingId {
        let meeting: MeetingId = self.world.id();
        let at = datetime(2026, 11, 26, 14, 0, 0, 0);
        self.phone.send(self.alva, vec![Fact::MeetingPlanned { meeting, at, place: Place::Cafe, worker: None }]).await;
        assert_eq!(self.post.work().await.unwrap().called, 1);
        let since = Instant::now();
        loop {
            self.post.work().await.unwrap();
            if self.synced().await.messages.values().any(|it| it.state == MessageState::Delivered) {
                return meeting;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "no delivery report: {:?}", self.kannel.arrived());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn synced(&mut self) -> Youth {
        self.phone.catch_up().await;
        Youth::fold(self.phone.held.values().filter(|it: &&Entry| it.youth == self.alva)).unwrap()
    }
}

/// One letter that isn't in the networks' alphabet, and the whole goes as another: nothing is lost on the way.
#[tokio::test]
async fn a_text_with_a_face_arrives_whole() {
    let mut it = Gateway::begin().await;
    let by: AccountId = it.world.id();
    let now = it.house.state.clock.now();
    let text = "Hej {förnamn}! Då säger vi {dag} kl {tid} 🙂 Går det bra? “Ja” räcker, så vet jag det. Вітаю!".to_owned();
    let own = OwnText { kind: MessageKind::Booked, language: "sv".into(), text, changed: (by, now), checked: Some((by, now)) };
    let mut tx = it.house.state.db.begin().await.unwrap();
    message_text::put(&mut tx, it.house.municipality, &own).await.unwrap();
    tx.commit().await.unwrap();
    it.books().await;
    let words = "Hej Alva! Då säger vi torsdag kl 14.00 🙂 Går det bra? “Ja” räcker, så vet jag det. Вітаю!";
    // It is reported when its first part has come.
    let since = Instant::now();
    while it.kannel.arrived().len() < size(words).segments && since.elapsed() < Duration::from_secs(60) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let arrived = it.kannel.arrived();
    assert_eq!(arrived.len(), size(words).segments, "as many parts as are paid for: {arrived:?}");
    assert!(arrived.iter().all(|it| it.starts_with(&format!("+46701740699 {ALVA} "))), "{arrived:?}");
    assert_eq!(arrived.iter().map(|it| it.split_once(" ucs-2 ").expect("Unicode").1).collect::<String>(), words);
}

#[tokio::test]
async fn out_through_the_gateway_and_back() {
    let mut it = Gateway::begin().await;
    let meeting = it.books().await;
    let arrived = it.kannel.arrived();
    let text = format!("+46701740699 {ALVA} text Hej Alva! Då säger vi torsdag kl 14.00. Svara NEJ om det inte passar. http://");
    assert!(arrived.len() == 1 && arrived[0].starts_with(&text), "{arrived:?}");

    it.kannel.bring(ALVA, "Nej");
    let since = Instant::now();
    loop {
        if let Some(given) = it.synced().await.meetings[&meeting].answers.first() {
            assert_eq!(given.answer, Answer::NotComing);
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "the reply never came");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(it.kannel.arrived().len(), 1, "nothing is sent back to who answers");

    // Words of their own, as they were written.
    it.kannel.bring(ALVA, "Går det på fredag?");
    let since = Instant::now();
    loop {
        let mut tx = it.house.state.db.read().await.unwrap();
        let all = received::of_person(&mut tx, it.house.municipality, it.alva).await.unwrap();
        drop(tx);
        if let Some(found) = all.iter().find(|it| it.text != "Nej") {
            assert_eq!(found.text, "Går det på fredag?");
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "the words never came");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
