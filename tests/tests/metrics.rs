//! What whoever watches over a server is told at `/metrics`. One test: a process counts in one place, and another server in it
//! would change what this one says.

use jiff::civil::datetime;
use server::{db::Db, http::serve::serve};
use std::{net::TcpListener, time::Duration};
use tests::{
    Client,
    elks::Act,
    story::{ALVA, MINUTE, Story},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// What the metrics say of the channel for texts; nothing before it was used.
async fn failing(url: &str) -> Option<f64> {
    let client = Client::new(url);
    let said = tokio::task::spawn_blocking(move || client.get("/metrics")).await.unwrap();
    assert_eq!(said.status, 200);
    let line = said.body.lines().find_map(|it| it.strip_prefix(r#"uppsok_channel_failing{via="sms"} "#))?;
    Some(line.parse().unwrap())
}

/// Waits until the metrics say so.
async fn until(url: &str, expected: f64) {
    let is_so = async {
        while failing(url).await != Some(expected) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, is_so).await.is_ok(), "never {expected}: {:?}", failing(url).await);
}

#[tokio::test]
async fn a_channel_that_fails_raises_the_alarm_until_it_works() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("uppsok.db").display())).await.unwrap();
    let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut story = Story::with(db, &[("UPPSOK_LISTEN", "127.0.0.1:0"), ("UPPSOK_METRICS_LISTEN", listen.as_str())]).await;
    let (up, is_up) = tokio::sync::oneshot::channel();
    let serving = tokio::spawn(serve(story.house.state.clone(), |address| up.send(address).unwrap()));
    is_up.await.unwrap();
    let url = format!("http://{listen}");
    assert_eq!(failing(&url).await, None, "nothing was sent");

    let alva = story.youth(ALVA).await;
    story.elks.script(&[Act::Unpaid]);
    story.book(alva, datetime(2026, 12, 10, 14, 0, 0, 0)).await;
    until(&url, 1.0).await;
    assert!(story.elks.taken().is_empty());

    // The server tries again when some time has passed, and then the provider has been paid.
    story.house.pass(4 * MINUTE);
    until(&url, 0.0).await;
    assert_eq!(story.elks.taken().len(), 1);
    assert!(!serving.is_finished());
    serving.abort();
}
