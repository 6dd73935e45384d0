//! Many reminders that fall due within a minute, on two servers over one PostgreSQL, through a provider that is slow,
//! leaves calls unanswered that it has taken, and reports twice. Servers are processes of their own, with a clock that
//! runs as fast as the machine's and shows a Monday at ten.

use crate::{
    Indoors, World,
    elks::Elks,
    postgres::{self, Commits},
    sql,
};
use domain::{Actor, Detail, Fact, MunicipalityId, Phone, PhoneOwner, Place, RegistrationReason, YouthId, civil, remind::Policy};
use jiff::{
    Span,
    civil::{Time, date, datetime},
};
use serde_json::{Value, json};
use server::{
    clock::Clock,
    config::Config,
    db::Db,
    http::{AppState, router},
    journal::{self, Process},
    send::Post,
    store::{
        self,
        message_policy::{self, MessagePolicy},
        reminder::State,
    },
};
use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// How much, and how fast the provider is.
#[derive(Clone, Copy, Debug)]
pub struct Rush {
    /// Reminders.
    pub count: usize,
    /// When they begin to fall due, the day before the meetings. Where the night comes before all have gone, it ends soon after.
    pub at: Time,
    /// The provider's ceiling, texts a second.
    pub ceiling: u32,
    /// How many calls each server has under way. Those that get no answer keep their places for as long as a call may take.
    pub at_once: usize,
    /// Whether one of the servers is killed in the middle.
    pub kills: bool,
    /// Whether what is committed outlives a power cut.
    pub commits: Commits,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Came {
    /// How often a youth was texted, at most.
    pub most: usize,
    /// Youths who were texted.
    pub texted: usize,
    /// Messages by their state.
    pub states: BTreeMap<&'static str, usize>,
    /// Those that stand as unclear on the workers' lists.
    pub listed: usize,
    /// Texts a second, from the first tenth to the last.
    pub rate: f64,
    /// Those that came to the provider in quiet hours.
    pub at_night: usize,
    /// At the kill, calls that a server had begun without having written what came of them: of the one that had most.
    pub under_way: usize,
}

const MUNICIPALITIES: usize = 10;
/// Of a hundred texts: taken without an answer, and reported twice.
const HANGS: usize = 2;
const TWICE: usize = 5;

fn machine() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "servers that are processes agree on the time by the machine's")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(now.as_millis()).unwrap()
}

/// A clock that shows `shown` when the machine's shows `at`, and runs on.
fn running(shown: i64, at: i64) -> Clock {
    let cell = Arc::new(AtomicI64::new(shown + machine() - at));
    let ticking = cell.clone();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(2));
            ticking.store(shown + machine() - at, Ordering::SeqCst);
        }
    });
    Clock::held_by(cell)
}

/// What a process does that was started as a server of a rush. False where it wasn't.
pub fn serve() -> bool {
    let Ok(moment) = std::env::var("RUSH_CLOCK") else { return false };
    let (shown, at) = moment.split_once(' ').unwrap();
    let clock = running(shown.parse().unwrap(), at.parse().unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let state = AppState::open(Config::from_env().unwrap(), clock).await.unwrap();
        let (_keep, never) = tokio::sync::watch::channel(());
        Post::new(&state).run(never).await;
    });
    true
}

