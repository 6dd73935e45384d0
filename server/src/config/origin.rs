//! Where browsers find the server.

use axum::http::Uri;
use std::{fmt, str::FromStr};

/// A scheme and an authority: `https://uppsok.example.se`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    secure: bool,
    authority: String,
}

/// Not an address that a browser may be signed in at.
#[derive(Debug, thiserror::Error)]
#[error("written https://HOST, without a path; http:// only for 127.0.0.1, [::1] and localhost, since passwords would travel in the open")]
pub struct BadOrigin;

/// The machine's own names.
fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

fn host(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|it| it.is_ascii_digit()) => host,
        _ => authority,
    }
}

impl Origin {
    /// This machine, for a server without a public address.
    pub fn loopback(port: u16) -> Self {
        Self { secure: false, authority: format!("127.0.0.1:{port}") }
    }

    /// Whether it is https: then cookies are `Secure` and carry the `__Host-` prefix.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The name alone, without a port.
    pub fn host(&self) -> &str {
        host(&self.authority)
    }

    /// Whether a request's `Host` is this one. Unlike [`Origin::is_same`] it tells loopback's names apart, so that two
    /// hosts can be had on one machine.
    pub fn is_host(&self, asked: &str) -> bool {
        let own_port = if self.secure { ":443" } else { ":80" };
        let asked = asked.to_lowercase();
        asked.strip_suffix(own_port).unwrap_or(&asked) == self.authority
    }

    /// Whether a browser's `Origin` is this server. On http loopback all names of the machine are the same.
    pub fn is_same(&self, origin: &str) -> bool {
        if self.secure {
            return origin.strip_prefix("https://") == Some(&self.authority);
        }
        let port = |authority: &str| authority[host(authority).len()..].to_owned();
        origin.strip_prefix("http://").is_some_and(|it| is_loopback(host(it)) && port(it) == port(&self.authority))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.secure { "https" } else { "http" }, self.authority)
    }
}

impl FromStr for Origin {
    type Err = BadOrigin;

    fn from_str(text: &str) -> Result<Self, BadOrigin> {
        let uri: Uri = text.trim().parse().map_err(|_| BadOrigin)?;
        let authority = uri.authority().ok_or(BadOrigin)?.as_str().to_lowercase();
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if is_loopback(host(&authority)) => false,
            _ => return Err(BadOrigin),
        };
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none() && !authority.contains('@');
        if !bare {
            return Err(BadOrigin);
        }
        // Browsers leave the scheme's own port out.
        let own_port = if secure { ":443" } else { ":80" };
        let authority = authority.strip_suffix(own_port).unwrap_or(&authority).to_owned();
        Ok(Self { secure, authority })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_on_this_machine() {
        for (text, shown) in [
            ("https://Uppsok.example.se/", "https://uppsok.example.se"),
            ("https://uppsok.example.se:443", "https://uppsok.example.se"),
            ("https://uppsok.example.se:8443", "https://uppsok.example.se:8443"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().to_string(), shown);
        }
        for text in ["", "uppsok.example.se", "http://uppsok.example.se", "https://a/b", "ftp://localhost", "https://a@b", "https://a/?b"] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_host_is_told_from_another() {
        let public: Origin = "https://uppsok.example.se".parse().unwrap();
        assert!(public.is_host("Uppsok.example.se") && public.is_host("uppsok.example.se:443") && !public.is_host("uppsok.example.se:80"));
        assert!(!Origin::loopback(3000).is_host("localhost:3000") && Origin::loopback(3000).is_host("127.0.0.1:3000"));
        assert_eq!((public.host(), Origin::loopback(3000).host()), ("uppsok.example.se", "127.0.0.1"));
    }

    #[test]
    fn only_the_server_itself_is_the_same_origin() {
        let public: Origin = "https://uppsok.example.se".parse().unwrap();
        assert!(public.is_same("https://uppsok.example.se"));
        for other in ["http://uppsok.example.se", "https://uppsok.example.se:8443", "https://evil.example", "null", ""] {
            assert!(!public.is_same(other), "{other}");
        }
        let own = Origin::loopback(3000);
        assert!(own.is_same("http://localhost:3000") && own.is_same("http://127.0.0.1:3000") && own.is_same("http://[::1]:3000"));
        assert!(
            !own.is_same("http://localhost:3001") && !own.is_same("http://evil.example:3000") && !own.is_same("https://localhost:3000")
        );
    }
}
