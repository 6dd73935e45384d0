//! What the phone asks of the server, one verb each.

use super::http::{Answer, ask};
use crate::phone::{
    model::{Account, Device, Failure, Me, Municipality, Unit, Written},
    platform,
};
use domain::{DeviceId, sync::Request};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const NOTHING: Option<&Value> = None;

/// What opens the server for ten minutes. Kept sealed in the store, since a browser that is killed forgets cookies of
/// the last half minute.
#[derive(Clone, Serialize, Deserialize)]
pub struct Token {
    /// The token.
    pub access: String,
    /// When it stops working, on the phone's clock.
    pub until: i64,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token(until {})", self.until)
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: i64,
}

impl From<Granted> for Token {
    fn from(granted: Granted) -> Self {
        Self { access: granted.access_token, until: platform::now() + granted.expires_in * 1000 }
    }
}

/// Signs in; with a device, the browser also gets the cookie that renews the token.
pub async fn sign_in(email: &str, password: &str, device: Option<DeviceId>) -> Result<Token, Failure> {
    #[derive(Serialize)]
    struct Device {
        id: DeviceId,
        name: &'static str,
    }
    #[derive(Serialize)]
    struct SignIn<'a> {
        email: &'a str,
        password: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        device: Option<Device>,
    }
    let device = device.map(|id| Device { id, name: platform::device_name() });
    let answer = ask("POST", "/api/v1/sign-in", None, Some(&SignIn { email, password, device })).await?;
    answer.read::<Granted>().map(Token::from).map_err(|failure| match failure {
        // Before anyone has signed in there is nobody to sign in again.
        Failure::SignInAgain => Failure::WrongCredentials,
        failure => failure,
    })
}

/// Renews the token with the cookie.
pub async fn refresh(device: DeviceId) -> Result<Token, Failure> {
    let answer = ask("POST", "/api/v1/refresh", None, Some(&json!({ "device": device }))).await?;
    answer.read::<Granted>().map(Token::from)
}

/// Ends this phone's signing in. The store isn't touched.
pub async fn sign_out(token: Option<&Token>) -> Result<(), Failure> {
    ask("POST", "/api/v1/sign-out", token.map(|it| it.access.as_str()), NOTHING).await.map(drop)
}

/// Who we are, and what the municipality has set. Only workers have a phone.
pub async fn me(token: &Token) -> Result<Me, Failure> {
    #[derive(Deserialize)]
    struct Anyone {
        account: Account,
        municipality: Option<Municipality>,
        #[serde(default)]
        units: Vec<Unit>,
        device: Option<Device>,
        #[serde(default)]
        push_key: String,
    }
    let anyone: Anyone = ask("GET", "/api/v1/me", Some(&token.access), NOTHING).await?.read()?;
    let municipality = anyone.municipality.filter(|_| anyone.account.role == "worker").ok_or(Failure::NotAWorker)?;
    Ok(Me { account: anyone.account, municipality, units: anyone.units, device: anyone.device, push_key: anyone.push_key })
}

/// One round trip of sync. What each status means is the runner's to say.
pub async fn sync(token: &Token, request: &Request) -> Result<Answer, Failure> {
    ask("POST", "/api/v1/sync", Some(&token.access), Some(request)).await
}

/// What the youths of our units have written in the last 30 days, newest first.
pub async fn texts(token: &Token) -> Result<Vec<Written>, Failure> {
    ask("GET", "/api/v1/texts", Some(&token.access), NOTHING).await?.read()
}

/// Turns notifications on with what the browser subscribed to, or off.
pub async fn put_push(token: &Token, subscription: Option<&Value>) -> Result<(), Failure> {
    let method = if subscription.is_some() { "PUT" } else { "DELETE" };
    let answer = ask(method, "/api/v1/push", Some(&token.access), subscription).await?;
    if answer.is_ok() { Ok(()) } else { Err(answer.failure()) }
}

/// Leaves the recovery secret with the server (base64 of 32 bytes).
pub async fn put_recovery_key(token: &Token, key: &str) -> Result<(), Failure> {
    let answer = ask("PUT", "/api/v1/recovery-key", Some(&token.access), Some(&json!({ "key": key }))).await?;
    if answer.is_ok() { Ok(()) } else { Err(answer.failure()) }
}

/// Where a recovery stands.
#[derive(Debug, Deserialize)]
pub struct Recovering {
    /// `waiting`, `released`, `refused`.
    pub state: String,
    /// The secret, once, when it was released.
    #[serde(default)]
    pub key: Option<String>,
}

/// Asks an administrator for the recovery secret.
pub async fn ask_recovery(token: &Token) -> Result<Recovering, Failure> {
    ask("POST", "/api/v1/recovery", Some(&token.access), NOTHING).await?.read()
}

/// Whether the administrator has answered.
pub async fn recovery(token: &Token) -> Result<Recovering, Failure> {
    ask("GET", "/api/v1/recovery", Some(&token.access), NOTHING).await?.read()
}
