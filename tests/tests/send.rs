//! From a meeting planned on a phone to a text, what became of it, and the answer on the phone: over 46elks as its
//! documentation has it, on both databases.

use domain::{
    Answer, CloseReason, Detail, Fact, MeetingId, MessageKind, NotSent, Phone as Number, PhoneOwner, Place, Via, fold::MessageState, today,
};
use jiff::civil::datetime;
use server::{
    send::Post,
    store::{
        outbox, received,
        reminder::{self, State},
    },
};
use std::sync::Arc;
use tests::{
    Indoors, Visitor, World, both,
    story::{ALVA, HOUR, Story},
};

#[tokio::test]
async fn from_the_booking_to_the_answer_on_the_phone() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        // Monday at ten; the meeting is on Thursday.
        let meeting = story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        story.work_until("delivered", async || story.rows().await.iter().any(|it| it.state == State::Delivered)).await;
        let (to, text) = story.texts().remove(0);
        let booked = "Hej Alva! Då säger vi torsdag kl 14.00. Svara NEJ om det inte passar. http://127.0.0.1:3000/y/";
        assert!(to == ALVA && text.starts_with(booked) && text.ends_with(" /worker") && text.len() < 160, "{text}");
        let link = text.split_whitespace().find_map(|it| it.strip_prefix("http://127.0.0.1:3000")).unwrap();
        assert_eq!(Visitor::outside(&story.house).get(link).await.status, 200, "and it leads to their page");
        let youth = story.synced(alva).await;
        let message = youth.messages.values().next().unwrap();
        assert_eq!((message.template, message.meeting, message.via), (Some(MessageKind::Booked), Some(meeting), Some(Via::Sms)));
        assert_eq!(message.state, MessageState::Delivered);
        assert_eq!(story.work().await.called, 0, "nothing more is due");

        // Three days before is past; the day before comes, and the day is worded for it.
        story.go_to(datetime(2026, 11, 25, 14, 1, 0, 0));
        story.work().await;
        assert_eq!(story.texts()[1].1, "Hej Alva! Vi ses i morgon kl 14.00. Passar det inte? Svara här så hittar vi en ny tid. /worker");

        assert_eq!(story.writes("s1", ALVA, " Nej. ").await, 204);
        assert_eq!(story.writes("s1", ALVA, " Nej. ").await, 204, "46elks tries again for hours");
        let youth = story.synced(alva).await;
        assert_eq!(youth.meetings[&meeting].answers.iter().map(|it| it.answer).collect::<Vec<_>>(), [Answer::NotComing]);
        let summary = Arc::new(domain::Summary::of(&youth));
        let sections = today::today([&summary], today::Whose::Units, &[], story.now());
        assert_eq!(sections[0].0, today::Section::Answers);
    })
    .await;
}

#[tokio::test]
async fn cancelled_offline_before_it_is_sent_and_synced_before_it_sends_nothing() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        story.work().await;
        let meeting: MeetingId = story.world.id();
        // Both were made without a signal, and come in one go.
        let planned = Fact::MeetingPlanned { meeting, at: datetime(2026, 11, 26, 14, 0, 0, 0), place: Place::Cafe, worker: None };
        let planned = story.phone.entry(alva, vec![planned]);
        let saw = vec![domain::FactRef { entry: planned.id, index: 0 }];
        let cancelled = story.phone.entry(alva, vec![Fact::MeetingCancelled { meeting, saw }]);
        story.phone.exchange(&[planned, cancelled]).await;
        story.work().await;
        // One that waits, and is cancelled while it does.
        let other = story.book(alva, datetime(2026, 12, 3, 14, 0, 0, 0)).await;
        let off = Fact::MeetingReminderOff { meeting: other };
        story.phone.send(alva, vec![off]).await;
        story.work().await;
        for day in 24..=30 {
            story.go_to(datetime(2026, 11, day, 15, 0, 0, 0));
            story.work().await;
        }
        assert_eq!((story.texts(), story.elks.asked()), (vec![], 0));
    })
    .await;
}

#[tokio::test]
async fn a_stop_closes_the_number_for_everyone_who_has_it_and_is_confirmed_once() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let (alva, twin) = (story.youth(ALVA).await, story.youth(ALVA).await);
        let meeting = story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        story.work().await;
        // From a number that two have, a yes asks the worker who it was.
        assert_eq!(story.writes("s1", ALVA, "JA").await, 204);
        let youth = story.synced(alva).await;
        assert!(youth.meetings[&meeting].answers.is_empty() && youth.last_answer.is_some());
        assert!(story.synced(twin).await.last_answer.is_some());
        assert_eq!(story.writes("s2", ALVA, " StoPP").await, 204);
        story.work().await;
        for it in [alva, twin] {
            let youth = story.synced(it).await;
            assert_eq!(youth.phones[&Number::stored(ALVA).unwrap()].closed_for(), Some(CloseReason::Stop));
        }
        assert_eq!(story.writes("s3", ALVA, "STOP").await, 204, "said again");
        story.go_to(datetime(2026, 11, 25, 14, 1, 0, 0));
        story.work().await;
        let texts: Vec<String> = story.texts().into_iter().map(|it| it.1).collect();
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(texts[1].starts_with("Okej, du får inga fler sms från mig."));
    })
    .await;
}

