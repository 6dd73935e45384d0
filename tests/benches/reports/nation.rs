//! A generated nation: persons by chance with a seed, their sums by the domain's own arithmetic, and the raw rows beside.

use domain::{
    Channel, ContactOutcome, Gender, LeavingReason, MunicipalityId, Occupation, RegionId, RegistrationReason, UnitId, YouthId, civil,
    disclose::Hidden,
    figures::{Came, Case, Cell, Choice, Counts, DayReading, How, Met, Missing, MonthEnd, Person, Touch, last_closed},
};
use futures::StreamExt as _;
use jiff::{ToSpan, civil::Date};
use server::{
    clock::Clock,
    db::Db,
    disclosure::Books,
    store::{
        closed::{self, Closed},
        figure, missing, place,
        published::{self, Counted, Published},
    },
};
use sqlx::{Database, Encode, Pool, QueryBuilder, Type};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
    time::Instant,
};
use tests::Dice;

/// How large.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub municipalities: usize,
    pub registrations: usize,
    pub contacts: usize,
}

impl Size {
    pub fn from_env() -> Self {
        let read = |name: &str, default| std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(default);
        Self {
            municipalities: read("BENCH_MUNICIPALITIES", 290),
            registrations: read("BENCH_REGISTRATIONS", 1_000_000),
            contacts: read("BENCH_CONTACTS", 10),
        }
    }

    pub fn tenth(self) -> Self {
        Self { registrations: self.registrations / 10, ..self }
    }
}

/// What was generated, for asking the raw rows.
#[derive(Debug)]
pub struct Raw {
    pub contacts: usize,
    pub cells: usize,
    pub municipality: MunicipalityId,
}

/// As many as Sweden has.
const REGIONS: usize = 21;
/// Days in ten years, about.
const TEN_YEARS: usize = 3650;

/// Fills the municipalities that there are (Prov 1, Prov 2, …) and makes the others. The raw rows go to a file, too.
pub fn generate(url: &str, size: Size, csv: &Path) -> Raw {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let db = Db::open(url).await.expect("a database");
        match &db {
            Db::Sqlite { write, .. } => tables(write).await,
            Db::Postgres { pool, .. } => tables(pool).await,
        }
        let clock = Clock::system();
        let today = civil::day(clock.now());
        let mut all = places(&db, &clock, size.municipalities).await;
        all.truncate(size.municipalities);
        let mut raw = Raw { contacts: 0, cells: 0, municipality: all[0].0 };
        let mut csv = BufWriter::new(File::create(csv).expect("a file"));
        writeln!(csv, "municipality,day,channel,outcome").expect("room");
        let mut ends = BTreeMap::new();
        let made = all.into_iter().enumerate().map(|(number, (municipality, units))| {
            let (db, clock) = (db.clone(), clock.clone());
            async move { tokio::spawn(of_municipality(db, clock, number, municipality, units, size, today)).await.expect("a municipality") }
        });
        let mut made = futures::stream::iter(made).buffered(2);
        while let Some(it) = made.next().await {
            raw.contacts += it.contacts;
            raw.cells += it.cells;
            ends.insert(it.municipality, it.end);
            csv.write_all(it.csv.as_bytes()).expect("room");
        }
        csv.flush().expect("room");
        match &db {
            Db::Sqlite { write, .. } => settle(write, "pragma optimize = 0x10002").await,
            Db::Postgres { pool, .. } => settle(pool, "vacuum analyze").await,
        }
        publish(&db, ends, today).await;
        db.close().await;
        raw
    })
}

/// What was made of a municipality.
struct Made {
    municipality: MunicipalityId,
    contacts: usize,
    cells: usize,
    csv: String,
    end: MonthEnd,
}

