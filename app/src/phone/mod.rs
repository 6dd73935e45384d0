//! The worker's phone: a store of ciphertext, the journal's fold over it, and sync when there is a network.

pub mod act;
mod argon;
mod crypto;
mod js;
mod json;
pub mod model;
mod passkey;
mod platform;
pub mod say;
mod server;
mod store;
mod tabs;

use leptos::prelude::*;
use model::Model;
use wasm_bindgen::prelude::wasm_bindgen;

/// Mounts the app. Called once by `main.js`.
#[wasm_bindgen]
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(Root);
}

/// The whole app.
#[component]
fn Root() -> impl IntoView {
    let model = Model::start();
    provide_context(model);
    view! { <main></main> }
}
