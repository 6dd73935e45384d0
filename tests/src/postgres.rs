//! A PostgreSQL cluster that lives as long as the test process, and a database of its own for each case.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// Whether what is committed outlives a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commits {
    /// It doesn't, and tests are quicker.
    Quick,
    /// It does, as where people work.
    Durable,
}

/// The address of a new, empty database, on a cluster for tests. Starts the cluster the first time.
///
/// # Panics
///
/// Where PostgreSQL isn't installed or doesn't start: the suite fails without it, it doesn't skip.
pub fn new_database() -> String {
    new_database_with(Commits::Quick)
}

/// The same, on a cluster whose commits are as they are asked for.
///
/// # Panics
///
/// As [`new_database`] does.
pub fn new_database_with(commits: Commits) -> String {
    static QUICK: OnceLock<Cluster> = OnceLock::new();
    static DURABLE: OnceLock<Cluster> = OnceLock::new();
    let cluster = match commits {
        Commits::Quick => QUICK.get_or_init(|| Cluster::make("quick", Commits::Quick)),
        Commits::Durable => DURABLE.get_or_init(|| Cluster::make("durable", Commits::Durable)),
    };
    cluster.new_database()
}

/// A cluster of its own, for a test that stops it.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    settings: String,
}

impl Cluster {
    /// Makes one and starts it. No two of a process have the same name.
    pub fn make(name: &str, commits: Commits) -> Self {
        let settings = match commits {
            Commits::Quick => "-F -c synchronous_commit=off -c full_page_writes=off",
            Commits::Durable => "",
        };
        let folder = std::env::temp_dir().join(format!("uppsok-pg-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder for PostgreSQL");
        let settings = format!("-c listen_addresses='' -k {} -c max_connections=300 {settings}", folder.display());
        let cluster = Self { folder, programs: programs(), settings };
        if is_root() {
            run(Command::new("chown").arg("postgres:").arg(&cluster.folder));
        }
        let data = cluster.data();
        cluster.run("initdb", &["-D", &data, "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        cluster.start();
        cluster.watch();
        cluster
    }

    /// Starts it, after it was stopped.
    pub fn start(&self) {
        let log = self.folder.join("log").display().to_string();
        self.run("pg_ctl", &["-D", &self.data(), "-l", &log, "-w", "-t", "60", "-s", "-o", &self.settings, "start"]);
    }

    /// Stops it as a power cut does: nobody is waited for, and what was committed is found again at the next start.
    pub fn stop_at_once(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-w", "-t", "60", "-s", "-m", "immediate", "stop"]);
    }

    /// The address of a new, empty database on it.
    pub fn new_database(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("case_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.run("psql", &["-q", "-h", &self.socket(), "-U", "test", "-d", "postgres", "-c", &format!("create database {name}")]);
        format!("postgres://test@localhost/{name}?host={}", self.socket())
    }

    /// Statics aren't dropped, and a test may be killed: a shell outlives the process and clears up after it.
    fn watch(&self) {
        let script = format!(
            "while kill -0 {} 2>/dev/null; do sleep 1; done; kill -QUIT $(head -1 '{}/postmaster.pid'); sleep 1; rm -rf '{}'",
            std::process::id(),
            self.data(),
            self.folder.display()
        );
        let quiet = Stdio::null;
        let spawned = Command::new("setsid").args(["sh", "-c", &script]).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
        drop(spawned.expect("a shell that clears up"));
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    fn socket(&self) -> String {
        self.folder.display().to_string()
    }

    /// Runs one of PostgreSQL's programs, which refuse to be root.
    fn run(&self, program: &str, arguments: &[&str]) {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", "postgres", "--regid", "postgres", "--init-groups", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        run(command.args(arguments).current_dir(&self.folder));
    }
}

/// Debian keeps the programs out of the path, by version.
fn programs() -> PathBuf {
    let all = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = all.map(|it| it.path().join("bin")).filter(|it| it.join("initdb").exists()).max();
    newest.or_else(|| in_path("initdb")).expect("PostgreSQL is installed: apt-get install postgresql")
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find(|it| it.join(program).exists())
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0)
}

fn run(command: &mut Command) {
    let output = command.output().expect("a program of PostgreSQL");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