async fn of_municipality(
    db: Db,
    clock: Clock,
    number: usize,
    municipality: MunicipalityId,
    units: Vec<UnitId>,
    size: Size,
    today: Date,
) -> Made {
    let mut dice = Dice::new(1 + u64::try_from(number).expect("few"));
    // A few are large: the first has a tenth of everyone, as Stockholm has.
    let share = if number == 0 { size.registrations / 10 } else { size.registrations * 9 / 10 / (size.municipalities - 1).max(1) };
    let persons: Vec<(YouthId, Person)> = (0..share).map(|_| (clock.id(), person(&mut dice, &units, size.contacts, today))).collect();
    let (cells, end) = fill(&db, municipality, &persons, today).await;
    let mut csv = String::new();
    for it in persons.iter().flat_map(|it| &it.1.touches) {
        writeln!(csv, "{municipality},{},{},{}", it.day, it.how.channel.code(), it.how.outcome.code()).expect("room");
    }
    match &db {
        Db::Sqlite { write, .. } => rows(write, municipality, &persons).await,
        Db::Postgres { pool, .. } => rows(pool, municipality, &persons).await,
    }
    Made { municipality, contacts: persons.iter().map(|it| it.1.touches.len()).sum(), cells, csv, end }
}

/// Thirteen months as they were published, all as the last one is: a level's pages hold one against another. Hidden is what is
/// small: what else must be is decided by programs that take their time when a month is published, and none when it is read.
async fn publish(db: &Db, mut ends: BTreeMap<MunicipalityId, MonthEnd>, today: Date) {
    let mut tx = db.begin().await.expect("a transaction");
    let mut places = place::municipalities(&mut tx).await.expect("municipalities");
    places.sort_unstable_by_key(|it| it.id);
    let counts: Vec<Counted> = places.iter().filter_map(|it| Some(Counted::of(it.id, it.region, ends.remove(&it.id)?))).collect();
    let books = Books::of(&counts);
    let cells = books.exact.shown().filter(|it| books.exact.is_small(*it)).collect();
    let hidden = books.stored(&Hidden { cells, ..Hidden::default() });
    for back in (0..13).rev() {
        let month = last_closed(today).first_of_month().saturating_sub(back.months()).last_of_month();
        let it = Published { month, closed_on: today, counts: counts.clone(), hidden: hidden.clone() };
        assert!(published::publish(&mut tx, &it).await.expect("a month"), "it is the first to");
    }
    tx.commit().await.expect("a commit");
}

async fn places(db: &Db, clock: &Clock, wanted: usize) -> Vec<(MunicipalityId, Vec<UnitId>)> {
    let mut tx = db.begin().await.expect("a transaction");
    let mut regions: Vec<RegionId> = place::regions(&mut tx).await.expect("regions").into_iter().map(|it| it.id).collect();
    while regions.len() < REGIONS.min(wanted) {
        let region = place::Region { id: clock.id(), name: format!("Län {}", regions.len()) };
        place::create_region(&mut tx, &region).await.expect("a region");
        regions.push(region.id);
    }
    let mut known: Vec<MunicipalityId> = Vec::new();
    for number in 1.. {
        match place::municipality_named(&mut tx, &format!("Prov {number}")).await.expect("a municipality") {
            Some(it) => known.push(it.id),
            None => break,
        }
    }
    while known.len() < wanted {
        let id: MunicipalityId = clock.id();
        let region = regions[known.len() % regions.len()];
        place::create_municipality(&mut tx, id, region, &format!("Riket {}", known.len())).await.expect("a municipality");
        known.push(id);
    }
    let mut all = Vec::new();
    for municipality in known {
        for name in ["Norr", "Söder"] {
            let unit = place::Unit { id: clock.id(), municipality, name: name.into() };
            place::create_unit(&mut tx, &unit).await.expect("a unit");
        }
        let units = place::units(&mut tx, municipality).await.expect("units").into_iter().map(|it| it.id).collect();
        all.push((municipality, units));
    }
    tx.commit().await.expect("a commit");
    all
}

