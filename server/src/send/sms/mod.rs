//! Texts, by one provider.

mod elks;
mod kannel;
mod outbox;

pub use elks::Elks;
pub use kannel::Kannel;
pub use outbox::Outbox;

use super::{
    Channel, Letter,
    http::{Http, Reach},
    key::HookKeys,
};
use crate::{
    clock::Clock,
    config::{Provider, Sms},
    db::Db,
};
use std::sync::Arc;

/// The channel that is set.
pub fn channel(sms: &Sms, keys: &HookKeys, db: &Db, clock: &Clock) -> Arc<dyn Channel> {
    let line = || Line {
        from: sms.from.clone(),
        at_once: sms.at_once,
        hook: sms.hook.clone(),
        keys: keys.clone(),
        http: Http::new(Reach::Anywhere),
    };
    match &sms.provider {
        Provider::Outbox => Arc::new(Outbox::new(db.clone(), clock.clone())),
        Provider::Elks { url, login } => Arc::new(Elks::new(line(), url, login.clone())),
        Provider::Kannel { url, login } => Arc::new(Kannel::new(line(), url, login.clone())),
    }
}

/// What every provider needs.
#[derive(Clone, Debug)]
pub struct Line {
    /// The number that texts come from.
    pub from: Option<domain::Phone>,
    /// Calls under way at once.
    pub at_once: usize,
    /// Where the provider reaches us.
    pub hook: crate::config::Hook,
    /// What it proves itself with.
    pub keys: HookKeys,
    /// Calls it.
    pub http: Http,
}

impl Line {
    /// The number that a letter comes from.
    fn sender(&self, letter: &Letter) -> Option<String> {
        letter.sender.clone().or_else(|| self.from.as_ref().map(|it| it.as_str().to_owned()))
    }

    /// Where the provider reports what became of a letter.
    fn report(&self, provider: &str, letter: &Letter, query: &str) -> String {
        let key = self.keys.of_attempt(letter.attempt);
        self.hook.with_key(&key, &format!("/hook/{provider}/report/{}{query}", letter.attempt))
    }
}

/// A form, as browsers encode it.
fn form(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(name);
        out.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.push('%');
                out.push_str(&hex::encode_upper([byte]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_encoded() {
        assert_eq!(
            form(&[("to", "+46701740614"), ("text", "Hej Åsa! 10 % & så")]),
            "to=%2B46701740614&text=Hej%20%C3%85sa%21%2010%20%25%20%26%20s%C3%A5"
        );
    }
}
