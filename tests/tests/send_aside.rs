//! What can't be read holds up nobody else: it is set aside, and what belongs to others goes.

use domain::{Detail, Fact, Phone as Number, PhoneOwner, Place, Via, YouthId};
use futures::future::{BoxFuture, FutureExt};
use jiff::civil::{DateTime, datetime};
use server::{
    db::{Db, StoreError, Tx},
    send::{Channel, Letter, Outcome, Post},
    store::reminder::{self, ASIDE, State},
};
use std::sync::Arc;
use tests::{
    World, both,
    elks::{Act, Reports},
    sql,
    story::{ALVA, HOUR, MINUTE, Story},
};

const BO: &str = "+46701740615";
const CLEO: &str = "+46701740616";
const MEETING: DateTime = datetime(2026, 12, 10, 14, 0, 0, 0);

/// Two youths of one municipality and one of another, each with a message that has fallen due.
struct Three {
    story: Story,
    alva: YouthId,
    bo: YouthId,
    there: World,
    cleo: YouthId,
}

impl Three {
    async fn begin(db: Db) -> Self {
        let mut story = Story::new(db).await;
        story.elks.report(Reports::None);
        let (alva, bo) = (story.youth(ALVA).await, story.youth(BO).await);
        story.book(alva, MEETING).await;
        story.book(bo, MEETING).await;
        let there = story.world.neighbour("Perstorp").await;
        let cleo = there.youth(there.north).await;
        let phone = Detail::Phone { phone: Number::parse(CLEO).unwrap(), owner: Some(PhoneOwner::Youth) };
        let planned = Fact::MeetingPlanned { meeting: there.id(), at: MEETING, place: Place::Cafe, worker: None };
        there.administer(cleo, vec![Fact::DetailsChanged { detail: phone, saw: vec![] }, planned]).await;
        Self { story, alva, bo, there, cleo }
    }

    /// Whom texts have gone to, each once.
    fn texted(&self) -> Vec<String> {
        let mut all: Vec<String> = self.story.texts().into_iter().map(|it| it.0).collect();
        all.sort();
        all
    }

    async fn run(&self, statement: &str) {
        sql::run(&self.story.house.state.db, statement).await;
    }

    async fn states(&self, world: &World, youth: YouthId) -> Vec<State> {
        let mut tx = self.story.house.state.db.read().await.unwrap();
        let rows = reminder::of_persons(&mut tx, world.municipality, [youth]).await.unwrap();
        rows.into_values().flatten().filter(|it| it.state != State::Planned).map(|it| it.state).collect()
    }
}

#[tokio::test]
async fn a_message_that_cannot_be_read_holds_up_no_other_and_goes_when_it_can() {
    both(|db| async move {
        let it = Three::begin(db).await;
        // Every message of Alva's, so that neither taking them nor looking at what else there is can read them.
        it.run(&format!("update reminder set version = 'x' || version where person_id = '{}'", it.alva)).await;
        it.story.work().await;
        assert_eq!(it.texted(), [BO, CLEO]);
        assert_eq!(it.story.work().await.claimed, 0, "it isn't tried all the time");
        it.run(&format!("update reminder set version = substr(version, 2) where person_id = '{}'", it.alva)).await;
        it.story.house.pass(ASIDE);
        it.story.work().await;
        assert_eq!(it.texted(), [ALVA, BO, CLEO]);
    })
    .await;
}

#[tokio::test]
async fn a_municipality_whose_texts_cannot_be_read_holds_up_no_other() {
    both(|db| async move {
        let it = Three::begin(db).await;
        let there = it.there.municipality;
        let columns = "municipality_id, kind, language, text, changed_by, changed_at";
        it.run(&format!("insert into message_text ({columns}) values ('{there}', 'x', 'sv', 'x', 'x', 0)")).await;
        it.story.work().await;
        assert_eq!(it.texted(), [ALVA, BO]);
        assert_eq!(it.states(&it.there, it.cleo).await, [], "hers waits");
        it.run("delete from message_text").await;
        it.story.house.pass(ASIDE);
        it.story.work().await;
        assert_eq!(it.texted(), [ALVA, BO, CLEO]);
    })
    .await;
}

#[tokio::test]
async fn what_came_of_others_is_written_and_looked_at() {
    both(|db| async move {
        let it = Three::begin(db).await;
        it.story.elks.script(&[Act::Break; 3]);
        it.story.work().await;
        for (world, youth) in [(&it.story.world, it.alva), (&it.story.world, it.bo), (&it.there, it.cleo)] {
            assert_eq!(it.states(world, youth).await, [State::Unclear]);
        }
        // Reports come of all three; then one of them can't be read.
        let broken = format!("person_id = '{}' and state = 'unclear'", it.alva);
        it.run(&format!("update reminder set version = 'x' || version where {broken}")).await;
        it.run("insert into attempt_report (attempt_id, status, received_at) select id, 'delivered', 0 from attempt").await;
        it.story.work().await;
        it.story.house.pass(11 * MINUTE);
        it.story.work().await;
        it.run(&format!("update reminder set version = substr(version, 2) where {broken}")).await;
        assert_eq!(it.states(&it.story.world, it.bo).await, [State::Delivered]);
        assert_eq!(it.states(&it.there, it.cleo).await, [State::Delivered]);
        assert_eq!(it.states(&it.story.world, it.alva).await, [State::Unclear], "until it can be read");
        it.story.house.pass(HOUR);
        it.story.work().await;
        assert_eq!(it.states(&it.story.world, it.alva).await, [State::Delivered]);
        assert_eq!(it.story.elks.asked(), 3, "and it is never sent again");
    })
    .await;
}

/// A way out after which what one person was sent can't be read.
#[derive(Debug)]
struct Spoils(Db, YouthId);

impl Channel for Spoils {
    fn via(&self) -> Via {
        Via::Sms
    }

    fn reaches<'a>(&'a self, _: &'a mut Tx, _: &'a Letter) -> BoxFuture<'a, Result<bool, StoreError>> {
        async { Ok(true) }.boxed()
    }

    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Outcome> {
        async move {
            if letter.person == self.1 {
                sql::run(&self.0, format!("update reminder set version = 'x' || version where person_id = '{}'", self.1)).await;
            }
            Outcome::Ok { reference: None, acknowledged_within: None }
        }
        .boxed()
    }
}

#[tokio::test]
async fn how_a_call_ended_is_written_whatever_became_of_another_and_what_cannot_be_is_unclear() {
    both(|db| async move {
        let it = Three::begin(db).await;
        let state = &it.story.house.state;
        let post = Post::with(&state.db, &state.process, vec![Arc::new(Spoils(state.db.clone(), it.alva))]);
        assert_eq!(post.work().await.unwrap().called, 3);
        assert_eq!(it.states(&it.story.world, it.bo).await, [State::Sent]);
        assert_eq!(it.states(&it.there, it.cleo).await, [State::Sent]);
        // Its lease is over, and it can be read.
        it.run(&format!("update reminder set version = substr(version, 2) where person_id = '{}'", it.alva)).await;
        assert_eq!(it.states(&it.story.world, it.alva).await, [State::Sending]);
        it.story.house.pass(3 * MINUTE);
        assert_eq!(post.work().await.unwrap().called, 0, "it may have gone");
        assert_eq!(it.states(&it.story.world, it.alva).await, [State::Unclear]);
    })
    .await;
}
