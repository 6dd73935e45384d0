//! What a browser hands over when somebody turns notifications on. Its address is whatever the sender chose to write, and our
//! server will call it: only the push services of the browsers are let through.

use crate::auth::{Sealer, Unsealable, opaque};
use crate::clock::Clock;
use axum::http::Uri;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use web_push_native::{Auth, p256::PublicKey};

/// The push services of Chromium, Firefox, Safari and Edge; one that begins with a dot is any name within.
const HOSTS: [&str; 6] = [
    "fcm.googleapis.com",
    "android.googleapis.com",
    ".push.services.mozilla.com",
    "web.push.apple.com",
    ".push.apple.com",
    ".notify.windows.com",
];
/// Longer than any that push services give.
const LONGEST: usize = 1024;

/// A subscription as a browser writes it, with the key of ours that it was made with.
#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Offered {
    /// The push service's address for this browser.
    pub endpoint: String,
    /// The browser's own keys.
    pub keys: OfferedKeys,
    /// The public key of ours (base64url) that it subscribed with.
    #[serde(default)]
    pub key: String,
}

/// A browser's keys, base64url.
#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OfferedKeys {
    /// Its public key: 65 bytes.
    pub p256dh: String,
    /// What it shares with us: 16 bytes.
    pub auth: String,
}

/// Whoever has it can write to the browser.
impl std::fmt::Debug for Offered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Offered(…)")
    }
}

impl std::fmt::Debug for OfferedKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OfferedKeys(…)")
    }
}

/// A subscription that has been looked at.
#[derive(Clone)]
pub struct Subscription {
    pub(super) endpoint: Uri,
    pub(super) public: PublicKey,
    pub(super) auth: Auth,
    offered: Offered,
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Subscription(…)")
    }
}

/// Why it isn't one. What was written isn't repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSubscription {
    /// Not the address of a push service that we know.
    #[error("the endpoint is https, on a push service of a browser")]
    Endpoint,
    /// Not a point of the curve.
    #[error("p256dh is an uncompressed point of P-256 in base64url")]
    Public,
    /// Not sixteen bytes.
    #[error("auth is 16 bytes in base64url")]
    Auth,
}

impl Subscription {
    /// Looks at what was offered. `near` is a host and port that tests have opened, and no other.
    pub fn parse(offered: Offered, near: Option<&str>) -> Result<Self, BadSubscription> {
        let endpoint = endpoint(&offered.endpoint, near).ok_or(BadSubscription::Endpoint)?;
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
        let public = bytes(&offered.keys.p256dh).filter(|it| it.len() == 65).ok_or(BadSubscription::Public)?;
        let public = PublicKey::from_sec1_bytes(&public).map_err(|_| BadSubscription::Public)?;
        let auth: [u8; 16] = bytes(&offered.keys.auth).and_then(|it| it.try_into().ok()).ok_or(BadSubscription::Auth)?;
        Ok(Self { endpoint, public, auth: Auth::from(auth), offered })
    }

    /// What the database knows it by.
    pub fn hash(&self) -> String {
        opaque::hash(&self.offered.endpoint)
    }

    /// The public key of ours that it was made with.
    pub fn key(&self) -> &str {
        &self.offered.key
    }

    /// Sealed for the database.
    pub fn seal(&self, sealer: &Sealer, clock: &Clock) -> String {
        sealer.seal(clock, &self.hash(), serde_json::json!(self.offered).to_string().as_bytes())
    }

    /// Opened again, and looked at again: what was let in by earlier rules may not be by today's.
    pub fn open(sealer: &Sealer, hash: &str, sealed: &str, near: Option<&str>) -> Result<Self, Unsealable> {
        let offered: Offered = serde_json::from_slice(&sealer.open(hash, sealed)?).map_err(|_| Unsealable)?;
        Self::parse(offered, near).map_err(|_| Unsealable)
    }

    /// Whether it is the one that tests have opened.
    pub(super) fn is_near(&self) -> bool {
        self.endpoint.scheme_str() == Some("http")
    }

    /// `https://host`, as the push service checks it.
    pub(super) fn origin(&self) -> String {
        let authority = self.endpoint.authority().map(axum::http::uri::Authority::as_str).unwrap_or_default();
        format!("{}://{authority}", self.endpoint.scheme_str().unwrap_or("https"))
    }
}

