//! Months of the register file's youths in a row, each published with those before it in mind, and the last attacked by who has
//! kept all of them, and as an insider their own exact tables as well.
//!
//! Before and after alone, as months were published before there were status and reach: those take several times as long.
//! What months before tell of them, and of who had ended or been sought, is attacked on random tables in `disclosure_levels.rs`.

use domain::{
    Gender,
    disclose::{Carried, Cell, Closing, Exact, Hidden, OutcomeFigure, Whose, close},
    figures::MonthEnd,
};
use jiff::civil::{Date, date};
use server::{
    db::{Db, Tx},
    disclosure::Books,
    import::Permission,
    store::{
        figure, place,
        published::{Counted, Published},
    },
};
use std::collections::BTreeMap;
use tests::{
    Indoors,
    attacker::{Earlier, Seen, breaches},
    register::{self, TODAY},
};

/// The last ones in which somebody was registered.
const MONTHS: [Date; 3] = [date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 31)];

async fn counted(tx: &mut Tx, month: Date) -> Vec<Counted> {
    let mut places = place::municipalities(tx).await.unwrap();
    places.sort_by_key(|it| it.id);
    let mut all = Vec::new();
    for it in places {
        let end = MonthEnd::of(figure::persons(tx, it.id).await.unwrap().values(), month);
        let pairs: BTreeMap<_, _> = Gender::ALL.iter().map(|gender| (*gender, end.pairs(*gender))).collect();
        all.push(Counted { pairs, stands: None, done: None, ..Counted::of(it.id, it.region, end) });
    }
    all
}

fn published(month: Date, counts: Vec<Counted>, before: &[Published]) -> Published {
    let books = Books::of(&counts);
    let carried: Vec<Carried> = before.iter().map(|it| books.carried(it)).collect();
    let hidden = close(Closing { exact: &books.exact, before: &carried });
    let hidden = books.stored(&hidden);
    Published { month, closed_on: TODAY, counts, hidden }
}

fn read(it: &Published) -> (Exact, Hidden) {
    let books = Books::of(&it.counts);
    let hidden = books.hidden(&it.hidden);
    (books.exact, hidden)
}

#[tokio::test]
async fn who_has_kept_the_months_before_closes_in_nobody_of_the_register() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("uppsok.db").display());
    let house = Indoors::new(Db::open(&url).await.unwrap()).await;
    register::take_in(&house.state, Permission { only: None, create_places: true }).await;
    let mut tx = house.state.db.read().await.unwrap();
    let mut months: Vec<Published> = Vec::new();
    for month in MONTHS {
        let counts = counted(&mut tx, month).await;
        let next = published(month, counts, &months);
        months.insert(0, next);
    }
    drop(tx);
    let (exact, hidden) = read(&months[0]);
    let before: Vec<Earlier> = months[1..].iter().map(read).map(|(exact, hidden)| Earlier::of(&exact, &hidden)).collect();
    let registered = Cell { whose: Whose::Nation, figure: OutcomeFigure::Youths.number().unwrap() };
    for it in &before {
        assert_eq!(it.exact.places, exact.places, "by the same numbers");
        assert!(it.exact.value(registered) < exact.value(registered), "something has grown");
    }
    assert!(before.iter().flat_map(|it| it.shown.keys()).any(|it| hidden.cells.contains(it)), "something that was shown is hidden");
    println!("{} of {} hidden", hidden.cells.len(), exact.shown().count());
    let found = breaches(&exact, &Seen { before, ..Seen::but(&exact, &hidden.cells) });
    assert!(found.is_empty(), "{found:#?}");
}
