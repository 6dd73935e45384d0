//! The phone itself: the only place that asks for the time, for chance, and for what the browser is.

use crate::device;
use js_sys::Date;
use uuid::{Builder, Uuid};
use web_sys::{Document, Navigator, VisibilityState, Window};

/// The browser's window.
pub fn window() -> Window {
    web_sys::window().expect("the app runs in a window")
}

/// The page.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// What the browser says of itself.
pub fn navigator() -> Navigator {
    window().navigator()
}

/// Milliseconds since 1970, as the phone claims.
#[expect(clippy::cast_possible_truncation, reason = "a whole number of milliseconds, far below 2^53")]
pub fn now() -> i64 {
    Date::now() as i64
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("a browser has a source of randomness");
    bytes
}

/// A new uuid v7.
pub fn new_uuid() -> Uuid {
    Builder::from_unix_timestamp_millis(now().max(0).unsigned_abs(), &random()).into_uuid()
}

/// Whether the browser believes that there is a network.
pub fn online() -> bool {
    navigator().on_line()
}

/// Whether somebody can see the page.
pub fn visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// What a person would call this phone, for the administrator's list of devices: the kind only, nothing that tells
/// phones of the same kind apart.
pub fn device_name() -> &'static str {
    let agent = navigator().user_agent().unwrap_or_default();
    let is = |word: &str| agent.contains(word);
    match () {
        () if is("iPhone") => "iPhone",
        () if is("iPad") => "iPad",
        () if is("Android") && is("Mobile") => device::ANDROID_PHONE.sv,
        () if is("Android") => device::ANDROID_TABLET.sv,
        () if is("Macintosh") => "Mac",
        () if is("Windows") => device::WINDOWS.sv,
        () => device::BROWSER.sv,
    }
}

/// Whether this is a tab on an iPhone or iPad, where only an installed app keeps what it stores.
pub fn wants_installing() -> bool {
    super::js::get(&navigator(), "standalone").as_bool() == Some(false)
}

/// Whether the app runs from the home screen.
pub fn is_installed() -> bool {
    let by_display = window().match_media("(display-mode: standalone)").ok().flatten().is_some_and(|it| it.matches());
    by_display || super::js::get(&navigator(), "standalone").as_bool() == Some(true)
}

/// The version that runs: its number, and the first signs of the hash that its script is served under.
pub fn version() -> String {
    let number = env!("CARGO_PKG_VERSION");
    let script = document().query_selector("link[rel=modulepreload]").ok().flatten().and_then(|it| it.get_attribute("href"));
    match script.as_deref().and_then(|it| it.rsplit('.').nth(1)).and_then(|it| it.get(..6)) {
        Some(build) => format!("{number} ({build})"),
        None => number.to_owned(),
    }
}

/// What the shell says under a name, in a `<meta>`.
pub fn meta(name: &str) -> Option<String> {
    document().query_selector(&format!("meta[name={name}]")).ok().flatten()?.get_attribute("content")
}

/// The language that the browser asks for.
pub fn language() -> domain::Lang {
    match navigator().language() {
        Some(tag) if tag.starts_with("en") => domain::Lang::En,
        _ => domain::Lang::Sv,
    }
}
