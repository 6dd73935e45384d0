//! Where messages and answers go wrong at the edges: heard of too late, in the night, from another's phone, about another
//! meeting.

use domain::{
    Answer, Detail, Fact, FactRef, LeavingReason, MessageId, MessageKind, NotSent, Phone as Number, PhoneOwner, Place, Via, YouthId,
    fold::MessageState, remind,
};
use jiff::civil::datetime;
use server::{
    clock::Clock,
    db::{StoreError, Tx},
    send::{Channel, Letter, Outcome, Post},
    store::{
        message_text::{self, OwnText},
        reminder::State,
    },
};
use std::{future::Future, pin::Pin};
use tests::{
    both,
    story::{ALVA, HOUR, Story},
};

#[tokio::test]
async fn a_move_and_a_cancellation_are_told_however_late_they_are_heard_of() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let (alva, bo) = (story.youth(ALVA).await, story.youth("+46701740615").await);
        let moved = story.book(alva, datetime(2026, 11, 30, 14, 0, 0, 0)).await;
        let off = story.book(bo, datetime(2026, 12, 1, 14, 0, 0, 0)).await;
        story.work().await;
        let plan = story.synced(alva).await.meetings[&moved].plan.saw();
        let other = story.synced(bo).await.meetings[&off].plan.saw();
        // Written on Monday without a signal; the phone is heard of on Friday.
        let at = datetime(2026, 11, 30, 15, 0, 0, 0);
        let one = story.phone.entry(alva, vec![Fact::MeetingMoved { meeting: moved, at, place: Place::Cafe, saw: plan }]);
        let two = story.phone.entry(bo, vec![Fact::MeetingCancelled { meeting: off, saw: other }]);
        story.go_to(datetime(2026, 11, 27, 10, 0, 0, 0));
        story.phone.exchange(&[one, two]).await;
        let before = story.texts().len();
        story.work().await;
        let kinds: Vec<_> = story.rows().await.into_iter().filter(|it| it.state.may_have_gone()).map(|it| it.kind).collect();
        assert!(kinds.contains(&MessageKind::Moved) && kinds.contains(&MessageKind::Cancelled), "{kinds:?}");
        assert_eq!(story.texts().len(), before + 2);
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_for_in_vain_is_told() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        let meeting = story.book(alva, datetime(2026, 11, 30, 14, 0, 0, 0)).await;
        story.work().await;
        let ask = |message: MessageId, template, meeting, at| Fact::MessageAsked { message, template, meeting, at };
        let (late, off): (MessageId, MessageId) = (story.world.id(), story.world.id());
        let asked_late = story.phone.entry(alva, vec![ask(late, MessageKind::Encouragement, None, None)]);
        let asked_off =
            story.phone.entry(alva, vec![ask(off, MessageKind::DayBefore, Some(meeting), Some(datetime(2026, 11, 29, 12, 0, 0, 0)))]);
        story.phone.exchange(&[asked_off]).await;
        let saw = story.synced(alva).await.meetings[&meeting].plan.saw();
        story.phone.send(alva, vec![Fact::MeetingCancelled { meeting, saw }]).await;
        // Two days without a signal: an encouragement that comes then is about another day.
        story.go_to(datetime(2026, 11, 25, 15, 0, 0, 0));
        story.phone.exchange(&[asked_late]).await;
        story.work().await;
        let youth = story.synced(alva).await;
        for (id, reason) in [(late, NotSent::TooLate), (off, NotSent::NotNow)] {
            let message = &youth.messages[&id];
            assert_eq!((message.state, message.reason), (MessageState::Failed, Some(reason)), "{message:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_last_reminder_that_does_not_go_is_told() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let youth = story.world.youth(story.world.north).await;
        let meeting = story.book(youth, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        story.go_to(datetime(2026, 11, 25, 14, 1, 0, 0));
        story.work().await;
        let known = story.synced(youth).await;
        let told: Vec<_> = known.messages.values().filter(|it| it.meeting == Some(meeting)).map(|it| (it.template, it.reason)).collect();
        assert_eq!(told, [(Some(MessageKind::DayBefore), Some(NotSent::NoChannel))]);
    })
    .await;
}

