//! PostgreSQL's own programs. What they need to connect goes in their environment, since arguments are everybody's to read.

use super::BackupError;
use crate::db::StoreError;
use std::{path::Path, process::Stdio};
use tokio::{io::AsyncWriteExt, process::Command};

/// Writes a dump in the custom format. The ledger's schema isn't in it.
pub async fn dump(url: &str, to: &Path) -> Result<(), BackupError> {
    let mut command = command("pg_dump", url)?;
    command.args(["--format=custom", "--schema=public", "--no-owner", "--no-privileges", "--file"]).arg(to);
    run("pg_dump", command, None).await.map(drop)
}

/// What a dump says, as SQL.
pub async fn read(from: &Path) -> Result<Vec<u8>, BackupError> {
    told(from, &["--no-owner", "--no-privileges"]).await
}

/// What `pg_restore` makes of a file, as SQL.
async fn told(from: &Path, arguments: &[&str]) -> Result<Vec<u8>, BackupError> {
    let mut command = Command::new("pg_restore");
    command.args(arguments).arg("--file=-").arg(from);
    run("pg_restore", command, None).await.map_err(|error| match error {
        BackupError::Program { .. } => BackupError::NotABackup(from.to_owned()),
        error => error,
    })
}

/// The ledger that a dump belongs to; none in one from before a server had served, or from before there were marks.
pub async fn ledger_mark(from: &Path) -> Result<Option<String>, BackupError> {
    let said = told(from, &["--data-only", "--table=ledger_mark"]).await?;
    let said = String::from_utf8_lossy(&said);
    let mut lines = said.lines().skip_while(|it| !it.starts_with("COPY public.ledger_mark (only_one, id)"));
    lines.next();
    Ok(lines.next().and_then(|it| it.split_once('\t')).map(|it| it.1.to_owned()))
}

/// What the database says where a server has come.
const CAME: &str = "a server of uppsok has connected";

/// Puts what a dump says in the place of what is there, in one transaction, and marks the database as half restored: no
/// server opens it until the ledger has been done again. Where one has come since nobody but the connection `own` was there,
/// nothing is changed: what it has taken in would go, and it would go on in what is half restored.
pub async fn replace(url: &str, sql: &[u8], own: i64) -> Result<(), BackupError> {
    let mut script = b"drop schema public cascade; create schema public;\n".to_vec();
    // The dump says that too, before any row.
    script.extend(String::from_utf8_lossy(sql).replacen("\nCREATE SCHEMA public;\n", "\n", 1).into_bytes());
    script.extend(b"\ncreate table public.unfinished_restore (since bigint);\n");
    // Last, when nobody else has been able to read or write anything here for a while.
    let alone = format!(
        "do $$ begin
             if exists (select from pg_stat_activity where datname = current_database() and application_name = 'uppsok' and pid <> {own})
             then raise exception '{CAME}';
             end if;
         end $$;\n"
    );
    script.extend(alone.into_bytes());
    let mut command = command("psql", url)?;
    command.args(["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-"]);
    run("psql", command, Some(script)).await.map(drop).map_err(|error| match error {
        BackupError::Program { said, .. } if said.ends_with(CAME) => BackupError::InUse,
        error => error,
    })
}

/// A program with the address of the database in its environment.
fn command(program: &'static str, url: &str) -> Result<Command, BackupError> {
    let mut command = Command::new(program);
    for (name, value) in environment(url).ok_or(StoreError::Address)? {
        command.env(name, value);
    }
    Ok(command)
}

/// An address taken apart: `postgres://user:password@host:port/database?host=…&sslmode=…`.
fn environment(url: &str) -> Option<Vec<(&'static str, String)>> {
    let rest = url.split_once("://")?.1;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (server, database) = rest.split_once('/').unwrap_or((rest, ""));
    let (user, host) = server.rsplit_once('@').unwrap_or(("", server));
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|it| it.is_ascii_digit()) => (host, port),
        _ => (host, ""),
    };
    let mut all = vec![
        ("PGHOST", decoded(host.trim_start_matches('[').trim_end_matches(']'))?),
        ("PGPORT", port.to_owned()),
        ("PGUSER", decoded(user)?),
        ("PGPASSWORD", decoded(password)?),
        ("PGDATABASE", decoded(database)?),
    ];
    for (key, value) in query.split('&').filter_map(|it| it.split_once('=')) {
        let name = match key {
            "host" | "hostaddr" => "PGHOST",
            "port" => "PGPORT",
            "user" => "PGUSER",
            "password" => "PGPASSWORD",
            "dbname" => "PGDATABASE",
            "sslmode" | "ssl-mode" => "PGSSLMODE",
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "PGSSLROOTCERT",
            "sslcert" | "ssl-cert" => "PGSSLCERT",
            "sslkey" | "ssl-key" => "PGSSLKEY",
            _ => continue,
        };
        all.retain(|it| it.0 != name);
        all.push((name, decoded(value)?));
    }
    all.retain(|it| !it.1.is_empty());
    Some(all)
}

/// Percent-decoded.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let (digits, tail) = rest.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = tail;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

async fn run(program: &'static str, mut command: Command, input: Option<Vec<u8>>) -> Result<Vec<u8>, BackupError> {
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(|_| BackupError::Missing(program))?;
    let pipe = child.stdin.take();
    let feed = async {
        if let (Some(mut pipe), Some(input)) = (pipe, input) {
            // One that ended early says why itself.
            let _ = pipe.write_all(&input).await;
        }
    };
    let ((), output) = tokio::join!(feed, child.wait_with_output());
    let output = output.map_err(|_| BackupError::Missing(program))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    // Its first line says what is wrong; further ones may quote what is in the database.
    let said = said.lines().find(|it| it.contains("error") || it.contains("ERROR")).or(said.lines().next()).unwrap_or_default();
    Err(BackupError::Program { program, said: said.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let all = environment("postgres://anna:p%40ss%3A@db.example:5433/uppsok?sslmode=require&application_name=x").unwrap();
        let expected = [
            ("PGHOST", "db.example"),
            ("PGPORT", "5433"),
            ("PGUSER", "anna"),
            ("PGPASSWORD", "p@ss:"),
            ("PGDATABASE", "uppsok"),
            ("PGSSLMODE", "require"),
        ];
        assert_eq!(all, expected.map(|(name, value)| (name, value.to_owned())));
        let socket = environment("postgres://test@localhost/case_1?host=/tmp/pg").unwrap();
        assert_eq!(socket, [("PGUSER", "test"), ("PGDATABASE", "case_1"), ("PGHOST", "/tmp/pg")].map(|(a, b)| (a, b.to_owned())));
        assert_eq!(environment("postgres://%zz/x"), None);
    }
}
