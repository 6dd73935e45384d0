//! What stands between phones and servers: a plain round-robin, and weather that cuts, delays and repeats requests and
//! replies.

mod weather;
mod wire;

pub use weather::Weather;

use crate::Dice;
use std::{
    collections::BTreeMap,
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};
use wire::Message;

/// A proxy of one's own, on a port of its own. It ends when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    servers: Vec<String>,
    next: AtomicUsize,
    /// None: always clear.
    dice: Option<Mutex<Dice>>,
    happened: Mutex<BTreeMap<Weather, usize>>,
    /// Requests whose clients have given up, and that arrive later.
    late: Mutex<Vec<Message>>,
    /// The last reply that each client's token was sent.
    last: Mutex<BTreeMap<String, Vec<u8>>>,
    is_over: AtomicBool,
}

impl Proxy {
    /// Each request goes to the next of the servers, whether that one is there or not.
    pub fn round_robin(servers: &[String]) -> Self {
        Self::listen(servers, None)
    }

    /// In front of one server, with weather that follows from a seed.
    pub fn stormy(server: &str, seed: u64) -> Self {
        Self::listen(&[server.to_owned()], Some(Mutex::new(Dice::new(seed))))
    }

    fn listen(servers: &[String], dice: Option<Mutex<Dice>>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("a bound address");
        let servers = servers.iter().map(|it| it.trim_start_matches("http://").to_owned()).collect();
        let inner = Arc::new(Inner {
            servers,
            next: AtomicUsize::new(0),
            dice,
            happened: Mutex::default(),
            late: Mutex::default(),
            last: Mutex::default(),
            is_over: AtomicBool::new(false),
        });
        let serving = inner.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if serving.is_over.load(Ordering::SeqCst) {
                    return;
                }
                let inner = serving.clone();
                thread::spawn(move || inner.serve(&client));
            }
        });
        Self { address, inner }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How often each weather has been so far.
    pub fn happened(&self) -> BTreeMap<Weather, usize> {
        self.inner.happened.lock().unwrap().clone()
    }

    /// The requests that are still on their way arrive.
    pub fn settle(&self) {
        let late = std::mem::take(&mut *self.inner.late.lock().unwrap());
        for request in late {
            let _ = self.inner.ask(&request);
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.inner.is_over.store(true, Ordering::SeqCst);
        // It waits for a client.
        let _ = TcpStream::connect(self.address);
    }
}

impl Inner {
    /// One request and its reply; the connection ends with it.
    fn serve(&self, client: &TcpStream) {
        let Some(request) = Message::read(client) else { return };
        let weather = self.dice.as_ref().map_or(Weather::Clear, |dice| Weather::of(&mut dice.lock().unwrap()));
        *self.happened.lock().unwrap().entry(weather).or_default() += 1;
        // A connection that is cut is simply dropped.
        if let Some(reply) = self.carry(request, weather) {
            let _ = wire::send(client, &reply);
        }
    }

    /// What comes back to the client, if anything.
    fn carry(&self, request: Message, weather: Weather) -> Option<Vec<u8>> {
        let token = request.token();
        let reply = match weather {
            Weather::Clear => self.ask(&request),
            Weather::RequestLost => return None,
            Weather::RequestHalved => {
                let half = &request.bytes[..request.bytes.len() / 2];
                let _ = wire::send(&self.server()?, half);
                return None;
            }
            Weather::RequestTwice => self.ask(&request).and_then(|_| self.ask(&request)),
            Weather::RequestTwiceAtOnce => thread::scope(|scope| {
                let other = scope.spawn(|| self.ask(&request));
                let reply = self.ask(&request);
                let _ = other.join();
                reply
            }),
            Weather::RequestLate => {
                self.late.lock().unwrap().push(request);
                return None;
            }
            Weather::ReplyLost => {
                let _ = self.ask(&request);
                return None;
            }
            Weather::ReplyHalved => return self.ask(&request).map(|it| it[..it.len() / 2].to_vec()),
            // As a cache that it shouldn't pass by might answer.
            Weather::ReplyOld => self.last.lock().unwrap().get(&token).cloned().or_else(|| self.ask(&request)),
        };
        if let Some(reply) = reply.as_ref().filter(|it| wire::is_success(it)) {
            self.last.lock().unwrap().insert(token, reply.clone());
        }
        // Whatever is late comes after a request that was made later.
        let late = self.late.lock().unwrap().pop();
        if let Some(request) = late {
            let _ = self.ask(&request);
        }
        reply
    }

    /// The whole reply of the next server; none where it isn't there or was killed meanwhile.
    fn ask(&self, request: &Message) -> Option<Vec<u8>> {
        let server = self.server()?;
        wire::send(&server, &request.bytes).ok()?;
        Message::read(&server).map(|it| it.bytes)
    }

    fn server(&self) -> Option<TcpStream> {
        let turn = self.next.fetch_add(1, Ordering::SeqCst);
        TcpStream::connect(&self.servers[turn % self.servers.len()]).ok()
    }
}
