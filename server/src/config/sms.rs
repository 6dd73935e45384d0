//! How texts go out.

use super::{ConfigError, Origin};
use axum::http::Uri;
use domain::Phone;

/// How texts go out.
#[derive(Clone, Debug)]
pub struct Sms {
    /// `UPPSOK_SMS`.
    pub provider: Provider,
    /// `UPPSOK_SMS_FROM`: the two-way number that texts come from, where a municipality has none of its own.
    pub from: Option<Phone>,
    /// `UPPSOK_SMS_PRICE`: what a segment costs, in öre.
    pub price: Option<u32>,
    /// `UPPSOK_SMS_AT_ONCE`: calls under way at once, from one server.
    pub at_once: usize,
    /// `UPPSOK_SMS_HOOK_URL`: where the provider reaches us; the public address where it isn't set.
    pub hook: Hook,
}

/// Who takes texts to phones.
#[derive(Clone, Debug)]
pub enum Provider {
    /// Nobody: they land on the administrator's page.
    Outbox,
    /// 46elks.
    Elks {
        /// `UPPSOK_46ELKS_URL`.
        url: String,
        /// `UPPSOK_46ELKS_USER` and `UPPSOK_46ELKS_PASSWORD`.
        login: Login,
    },
    /// A Kannel gateway.
    Kannel {
        /// `UPPSOK_KANNEL_URL`: its `sendsms`.
        url: String,
        /// `UPPSOK_KANNEL_USER` and `UPPSOK_KANNEL_PASSWORD`.
        login: Login,
    },
}

/// A name and a password.
#[derive(Clone)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// A password in a log is a leak.
impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Login(…)")
    }
}

/// An address without its path that a provider reaches us at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// `http` or `https`.
    pub scheme: String,
    /// Host and port.
    pub authority: String,
}

const ELKS: &str = "https://api.46elks.com/a1";

impl Sms {
    /// Reads the variables; `public` is where the server is found.
    pub(super) fn read(get: impl Fn(&'static str) -> Result<Option<String>, ConfigError>, public: &Origin) -> Result<Self, ConfigError> {
        let must = |name: &'static str| get(name)?.ok_or(ConfigError::Missing(name));
        let login = |user, password| Ok::<_, ConfigError>(Login { user: must(user)?, password: must(password)? });
        let provider = match get("UPPSOK_SMS")?.as_deref().map(str::trim) {
            None | Some("outbox") => Provider::Outbox,
            Some("46elks") => Provider::Elks {
                url: address("UPPSOK_46ELKS_URL", get("UPPSOK_46ELKS_URL")?.as_deref().unwrap_or(ELKS), true)?,
                login: login("UPPSOK_46ELKS_USER", "UPPSOK_46ELKS_PASSWORD")?,
            },
            Some("kannel") => Provider::Kannel {
                url: address("UPPSOK_KANNEL_URL", &must("UPPSOK_KANNEL_URL")?, false)?,
                login: login("UPPSOK_KANNEL_USER", "UPPSOK_KANNEL_PASSWORD")?,
            },
            Some(_) => return Err(ConfigError::Sms),
        };
        let from = get("UPPSOK_SMS_FROM")?.map(|it| Phone::parse(&it).map_err(|_| ConfigError::Number("UPPSOK_SMS_FROM"))).transpose()?;
        if from.is_none() && !matches!(provider, Provider::Outbox) {
            return Err(ConfigError::Missing("UPPSOK_SMS_FROM"));
        }
        let count = |name: &'static str| get(name)?.map(|it| it.trim().parse::<u32>().map_err(|_| ConfigError::Count(name))).transpose();
        let at_once = count("UPPSOK_SMS_AT_ONCE")?.unwrap_or(32);
        if !(1..=256).contains(&at_once) {
            return Err(ConfigError::Count("UPPSOK_SMS_AT_ONCE"));
        }
        let hook = match get("UPPSOK_SMS_HOOK_URL")? {
            Some(it) => it,
            None => public.to_string(),
        };
        Ok(Self { provider, from, price: count("UPPSOK_SMS_PRICE")?, at_once: at_once.try_into().unwrap_or(32), hook: Hook::parse(&hook)? })
    }
}

/// An address of a provider: https, or http on this machine; a gateway of one's own may also be near without TLS.
fn address(name: &'static str, text: &str, far: bool) -> Result<String, ConfigError> {
    let uri: Uri = text.trim().parse().map_err(|_| ConfigError::Address(name))?;
    let host = uri.host().ok_or(ConfigError::Address(name))?;
    let is_plain = uri.scheme_str() == Some("http") && (!far || matches!(host, "localhost" | "127.0.0.1" | "[::1]"));
    let has_more = uri.query().is_some() || uri.authority().is_some_and(|it| it.as_str().contains('@'));
    if has_more || !(is_plain || uri.scheme_str() == Some("https")) {
        return Err(ConfigError::Address(name));
    }
    Ok(text.trim().trim_end_matches('/').to_owned())
}

impl Hook {
    fn parse(text: &str) -> Result<Self, ConfigError> {
        let name = "UPPSOK_SMS_HOOK_URL";
        let uri: Uri = text.trim().parse().map_err(|_| ConfigError::Address(name))?;
        let is_bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
        match (uri.scheme_str(), uri.authority()) {
            (Some(scheme @ ("http" | "https")), Some(authority)) if is_bare && !authority.as_str().contains('@') => {
                Ok(Self { scheme: scheme.to_owned(), authority: authority.as_str().to_owned() })
            }
            _ => Err(ConfigError::Address(name)),
        }
    }

    /// The address of a path, with a key that a provider sends back as a password and not in the address, so that it
    /// stands in nobody's access log.
    pub fn with_key(&self, key: &str, path: &str) -> String {
        format!("{}://uppsok:{key}@{}{path}", self.scheme, self.authority)
    }
}