fn start(arguments: &[&str], url: &str, settings: &[(&'static str, String)], clock: &str) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(arguments).env("RUSH_CLOCK", clock).env("UPPSOK_DATABASE_URL", url).env("UPPSOK_SECRET", crate::indoors::SECRET);
    command.envs(settings.iter().map(|it| (it.0, it.1.clone()))).stdout(Stdio::null()).stderr(Stdio::inherit());
    command.spawn().unwrap()
}

/// A child that is killed when it goes.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Rush {
    /// Lives it. `arguments` make this program call [`serve`].
    pub async fn live(self, arguments: &[&str]) -> Came {
        let url = postgres::new_database_with(self.commits);
        let db = Db::open(&url).await.unwrap();
        let elks = Elks::start().await;
        elks.fail(HANGS, TWICE);
        elks.pace(Duration::from_millis(20), self.ceiling);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut settings = elks.settings();
        settings.push(("UPPSOK_SMS_HOOK_URL", format!("http://{}", listener.local_addr().unwrap())));
        settings.push(("UPPSOK_SMS_AT_ONCE", self.at_once.to_string()));
        let borrowed: Vec<(&str, &str)> = settings.iter().map(|it| (it.0, it.1.as_str())).collect();
        let house = Indoors::with(db, &borrowed).await;
        let service = router(house.state.clone());
        tokio::spawn(async move { axum::serve(listener, service).await });
        let world = World::of(&house);
        let places = self.people(&world).await;
        // As a database that has stood for a while, and not one that knows nothing yet of what has been filled in.
        sql::run(&house.state.db, "analyze").await;

        let due = civil::instant(date(2026, 11, 25).to_datetime(self.at));
        let clock = format!("{} {}", due, machine());
        let mut one = Server(start(arguments, &url, &settings, &clock));
        let _other = Server(start(arguments, &url, &settings, &clock));
        let mut at_kill = None;
        let since = Instant::now();
        let quiet = Policy::default().quiet;
        // Calls that had begun before the night may stand in line at the provider.
        let under_way = Duration::from_secs_f64(2.0 * f64::from(u32::try_from(self.at_once).unwrap()) / f64::from(self.ceiling) + 1.0);
        let is_night = |at: Instant, but: Duration| quiet.holds(due + i64::try_from((at - since).saturating_sub(but).as_millis()).unwrap());
        loop {
            let taken = elks.count();
            if self.kills && at_kill.is_none() && taken >= self.count / 2 {
                one.0.kill().unwrap();
                one.0.wait().unwrap();
                at_kill = Some(most_under_way(&house).await);
            }
            let is_over = taken > self.count / 2 && self.open(&house, &places).await == 0;
            if is_over || is_night(Instant::now(), under_way * 3) {
                break;
            }
            assert!(since.elapsed() < Duration::from_secs(1800), "{taken} taken: {:?}", states(&house, &places).await);
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        drop(one);
        let at_night = elks.taken().iter().filter(|it| is_night(it.since, under_way)).count();
        if !is_night(Instant::now(), Duration::ZERO) {
            settle(&house).await;
        }
        Came { at_night, under_way: at_kill.unwrap_or_default(), ..came(&house, &places, &elks).await }
    }

    /// How many wait to be sent, or to be known of.
    async fn open(self, house: &Indoors, places: &[MunicipalityId]) -> usize {
        let all = states(house, places).await;
        let of = |it: State| all.get(it.code()).copied().unwrap_or_default();
        // What a killed server had under way stays so until its lease is over.
        of(State::Planned) + of(State::Sending).saturating_sub(self.at_once)
    }

    /// Youths with a number each and a meeting within one minute, in several municipalities.
    async fn people(self, world: &World) -> Vec<MunicipalityId> {
        let mut tasks = Vec::new();
        let mut places = Vec::new();
        for place in 0..MUNICIPALITIES {
            let mut there = world.neighbour(&format!("Prov {place}")).await;
            places.push(there.municipality);
            // One of its own, as every server has: entries of one are numbered in a row, so that they would wait for each other.
            there.process = Process::start(&there.db, there.process.clock.clone()).await.unwrap();
            let count = self.count / MUNICIPALITIES;
            tasks.push(tokio::spawn(async move {
                let numbers: Vec<usize> = (place * count..(place + 1) * count).collect();
                for chunk in numbers.chunks(100) {
                    move_in(&there, chunk, self.at).await;
                }
            }));
        }
        for it in tasks {
            it.await.unwrap();
        }
        places
    }
}

/// Time passes: what was cut off is found, reports have come, and what is unclear stands on lists.
async fn settle(house: &Indoors) {
    house.pass(civil::instant(datetime(2026, 11, 25, 15, 0, 0, 0)) - house.state.clock.now());
    let post = Post::new(&house.state);
    post.interrupted().await.unwrap();
    post.work().await.unwrap();
    house.pass(60 * 60 * 1000);
    post.work().await.unwrap();
}

async fn came(house: &Indoors, places: &[MunicipalityId], elks: &Elks) -> Came {
    let mut tx = house.state.db.read().await.unwrap();
    let mut listed = 0;
    for place in places {
        for it in store::youth::summaries(&mut tx, *place).await.unwrap() {
            listed += it.unsure.len();
        }
    }
    drop(tx);
    let by_text = elks.by_text();
    let taken = elks.taken();
    let (first, last) = (taken.len() / 10, taken.len() - 1 - taken.len() / 10);
    let span = (taken[last].since - taken[first].since).as_secs_f64();
    Came {
        most: by_text.values().copied().max().unwrap_or_default(),
        texted: by_text.len(),
        states: states(house, places).await,
        listed,
        rate: f64::from(u32::try_from(last - first).unwrap()) / span,
        at_night: 0,
        under_way: 0,
    }
}

async fn move_in(world: &World, numbers: &[usize], at: Time) {
    let meets = date(2026, 11, 26).to_datetime(at);
    let youths: Vec<(YouthId, Vec<Fact>)> = numbers
        .iter()
        .map(|number| {
            let detail = |detail| Fact::DetailsChanged { detail, saw: Vec::new() };
            let phone = Phone::stored(&format!("+467017406{:02}", 5 + number % 95)).unwrap();
            let mut facts = vec![
                Fact::Registered { registration: world.id(), reason: RegistrationReason::MovedIn, on: date(2026, 11, 2) },
                // Texts are told apart by their names: there are fewer numbers for fiction.
                detail(Detail::GivenName { name: format!("Prov{number}") }),
                detail(Detail::Phone { phone, owner: Some(PhoneOwner::Youth) }),
                Fact::Assigned { unit: world.north, worker: None, saw: Vec::new() },
            ];
            let at = meets.checked_add(Span::new().seconds(i64::try_from(number % 60).unwrap())).unwrap();
            facts.push(Fact::MeetingPlanned { meeting: world.id(), at, place: Place::Cafe, worker: None });
            (world.id(), facts)
        })
        .collect();
    let place = world.place().await;
    let mut tx = world.db.begin().await.unwrap();
    let policy = MessagePolicy { policy: Policy { booked: false, offsets: vec![24], ..Policy::default() }, ..MessagePolicy::default() };
    message_policy::put(&mut tx, world.municipality, &policy).await.unwrap();
    journal::write_all(&mut tx, &world.process, &place, Actor::System, youths).await.unwrap();
    tx.commit().await.unwrap();
}

async fn states(house: &Indoors, places: &[MunicipalityId]) -> BTreeMap<&'static str, usize> {
    let mut tx = house.state.db.read().await.unwrap();
    let mut all = BTreeMap::new();
    for place in places {
        for (state, count) in store::reminder::counts(&mut tx, *place).await.unwrap() {
            *all.entry(state.code()).or_default() += usize::try_from(count).unwrap();
        }
    }
    all
}

/// How many calls a server has begun without having written what came of them: of the server that has most.
async fn most_under_way(house: &Indoors) -> usize {
    let by_server = "select leased_by, cast(count(*) as text) from reminder where state = 'sending' group by leased_by";
    let counts = sql::texts(&house.state.db, by_server).await;
    counts.iter().map(|it| it.1.parse().unwrap()).max().unwrap_or_default()
}

impl Came {
    /// One line for a table.
    pub fn json(&self, rush: &Rush) -> Value {
        json!({"count": rush.count, "rate": self.rate, "ceiling": rush.ceiling, "unclear": self.listed, "most": self.most})
    }
}
