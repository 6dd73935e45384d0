//! Phones and settings on an administrator's pages.

use domain::DeviceId;
use serde_json::json;
use server::store::place;
use tests::{Indoors, Visitor, both, indoors::token};

#[tokio::test]
async fn revoking_is_two_taps_and_at_once() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let phone: DeviceId = house.state.clock.id();
        let signed_in = house.phone(phone).await;
        let bearer = token(&signed_in);
        let sync = json!({ "schema": 1, "entries": [], "reads": [] });
        assert_eq!(house.by(&bearer, "POST", "/api/v1/sync", Some(&sync)).await.status, 200);

        let address = format!("/admin/devices/{phone}/revoke");
        assert!(admin.read("/admin/devices").await.contains(&address));
        let asked = admin.read(&address).await;
        assert!(asked.contains("Ja, spärra") && asked.contains("Android, som worker använder"), "{asked}");
        assert_eq!(house.by(&bearer, "POST", "/api/v1/sync", Some(&sync)).await.status, 200, "asking changes nothing");
        assert_eq!(admin.form(&address, &[]).await.leads_to(), "/admin/devices?done=device-revoked");

        let refused = house.by(&bearer, "POST", "/api/v1/sync", Some(&sync)).await;
        assert_eq!(refused.refusal(), (403, "device_revoked".to_owned()));
        let renewed = token(&house.refresh(phone, &signed_in.cookie()).await);
        assert_eq!(house.by(&renewed, "POST", "/api/v1/sync", Some(&sync)).await.refusal().1, "device_revoked");
        let list = admin.read("/admin/devices").await;
        assert!(list.contains("Spärrad") && !list.contains(&address));
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_passphrase_gets_a_yes_or_a_no() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let phone: DeviceId = house.state.clock.id();
        let bearer = token(&house.phone(phone).await);
        let key = json!({ "key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" });
        assert_eq!(house.by(&bearer, "PUT", "/api/v1/recovery-key", Some(&key)).await.status, 204);
        let address = format!("/admin/devices/{phone}/recovery");
        assert_eq!(admin.form(&address, &[("answer", "yes")]).await.status, 409, "nobody has asked");
        for (answer, state, done) in [("no", "refused", "recovery-refused"), ("yes", "released", "recovery-released")] {
            assert_eq!(house.by(&bearer, "POST", "/api/v1/recovery", None).await.status, 202);
            assert!(admin.read("/admin").await.contains("1 telefon väntar på ditt svar"));
            assert!(admin.read("/admin/devices").await.contains(&address));
            assert_eq!(admin.form(&address, &[("answer", "kanske")]).await.status, 400);
            assert_eq!(admin.form(&address, &[("answer", answer)]).await.leads_to(), format!("/admin/devices?done={done}"));
            assert!(!admin.read("/admin/devices").await.contains(&address));
            assert_eq!(house.by(&bearer, "GET", "/api/v1/recovery", None).await.json()["state"], state);
        }
    })
    .await;
}

#[tokio::test]
async fn settings_stay_within_their_bounds() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        for (lock, lease, wrong) in
            [("0", "7", "lock_minutes"), ("16", "7", "lock_minutes"), ("5", "32", "lease_days"), ("5", "sju", "lease_days")]
        {
            let said = admin.form("/admin/settings", &[("lock_minutes", lock), ("lease_days", lease)]).await;
            assert_eq!(said.status, 422, "{lock} {lease}");
            assert!(said.text().contains(&format!("id=\"{wrong}-error\"")), "{}", said.text());
        }
        let fields = [("lock_minutes", " 15 "), ("lease_days", "1"), ("notes_allowed", "yes")];
        assert_eq!(admin.form("/admin/settings", &fields).await.leads_to(), "/admin/settings?done=settings-saved");
        assert!(admin.read("/admin/settings?done=settings-saved").await.contains("Inställningarna är sparade."));
        let mut tx = house.state.db.read().await.unwrap();
        let place = place::municipality_by_id(&mut tx, house.municipality).await.unwrap().unwrap();
        assert_eq!((place.notes_allowed, place.lock_minutes, place.lease_days), (true, 15, 1));
    })
    .await;
}
