//! The database goes away under a server that works, and comes back.

use tests::{
    TestServer,
    load::{Carrier, audit, under_load},
    postgres::{Cluster, Commits},
};

const REGISTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/kaa-register.csv");
const PHONES: usize = 4;
const TIMES: usize = 2;

#[test]
fn a_server_outlives_its_database() {
    let cluster = Cluster::make("stopped", Commits::Durable);
    let mut server = TestServer::on(cluster.new_database());
    assert!(server.command(&["import", REGISTER, "--yes"], "").status.success());
    let workers: Vec<String> = (1..=PHONES).map(|it| Carrier::hire(&server, it, "KAA Klippan")).collect();
    server.start();
    let mut carriers: Vec<Carrier> = workers.iter().map(|it| Carrier::sign_in(&server.url(), it)).collect();
    let ((), crowd) = under_load(&mut carriers, |crowd| {
        for _ in 0..TIMES {
            crowd.until_more(100);
            cluster.stop_at_once();
            // Long enough that each has much to send.
            crowd.until_refused(503, "busy", PHONES * 10);
            let client = server.client();
            let (there, able) = (client.get("/healthz"), client.get("/readyz"));
            assert_eq!((there.status, able.status, able.code().as_str()), (200, 503, "busy"));
            // Pages say it in words, and what isn't about data is there.
            assert_eq!(client.get("/app").status, 200);
            cluster.start();
            crowd.until_more(1);
            assert_eq!(server.client().get("/readyz").status, 200);
        }
        crowd.until_more(100);
    });
    assert_eq!(crowd.cut(), 0, "the server went on answering");
    let codes: Vec<_> = crowd.refused().into_keys().collect();
    assert_eq!(codes, [(503, "busy".to_owned())], "and said nothing else");
    assert!(server.stop(), "it is the same process all along");
    audit(server.database_url(), &carriers);
}
