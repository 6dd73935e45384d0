//! A passkey as a key: the PRF extension gives the same 32 bytes each time the person shows finger or face. The server
//! knows nothing of it; only this phone's store is opened.

use super::{js, model::Failure, platform};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;

/// What a passkey gave.
#[derive(Debug)]
pub struct Secret {
    /// Which passkey.
    pub credential: Vec<u8>,
    /// 32 bytes that only it gives.
    pub bytes: Vec<u8>,
}

/// Whether the browser knows passkeys at all. Whether this phone's can hold a key is seen when one is made.
pub fn is_possible() -> bool {
    !js::get(&platform::window(), "PublicKeyCredential").is_undefined()
}

/// Makes a passkey for this phone and asks for its secret.
pub async fn enroll(salt: &[u8; 16]) -> Result<Secret, Failure> {
    let user = js::object([("id", bytes(&platform::random::<16>())), ("name", "Uppsök".into()), ("displayName", "Uppsök".into())]);
    let kinds: Array = [-7, -257].iter().map(|alg| js::object([("type", "public-key".into()), ("alg", (*alg).into())])).collect();
    let selection = js::object([
        ("authenticatorAttachment", "platform".into()),
        ("residentKey", "preferred".into()),
        ("userVerification", "required".into()),
    ]);
    let options = js::object([
        ("challenge", bytes(&platform::random::<32>())),
        ("rp", js::object([("name", "Uppsök".into())])),
        ("user", user),
        ("pubKeyCredParams", kinds.into()),
        ("authenticatorSelection", selection),
        ("attestation", "none".into()),
        ("extensions", prf(salt)),
    ]);
    let credentials = js::get(&platform::navigator(), "credentials");
    let made = js::call_async(&credentials, "create", &[js::object([("publicKey", options)])]).await.map_err(|_| Failure::NoPasskey)?;
    let credential = raw_id(&made)?;
    match secret_of(&made) {
        Some(secret) => Ok(Secret { credential, bytes: secret }),
        // Many make the key now and give its secret only when asked.
        None => unlock(&credential, salt).await,
    }
}

/// Asks a passkey for its secret.
pub async fn unlock(credential: &[u8], salt: &[u8; 16]) -> Result<Secret, Failure> {
    let allowed: Array = std::iter::once(js::object([("type", "public-key".into()), ("id", bytes(credential))])).collect();
    let options = js::object([
        ("challenge", bytes(&platform::random::<32>())),
        ("allowCredentials", allowed.into()),
        ("userVerification", "required".into()),
        ("extensions", prf(salt)),
    ]);
    let credentials = js::get(&platform::navigator(), "credentials");
    let got = js::call_async(&credentials, "get", &[js::object([("publicKey", options)])]).await.map_err(|_| Failure::NoPasskey)?;
    Ok(Secret { credential: raw_id(&got)?, bytes: secret_of(&got).ok_or(Failure::NoPasskey)? })
}

fn prf(salt: &[u8; 16]) -> JsValue {
    js::object([("prf", js::object([("eval", js::object([("first", bytes(salt))]))]))])
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn raw_id(credential: &JsValue) -> Result<Vec<u8>, Failure> {
    let id = js::get(credential, "rawId");
    if id.is_undefined() { Err(Failure::NoPasskey) } else { Ok(Uint8Array::new(&id).to_vec()) }
}

fn secret_of(credential: &JsValue) -> Option<Vec<u8>> {
    let results = js::call(credential, "getClientExtensionResults", &[]).ok()?;
    let first = ["prf", "results", "first"].iter().try_fold(results, |it, name| {
        let next = js::get(&it, name);
        (!next.is_undefined() && !next.is_null()).then_some(next)
    })?;
    let secret = Uint8Array::new(&first).to_vec();
    (secret.len() == 32).then_some(secret)
}
