//! Several tabs of the same app: one of them at a time talks with the server, and each hears what the others wrote.

use super::{js, json, platform};
use js_sys::{Function, Promise};
use serde::{Deserialize, Serialize};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

/// Runs `work` while no other tab runs anything of this name; not at all where another does. Where the browser has no
/// locks it just runs: the server tells retries apart anyway.
pub async fn alone<T>(name: &str, work: impl Future<Output = T>) -> Option<T> {
    let locks = js::get(&platform::navigator(), "locks");
    if locks.is_undefined() {
        return Some(work.await);
    }
    let release: Rc<RefCell<Option<Function>>> = Rc::default();
    let held = Promise::new(&mut |resolve, _| {
        release.replace(Some(resolve));
    });
    let mut callback = JsValue::UNDEFINED;
    let acquired = Promise::new(&mut |resolve, _| {
        let held = held.clone();
        callback = Closure::once_into_js(move |lock: JsValue| {
            // Settling our own promise can't throw.
            let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::from_bool(!lock.is_null()));
            held
        });
    });
    let options = js::object([("ifAvailable", true.into())]);
    if js::call(&locks, "request", &[name.into(), options, callback]).is_err() {
        return Some(work.await);
    }
    let ours = JsFuture::from(acquired).await.is_ok_and(|it| it.is_truthy());
    let done = if ours { Some(work.await) } else { None };
    if let Some(release) = release.take() {
        let _ = release.call0(&JsValue::UNDEFINED);
    }
    done
}

/// What one tab tells the others. Account ids are the only thing in it that is anyone's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "snake_case")]
pub enum Told {
    /// The store of an account has changed.
    Changed {
        /// Whose.
        account: domain::AccountId,
    },
    /// The worker locked the app.
    Locked,
    /// A store is gone: signed out, or wiped.
    Gone {
        /// Whose.
        account: domain::AccountId,
    },
}

/// The channel between the tabs.
#[derive(Debug)]
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Listens for as long as the app lives.
    pub fn listen(heard: impl Fn(Told) + 'static) -> Self {
        let channel = BroadcastChannel::new("uppsok").ok();
        if let Some(channel) = &channel {
            let callback = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(told) = event.data().as_string().and_then(|it| json::read(it.as_bytes()).ok()) {
                    heard(told);
                }
            });
            channel.set_onmessage(Some(callback.into_js_value().unchecked_ref()));
        }
        Self(channel)
    }

    /// Tells the others.
    pub fn tell(&self, told: Told) {
        if let (Some(channel), Ok(text)) = (&self.0, json::write(&told)) {
            // A closed channel means that the page is going away.
            let _ = channel.post_message(&text.into());
        }
    }
}
