//! A phone whose clock is wrong: what it sends goes in with the time that it claims, and an administrator sees it.

use domain::SCHEMA;
use serde_json::json;
use tests::{Indoors, Phone, Visitor, World, both, call, indoors::token};

const HOUR: i64 = 60 * 60 * 1000;

#[tokio::test]
async fn an_administrator_sees_whose_clock_was_wrong_until_it_is_right() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let world = World::of(&house);
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let worker = house.account("worker@uppsok.example").await;
        let mut phone: Phone = world.phone_of(worker);
        let bearer = token(&house.phone(phone.device).await);
        let youth = world.youth(world.north).await;
        let (slow, fast) = ("Klockan gick efter", "Klockan gick före");
        for (ahead, expected) in [(0, None), (3 * HOUR, Some(fast)), (-3 * HOUR, Some(slow)), (0, None)] {
            let entry = phone.entry(youth, vec![call()]);
            let body = json!({ "schema": SCHEMA, "now": world.process.clock.now() + ahead, "entries": [entry] });
            let reply = house.by(&bearer, "POST", "/api/v1/sync", Some(&body)).await.json();
            assert_eq!(reply["outcomes"][0]["outcome"], "stored", "{reply}");
            let list = admin.read("/admin/devices").await;
            for words in [slow, fast] {
                assert_eq!(list.contains(words), expected == Some(words), "{ahead}: {words}");
            }
        }
    })
    .await;
}
