//! 100,000 reminders that fall due within a minute, on two servers over one PostgreSQL whose commits are durable, through
//! a provider on loopback that takes so many a second and no more. `make bench` runs it; it prints one line of JSON.

use tests::{
    postgres::Commits,
    rush::{self, Rush},
};

fn main() {
    if rush::serve() {
        return;
    }
    let of = |name: &str, default: usize| std::env::var(name).map_or(default, |it| it.parse().expect("a number"));
    let rush = Rush {
        count: of("BENCH_REMINDERS", 100_000),
        at: jiff::civil::time(10, 0, 0, 0),
        ceiling: u32::try_from(of("BENCH_CEILING", 300)).expect("a rate"),
        at_once: of("BENCH_AT_ONCE", 96),
        kills: false,
        commits: Commits::Durable,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
    let came = runtime.block_on(rush.live(&[]));
    let of = |state: &str| came.states.get(state).copied().unwrap_or_default();
    assert!(came.most == 1 && came.at_night == 0, "{came:?}");
    assert!(of("sent") + of("delivered") + of("unclear") == rush.count && came.listed == of("unclear"), "{came:?}");
    // What is said to be sent came to the provider.
    assert!(came.texted + of("unclear") >= rush.count && of("sent") + of("delivered") <= came.texted, "{came:?}");
    println!("{}", came.json(&rush));
}
