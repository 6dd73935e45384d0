//! What the environment says, parsed once at the start.

mod origin;
mod secret;
mod sms;

pub use origin::{BadOrigin, Origin};
pub use secret::{Secret, SecretError};
pub use sms::{Hook, Login, Provider, Sms};

use crate::db::{Db, StoreError};
use std::net::{IpAddr, SocketAddr};

/// What the environment says.
#[derive(Clone, Debug)]
pub struct Config {
    /// `UPPSOK_DATABASE_URL`: `sqlite:PATH` or `postgres://…`.
    pub database_url: String,
    /// `UPPSOK_LEDGER`: where what a restore mustn't undo stands, if not beside the database.
    pub ledger: Option<String>,
    /// `UPPSOK_LISTEN`.
    pub listen: SocketAddr,
    /// `UPPSOK_METRICS_LISTEN`; off where it isn't set.
    pub metrics_listen: Option<SocketAddr>,
    /// `UPPSOK_PUBLIC_URL`: where browsers find the server.
    pub public: Origin,
    /// `UPPSOK_YOUTH_URL`: a neutral host for the youths' pages, where nothing else is served; none where they are served
    /// beside the rest.
    pub youth: Option<Origin>,
    /// `UPPSOK_PUSH_TEST_HOST`: a host and port that tests have opened for a push service of their own. A server that people
    /// can reach refuses to start with it.
    pub push_test_host: Option<String>,
    /// `UPPSOK_TRUSTED_PROXY`: whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// `UPPSOK_SECRET`, where it is set.
    pub secret: Option<String>,
    /// `UPPSOK_SMS` and its settings.
    pub sms: Sms,
}

