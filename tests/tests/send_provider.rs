//! What a provider does with texts and says of them, on both databases: it is silent, busy or dead, reports late, twice and in any
//! order; and a server that ends in the middle of a call.

use domain::{NotSent, civil, fold::MessageState, today};
use jiff::civil::datetime;
use server::{
    send::{Post, hook},
    store::{channel_health, reminder::State},
};
use std::sync::Arc;
use tests::{
    Visitor, both,
    elks::{Act, Reports, tell},
    story::{ALVA, HOUR, MINUTE, Story},
};

#[tokio::test]
async fn what_is_unclear_is_never_sent_again_and_stands_on_the_list_unless_it_is_reported() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let (alva, bo) = (story.youth(ALVA).await, story.youth("+46701740615").await);
        story.elks.report(Reports::None);
        story.elks.script(&[Act::Break, Act::Break]);
        let at = datetime(2026, 12, 10, 14, 0, 0, 0);
        story.book(alva, at).await;
        story.book(bo, at).await;
        story.work().await;
        assert!(story.rows().await.iter().all(|it| it.state == State::Unclear) && story.elks.asked() == 2);
        story.house.pass(11 * MINUTE);
        story.work().await;
        story.house.pass(3 * HOUR);
        story.work().await;
        assert_eq!(story.elks.asked(), 2, "never blindly again");
        let youth = story.synced(alva).await;
        let summary = Arc::new(domain::Summary::of(&youth));
        let sections = today::today([&summary], today::Whose::Units, &[], story.now());
        assert_eq!(sections[0].0, today::Section::NeedsYou);
        // A report that comes late settles it.
        let row = story.rows().await.into_iter().find(|it| it.person == alva).unwrap();
        let attempt = {
            let mut tx = story.house.state.db.read().await.unwrap();
            server::store::attempt::of_reminder(&mut tx, row.municipality, row.id).await.unwrap().remove(0).id
        };
        let key = story.house.state.hooks.of_attempt(attempt);
        let address = story.hook.replace("://", &format!("://uppsok:{key}@"));
        let report = format!("{address}/hook/46elks/report/{attempt}");
        assert_eq!(tell(&report, &[("id", "s9"), ("status", "delivered")]).await, 204);
        assert_eq!(tell(&report, &[("id", "s9"), ("status", "sent")]).await, 204);
        story.work().await;
        assert_eq!(story.state(row.id).await, State::Delivered);
        assert!(domain::Summary::of(&story.synced(alva).await).unsure.is_empty());
    })
    .await;
}

#[tokio::test]
async fn reports_out_of_order_and_twice_and_a_failure() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        for (number, reports, state) in [
            ("+46701740610", Reports::Reversed, State::Delivered),
            ("+46701740611", Reports::Twice, State::Delivered),
            ("+46701740612", Reports::Failed, State::Failed),
        ] {
            let youth = story.youth(number).await;
            story.elks.report(reports);
            story.book(youth, datetime(2026, 12, 10, 14, 0, 0, 0)).await;
            story.work_until("reported", async || story.rows().await.iter().any(|it| it.person == youth && it.state == state)).await;
        }
        let taken = story.elks.taken();
        assert_eq!(story.elks.report_again(&taken[1], "failed").await, 204, "after it was delivered");
        story.work().await;
        let states: Vec<State> = story.rows().await.iter().map(|it| it.state).collect();
        assert_eq!(states.iter().filter(|it| **it == State::Delivered).count(), 2);
        // A key is good for its own text alone, and who guesses is slowed down.
        let wrong = taken[0].whendelivered.replace(&taken[0].whendelivered[taken[0].whendelivered.len() - 4..], "0000");
        for _ in 0..30 {
            assert_eq!(tell(&wrong, &[("status", "failed")]).await, 401);
        }
        assert_eq!(tell(&wrong, &[("status", "failed")]).await, 429);
        assert_eq!(story.elks.report_again(&taken[0], "delivered").await, 204, "the right key is still let in");
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_is_busy_is_asked_again_and_a_dead_one_raises_the_alarm() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        story.elks.script(&[Act::Busy, Act::Unpaid]);
        story.book(alva, datetime(2026, 12, 10, 14, 0, 0, 0)).await;
        story.work().await;
        assert_eq!(story.work().await.called, 0, "not at once");
        story.house.pass(2 * MINUTE);
        assert_eq!(story.work().await.called, 1);
        let admin = Visitor::sign_in(&story.house, "administrator@uppsok.example").await;
        assert!(admin.read("/admin").await.contains("Meddelanden till ungdomar går inte fram"), "the money has run out");
        story.house.pass(4 * MINUTE);
        story.work().await;
        assert_eq!(story.elks.taken().len(), 1);
        assert!(!admin.read("/admin").await.contains("går inte fram"));
        let mut tx = story.house.state.db.read().await.unwrap();
        assert_eq!(channel_health::all(&mut tx).await.unwrap()[0].failing_since, None);
    })
    .await;
}

#[tokio::test]
async fn another_program_at_the_providers_address_loses_nothing_and_raises_the_alarm() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let (alva, bo) = (story.youth(ALVA).await, story.youth("+46701740615").await);
        story.elks.script(&[Act::Say(404), Act::Say(405), Act::Say(408), Act::Say(301)]);
        for youth in [alva, bo] {
            story.book(youth, datetime(2026, 12, 10, 14, 0, 0, 0)).await;
        }
        story.work().await;
        let admin = Visitor::sign_in(&story.house, "administrator@uppsok.example").await;
        assert!(!admin.read("/admin").await.contains("går inte fram"), "it may pass");
        story.house.pass(3 * MINUTE);
        story.work().await;
        assert_eq!((story.elks.asked(), story.rows().await), (4, vec![]), "they wait");
        assert!(admin.read("/admin").await.contains("Meddelanden till ungdomar går inte fram"));
        assert!(admin.read("/admin/reminders").await.contains("Tjänsten svarar inte som den ska."));
        // The address is put right.
        story.house.pass(3 * MINUTE);
        story.work().await;
        assert_eq!(story.elks.by_number().into_values().collect::<Vec<_>>(), [1, 1]);
        assert!(!admin.read("/admin").await.contains("går inte fram"));
    })
    .await;
}

