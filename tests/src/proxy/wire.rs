//! Just enough of HTTP/1.1 to tell where a message ends.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
};

/// A whole request or reply.
#[derive(Clone, Debug)]
pub struct Message {
    /// As they go on: with a connection that ends after them.
    pub bytes: Vec<u8>,
    head: String,
}

impl Message {
    /// Reads one. None where the connection ended before it did, or brought none.
    pub fn read(mut stream: &TcpStream) -> Option<Self> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(end) = find(&bytes, b"\r\n\r\n") {
                break end + 4;
            }
            more(&mut stream, &mut bytes)?;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut body = bytes.split_off(end);
        if header(&head, "transfer-encoding").is_some_and(|it| it.contains("chunked")) {
            // Our own server sends no trailers, and a chunk's end stands at the very end only.
            while !body.ends_with(b"0\r\n\r\n") {
                more(&mut stream, &mut body)?;
            }
        } else {
            let length = header(&head, "content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
            while body.len() < length {
                more(&mut stream, &mut body)?;
            }
        }
        let mut bytes = closing(&head).into_bytes();
        bytes.extend(body);
        Some(Self { bytes, head })
    }

    /// What tells whose it is.
    pub fn token(&self) -> String {
        header(&self.head, "authorization").unwrap_or_default()
    }
}

/// Sends bytes. The connection stays open until it is dropped: a server takes one that is half closed for one that is gone.
pub fn send(mut stream: &TcpStream, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes)
}

/// Whether a reply says that all went well.
pub fn is_success(reply: &[u8]) -> bool {
    reply.starts_with(b"HTTP/1.1 200")
}

fn more(stream: &mut &TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let mut part = [0; 64 * 1024];
    match stream.read(&mut part) {
        Ok(count) if count > 0 => {
            bytes.extend_from_slice(&part[..count]);
            Some(())
        }
        _ => None,
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|it| it == what)
}

fn header(head: &str, name: &str) -> Option<String> {
    let value = |line: &str| line.split_once(':').filter(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, it)| it.trim().to_lowercase());
    head.lines().skip(1).find_map(value)
}

/// The head with `Connection: close` in the place of whatever it said about that.
fn closing(head: &str) -> String {
    let lines = head.trim_end().lines().filter(|line| !line.to_lowercase().starts_with("connection:"));
    let kept: String = lines.map(|line| format!("{line}\r\n")).collect();
    format!("{kept}connection: close\r\n\r\n")
}