/// A variable that can't be used. Its value isn't repeated: an address may carry a password.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not `ADDRESS:PORT`.
    #[error("{0} is written ADDRESS:PORT, for example 127.0.0.1:3000")]
    Listen(&'static str),
    /// Not an address for browsers.
    #[error("UPPSOK_PUBLIC_URL: {0}")]
    Public(#[from] BadOrigin),
    /// Not an address for the youths' browsers.
    #[error("UPPSOK_YOUTH_URL: {0}")]
    Youth(BadOrigin),
    /// Set where people are.
    #[error("UPPSOK_PUSH_TEST_HOST is for tests: a server on https doesn't start with it")]
    PushTestHost,
    /// Not addresses of machines.
    #[error("UPPSOK_TRUSTED_PROXY is one or more IP addresses with commas between")]
    Proxy,
    /// Not a way for texts.
    #[error("UPPSOK_SMS is outbox, 46elks or kannel")]
    Sms,
    /// What has been chosen needs another variable.
    #[error("{0} must be set too")]
    Missing(&'static str),
    /// Not a phone number.
    #[error("{0} is a phone number, for example +46701740614")]
    Number(&'static str),
    /// Not a number that makes sense there.
    #[error("{0} is a whole number")]
    Count(&'static str),
    /// Not an address.
    #[error("{0} is an address, https:// unless it is near")]
    Address(&'static str),
    /// A variable that isn't UTF-8.
    #[error("{0} is not readable text")]
    Unreadable(&'static str),
}

const DATABASE: &str = "sqlite:data/uppsok.db";
const LISTEN: &str = "127.0.0.1:3000";

impl Config {
    /// Opens the database and knows where its ledger is.
    pub async fn open_db(&self) -> Result<Db, StoreError> {
        Db::open_with(&self.database_url, self.ledger.as_deref()).await
    }

    /// Opens it with the schema that it has.
    pub async fn open_db_as_it_is(&self) -> Result<Db, StoreError> {
        Db::open_as_it_is(&self.database_url, self.ledger.as_deref()).await
    }

    /// Reads the process's environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        let read = |name: &'static str| match std::env::var(name) {
            Ok(value) => Ok(Some(value)),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => Err(ConfigError::Unreadable(name)),
        };
        Self::read(read)
    }

    /// Where youths find their pages.
    pub fn youth_url(&self) -> &Origin {
        self.youth.as_ref().unwrap_or(&self.public)
    }

    /// Where links in messages lead. There are none to the host where people work, since an address shows in a message: the
    /// youths' pages need a host of their own, except on this machine.
    pub fn links_to(&self) -> Option<&Origin> {
        let is_neutral = self.youth.is_some() || !self.public.is_secure();
        is_neutral.then(|| self.youth_url())
    }

    /// Reads variables by their names; an empty one counts as not set.
    pub fn read(get: impl Fn(&'static str) -> Result<Option<String>, ConfigError>) -> Result<Self, ConfigError> {
        let get = |name| get(name).map(|it| it.filter(|it| !it.trim().is_empty()));
        let address = |name, text: Option<String>| text.map(|it| it.trim().parse().map_err(|_| ConfigError::Listen(name))).transpose();
        let listen = get("UPPSOK_LISTEN")?.unwrap_or_else(|| LISTEN.to_owned());
        let listen: SocketAddr = listen.trim().parse().map_err(|_| ConfigError::Listen("UPPSOK_LISTEN"))?;
        let public: Origin = get("UPPSOK_PUBLIC_URL")?.map_or_else(|| Ok(Origin::loopback(listen.port())), |it| it.parse())?;
        let youth: Option<Origin> = get("UPPSOK_YOUTH_URL")?.map(|it| it.parse().map_err(ConfigError::Youth)).transpose()?;
        Ok(Self {
            sms: Sms::read(get, &public)?,
            database_url: get("UPPSOK_DATABASE_URL")?.unwrap_or_else(|| DATABASE.to_owned()),
            ledger: get("UPPSOK_LEDGER")?,
            listen,
            metrics_listen: address("UPPSOK_METRICS_LISTEN", get("UPPSOK_METRICS_LISTEN")?)?,
            push_test_host: match get("UPPSOK_PUSH_TEST_HOST")? {
                Some(_) if public.is_secure() || youth.as_ref().is_some_and(Origin::is_secure) => return Err(ConfigError::PushTestHost),
                host => host,
            },
            youth: youth.filter(|it| *it != public),
            public,
            trusted_proxies: get("UPPSOK_TRUSTED_PROXY")?
                .unwrap_or_default()
                .split(',')
                .map(str::trim)
                .filter(|it| !it.is_empty())
                .map(|it| it.parse().map_err(|_| ConfigError::Proxy))
                .collect::<Result<_, _>>()?,
            secret: get("UPPSOK_SECRET")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(|name| Ok(pairs.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned())))
    }

    #[test]
    fn nothing_set_is_the_embedded_default() {
        let config = read(&[]).unwrap();
        assert_eq!(config.database_url, "sqlite:data/uppsok.db");
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.public.to_string(), "http://127.0.0.1:3000");
        assert_eq!(config.metrics_listen, None);
        assert_eq!((config.youth.as_ref(), config.youth_url()), (None, &config.public));
        assert!(config.trusted_proxies.is_empty() && config.secret.is_none());
    }

    #[test]
    fn links_lead_to_a_host_where_nobody_works() {
        let links = |pairs: &[(&str, &str)]| read(pairs).unwrap().links_to().map(ToString::to_string);
        let (work, youth) = (("UPPSOK_PUBLIC_URL", "https://uppsok.example.se"), ("UPPSOK_YOUTH_URL", "https://hej.example.se"));
        assert_eq!(links(&[work, youth]).as_deref(), Some("https://hej.example.se"));
        assert_eq!(links(&[work]), None);
        assert_eq!(links(&[]).as_deref(), Some("http://127.0.0.1:3000"), "on this machine");
    }

    #[test]
    fn what_tests_open_is_shut_where_people_are() {
        let opened = ("UPPSOK_PUSH_TEST_HOST", "127.0.0.1:8090");
        assert_eq!(read(&[opened]).unwrap().push_test_host.as_deref(), Some("127.0.0.1:8090"));
        for name in ["UPPSOK_PUBLIC_URL", "UPPSOK_YOUTH_URL"] {
            assert!(matches!(read(&[opened, (name, "https://uppsok.example.se")]), Err(ConfigError::PushTestHost)));
        }
    }

    #[test]
    fn what_is_set_is_parsed_and_errors_name_the_variable() {
        let config = read(&[("UPPSOK_LISTEN", "0.0.0.0:8080"), ("UPPSOK_TRUSTED_PROXY", "10.0.0.1, ::1")]).unwrap();
        assert_eq!(config.public.to_string(), "http://127.0.0.1:8080");
        assert_eq!(config.trusted_proxies.len(), 2);
        for (name, value) in [
            ("UPPSOK_LISTEN", "everywhere"),
            ("UPPSOK_METRICS_LISTEN", "yes"),
            ("UPPSOK_PUBLIC_URL", "http://uppsok.example"),
            ("UPPSOK_YOUTH_URL", "http://uppsok.example"),
            ("UPPSOK_TRUSTED_PROXY", "nginx"),
            ("UPPSOK_SMS", "pigeon"),
            ("UPPSOK_SMS_FROM", "kommunen"),
            ("UPPSOK_SMS_PRICE", "dyrt"),
            ("UPPSOK_SMS_HOOK_URL", "https://a/b"),
        ] {
            let error = read(&[(name, value)]).unwrap_err().to_string();
            assert!(error.starts_with(name) && !error.contains(value), "{error}");
        }
    }

    #[test]
    fn a_provider_needs_its_settings_and_shows_no_password() {
        let elks = [
            ("UPPSOK_SMS", "46elks"),
            ("UPPSOK_46ELKS_USER", "u1"),
            ("UPPSOK_46ELKS_PASSWORD", "hush"),
            ("UPPSOK_SMS_FROM", "+46701740614"),
        ];
        let config = read(&elks).unwrap();
        assert!(matches!(&config.sms.provider, Provider::Elks { url, .. } if url == "https://api.46elks.com/a1"));
        assert!(!format!("{config:?}").contains("hush"));
        assert_eq!(config.sms.hook.with_key("k", "/x"), "http://uppsok:k@127.0.0.1:3000/x");
        for missing in ["UPPSOK_46ELKS_USER", "UPPSOK_46ELKS_PASSWORD", "UPPSOK_SMS_FROM"] {
            let rest: Vec<_> = elks.into_iter().filter(|it| it.0 != missing).collect();
            assert!(read(&rest).unwrap_err().to_string().starts_with(missing));
        }
        let far = [&elks[..], &[("UPPSOK_46ELKS_URL", "http://elks.example")]].concat();
        assert!(read(&far).is_err(), "a password isn't sent in the open");
        let near = [&elks[..], &[("UPPSOK_46ELKS_URL", "http://127.0.0.1:4646/a1/")]].concat();
        assert!(matches!(read(&near).unwrap().sms.provider, Provider::Elks { url, .. } if url == "http://127.0.0.1:4646/a1"));
    }
}
