//! Telling workers that somebody has answered: those who have the youth and have asked to know. Not who, and not what.

use super::post::{Taken, Way};
use crate::{
    auth::KeyringError,
    http::{ApiError, AppState},
    store::push_subscription,
};
use domain::{MunicipalityId, YouthId};
use serde_json::json;

/// A working day: the phone gets the answer at its next sync in any case.
const LIVES: i64 = 8 * 60 * 60 * 1000;

/// Tells them, after what the youth did has been committed. It goes on by itself; that it fails loses nothing but the nudge.
pub fn nudge(state: &AppState, municipality: MunicipalityId, youth: YouthId) {
    let state = state.clone();
    tokio::spawn(async move {
        if let Err(error) = tell(&state, municipality, youth).await {
            ApiError::internal(error).log();
        }
    });
}

async fn tell(state: &AppState, municipality: MunicipalityId, youth: YouthId) -> Result<(), KeyringError> {
    let mut tx = state.db.read().await?;
    let to = push_subscription::of_workers(&mut tx, municipality, youth).await?;
    drop(tx);
    let navigate = format!("{}/app", state.config.public);
    let notification = json!({ "title": "Någon har svarat", "lang": "sv", "dir": "ltr", "navigate": navigate, "tag": "answer" });
    let payload = json!({ "web_push": 8030, "notification": notification, "mutable": true }).to_string();
    for it in to {
        let way = Way { topic: "answer", lives: LIVES, is_urgent: false };
        if state.push.send(&it, &payload, way).await? == Taken::Gone {
            let mut tx = state.db.begin().await?;
            push_subscription::remove(&mut tx, &it.endpoint_hash).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
