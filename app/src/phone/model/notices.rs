//! What only a phone with a network has: what youths wrote, and notifications that somebody has answered.

use super::{Failure, Model, Written};
use crate::phone::{js, platform, server::api};
use domain::YouthId;
use leptos::prelude::*;
use std::collections::BTreeSet;
use wasm_bindgen::JsValue;

impl Model {
    /// What a youth has written in the last 30 days. Asked of the server each time: it is never kept here.
    pub async fn written(self, records: BTreeSet<YouthId>) -> Result<Vec<Written>, Failure> {
        let store = self.phone().store()?;
        let token = self.token(&store).await?;
        let mut all = api::texts(&token).await?;
        all.retain(|it| records.contains(&it.youth));
        Ok(all)
    }

    /// Whether this browser has notifications, and whether they are on. None where it has none.
    pub async fn notices(self) -> Option<bool> {
        let manager = manager().await?;
        let found = js::call_async(&manager, "getSubscription", &[]).await.ok()?;
        Some(!found.is_null())
    }

    /// Turns notifications on or off. False where the browser says no.
    pub async fn set_notices(self, on: bool) -> Result<bool, Failure> {
        let Some(manager) = manager().await else { return Ok(false) };
        let store = self.phone().store()?;
        if on {
            let key = self.me.with_untracked(|it| it.as_ref().map(|it| it.push_key.clone())).unwrap_or_default();
            let options = js::object([("userVisibleOnly", JsValue::TRUE), ("applicationServerKey", key.as_str().into())]);
            // The browser asks by itself.
            let Ok(subscription) = js::call_async(&manager, "subscribe", &[options]).await else { return Ok(false) };
            let text = js_sys::JSON::stringify(&subscription).map(String::from).unwrap_or_default();
            let mut offered: serde_json::Value = serde_json::from_str(&text).map_err(|_| Failure::Unreadable)?;
            offered["key"] = key.into();
            let token = self.token(&store).await?;
            api::put_push(&token, Some(&offered)).await?;
            return Ok(true);
        }
        let found = js::call_async(&manager, "getSubscription", &[]).await.unwrap_or(JsValue::NULL);
        if !found.is_null() {
            let _ = js::call_async(&found, "unsubscribe", &[]).await;
        }
        let token = self.token(&store).await?;
        api::put_push(&token, None).await.map(|()| true)
    }
}

/// The browser's way to notifications, where it has one.
async fn manager() -> Option<JsValue> {
    let workers = js::get(&platform::window().navigator().into(), "serviceWorker");
    let registration = js::call_async(&workers, "getRegistration", &["/app".into()]).await.ok()?;
    let manager = js::get(&registration, "pushManager");
    (!manager.is_undefined()).then_some(manager)
}