fn person(dice: &mut Dice, units: &[UnitId], contacts: usize, today: Date) -> Person {
    let after = |day: Date, dice: &mut Dice, days: usize| civil::days_after(day, i32::try_from(dice.roll(days)).expect("few"));
    let on = after(civil::days_after(today, -3650), dice, TEN_YEARS);
    let end = civil::days_after(after(on, dice, 600), 60);
    let ended = (end < today).then_some((LeavingReason::FollowUpDone, end));
    let last = end.min(today);
    let within = |dice: &mut Dice| after(on, dice, usize::try_from(civil::days_between(on, last).max(1)).expect("few"));
    let mut readings: BTreeMap<Date, DayReading> = BTreeMap::new();
    for index in 0..2 + dice.roll(3) {
        let as_of = if index == 0 { on } else { within(dice) };
        let occupation = *dice.one_of(Occupation::ALL).expect("some");
        let until = (occupation.rollup() != domain::Rollup::Unknown).then(|| civil::days_after(as_of, 180));
        readings.insert(as_of, DayReading { as_of, said: Some((occupation, until)) });
    }
    let touch = |dice: &mut Dice| {
        let channel = [Channel::Phone, Channel::Phone, Channel::Sms, Channel::HomeVisit, Channel::Meeting][dice.roll(5)];
        let outcome =
            [ContactOutcome::NoAnswer, ContactOutcome::Conversation, ContactOutcome::Reply, ContactOutcome::Delivered][dice.roll(4)];
        Touch { day: within(dice), how: How { channel, outcome, own: false }, count: 1 }
    };
    let mut touches: Vec<Touch> = (0..contacts).map(|_| touch(dice)).collect();
    touches.sort_unstable();
    let met = Met { day: within(dice), came: Came::ALL[dice.roll(2)], moved: dice.roll(5) == 0, reminded: dice.roll(2) == 0 };
    Person {
        unit: dice.one_of(units).copied(),
        gender: Gender::ALL[dice.roll(2)],
        cases: vec![Case {
            registration: domain::RegistrationId::new(0, [0; 10]),
            reason: RegistrationReason::ALL[dice.roll(6)],
            on,
            ended,
        }],
        readings: readings.into_values().collect(),
        touches,
        meetings: vec![met],
    }
}

/// Writes persons, their sums and a year of closed months. How many cells, and how the last month ended.
async fn fill(db: &Db, municipality: MunicipalityId, persons: &[(YouthId, Person)], today: Date) -> (usize, MonthEnd) {
    let month = today.first_of_month();
    let mut tx = db.begin().await.expect("a transaction");
    closed::begin(&mut tx, municipality, month).await.expect("a book");
    let mut cells: BTreeMap<Cell, i64> = BTreeMap::new();
    for (cell, n) in persons.iter().flat_map(|it| it.1.cells(month)) {
        *cells.entry(cell).or_default() += n;
    }
    figure::add(&mut tx, municipality, &cells).await.expect("cells");
    let listed: Vec<(YouthId, &Person)> = persons.iter().map(|(id, it)| (*id, it)).collect();
    figure::put_persons(&mut tx, municipality, &listed).await.expect("persons");
    let missing: Vec<(YouthId, Missing)> = persons.iter().filter_map(|(id, it)| Some((*id, lacking(it, today)?))).collect();
    missing::put(&mut tx, municipality, &missing).await.expect("lists");
    let all: Vec<Person> = persons.iter().map(|it| it.1.clone()).collect();
    let end = MonthEnd::of(&all, month.saturating_sub(1.month()).last_of_month());
    for back in 1..=13 {
        let at = month.saturating_sub(back.months());
        let of =
            |gender: Gender| (gender, Counts::of_month(&all, at.last_of_month(), &Choice { gender: Some(gender), ..Choice::default() }));
        let counts = Gender::ALL.iter().map(|it| of(*it)).collect();
        let month_end = (back == 1).then(|| end.clone());
        closed::close(&mut tx, &Closed { municipality, month: at, at: 0, position: 0, counts, month_end }).await.expect("a closed month");
    }
    closed::set_closed_to(&mut tx, municipality, month.saturating_sub(1.month())).await.expect("a book");
    tx.commit().await.expect("a commit");
    (cells.len(), end)
}

