//! Notifications to workers: that somebody has answered, and nothing else.

use domain::DeviceId;
use serde_json::json;
use server::store::push_subscription;
use tests::{Indoors, Invited, PushService, both, indoors::token};

#[tokio::test]
async fn workers_who_want_to_know_are_told_that_somebody_answered_and_not_who() {
    both(|db| async move {
        let service = PushService::start().await;
        let settings = [("UPPSOK_YOUTH_URL", "http://localhost:3000"), ("UPPSOK_PUSH_TEST_HOST", service.host.as_str())];
        let it = Invited::to(&Indoors::with(db, &settings).await).await;
        let house = &it.house;
        let phone: DeviceId = house.state.clock.id();
        let bearer = token(&house.phone(phone).await);
        let key = house.by(&bearer, "GET", "/api/v1/me", None).await.json()["push_key"].as_str().unwrap().to_owned();
        let put = |browser: &'static str| {
            let offered = service.offered(browser, &key);
            let bearer = bearer.clone();
            async move { house.by(&bearer, "PUT", "/api/v1/push", Some(&offered)).await.status }
        };
        assert_eq!(put("first").await, 204);
        assert_eq!(put("second").await, 204, "a phone has one browser");
        it.tap("call-me").await;
        let pushed = until(|| service.take()).await;
        assert_eq!(pushed.len(), 1);
        assert_eq!((pushed[0].browser.as_str(), pushed[0].header("topic"), pushed[0].header("urgency")), ("second", "answer", "normal"));
        let payload = pushed[0].open()["payload"].clone();
        assert_eq!(
            (&payload["notification"]["title"], &payload["notification"]["navigate"]),
            (&json!("Någon har svarat"), &json!("http://127.0.0.1:3000/app"))
        );
        assert!(!payload.to_string().contains("Alva") && payload.get("receipt").is_none());
        // Who has the unit no longer isn't told.
        assert_eq!(house.by(&bearer, "DELETE", "/api/v1/push", None).await.status, 204);
        let mut tx = house.state.db.read().await.unwrap();
        assert_eq!(push_subscription::of_workers(&mut tx, house.municipality, it.youth).await.unwrap(), []);
    })
    .await;
}

/// Waits for what goes on by itself.
async fn until<T>(mut found: impl FnMut() -> Vec<T>) -> Vec<T> {
    for _ in 0..500 {
        let it = found();
        if !it.is_empty() {
            return it;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nothing came");
}
