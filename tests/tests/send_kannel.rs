//! Through a real gateway: a reminder goes out, its delivery report comes back, and the reply reaches the phone.

use domain::{Answer, Detail, Entry, Fact, MeetingId, Phone as Number, PhoneOwner, Place, Youth, fold::MessageState};
use jiff::civil::datetime;
use server::{
    clock::Clock,
    config::Secret,
    db::Db,
    http::router,
    send::{HookKeys, Post, hook},
    store::{account, received},
};
use std::time::{Duration, Instant};
use tests::{Indoors, World, indoors::SECRET, kannel::Kannel};

const ALVA: &str = "+46701740614";

#[tokio::test]
async fn out_through_the_gateway_and_back() {
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
    let worker = {
        let mut tx = house.state.db.read().await.unwrap();
        account::by_email(&mut tx, "worker@uppsok.example").await.unwrap().unwrap().id
    };
    let mut phone = world.phone_of(worker);

    let alva = world.youth(world.north).await;
    let has = Detail::Phone { phone: Number::parse(ALVA).unwrap(), owner: Some(PhoneOwner::Youth) };
    world.administer(alva, vec![Fact::DetailsChanged { detail: has, saw: vec![] }]).await;
    let meeting: MeetingId = world.id();
    phone
        .send(alva, vec![Fact::MeetingPlanned { meeting, at: datetime(2026, 11, 26, 14, 0, 0, 0), place: Place::Cafe, worker: None }])
        .await;
    kannel.take();
    assert_eq!(post.work().await.unwrap().called, 1);
    let since = Instant::now();
    loop {
        post.work().await.unwrap();
        phone.catch_up().await;
        let youth = Youth::fold(phone.held.values().filter(|it: &&Entry| it.youth == alva)).unwrap();
        if youth.messages.values().any(|it| it.state == MessageState::Delivered) {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "no delivery report: {:?}", kannel.arrived());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let arrived = kannel.arrived();
    let text = format!("+46701740699 {ALVA} text Hej Alva! Då säger vi torsdag kl 14.00. Svara NEJ om det inte passar. http://");
    assert!(arrived.len() == 1 && arrived[0].starts_with(&text), "{arrived:?}");

    kannel.bring(ALVA, "Nej");
    let since = Instant::now();
    loop {
        phone.catch_up().await;
        let youth = Youth::fold(phone.held.values().filter(|it: &&Entry| it.youth == alva)).unwrap();
        if let Some(given) = youth.meetings[&meeting].answers.first() {
            assert_eq!(given.answer, Answer::NotComing);
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "the reply never came");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(kannel.arrived().len(), 1, "nothing is sent back to who answers");

    // Words of their own, as they were written.
    kannel.bring(ALVA, "Går det på fredag?");
    let since = Instant::now();
    loop {
        let mut tx = house.state.db.read().await.unwrap();
        let all = received::of_person(&mut tx, house.municipality, alva).await.unwrap();
        drop(tx);
        if let Some(it) = all.iter().find(|it| it.text != "Nej") {
            assert_eq!(it.text, "Går det på fredag?");
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "the words never came");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
