//! The register file in a database, with what workers have logged about its youths, published.

use crate::Dice;
use domain::{
    Actor, Channel, ContactOutcome, Fact, YouthId, civil,
    figures::{Level, Topic},
};
use jiff::civil::{Date, date};
use server::{
    http::AppState,
    import::{self, Permission},
    journal, report,
    store::{figure, outcome::Reach, place},
};
use std::path::Path;

/// The month that is published: it has 31 days.
pub const MONTH: Date = date(2026, 10, 31);
/// When.
pub const TODAY: Date = date(2026, 11, 23);
/// What anything is logged through.
pub const CHANNELS: [Channel; 3] = [Channel::Phone, Channel::Sms, Channel::HomeVisit];

/// Takes the file in.
pub async fn take_in(state: &AppState, permission: Permission) {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/kaa-register.csv")).unwrap();
    import::apply(&state.db, &state.process, &bytes, permission, Actor::System, TODAY).await.unwrap();
}

/// All of it, with what is logged about each youth; then the month is published.
pub async fn publish(state: &AppState, logged: fn(&mut Dice) -> Vec<Fact>) {
    take_in(state, Permission { only: None, create_places: true }).await;
    let mut tx = state.db.begin().await.unwrap();
    let mut dice = Dice::new(11);
    let mut places = place::municipalities(&mut tx).await.unwrap();
    places.sort_by(|a, b| a.name.cmp(&b.name));
    for it in places {
        let youths: Vec<YouthId> = figure::persons(&mut tx, it.id).await.unwrap().into_keys().collect();
        let logged: Vec<(YouthId, Vec<Fact>)> =
            youths.into_iter().map(|id| (id, logged(&mut dice))).filter(|it| !it.1.is_empty()).collect();
        for (youth, facts) in logged {
            for fact in facts {
                let by = Actor::System;
                let (_, verdict) =
                    journal::write(&mut tx, &state.process, &it, by, journal::Reach::Municipality, youth, vec![fact]).await.unwrap();
                assert!(matches!(verdict, domain::sync::Verdict::Stored { .. }), "{verdict:?}");
            }
        }
    }
    tx.commit().await.unwrap();
    server::disclosure::publish_due(&state.db, TODAY).await.unwrap();
}

/// Mostly several calls, and a few visits.
pub fn logged(dice: &mut Dice) -> Vec<Fact> {
    let count = [0, 0, 4, 8, 12][dice.roll(5)];
    let one = |dice: &mut Dice| {
        let channel = CHANNELS[[0, 0, 0, 0, 1, 1, 1, 2][dice.roll(8)]];
        let outcome = [ContactOutcome::Conversation, ContactOutcome::NoAnswer, ContactOutcome::NoAnswer][dice.roll(3)];
        let day = civil::days_after(date(2026, 9, 1), i32::try_from(dice.roll(61)).unwrap());
        let happened = Some(civil::instant(day.at(12, 0, 0, 0)));
        Fact::ContactLogged { channel, outcome, happened, place: None, phone: None, minutes: None, note: None }
    };
    (0..count).map(|_| one(dice)).collect()
}

/// What anyone, or a region, is shown of a topic.
pub async fn level(state: &AppState, reach: Reach, topic: Topic) -> Level {
    report::level(&state.db, &state.tables, reach, topic, Some(MONTH), TODAY).await.unwrap().level.unwrap()
}
