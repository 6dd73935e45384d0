//! `GET /api/v1/me`

use crate::{
    auth::{EvenRevoked, Post, Role},
    http::{ApiError, AppState, Problem},
    store::{account, membership, message_policy, message_text, place},
};
use axum::{Json as Reply, extract::State};
use domain::{AccountId, DeviceId, MessageKind, MunicipalityId, UnitId, remind::Policy};
use serde::Serialize;
use utoipa::ToSchema;

/// Who is signed in, and what their municipality has set.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    account: Account,
    /// Absent for a region's and the nation's leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<Municipality>,
    /// A worker's own units; every unit for a lead or an administrator.
    units: Vec<Unit>,
    /// The phone whose token it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<Device>,
    /// The key that a phone subscribes to notifications with, base64url.
    push_key: String,
}

#[derive(Serialize, ToSchema)]
struct Account {
    #[schema(value_type = Uuid)]
    id: AccountId,
    name: String,
    email: String,
    role: Role,
}

#[derive(Serialize, ToSchema)]
struct Municipality {
    #[schema(value_type = Uuid)]
    id: MunicipalityId,
    name: String,
    /// Whether a contact may carry a note.
    notes_allowed: bool,
    /// Idle minutes until phones lock.
    lock_minutes: i64,
    /// Days that phones can be used offline.
    lease_days: i64,
    /// How youths are reminded: hours before a meeting, quiet hours, caps.
    #[schema(value_type = Object)]
    policy: Policy,
    /// Its own texts, those that a person has checked.
    texts: Vec<OwnText>,
    /// The number that texts ask youths to call.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// What a segment of a text costs, in öre. Absent where nobody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    sms_price: Option<u32>,
    /// Where links in texts lead, for example `https://hej.exempel.se`. Absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    links_to: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct OwnText {
    /// What it is about.
    #[schema(value_type = String)]
    kind: MessageKind,
    /// A BCP 47 tag.
    language: String,
    /// With its placeholders.
    text: String,
}

#[derive(Serialize, ToSchema)]
struct Unit {
    #[schema(value_type = Uuid)]
    id: UnitId,
    name: String,
    workers: Vec<Worker>,
}

#[derive(Serialize, ToSchema)]
struct Worker {
    #[schema(value_type = Uuid)]
    id: AccountId,
    name: String,
}

#[derive(Serialize, ToSchema)]
struct Device {
    #[schema(value_type = Uuid)]
    id: DeviceId,
    /// Or its account was disabled. Then it hands over what it hasn't sent, and wipes itself.
    revoked: bool,
}

/// Who is signed in
#[utoipa::path(get, path = "/api/v1/me", tag = "signing in", security(("bearer" = [])), responses(
    (status = 200, body = Me),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
))]
pub(super) async fn me(State(state): State<AppState>, EvenRevoked(caller): EvenRevoked) -> Result<Reply<Me>, ApiError> {
    let is_shut_out = caller.is_shut_out();
    let who = caller.account;
    let device = caller.device.map(|it| Device { id: it.id, revoked: is_shut_out });
    let account = Account { id: who.id, name: who.name, email: who.email, role: who.post.role() };
    let push_key = state.push.vapid.latest(&state.db).await?;
    let Some(municipality) = who.post.municipality() else {
        return Ok(Reply(Me { account, municipality: None, units: Vec::new(), device, push_key }));
    };
    let mut tx = state.db.read().await?;
    let place = place::municipality_by_id(&mut tx, municipality).await?.ok_or(ApiError::NotFound)?;
    let colleagues = account::of_municipality(&mut tx, municipality).await?;
    let mine = membership::units_of(&mut tx, municipality, who.id).await?;
    let mut units = Vec::new();
    for unit in place::units(&mut tx, municipality).await? {
        if matches!(who.post, Post::Worker(_)) && !mine.contains(&unit.id) {
            continue;
        }
        let members = membership::workers_of(&mut tx, municipality, unit.id).await?;
        let workers = colleagues.iter().filter(|it| it.disabled_at.is_none() && members.contains(&it.id));
        let workers = workers.map(|it| Worker { id: it.id, name: it.name.clone() }).collect();
        units.push(Unit { id: unit.id, name: unit.name, workers });
    }
    let messages = message_policy::find(&mut tx, municipality).await?;
    let own = message_text::all(&mut tx, municipality).await?.into_iter().filter(|it| it.checked.is_some());
    let texts = own.map(|it| OwnText { kind: it.kind, language: it.language, text: it.text }).collect();
    let municipality = Municipality {
        id: place.id,
        name: place.name,
        notes_allowed: place.notes_allowed,
        lock_minutes: place.lock_minutes,
        lease_days: place.lease_days,
        policy: messages.policy,
        texts,
        phone: messages.phone.map(|it| it.to_string()),
        sms_price: state.config.sms.price,
        links_to: state.config.links_to().map(ToString::to_string),
    };
    Ok(Reply(Me { account, municipality: Some(municipality), units, device, push_key }))
}
