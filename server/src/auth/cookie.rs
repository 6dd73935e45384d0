//! The cookies that sign somebody in. On https they carry the prefixes that browsers hold us to; on http loopback they
//! don't, since Safari takes no `Secure` cookie there.

use crate::config::Origin;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::DeviceId;
use std::time::Duration;

/// The only address that the refresh cookie is sent to.
pub const REFRESH_PATH: &str = "/api/v1/refresh";

/// The session cookie's name.
pub fn session_name(public: &Origin) -> &'static str {
    if public.is_secure() { "__Host-session" } else { "session" }
}

/// A phone's refresh cookie's name. Each device has its own: two people may share a phone.
pub fn refresh_name(public: &Origin, device: DeviceId) -> String {
    let prefix = if public.is_secure() { "__Secure-" } else { "" };
    format!("{prefix}refresh-{}", device.uuid().simple())
}

fn cookie(public: &Origin, name: String, value: String, path: &'static str, age: Option<Duration>) -> Cookie<'static> {
    let mut cookie = Cookie::new(name, value);
    cookie.set_path(path);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Strict);
    cookie.set_secure(public.is_secure());
    if let Some(age) = age.and_then(|it| it.try_into().ok()) {
        cookie.set_max_age(Some(age));
    }
    cookie
}

/// Signs a browser in until it is closed.
pub fn session(public: &Origin, token: String) -> Cookie<'static> {
    cookie(public, session_name(public).to_owned(), token, "/", None)
}

/// Signs a browser out.
pub fn no_session(public: &Origin) -> Cookie<'static> {
    cookie(public, session_name(public).to_owned(), String::new(), "/", Some(Duration::ZERO))
}

/// Keeps a phone signed in for so long.
pub fn refresh(public: &Origin, device: DeviceId, token: String, age: Duration) -> Cookie<'static> {
    cookie(public, refresh_name(public, device), token, REFRESH_PATH, Some(age))
}

/// Signs a phone out.
pub fn no_refresh(public: &Origin, device: DeviceId) -> Cookie<'static> {
    cookie(public, refresh_name(public, device), String::new(), REFRESH_PATH, Some(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attributes_are_those_that_browsers_hold_us_to() {
        let device = DeviceId::new(0, [0; 10]);
        let https: Origin = "https://uppsok.example.se".parse().unwrap();
        assert_eq!(session(&https, "x".to_owned()).to_string(), "__Host-session=x; HttpOnly; SameSite=Strict; Secure; Path=/");
        assert_eq!(
            refresh(&https, device, "x".to_owned(), Duration::from_mins(1)).to_string(),
            "__Secure-refresh-00000000000070008000000000000000=x; HttpOnly; SameSite=Strict; Secure; Path=/api/v1/refresh; Max-Age=60"
        );
        let http = Origin::loopback(3000);
        assert_eq!(session(&http, "x".to_owned()).to_string(), "session=x; HttpOnly; SameSite=Strict; Path=/");
        assert!(no_session(&http).to_string().ends_with("Max-Age=0"));
    }
}
