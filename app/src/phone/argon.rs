//! Argon2id in a worker of its own, thrown away afterwards: the page stays alive, and the 64 MiB are given back.

use super::{
    crypto::{self, WrapKey},
    js,
    model::Failure,
    platform,
};
use js_sys::{Promise, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Worker, WorkerOptions, WorkerType};

thread_local! {
    /// A worker that has been started and has nothing to do yet.
    static WARM: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// The work itself, called by `argon.js` within the worker. Empty on a salt that isn't 16 bytes.
#[wasm_bindgen]
pub fn derive_key(passphrase: &str, salt: &[u8]) -> Vec<u8> {
    salt.try_into().map(|salt| crypto::of_passphrase(passphrase, salt).bytes().to_vec()).unwrap_or_default()
}

/// Starts a worker while somebody is still typing.
pub fn warm() {
    if WARM.with_borrow(Option::is_none) {
        // One that can't be started now is started anew when it is needed, and says then why it can't.
        let Ok(worker) = worker() else { return };
        let failed = Closure::once_into_js(|| drop(WARM.take()));
        worker.set_onerror(Some(failed.unchecked_ref()));
        WARM.set(Some(worker));
    }
}

/// Derives the key of a passphrase.
pub async fn of_passphrase(passphrase: &str, salt: &[u8; 16]) -> Result<WrapKey, Failure> {
    let derived = derive(passphrase, salt).await.map_err(|_| Failure::NoWorker)?;
    let bytes: [u8; 32] = Uint8Array::new(&derived).to_vec().try_into().map_err(|_| Failure::NoWorker)?;
    Ok(WrapKey::new(bytes))
}

fn worker() -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&platform::meta("argon").ok_or(JsValue::UNDEFINED)?, &options)
}

async fn derive(passphrase: &str, salt: &[u8; 16]) -> Result<JsValue, JsValue> {
    let worker = match WARM.take() {
        Some(worker) => worker,
        None => worker()?,
    };
    let answer = Promise::new(&mut |resolve, reject| {
        worker.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&reject));
    });
    let asked = js::object([("passphrase", passphrase.into()), ("salt", Uint8Array::from(salt.as_slice()).into())]);
    let answer = match worker.post_message(&asked) {
        Ok(()) => JsFuture::from(answer).await,
        Err(error) => Err(error),
    };
    worker.terminate();
    answer.map(|event| js::get(event.unchecked_ref(), "data"))
}
