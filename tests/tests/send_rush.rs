//! 5,000 reminders that fall due within a minute, on two servers over one PostgreSQL, one of which is killed in the middle; and
//! some that the night overtakes.

use jiff::civil::time;
use tests::{
    postgres::Commits,
    rush::{self, Rush},
};

/// How many calls each server has under way.
const AT_ONCE: usize = 32;

/// This program again, as a server: nothing where it wasn't asked for.
#[test]
fn a_server() {
    rush::serve();
}

#[test]
fn none_twice_and_each_sent_or_on_a_list() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let rush = Rush { count: 5_000, at: time(10, 0, 0, 0), ceiling: 60, at_once: AT_ONCE, kills: true, commits: Commits::Quick };
    let came = runtime.block_on(rush.live(&["--exact", "a_server", "--nocapture"]));
    println!("{came:?}");
    let of = |state: &str| came.states.get(state).copied().unwrap_or_default();
    assert_eq!(came.most, 1, "one was sent twice");
    assert!(came.texted + of("unclear") >= rush.count, "one that is said to be sent wasn't: {came:?}");
    assert!(of("sent") + of("delivered") <= came.texted, "one that is said to be sent wasn't: {came:?}");
    assert_eq!(of("sent") + of("delivered") + of("unclear"), rush.count, "{:?}", came.states);
    assert_eq!(came.listed, of("unclear"), "what is unclear stands on a worker's list");
    assert!((1..=AT_ONCE).contains(&came.under_way), "{} calls were unclear when the server was killed", came.under_way);
    assert!(of("unclear") <= AT_ONCE, "and no others are, since all else was reported");
    // How close it comes to the ceiling is the bench's to say: here the machine is often busy with other tests.
    println!("{:.0} texts a second of the provider's {}", came.rate, rush.ceiling);
}

#[test]
fn none_at_night_however_many_wait() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    // Quarter of a minute before nine: so many don't go in it.
    let rush = Rush { count: 1_000, at: time(20, 59, 45, 0), ceiling: 20, at_once: AT_ONCE, kills: false, commits: Commits::Quick };
    let came = runtime.block_on(rush.live(&["--exact", "a_server", "--nocapture"]));
    let planned = came.states.get("planned").copied().unwrap_or_default();
    assert_eq!((came.most, came.at_night), (1, 0));
    assert!(planned > 0 && came.texted > 0 && planned + came.texted >= rush.count, "those left wait for the morning: {came:?}");
}
