//! 5,000 reminders that fall due within a minute, on two servers over one PostgreSQL; one is killed in the middle.

use tests::{
    postgres::Commits,
    rush::{self, AT_ONCE, Rush},
};

/// This program again, as a server: nothing where it wasn't asked for.
#[test]
fn a_server() {
    rush::serve();
}

#[test]
fn none_twice_each_sent_or_on_a_list_and_none_at_night() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let rush = Rush { count: 5_000, ceiling: 60, kills: true, commits: Commits::Quick };
    let came = runtime.block_on(rush.live(&["--exact", "a_server", "--nocapture"]));
    println!("{came:?}");
    let of = |state: &str| came.states.get(state).copied().unwrap_or_default();
    assert_eq!(came.most, 1, "one was sent twice");
    assert_eq!(of("sent") + of("delivered") + of("unclear"), rush.count, "{:?}", came.states);
    assert_eq!(came.listed, of("unclear"), "what is unclear stands on a worker's list");
    assert!(of("unclear") <= AT_ONCE, "only what the killed server had under way is unclear: all else was reported");
    assert_eq!(came.at_night, 0);
    // How close it comes to the ceiling is the bench's to say: here the machine is often busy with other tests.
    println!("{:.0} texts a second of the provider's {}", came.rate, rush.ceiling);
}
