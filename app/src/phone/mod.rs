//! The worker's phone: a store of ciphertext, the journal's fold over it, and sync when there is a network.

pub mod act;
mod argon;
mod crypto;
mod draft;
mod js;
mod json;
pub mod model;
pub mod part;
mod passkey;
mod platform;
pub mod say;
pub mod screen;
mod server;
mod store;
mod tabs;
pub mod ui;

use leptos::prelude::mount_to_body;
use wasm_bindgen::prelude::wasm_bindgen;

/// Mounts the app. Called once by `main.js`.
#[wasm_bindgen]
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(screen::App);
}
