//! A way out that is dead: it is left alone, what can go another way goes, and what can't is told of in time.

use domain::{NotSent, Summary, Via, YouthId, civil, fold::MessageState, today};
use jiff::civil::{DateTime, datetime};
use server::{
    db::Db,
    push::Subscription,
    store::push_subscription::{self, PushSubscription, Whose},
};
use std::sync::Arc;
use tests::{
    PushService, both,
    elks::Act,
    story::{HOUR, MINUTE, Story},
};

/// More than it takes until a channel rests.
const MANY: usize = 12;
const SECOND: i64 = 1000;
/// Thursday; the clock begins on Monday at ten.
const MEETING: DateTime = datetime(2026, 11, 26, 14, 0, 0, 0);
const THE_DAY_BEFORE: DateTime = datetime(2026, 11, 25, 14, 0, 0, 0);

struct Rests {
    story: Story,
    push: PushService,
}

impl Rests {
    async fn begin(db: Db) -> Self {
        let push = PushService::start().await;
        let settings = [("UPPSOK_YOUTH_URL", "http://localhost:3000"), ("UPPSOK_PUSH_TEST_HOST", &push.host), ("UPPSOK_SMS_AT_ONCE", "4")];
        let story = Story::with(db, &settings).await;
        Self { story, push }
    }

    /// A youth with a meeting so long after two on Thursday, and a number of their own.
    async fn invited(&mut self, number: usize, seconds: i64) -> YouthId {
        let youth = self.story.youth(&format!("+467017406{number}")).await;
        self.story.book(youth, civil::local(civil::instant(MEETING) + seconds * SECOND)).await;
        youth
    }

    /// Their browser takes notifications from now on.
    async fn subscribes(&self, youth: YouthId) {
        let state = &self.story.house.state;
        let offered =
            serde_json::from_value(self.push.offered(&youth.to_string(), &state.push.vapid.latest(&state.db).await.unwrap())).unwrap();
        let found = Subscription::parse(offered, state.push.opened()).unwrap();
        let mut tx = state.db.begin().await.unwrap();
        let row = PushSubscription {
            endpoint_hash: found.hash(),
            municipality: self.story.house.municipality,
            whose: Whose::Youth(youth),
            sealed: found.seal(&state.push.sealer, &state.clock),
            kid: state.push.vapid.kid_of(&state.db, found.key()).await.unwrap().unwrap(),
            made_at: state.clock.now(),
            waiting_until: None,
        };
        push_subscription::put(&mut tx, &row).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// How many texts say that it is tomorrow.
    fn texts(&self) -> usize {
        self.story.texts().iter().filter(|it| it.1.contains("i morgon")).count()
    }
}

#[tokio::test]
async fn texts_wait_for_a_dead_provider_and_notifications_do_not() {
    both(|db| async move {
        let mut it = Rests::begin(db).await;
        for number in 0..MANY {
            it.invited(10 + number, 0).await;
        }
        let last = it.invited(30, 10).await;
        it.subscribes(last).await;
        it.story.work().await;
        it.story.elks.script(&[Act::Busy; MANY]);
        it.story.go_to(THE_DAY_BEFORE);
        it.story.work().await;
        let asked = it.story.elks.asked();
        it.story.house.pass(11 * SECOND);
        assert_eq!(it.story.work().await.called, 1, "the notification");
        assert_eq!((it.push.take().len(), it.story.elks.asked(), it.texts()), (1, asked, 0), "the provider is left alone");
        // It comes back, and everybody is told.
        for _ in 0..MANY {
            it.story.house.pass(MINUTE);
            it.story.work().await;
        }
        assert_eq!((it.push.take().len(), it.texts()), (0, MANY));
    })
    .await;
}

#[tokio::test]
async fn a_text_goes_at_once_where_a_push_service_is_dead() {
    both(|db| async move {
        let mut it = Rests::begin(db).await;
        for number in 0..MANY {
            let youth = it.invited(10 + number, 0).await;
            it.subscribes(youth).await;
        }
        let last = it.invited(30, 10).await;
        it.subscribes(last).await;
        it.story.work().await;
        it.push.answer(503, None);
        it.story.go_to(THE_DAY_BEFORE);
        it.story.work().await;
        assert_eq!((it.push.take().len(), it.texts()), (MANY, 0), "they are tried again");
        it.story.house.pass(11 * SECOND);
        it.story.work().await;
        assert_eq!((it.push.take().len(), it.texts()), (0, 1));
        for _ in 0..4 {
            it.story.house.pass(MINUTE);
            it.story.work().await;
        }
        assert_eq!(it.texts(), MANY + 1);
        assert!(it.push.take().len() <= 4, "it is asked gently");
    })
    .await;
}

#[tokio::test]
async fn everyone_who_was_not_told_is_called_in_time() {
    both(|db| async move {
        let mut it = Rests::begin(db).await;
        let mut youths = Vec::new();
        for number in 0..3 * MANY {
            youths.push(it.invited(10 + number, 0).await);
        }
        it.story.work().await;
        it.story.elks.script(&[Act::Busy; 2000]);
        it.story.go_to(THE_DAY_BEFORE);
        let before = it.story.elks.asked();
        it.story.work().await;
        let tried = it.story.elks.asked() - before;
        assert!(tried < MANY, "{tried} are tried before the provider is left alone");
        // An hour and a half before the meeting it is still dead.
        it.story.house.pass(22 * HOUR + 30 * MINUTE);
        for _ in 0..4 {
            it.story.work().await;
            it.story.house.pass(MINUTE);
        }
        for youth in youths {
            let known = it.story.synced(youth).await;
            let last = known.messages.values().find(|it| it.template == Some(domain::MessageKind::DayBefore)).unwrap();
            assert_eq!((last.state, last.reason, last.via), (MessageState::Failed, Some(NotSent::TooLate), None::<Via>));
            let summary = Arc::new(Summary::of(&known));
            let sections = today::today([&summary], today::Whose::Units, &[], it.story.now());
            let reason = &sections[0].1[0].reason;
            assert!(matches!(reason, today::Reason::MeetingSoon { unsure: Some(_), .. }), "{reason:?}");
        }
        assert_eq!(it.texts(), 0);
    })
    .await;
}
