//! Those who ask for pages.

use std::time::{Duration, Instant};
use tests::{Client, TestServer};

const PASSWORD: &str = "hemligt lösenord 1";

/// Whose pages are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Reader {
    /// The lead of Prov 1, Prov 2, …
    Lead(usize),
    /// The lead of the region that they all lie in.
    Region,
    /// The nation's.
    Nation,
}

impl Reader {
    fn email(self) -> String {
        match self {
            Self::Lead(number) => format!("ledare-{number}@uppsok.example"),
            Self::Region => "region@uppsok.example".into(),
            Self::Nation => "nation@uppsok.example".into(),
        }
    }

    /// Adds the account.
    pub fn hire(self, server: &TestServer) {
        let email = self.email();
        let municipality = if let Self::Lead(number) = self { format!("Prov {number}") } else { String::new() };
        let post: &[&str] = match self {
            Self::Lead(_) => &["lead", "--municipality", &municipality],
            Self::Region => &["region", "--region", "Kalmar"],
            Self::Nation => &["nation"],
        };
        let arguments = [&["account", "add", "--email", &email, "--name", "Prov Ledare", "--password-stdin", "--role"], post].concat();
        let added = server.command(&arguments, &format!("{PASSWORD}\n"));
        assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    }

    /// Signs in.
    pub fn sign_in(self, server: &TestServer) -> Client {
        let client = server.client();
        let said = client.form("/sign-in", &[("email", &self.email()), ("password", PASSWORD)]);
        assert_eq!(said.status, 303, "{}", said.body);
        client
    }
}

/// Asks for a page several times; how long each took.
pub fn ask(client: &Client, page: &str, times: usize) -> Vec<Duration> {
    (0..times)
        .map(|_| {
            let before = Instant::now();
            assert_eq!(client.fetch(page), 200, "{page}");
            before.elapsed()
        })
        .collect()
}