#[tokio::test]
async fn one_text_that_is_refused_says_nothing_of_the_provider_and_many_in_a_row_do() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let health = async |story: &Story| {
            let mut tx = story.house.state.db.read().await.unwrap();
            channel_health::all(&mut tx).await.unwrap().remove(0)
        };
        let alva = story.youth(ALVA).await;
        story.elks.script(&[Act::Refuse; 10]);
        let at = datetime(2026, 12, 10, 14, 0, 0, 0);
        story.book(alva, at).await;
        story.work().await;
        let known = story.synced(alva).await;
        let message = known.messages.values().next().unwrap();
        assert_eq!((message.state, message.reason), (MessageState::Failed, Some(NotSent::Refused)));
        let one = health(&story).await;
        assert_eq!((one.failing_since, one.worked_at), (None, None), "it neither works nor fails");
        let admin = Visitor::sign_in(&story.house, "administrator@uppsok.example").await;
        assert!(admin.read("/admin/reminders").await.contains("Inget har skickats än."));
        for number in 15..24 {
            let youth = story.youth(&format!("+467017406{number}")).await;
            story.book(youth, at).await;
        }
        story.work().await;
        assert_eq!(story.elks.asked(), 10);
        story.house.pass(3 * MINUTE);
        assert!(admin.read("/admin").await.contains("Meddelanden till ungdomar går inte fram"));
        assert!(admin.read("/admin/reminders").await.contains("Tjänsten har sagt nej till flera sms i rad"));
        let bo = story.youth("+46701740625").await;
        story.book(bo, at).await;
        story.work().await;
        assert_eq!((story.elks.count(), health(&story).await.failing_since), (1, None));
    })
    .await;
}

#[tokio::test]
async fn a_dead_provider_leaves_the_worker_time_to_call() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        story.elks.script(&[Act::Busy; 200]);
        story.book(alva, datetime(2026, 11, 23, 16, 0, 0, 0)).await;
        for _ in 0..40 {
            story.work().await;
            story.house.pass(10 * MINUTE);
        }
        let asked = story.elks.asked();
        assert!((3..20).contains(&asked), "{asked} tries, further and further apart");
        let youth = story.synced(alva).await;
        let message = youth.messages.values().next().unwrap();
        assert_eq!((message.state, message.reason), (MessageState::Failed, Some(NotSent::TooLate)));
        assert!(civil::local(message.at.ms) < datetime(2026, 11, 23, 15, 0, 0, 0), "before the meeting");
        let summary = Arc::new(domain::Summary::of(&youth));
        let soon = today::today([&summary], today::Whose::Units, &[], civil::instant(datetime(2026, 11, 23, 15, 0, 0, 0)));
        let reason = &soon[0].1[0].reason;
        assert!(matches!(reason, today::Reason::MeetingSoon { unsure: Some(_), .. }), "until it begins: {reason:?}");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_changes_nothing() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        let address = story.hook.replace("://", "://uppsok:guess@");
        let fields = [("id", "s1"), ("from", ALVA), ("message", "STOP")];
        assert_eq!(tell(&format!("{address}{}", hook::ELKS_INBOUND), &fields).await, 401);
        assert_eq!(story.synced(alva).await.last_answer, None);
    })
    .await;
}

#[tokio::test]
async fn two_servers_share_the_work_and_a_call_that_was_cut_off_is_unclear() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        story.elks.report(Reports::None);
        let mut youths = Vec::new();
        for number in 5..45 {
            let youth = story.youth(&format!("+467017406{number:02}")).await;
            story.book(youth, datetime(2026, 12, 10, 14, 0, 0, 0)).await;
            youths.push(youth);
        }
        let other = {
            let process = server::journal::Process::start(&story.house.state.db, story.house.state.clock.clone()).await.unwrap();
            let channel = server::send::sms::channel(
                &story.house.state.config.sms,
                &story.house.state.hooks,
                &story.house.state.db,
                &story.house.state.clock,
            );
            Post::with(&story.house.state.db, &process, vec![channel])
        };
        let (one, two) = tokio::join!(story.post.work(), other.work());
        assert_eq!(one.unwrap().called + two.unwrap().called, 40);
        assert!(story.elks.by_number().values().all(|it| *it == 1) && story.elks.by_number().len() == 40);

        // A server that ends in the middle of a call: its row says so.
        story.elks.script(&[Act::TakeAndHang]);
        let alva = story.youth("+46701740690").await;
        story.book(alva, datetime(2026, 12, 11, 14, 0, 0, 0)).await;
        let cut = tokio::spawn({
            let post = story.post.clone();
            async move { post.work().await }
        });
        while story.elks.taken().len() < 41 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        cut.abort();
        assert!(cut.await.unwrap_err().is_cancelled());
        assert_eq!(other.work().await.unwrap().called, 0, "it is under way, as far as anybody knows");
        story.house.pass(3 * MINUTE);
        other.work().await.unwrap();
        let row = story.rows().await.into_iter().find(|it| it.person == alva).unwrap();
        assert_eq!(row.state, State::Unclear);
        story.house.pass(HOUR);
        other.work().await.unwrap();
        assert_eq!(story.elks.taken().len(), 41, "it isn't sent again");
    })
    .await;
}
