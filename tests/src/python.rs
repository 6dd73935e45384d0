//! Others' programs, asked whether they read what we write. `scripts/setup --tests` installs them.

use serde_json::Value;
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Runs `tests/python/NAME.py` with something as its standard input; what it prints, as JSON.
pub fn run(name: &str, input: &[u8]) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(format!("{name}.py"));
    let mut child = Command::new(python()).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it was found");
    child.stdin.take().expect("it was asked for").write_all(input).expect("it reads");
    let done = child.wait_with_output().expect("a child can be waited for");
    assert!(done.status.success(), "{name}.py ended with {}", done.status);
    serde_json::from_slice(&done.stdout).expect("it prints JSON")
}

/// Beside the tests' own folder: `target/debug/deps/story-…` → `target/python/bin/python`.
fn python() -> PathBuf {
    let own = std::env::current_exe().expect("a process knows its program");
    let target = own.ancestors().nth(3).expect("tests are built into target/PROFILE/deps");
    let python = target.join("python/bin/python");
    assert!(python.exists(), "{} is missing: `scripts/setup --tests` makes it", python.display());
    python
}