fn endpoint(text: &str, near: Option<&str>) -> Option<Uri> {
    if text.len() > LONGEST || !text.is_ascii() || text.contains(['#', '@', '\\']) {
        return None;
    }
    let uri: Uri = text.parse().ok()?;
    let authority = uri.authority()?.as_str();
    if uri.scheme_str() == Some("http") {
        return (near == Some(authority)).then_some(uri);
    }
    let host = uri.host()?.to_ascii_lowercase();
    let is_known = HOSTS.iter().any(|it| match it.strip_prefix('.') {
        // A name within, and one that could be a name at all.
        Some(_) => host.strip_suffix(it).is_some_and(|it| !it.is_empty() && !it.starts_with('.')),
        None => host == **it,
    });
    (uri.scheme_str() == Some("https") && is_known && matches!(uri.port_u16(), None | Some(443))).then_some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    const P256DH: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    fn offered(endpoint: &str) -> Offered {
        let keys = OfferedKeys { p256dh: P256DH.to_owned(), auth: AUTH.to_owned() };
        Offered { endpoint: endpoint.to_owned(), keys, key: String::new() }
    }

    #[test]
    fn only_push_services_of_browsers_are_called() {
        for good in [
            "https://fcm.googleapis.com/fcm/send/abc:def",
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://web.push.apple.com/abc",
            "https://wns2-par02p.notify.windows.com/w/?token=abc%2f",
            "https://FCM.googleapis.com:443/fcm/send/x",
        ] {
            assert!(Subscription::parse(offered(good), None).is_ok(), "{good}");
        }
        for bad in [
            "",
            "http://fcm.googleapis.com/x",
            "https://fcm.googleapis.com:8443/x",
            "https://fcm.googleapis.com.evil.example/x",
            "https://evil.example/fcm.googleapis.com",
            "https://evilnotify.windows.com/x",
            "https://.notify.windows.com/x",
            "https://evil.example@fcm.googleapis.com/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://169.254.169.254/latest",
            "https://localhost/x",
            "ftp://fcm.googleapis.com/x",
            "//fcm.googleapis.com/x",
            "https://fcm.googleapis.com/å",
        ] {
            assert_eq!(Subscription::parse(offered(bad), None).err(), Some(BadSubscription::Endpoint), "{bad}");
        }
        let long = format!("https://fcm.googleapis.com/{}", "x".repeat(1024));
        assert_eq!(Subscription::parse(offered(&long), None).err(), Some(BadSubscription::Endpoint));
    }

    #[test]
    fn what_tests_open_is_one_address_and_no_other() {
        let near = Some("127.0.0.1:8090");
        assert!(Subscription::parse(offered("http://127.0.0.1:8090/notify/a"), near).is_ok());
        for bad in ["http://127.0.0.1:8091/a", "http://localhost:8090/a", "http://127.0.0.1/a", "https://127.0.0.1:8090/a"] {
            assert_eq!(Subscription::parse(offered(bad), near).err(), Some(BadSubscription::Endpoint), "{bad}");
        }
        assert!(Subscription::parse(offered("http://127.0.0.1:8090/notify/a"), None).is_err());
    }

    #[test]
    fn keys_are_looked_at() {
        let with = |p256dh: &str, auth: &str| {
            let keys = OfferedKeys { p256dh: p256dh.to_owned(), auth: auth.to_owned() };
            Subscription::parse(Offered { keys, ..offered("https://fcm.googleapis.com/x") }, None).err()
        };
        assert_eq!(with(P256DH, AUTH), None);
        assert_eq!(with(&format!("{P256DH}="), &format!("{AUTH}==")), None, "some browsers pad");
        let off = URL_SAFE_NO_PAD.encode([4; 65]);
        for (p256dh, auth, bad) in [
            ("", AUTH, BadSubscription::Public),
            (off.as_str(), AUTH, BadSubscription::Public),
            (P256DH, "", BadSubscription::Auth),
            (P256DH, P256DH, BadSubscription::Auth),
            (P256DH, "****", BadSubscription::Auth),
        ] {
            assert_eq!(with(p256dh, auth), Some(bad));
        }
    }

    /// RFC 8291, appendix A: the crate that seals opens the example's message with the browser's key, so that it takes keys, header and
    /// secret as the standard has them. It takes no salt and no key of ours to seal with, so that its own bytes can't be compared; what
    /// it seals another program opens, which makes the example's bytes itself (`tests/python/open_push.py`).
    #[test]
    fn the_example_of_the_standard_opens() {
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        let message = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_\
             yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        let secret = web_push_native::p256::SecretKey::from_slice(&bytes("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")).unwrap();
        assert_eq!(secret.public_key(), Subscription::parse(offered("https://fcm.googleapis.com/x"), None).unwrap().public);
        let opened = web_push_native::decrypt(bytes(message), &secret, &Auth::from(<[u8; 16]>::try_from(bytes(AUTH)).unwrap())).unwrap();
        assert_eq!(opened, b"When I grow up, I want to be a watermelon");
    }
}