#[tokio::test]
async fn a_text_that_cannot_be_worded_is_told_whatever_it_is_about() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        let by = (story.phone.account, story.now());
        let mut tx = story.house.state.db.begin().await.unwrap();
        for (kind, text) in [(MessageKind::Booked, "Hej! Ring {telefon}."), (MessageKind::ThreeDays, "[Ring {telefon}.]")] {
            let own = OwnText { kind, language: "sv".to_owned(), text: text.to_owned(), changed: by, checked: Some(by) };
            message_text::put(&mut tx, story.house.municipality, &own).await.unwrap();
        }
        tx.commit().await.unwrap();
        story.book(alva, datetime(2026, 11, 30, 14, 0, 0, 0)).await;
        story.work().await;
        story.go_to(datetime(2026, 11, 27, 14, 1, 0, 0));
        story.work().await;
        let known = story.synced(alva).await;
        let told: Vec<_> = known.messages.values().map(|it| (it.template, it.state, it.reason)).collect();
        let no_text = |kind| (Some(kind), MessageState::Failed, Some(NotSent::NoText));
        assert_eq!(told.len(), 2, "{told:?}");
        assert!([MessageKind::Booked, MessageKind::ThreeDays].into_iter().all(|it| told.contains(&no_text(it))), "{told:?}");
        assert_eq!(story.elks.asked(), 0);
    })
    .await;
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A way out that takes its time: while it looks whom it reaches, the night comes.
#[derive(Debug)]
struct Slow(Clock, std::sync::Arc<std::sync::atomic::AtomicI64>);

impl Channel for Slow {
    fn via(&self) -> Via {
        Via::Sms
    }

    fn reaches<'a>(&'a self, _: &'a mut Tx, _: &'a Letter) -> Boxed<'a, Result<bool, StoreError>> {
        self.1.fetch_add(HOUR, std::sync::atomic::Ordering::Relaxed);
        Box::pin(async { Ok(true) })
    }

    fn send<'a>(&'a self, _: &'a Letter) -> Boxed<'a, Outcome> {
        panic!("it is night: {}", self.0.now());
    }
}

#[tokio::test]
async fn what_was_checked_before_the_night_is_not_sent_in_it() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        story.go_to(datetime(2026, 11, 23, 20, 30, 0, 0));
        story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        let slow = Slow(story.house.state.clock.clone(), story.house.time.clone());
        let post = Post::with(&story.house.state.db, &story.house.state.process, vec![std::sync::Arc::new(slow)]);
        assert_eq!(post.work().await.unwrap().called, 0);
        assert!(story.rows().await.iter().all(|it| it.state == State::Planned), "they wait for the morning");
    })
    .await;
}

async fn answers(story: &mut Story, youth: YouthId) -> Vec<(domain::MeetingId, Answer)> {
    let youth = story.synced(youth).await;
    youth.meetings.values().flat_map(|it| it.answers.iter().map(|answer| (it.id, answer.answer))).collect()
}

#[tokio::test]
async fn a_no_is_about_the_meeting_that_was_written_of_last() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        story.work().await;
        story.house.pass(24 * HOUR);
        let later = story.book(alva, datetime(2026, 12, 3, 14, 0, 0, 0)).await;
        story.work().await;
        assert_eq!(story.writes("s1", ALVA, "NEJ").await, 204);
        assert_eq!(answers(&mut story, alva).await, [(later, Answer::NotComing)]);
        // After something that asks nothing, "ok" is no answer to a meeting: the worker reads it.
        story.house.pass(HOUR);
        let message = story.world.id();
        story.go_to(datetime(2026, 11, 27, 10, 0, 0, 0));
        story.phone.send(alva, vec![Fact::MessageAsked { message, template: MessageKind::Encouragement, meeting: None, at: None }]).await;
        story.work().await;
        assert!(story.state(message).await.may_have_gone());
        assert_eq!(story.writes("s2", ALVA, "ok").await, 204);
        assert_eq!(answers(&mut story, alva).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_no_to_the_old_time_is_none_to_one_that_is_heard_of_later() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        let meeting = story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        story.work().await;
        let saw = story.synced(alva).await.meetings[&meeting].plan.saw();
        // Moved without a signal, refused an hour later as the youth knows it, and heard of after that.
        story.house.pass(HOUR);
        let to = Fact::MeetingMoved { meeting, at: datetime(2026, 11, 27, 15, 0, 0, 0), place: Place::Cafe, saw };
        let moved = story.phone.entry(alva, vec![to]);
        story.house.pass(HOUR);
        assert_eq!(story.writes("s1", ALVA, "NEJ").await, 204);
        story.house.pass(HOUR);
        story.phone.exchange(&[moved]).await;
        story.work().await;
        let said = |story: &Story, words: &str| story.texts().iter().any(|it| it.1.starts_with(words));
        assert!(said(&story, "Hej Alva! Ny tid för oss: fredag kl 15.00."), "{:?}", story.texts());
        story.go_to(datetime(2026, 11, 26, 15, 1, 0, 0));
        story.work().await;
        assert!(said(&story, "Hej Alva! Vi ses i morgon kl 15.00."), "{:?}", story.texts());
        let youth = story.synced(alva).await;
        assert!(remind::answers(&youth, &youth.meetings[&meeting]).is_empty());
        assert_eq!(answers(&mut story, alva).await, [(meeting, Answer::NotComing)], "and the card still shows it");
    })
    .await;
}

