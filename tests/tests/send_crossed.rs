//! Messages that cross each other: reports that come before their call has ended or after another message went, two meetings on
//! one day.

use domain::{Answer, Fact, MessageKind, NotSent, fold::MessageState};
use jiff::civil::datetime;
use server::store::reminder::State;
use std::time::Duration;
use tests::{
    both,
    elks::{Act, Reports},
    story::{ALVA, HOUR, MINUTE, Story},
};

#[tokio::test]
async fn a_no_is_about_the_text_that_went_last_however_late_another_is_reported() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        story.elks.report(Reports::None);
        story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        story.work().await;
        story.house.pass(24 * HOUR);
        let later = story.book(alva, datetime(2026, 12, 3, 14, 0, 0, 0)).await;
        story.work().await;
        let taken = story.elks.taken();
        assert_eq!(taken.len(), 2);
        story.house.pass(MINUTE);
        assert_eq!(story.elks.report_again(&taken[0], "delivered").await, 204);
        story.work().await;
        let states: Vec<State> = story.rows().await.iter().map(|it| it.state).collect();
        assert_eq!(states, [State::Delivered, State::Sent], "the first has changed last");
        assert_eq!(story.writes("s1", ALVA, "NEJ").await, 204);
        let youth = story.synced(alva).await;
        let answers: Vec<_> = youth.meetings.values().flat_map(|it| it.answers.iter().map(|answer| (it.id, answer.answer))).collect();
        assert_eq!(answers, [(later, Answer::NotComing)]);
    })
    .await;
}

#[tokio::test]
async fn what_is_reported_before_its_server_ended_is_not_unclear() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        story.elks.report(Reports::None);
        story.elks.script(&[Act::TakeAndHang]);
        story.book(alva, datetime(2026, 12, 10, 14, 0, 0, 0)).await;
        let cut = tokio::spawn({
            let post = story.post.clone();
            async move { post.work().await }
        });
        while story.elks.taken().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(story.elks.report_again(&story.elks.taken()[0], "sent").await, 204);
        assert_eq!(story.post.reports().await.unwrap(), 1, "taken in while the call is under way");
        cut.abort();
        assert!(cut.await.unwrap_err().is_cancelled());
        story.house.pass(3 * MINUTE);
        story.work().await;
        assert_eq!(story.rows().await[0].state, State::Sent);
    })
    .await;
}

#[tokio::test]
async fn a_last_reminder_that_is_one_too_many_for_the_day_is_told() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        let first = story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
        let second = story.book(alva, datetime(2026, 11, 26, 16, 0, 0, 0)).await;
        for (hour, minute) in [(14, 1), (16, 1)] {
            story.go_to(datetime(2026, 11, 25, hour, minute, 0, 0));
            story.work().await;
        }
        let youth = story.synced(alva).await;
        let of = |meeting| {
            let all = youth.messages.values().filter(|it| it.meeting == Some(meeting) && it.template == Some(MessageKind::DayBefore));
            all.map(|it| (it.may_have_gone(), it.reason)).collect::<Vec<_>>()
        };
        assert_eq!((of(first), of(second)), (vec![(true, None)], vec![(false, Some(NotSent::Capped))]));
        assert_eq!(youth.messages.values().filter(|it| it.state == MessageState::Failed).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_follows_a_missed_meeting_and_is_one_too_many_for_the_day_is_told() {
    both(|db| async move {
        let mut story = Story::new(db).await;
        let alva = story.youth(ALVA).await;
        let meeting = story.book(alva, datetime(2026, 11, 23, 16, 0, 0, 0)).await;
        story.work().await;
        assert_eq!(story.texts().len(), 1, "that it is booked");
        story.go_to(datetime(2026, 11, 23, 16, 30, 0, 0));
        story.phone.send(alva, vec![Fact::MeetingMissed { meeting, saw: vec![] }]).await;
        story.go_to(datetime(2026, 11, 23, 20, 0, 0, 0));
        story.work().await;
        let youth = story.synced(alva).await;
        let all = youth.messages.values().filter(|it| it.template == Some(MessageKind::Missed));
        let told: Vec<_> = all.map(|it| (it.meeting, it.state, it.reason)).collect();
        assert_eq!(told, [(Some(meeting), MessageState::Failed, Some(NotSent::Capped))]);
        assert_eq!(story.texts().len(), 1);
    })
    .await;
}
