//! The log: to standard error, readable on a terminal, JSON elsewhere. `RUST_LOG` says how much.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Begins to log. Where it has begun already it goes on.
pub(super) fn begin() {
    // The database's driver logs statements: never their values, but they are noise.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let to = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // What can fail is that somebody else has begun.
    let _ = if std::io::stderr().is_terminal() {
        to.compact().try_init()
    } else {
        to.json().flatten_event(true).with_span_list(false).try_init()
    };
    std::panic::set_hook(Box::new(|it| {
        // Where, and not what: the message may hold what was being worked on.
        let place = it.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}