#[tokio::test]
async fn a_no_to_what_a_worker_asked_for_is_to_the_time_that_it_spoke_of() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        let meeting = story.book(alva, datetime(2026, 11, 30, 14, 0, 0, 0)).await;
        story.work().await;
        story.house.pass(24 * HOUR);
        let message: MessageId = story.world.id();
        let ask = Fact::MessageAsked { message, template: MessageKind::DayBefore, meeting: Some(meeting), at: None };
        story.phone.send(alva, vec![ask]).await;
        story.work().await;
        assert!(story.state(message).await.may_have_gone());
        let saw = story.synced(alva).await.meetings[&meeting].plan.saw();
        let to = Fact::MeetingMoved { meeting, at: datetime(2026, 12, 1, 15, 0, 0, 0), place: Place::Cafe, saw: saw.clone() };
        story.phone.send(alva, vec![to]).await;
        // Before anything has been written of the new time.
        assert_eq!(story.writes("s1", ALVA, "NEJ").await, 204);
        let youth = story.synced(alva).await;
        let given = &youth.meetings[&meeting].answers;
        assert_eq!(given.iter().map(|it| &it.saw).collect::<Vec<_>>(), [&saw]);
    })
    .await;
}

#[tokio::test]
async fn a_guardian_and_who_has_left_are_not_taken_for_the_youth() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let (alva, left) = (story.youth(ALVA).await, story.youth(ALVA).await);
        let registration = story.synced(left).await.registrations.values().next().unwrap().id;
        let gone = Fact::Left { registration, reason: LeavingReason::NotResident, on: jiff::civil::date(2026, 11, 1), saw: vec![] };
        story.world.administer(left, vec![gone]).await;
        let mother = "+46701740620";
        let phone = Number::parse(mother).unwrap();
        let detail = Detail::Phone { phone, owner: Some(PhoneOwner::Guardian) };
        story.world.administer(alva, vec![Fact::DetailsChanged { detail, saw: vec![] }]).await;
        let meeting = story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        story.work().await;
        assert_eq!(story.writes("s1", mother, "nej").await, 204);
        assert_eq!(answers(&mut story, alva).await, [], "she isn't the one who comes");
        assert_eq!(story.writes("s2", ALVA, "ja").await, 204);
        assert_eq!(answers(&mut story, alva).await, [(meeting, Answer::Coming)], "whoever has left doesn't share the number");
    })
    .await;
}

#[tokio::test]
async fn two_who_disagree_on_how_it_ended_agree_that_nothing_is_sent() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        story.book(alva, datetime(2026, 11, 30, 14, 0, 0, 0)).await;
        story.work().await;
        let sent = story.texts().len();
        let registration = story.synced(alva).await.registrations.values().next().unwrap().id;
        let on = jiff::civil::date(2026, 11, 22);
        let ends = |reason| vec![Fact::Left { registration, reason, on, saw: Vec::<FactRef>::new() }];
        let (one, two) =
            (story.phone.entry(alva, ends(LeavingReason::Deceased)), story.phone.entry(alva, ends(LeavingReason::NotResident)));
        story.phone.exchange(&[one, two]).await;
        assert!(story.synced(alva).await.open_registrations().next().is_some(), "it is disputed");
        for day in 24..=30 {
            story.go_to(datetime(2026, 11, day, 15, 0, 0, 0));
            story.work().await;
        }
        assert_eq!(story.texts().len(), sent);
    })
    .await;
}
