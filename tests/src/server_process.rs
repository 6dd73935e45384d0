//! The real binary on a free port: started, stopped, killed and started again on the same data and the same port.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::postgres::{self, Commits};

const PATIENCE: Duration = Duration::from_secs(30);

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A server of one's own. It is killed when dropped, and its data goes with it.
#[derive(Debug)]
pub struct TestServer {
    folder: tempfile::TempDir,
    database_url: String,
    port: u16,
    settings: Vec<(String, String)>,
    child: Option<Child>,
}

impl TestServer {
    /// Made but not started, so that the command line can fill its database first.
    pub fn new(kind: Kind) -> Self {
        Self::with_commits(kind, Commits::Quick)
    }

    /// The same, with commits on PostgreSQL as they are asked for. On SQLite they are always durable.
    pub fn with_commits(kind: Kind, commits: Commits) -> Self {
        match kind {
            Kind::Sqlite => Self::beside(|folder| format!("sqlite:{}", folder.join("uppsok.db").display())),
            Kind::Postgres => Self::on(postgres::new_database_with(commits)),
        }
    }

    /// One on the database of an address.
    pub fn on(database_url: String) -> Self {
        Self::beside(|_| database_url)
    }

    fn beside(database_url: impl FnOnce(&Path) -> String) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database_url = database_url(folder.path());
        let settings = vec![("UPPSOK_SECRET".to_owned(), "c2VjcmV0LW9mLXRoZS10ZXN0cy0zMi1ieXRlcy1sb25nIQ==".to_owned())];
        Self { folder, database_url, port: free_port(), settings, child: None }
    }

    /// One more setting (`UPPSOK_…`) from the next start on.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A second process on the same database, with a port of its own.
    #[must_use]
    pub fn sibling(&self) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder, database_url: self.database_url.clone(), port: free_port(), settings: self.settings.clone(), child: None }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// A client with no cookies yet.
    pub fn client(&self) -> Client {
        Client::new(&self.url())
    }

    /// Runs `uppsok ARGUMENTS` on this database, `input` as its standard input.
    pub fn command(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .uppsok(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary was found above");
        let mut stdin = child.stdin.take().expect("it was asked for above");
        // A command that does not read its input may have closed it already.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output().expect("a child can be waited for")
    }

    /// Starts and waits until it is ready.
    pub fn start(&mut self) -> &mut Self {
        self.begin().until_ready()
    }

    /// Starts without waiting.
    pub fn begin(&mut self) -> &mut Self {
        assert!(self.child.is_none(), "it runs already");
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log_path()).expect("a log file");
        let second = log.try_clone().expect("a second handle");
        self.child =
            Some(self.uppsok(&["serve"]).stdin(Stdio::null()).stdout(log).stderr(second).spawn().expect("the binary was found above"));
        self
    }

    /// Waits until it is ready.
    pub fn until_ready(&mut self) -> &mut Self {
        let since = Instant::now();
        while !self.is_ready() {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten());
            assert!(ended.is_none() && since.elapsed() < PATIENCE, "the server did not start ({ended:?}):\n{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        self
    }

    /// Waits until it has logged these words.
    pub fn until_logged(&self, words: &str) {
        let since = Instant::now();
        while !self.log().contains(words) {
            assert!(since.elapsed() < PATIENCE, "it never said {words:?}:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it without a warning.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("it runs");
            child.wait().expect("a child can be waited for");
        }
    }

    /// Asks it to end, and answers whether it did so in good order.
    pub fn stop(&mut self) -> bool {
        let Some(mut child) = self.child.take() else { return true };
        let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            if let Ok(Some(status)) = child.try_wait() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = child.kill();
        let _ = child.wait();
        false
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn uppsok(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("UPPSOK_DATABASE_URL", &self.database_url)
            .env("UPPSOK_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("UPPSOK_PUBLIC_URL", self.url())
            .envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    fn is_ready(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let mut answer = [0; 12];
        let request = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(request).is_ok() && stream.read_exact(&mut answer).is_ok() && &answer == b"HTTP/1.1 200"
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
            if std::thread::panicking() {
                eprintln!("the server's log:\n{}", self.log());
            }
        }
    }
}

/// Beside the tests' own folder: `target/debug/deps/story-…` → `target/debug/uppsok`.
fn binary() -> PathBuf {
    let own = std::env::current_exe().expect("a process knows its program");
    let folder = own.parent().and_then(Path::parent).expect("tests are built into target/PROFILE/deps");
    let binary = folder.join("uppsok");
    assert!(binary.exists(), "{} is missing: `cargo build --workspace` makes it, and `make test` does all", binary.display());
    binary
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("a bound address").port()
}