#[tokio::test]
async fn a_free_text_is_kept_for_thirty_days() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        assert_eq!(story.writes("s1", "0701740614", "Kan vi ta det på fredag i stället? 🙂").await, 204);
        assert_eq!(story.writes("s2", "+46701740688", "Vem är du?").await, 204, "nobody's number");
        assert_eq!(story.writes("s3", "Swish", "Reklam").await, 204, "not a number");
        let kept = async || {
            let mut tx = story.house.state.db.read().await.unwrap();
            received::of_person(&mut tx, story.house.municipality, alva).await.unwrap().into_iter().map(|it| it.text).collect::<Vec<_>>()
        };
        assert_eq!(kept().await, ["Kan vi ta det på fredag i stället? 🙂"]);
        let mut tx = story.house.state.db.read().await.unwrap();
        let of = async |account, tx: &mut server::db::Tx| received::of_worker(tx, story.house.municipality, account).await.unwrap().len();
        assert_eq!((of(story.phone.account, &mut tx).await, of(story.world.id(), &mut tx).await), (1, 0), "the unit's own workers");
        drop(tx);
        story.house.pass(received::KEPT - HOUR);
        story.post.forget().await.unwrap();
        assert_eq!(kept().await.len(), 1);
        story.house.pass(HOUR);
        story.post.forget().await.unwrap();
        assert_eq!(kept().await.len(), 0);
        assert!(story.synced(alva).await.last_answer.is_some(), "that they wrote stands");
    })
    .await;
}

#[tokio::test]
async fn moved_at_night_is_for_the_worker_to_tell() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        let meeting = story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        story.work().await;
        story.go_to(datetime(2026, 11, 23, 21, 30, 0, 0));
        let saw = story.synced(alva).await.meetings[&meeting].plan.saw();
        let to = Fact::MeetingMoved { meeting, at: datetime(2026, 11, 27, 10, 0, 0, 0), place: Place::Cafe, saw };
        story.phone.send(alva, vec![to]).await;
        story.work().await;
        assert_eq!(story.elks.asked(), 1, "only the booking");
        let youth = story.synced(alva).await;
        let failed = youth.messages.values().find(|it| it.template == Some(MessageKind::Moved)).unwrap();
        assert_eq!(failed.reason, Some(NotSent::Quiet));
        let unsure = domain::Summary::of(&youth).unsure;
        assert_eq!(unsure[0].time, Some(datetime(2026, 11, 27, 10, 0, 0, 0)));
    })
    .await;
}

#[tokio::test]
async fn erased_leaves_nothing_and_what_a_restore_made_unclear_waits_for_a_yes() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let (alva, bo) = (story.youth(ALVA).await, story.youth("+46701740615").await);
        story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        story.work().await;
        story.writes("s1", ALVA, "Hej på dig").await;
        let mut tx = story.house.state.db.begin().await.unwrap();
        let place = story.world.place().await;
        server::journal::write_all(&mut tx, &story.house.state.process, &place, domain::Actor::System, vec![(alva, vec![Fact::Erased {}])])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut tx = story.house.state.db.read().await.unwrap();
        let rows = reminder::of_persons(&mut tx, story.house.municipality, [alva]).await.unwrap();
        let kept = received::of_person(&mut tx, story.house.municipality, alva).await.unwrap();
        let phones = server::store::youth_phone::who(&mut tx, &Number::stored(ALVA).unwrap()).await.unwrap();
        assert!(rows.is_empty() && kept.is_empty() && phones.is_empty());
        drop(tx);

        story.book(bo, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        let backup = story.now();
        story.house.pass(HOUR);
        let mut tx = story.house.state.db.begin().await.unwrap();
        assert_eq!(reminder::doubt(&mut tx, backup - HOUR, story.now()).await.unwrap(), 1);
        tx.commit().await.unwrap();
        story.work().await;
        assert_eq!(story.elks.asked(), 1, "only Alva's, before");
        assert_eq!(domain::Summary::of(&story.synced(bo).await).unsure.len(), 1);
        let mut tx = story.house.state.db.begin().await.unwrap();
        assert_eq!(reminder::release(&mut tx, story.house.municipality, story.now()).await.unwrap(), 1);
        tx.commit().await.unwrap();
        story.work().await;
        assert_eq!(story.elks.asked(), 2);
    })
    .await;
}

#[tokio::test]
async fn without_a_provider_texts_land_on_the_administrators_page() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let world = World::of(&house);
        let youth = world.youth(world.north).await;
        let phone = Number::parse(ALVA).unwrap();
        let meeting =
            Fact::MeetingPlanned { meeting: world.id(), at: datetime(2026, 11, 27, 14, 0, 0, 0), place: Place::Cafe, worker: None };
        let has = Fact::DetailsChanged { detail: Detail::Phone { phone, owner: Some(PhoneOwner::Youth) }, saw: vec![] };
        world.administer(youth, vec![has, meeting]).await;
        Post::new(&house.state).work().await.unwrap();
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let page = admin.read("/admin/outbox").await;
        assert!(page.contains("Hej Alva! Då säger vi fredag kl 14.00. Svara NEJ om det inte passar.") && page.contains("1 sms"), "{page}");
        let mut tx = house.state.db.read().await.unwrap();
        assert_eq!(outbox::latest(&mut tx, house.municipality, 10).await.unwrap().len(), 1);
    })
    .await;
}