/// What is missing of somebody who is registered.
fn lacking(it: &Person, today: Date) -> Option<Missing> {
    it.cases.iter().find(|case| case.is_open(today))?;
    let valid_until = it.readings.last().and_then(|it| it.said?.1);
    let [no_before, no_address] = [it.readings.len() == 2, it.touches.len().is_multiple_of(7)];
    Some(Missing { unit: it.unit, worker: None, is_protected: false, no_before, no_address, valid_until, planned_end: None })
}

async fn tables<DB: Database>(pool: &Pool<DB>)
where
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
    for<'q> DB::Arguments: sqlx::IntoArguments<DB>,
{
    let sql = "create table bench_touch (municipality_id text not null, day text not null, channel text not null, outcome text not null)";
    sqlx::query(sql).execute(pool).await.expect("a table");
    sqlx::query("create index bench_touch_by_day on bench_touch (municipality_id, day)").execute(pool).await.expect("an index");
}

/// The planner's statistics, which a database at work has.
async fn settle<DB: Database>(pool: &Pool<DB>, sql: &'static str)
where
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
    for<'q> DB::Arguments: sqlx::IntoArguments<DB>,
{
    sqlx::query(sql).execute(pool).await.expect("statistics");
}

async fn rows<DB: Database>(pool: &Pool<DB>, municipality: MunicipalityId, persons: &[(YouthId, Person)])
where
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
    for<'q> DB::Arguments: sqlx::IntoArguments<DB>,
    for<'q> String: Encode<'q, DB> + Type<DB>,
{
    let touches: Vec<&Touch> = persons.iter().flat_map(|it| &it.1.touches).collect();
    for some in touches.chunks(2000) {
        let mut query = QueryBuilder::<DB>::new("insert into bench_touch (municipality_id, day, channel, outcome) ");
        query.push_values(some, |mut row, it| {
            row.push_bind(municipality.to_string()).push_bind(it.day.to_string());
            row.push_bind(it.how.channel.code().to_owned()).push_bind(it.how.outcome.code().to_owned());
        });
        query.build().execute(pool).await.expect("rows");
    }
}

impl Raw {
    /// The same question of the raw rows: contacts by channel and outcome, of the largest municipality and of all. The
    /// median of five, in milliseconds.
    pub fn ask(&self, url: &str) -> Vec<(&'static str, f64)> {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let db = Db::open(url).await.expect("a database");
            let asked = match &db {
                Db::Sqlite { read, .. } => questions(read, self.municipality).await,
                Db::Postgres { pool, .. } => questions(pool, self.municipality).await,
            };
            db.close().await;
            asked
        })
    }
}

async fn questions<DB: Database>(pool: &Pool<DB>, municipality: MunicipalityId) -> Vec<(&'static str, f64)>
where
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
    for<'q> DB::Arguments: sqlx::IntoArguments<DB>,
    for<'q> String: Encode<'q, DB> + Type<DB>,
{
    let mut asked = Vec::new();
    for (name, sql) in [
        (
            "work of the largest municipality, since the start",
            "select channel, outcome, count(*) from bench_touch where municipality_id = $1 group by 1, 2",
        ),
        (
            "work of all the others, since the start",
            "select channel, outcome, count(*) from bench_touch where municipality_id <> $1 group by 1, 2",
        ),
    ] {
        let mut took = Vec::new();
        for _ in 0..5 {
            let before = Instant::now();
            sqlx::query(sql).bind(municipality.to_string()).fetch_all(pool).await.expect("an answer");
            took.push(before.elapsed().as_secs_f64() * 1000.0);
        }
        took.sort_by(f64::total_cmp);
        asked.push((name, took[2]));
    }
    asked
}
