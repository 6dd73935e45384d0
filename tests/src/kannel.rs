//! Debian's Kannel on loopback: bearerbox, smsbox and the SMS centre that comes with it for tests.

use std::{
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const FAKESMSC: &str = "/usr/lib/kannel/test/fakesmsc";

/// A gateway of one's own. It ends when it is dropped.
#[derive(Debug)]
pub struct Kannel {
    folder: tempfile::TempDir,
    centre: u16,
    sendsms: u16,
    running: Vec<Child>,
    centres: Vec<Child>,
}

impl Kannel {
    /// Starts one. `inbound` is where it brings what phones write: an address with a key, without a query.
    pub fn start(inbound: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let [admin, boxes, centre, sendsms] = free_ports();
        let log = |name: &str| folder.path().join(name).display().to_string();
        let settings = format!(
            r#"group = core
admin-port = {admin}
admin-password = admin
admin-allow-ip = "127.0.0.1"
smsbox-port = {boxes}
box-allow-ip = "127.0.0.1"
log-file = "{bearerbox}"

group = smsc
smsc = fake
smsc-id = fake
port = {centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
log-file = "{smsbox}"

group = sendsms-user
username = uppsok
password = hush
max-messages = 10
concatenation = true

group = sms-service
keyword = default
post-url = "{inbound}?id=%I&at=%T"
send-sender = true
max-messages = 0
"#,
            bearerbox = log("bearerbox"),
            smsbox = log("smsbox"),
        );
        let path = folder.path().join("kannel.conf");
        std::fs::write(&path, settings).expect("a file");
        let mut kannel = Self { folder, centre, sendsms, running: Vec::new(), centres: Vec::new() };
        kannel.run("bearerbox", &path, boxes);
        kannel.run("smsbox", &path, sendsms);
        kannel
    }

    fn run(&mut self, program: &str, settings: &Path, port: u16) {
        // Debian keeps them where only root looks.
        let known = [PathBuf::from("/usr/sbin").join(program), PathBuf::from(program)];
        let program = known.iter().find(|it| it.exists()).unwrap_or(&known[1]);
        let child = Command::new(program).args(["-v", "4"]).arg(settings).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        self.running.push(child.expect("Kannel is installed: apt-get install kannel kannel-extras"));
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(since.elapsed() < Duration::from_secs(30), "{} doesn't listen", program.display());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The settings that lead to it.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("UPPSOK_SMS", "kannel".to_owned()),
            ("UPPSOK_KANNEL_URL", format!("http://127.0.0.1:{}/cgi-bin/sendsms", self.sendsms)),
            ("UPPSOK_KANNEL_USER", "uppsok".to_owned()),
            ("UPPSOK_KANNEL_PASSWORD", "hush".to_owned()),
            ("UPPSOK_SMS_FROM", "+46701740699".to_owned()),
        ]
    }

    /// Puts up a centre that takes what is sent, and reports it as delivered.
    pub fn take(&mut self) {
        self.centre(&["-m", "0", "1 2 text nothing"]);
    }

    /// Puts up, in its place, one that brings what somebody writes.
    pub fn bring(&mut self, from: &str, text: &str) {
        self.centre(&["-m", "1", &format!("{from} +46701740699 text {text}")]);
    }

    fn centre(&mut self, arguments: &[&str]) {
        for mut it in self.centres.drain(..) {
            let _ = it.kill();
            let _ = it.wait();
        }
        let log = std::fs::File::options().create(true).append(true).open(self.log()).expect("a file");
        let port = self.centre.to_string();
        let mut command = Command::new(FAKESMSC);
        command.args(["-H", "127.0.0.1", "-r", &port, "-i", "1"]).args(arguments).stdout(Stdio::null()).stderr(log);
        self.centres.push(command.spawn().expect("Kannel's tests are installed: apt-get install kannel-extras"));
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("centre")
    }

    /// What reached the centre: "sender receiver kind text" a line, the kind `text` or `ucs-2`; one of its own for
    /// each part of a long text in UCS-2.
    pub fn arrived(&self) -> Vec<String> {
        let log = std::fs::read(self.log()).unwrap_or_default();
        let lines = String::from_utf8_lossy(&log).into_owned();
        let message = |line: &str| Some(line.split_once("Got message ")?.1.split_once('<')?.1.strip_suffix('>')?.to_owned());
        lines.lines().filter_map(message).map(readable).collect()
    }
}

impl Drop for Kannel {
    fn drop(&mut self) {
        for it in self.centres.iter_mut().chain(self.running.iter_mut().rev()) {
            let _ = it.kill();
            let _ = it.wait();
        }
    }
}

/// The centre shows what came as UCS-2 as a form would: its bytes, the high one first.
fn readable(line: String) -> String {
    let Some((ends, shown)) = line.split_once(" ucs-2 ").or_else(|| line.split_once(" data ")) else { return line };
    let (mut bytes, mut rest) = (Vec::new(), shown.as_bytes());
    while let [first, after @ ..] = rest {
        let (byte, after) = match (*first, after) {
            (b'%', [high, low, after @ ..]) => {
                let digits = [*high, *low];
                (u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap(), after)
            }
            (b'+', after) => (b' ', after),
            (plain, after) => (plain, after),
        };
        bytes.push(byte);
        rest = after;
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|it| u16::from_be_bytes([it[0], it[1]])).collect();
    format!("{ends} ucs-2 {}", String::from_utf16(&units).expect("what was sent"))
}

fn free_ports<const N: usize>() -> [u16; N] {
    let held = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
    held.map(|it| it.local_addr().expect("an address").port())
}
