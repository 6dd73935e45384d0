//! Calls to others: SMS providers, push services. No redirect is followed, every call has an end, and an error says
//! whether the other side can have got anything.

use axum::body::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{HeaderMap, Request, StatusCode, body::Incoming, header};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{
            HttpConnector,
            dns::{GaiResolver, Name},
        },
    },
    rt::{TokioExecutor, TokioTimer},
};
use std::{
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tower::Service;

/// To open a connection.
const DIAL: Duration = Duration::from_secs(5);
/// For the whole of a call.
const PATIENCE: Duration = Duration::from_secs(15);
/// More of an answer nobody reads.
const LONGEST: usize = 64 * 1024;

/// A client for calls to others. Cheap to clone; connections are kept.
#[derive(Clone, Debug)]
pub struct Http {
    client: Client<HttpsConnector<HttpConnector<Dial>>, Full<Bytes>>,
    patience: Duration,
}

/// Whom it may dial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Any address: what an administrator has set.
    Anywhere,
    /// Addresses of the open internet alone, and https: what others have given us. The address is looked at when it is
    /// dialled, so that a name can't be made to point elsewhere in between.
    OpenInternet,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, at most 64 kB.
    pub body: Bytes,
}

/// Nothing came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The other side can't have got it.
    #[error("nobody could be reached")]
    NotSent,
    /// It may have.
    #[error("no answer came")]
    Unanswered,
}

impl Http {
    /// A client.
    pub fn new(reach: Reach) -> Self {
        Self::patient(reach, PATIENCE)
    }

    /// The same, with another patience for a whole call.
    pub fn patient(reach: Reach, patience: Duration) -> Self {
        let mut dialler = HttpConnector::new_with_resolver(Dial(reach, GaiResolver::new()));
        dialler.enforce_http(false);
        dialler.set_connect_timeout(Some(DIAL.min(patience)));
        dialler.set_nodelay(true);
        let builder = HttpsConnectorBuilder::new().with_webpki_roots();
        let connector = match reach {
            Reach::Anywhere => builder.https_or_http().enable_http1().wrap_connector(dialler),
            Reach::OpenInternet => builder.https_only().enable_http1().wrap_connector(dialler),
        };
        let client =
            Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).pool_idle_timeout(Duration::from_secs(30)).build(connector);
        Self { client, patience }
    }

    /// Makes a call.
    pub async fn call(&self, request: Request<Full<Bytes>>) -> Result<Answer, CallError> {
        let whole = async {
            let response = self
                .client
                .request(request)
                .await
                .map_err(|error| if error.is_connect() { CallError::NotSent } else { CallError::Unanswered })?;
            read(response).await
        };
        tokio::time::timeout(self.patience, whole).await.unwrap_or(Err(CallError::Unanswered))
    }
}

async fn read(response: hyper::Response<Incoming>) -> Result<Answer, CallError> {
    let (parts, body) = response.into_parts();
    // The status has come: what the body says matters less.
    let body = Limited::new(body, LONGEST).collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    Ok(Answer { status: parts.status, headers: parts.headers, body })
}

impl Answer {
    /// How long the other side asks to be left alone, in milliseconds. Only seconds are understood.
    pub fn retry_after(&self) -> Option<i64> {
        let seconds: i64 = self.headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
        Some(seconds.clamp(0, 24 * 60 * 60) * 1000)
    }
}

/// Resolves names, and lets through what may be dialled.
#[derive(Clone, Debug)]
struct Dial(Reach, GaiResolver);

impl Service<Name> for Dial {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, io::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        self.1.poll_ready(context)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let (reach, found) = (self.0, self.1.call(name));
        Box::pin(async move {
            let all: Vec<SocketAddr> = found.await?.filter(|it| reach == Reach::Anywhere || is_public(it.ip())).collect();
            if all.is_empty() {
                Err(io::Error::new(io::ErrorKind::PermissionDenied, "no address that may be dialled"))
            } else {
                Ok(all.into_iter())
            }
        })
    }
}

/// Whether an address is one of the open internet (RFC 6890 and its kin). Who takes an address from others must also
/// refuse hosts that are written in numbers, since those aren't resolved.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(it) => {
            let [a, b, c, _] = it.octets();
            !(it.is_private()
                || it.is_loopback()
                || it.is_link_local()
                || it.is_broadcast()
                || it.is_documentation()
                || it.is_multicast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (18..20).contains(&b)))
        }
        IpAddr::V6(it) => {
            let [first, second, ..] = it.segments();
            // Global unicast, without documentation, 6to4, Teredo and NAT64, which lead to other addresses.
            (first & 0xe000) == 0x2000 && !(first == 0x2001 && (second < 0x200 || second == 0xdb8)) && first != 0x2002 && first != 0x3fff
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_open_internet() {
        let is_public = |text: &str| is_public(text.parse().unwrap());
        for address in ["93.184.216.34", "17.57.144.1", "2a00:1450:400f:80c::200a", "2606:4700::1111"] {
            assert!(is_public(address), "{address}");
        }
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(address), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inwards_is_not_dialled() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let get = |scheme: &str| Request::get(format!("{scheme}://localhost:{port}/")).body(Full::default()).unwrap();
        let heard = tokio::spawn(async move { listener.accept().await.is_ok() });
        assert_eq!(Http::new(Reach::OpenInternet).call(get("https")).await.unwrap_err(), CallError::NotSent);
        assert_eq!(Http::new(Reach::OpenInternet).call(get("http")).await.unwrap_err(), CallError::NotSent);
        assert!(!heard.is_finished());
        // Where it may be dialled it is heard, and that nothing comes back is told apart.
        let impatient = Http::patient(Reach::Anywhere, Duration::from_millis(200));
        assert_eq!(impatient.call(get("http")).await.unwrap_err(), CallError::Unanswered);
        assert!(heard.await.unwrap());
    }
}
