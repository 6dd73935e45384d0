//! A small municipality, and what is said of its youths.

use crate::Phone;
use domain::{
    AccountId, Actor, Certainty, Channel, ContactOutcome, Detail, Entry, EntryId, Fact, FactRef, Hlc, MunicipalityId, Occupation,
    PersonalNumber, RegionId, RegistrationId, RegistrationReason, Source, UnitId, Youth, YouthId, sync::Verdict,
};
use jiff::civil::{Date, date};
use server::{
    clock::Clock,
    config::Secret,
    db::{Db, StoreError},
    journal::{self, Process, Reach, Receipts},
    store::{
        self,
        entry::Placed,
        place::{Municipality, Region, Unit},
    },
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

/// 2026-11-23 10:00 in Sweden.
pub const NOW: i64 = 1_795_424_400_000;

/// What keys follow from.
const SECRET: &str = "not for anything but these tests.";

/// A municipality with two units, on a database of the caller's.
#[derive(Clone, Debug)]
pub struct World {
    pub db: Db,
    pub process: Process,
    pub receipts: Receipts,
    pub municipality: MunicipalityId,
    pub north: UnitId,
    pub south: UnitId,
    time: Arc<AtomicI64>,
}

impl World {
    pub async fn new(db: Db) -> Self {
        let time = Arc::new(AtomicI64::new(NOW));
        let clock = Clock::held_by(time.clone());
        Self::by(db, clock, time).await
    }

    /// A world whose ids and random numbers follow from a seed.
    pub async fn seeded(db: Db, seed: u64) -> Self {
        let time = Arc::new(AtomicI64::new(NOW));
        let clock = Clock::seeded(time.clone(), seed);
        Self::by(db, clock, time).await
    }

    async fn by(db: Db, clock: Clock, time: Arc<AtomicI64>) -> Self {
        let process = Process::start(&db, clock.clone()).await.unwrap();
        let secret = Secret::load(Some(SECRET), "postgres:", &clock).unwrap();
        let receipts = Receipts::new(&secret);
        let mut world = Self { db, process, receipts, municipality: clock.id(), north: clock.id(), south: clock.id(), time };
        let region = Region { id: clock.id::<RegionId>(), name: "Kalmar".into() };
        let mut tx = world.db.begin().await.unwrap();
        store::place::create_region(&mut tx, &region).await.unwrap();
        store::place::create_municipality(&mut tx, world.municipality, region.id, "Oskarshamn").await.unwrap();
        tx.commit().await.unwrap();
        world.north = world.unit("Norr").await;
        world.south = world.unit("Söder").await;
        world
    }

    /// The municipality of a server within the test's process, with one unit.
    pub fn of(house: &crate::Indoors) -> Self {
        let state = &house.state;
        Self {
            db: state.db.clone(),
            process: state.process.clone(),
            receipts: state.receipts.clone(),
            municipality: house.municipality,
            north: house.unit,
            south: house.unit,
            time: house.time.clone(),
        }
    }

    /// Another process on the same database.
    pub async fn restart(&mut self) {
        self.process = Process::start(&self.db, self.process.clock.clone()).await.unwrap();
    }

    /// Another municipality on the same database, in the same process.
    pub async fn neighbour(&self, name: &str) -> Self {
        let mut other = self.clone();
        other.municipality = self.id();
        let mut tx = self.db.begin().await.unwrap();
        let region = store::place::regions(&mut tx).await.unwrap().remove(0);
        store::place::create_municipality(&mut tx, other.municipality, region.id, name).await.unwrap();
        tx.commit().await.unwrap();
        other.north = other.unit("Norr").await;
        other.south = other.unit("Söder").await;
        other
    }

    async fn unit(&self, name: &str) -> UnitId {
        let unit = Unit { id: self.id(), municipality: self.municipality, name: name.into() };
        let mut tx = self.db.begin().await.unwrap();
        store::place::create_unit(&mut tx, &unit).await.unwrap();
        tx.commit().await.unwrap();
        unit.id
    }

    pub fn id<T: From<uuid::Uuid>>(&self) -> T {
        self.process.clock.id()
    }

    pub fn pass(&self, milliseconds: i64) {
        self.time.fetch_add(milliseconds, Ordering::SeqCst);
    }

    pub async fn place(&self) -> Municipality {
        let mut tx = self.db.read().await.unwrap();
        store::place::municipality_by_id(&mut tx, self.municipality).await.unwrap().unwrap()
    }

    pub async fn allow_notes(&self) {
        let mut tx = self.db.begin().await.unwrap();
        assert!(store::place::set_settings(&mut tx, self.municipality, true, 5, 7).await.unwrap());
        tx.commit().await.unwrap();
    }

    pub async fn join(&self, account: AccountId, unit: UnitId) {
        let mut tx = self.db.begin().await.unwrap();
        assert!(store::membership::join(&mut tx, self.municipality, account, unit).await.unwrap());
        tx.commit().await.unwrap();
    }

    pub async fn leave(&self, account: AccountId, unit: UnitId) {
        let mut tx = self.db.begin().await.unwrap();
        assert!(store::membership::leave(&mut tx, self.municipality, account, unit).await.unwrap());
        tx.commit().await.unwrap();
    }

    /// A worker of a unit, with a phone.
    pub async fn phone(&self, unit: UnitId) -> Phone {
        let phone = self.phone_of(self.id());
        self.join(phone.account, unit).await;
        phone
    }

    /// Another phone of a worker's.
    pub fn phone_of(&self, account: AccountId) -> Phone {
        Phone { world: self.clone(), account, device: self.id(), seq: 0, cursor: None, before: None, held: BTreeMap::new() }
    }

    /// What an administrator writes on a page.
    pub async fn administer(&self, youth: YouthId, facts: Vec<Fact>) -> EntryId {
        self.try_to_administer(youth, facts).await.unwrap()
    }

    /// The same where the database may fail.
    pub async fn try_to_administer(&self, youth: YouthId, facts: Vec<Fact>) -> Result<EntryId, StoreError> {
        let mut tx = self.db.begin().await?;
        let (place, by) = (self.place().await, Actor::Account(self.id()));
        let (id, verdict) = journal::write(&mut tx, &self.process, &place, by, Reach::Municipality, youth, facts).await?;
        assert!(matches!(verdict, Verdict::Stored { .. }), "{verdict:?}");
        tx.commit().await?;
        Ok(id)
    }

    /// What a newer server on the same database has taken in.
    pub async fn newer(&self, youth: YouthId, fact: Fact) {
        let mut tx = self.db.begin().await.unwrap();
        let position = store::place::take_positions(&mut tx, self.municipality, 1).await.unwrap();
        let (device, now) = (self.process.device, self.process.clock.now());
        let seq = store::server_device::next_seq(&mut tx, device).await.unwrap();
        let at = Hlc { ms: now, counter: 0 };
        let entry = Entry { id: self.id(), device, seq, at, by: Actor::System, youth, facts: vec![fact] };
        let placed = Placed::new(position, now, self.process.clock.random(), &entry);
        store::entry::append(&mut tx, self.municipality, &[placed]).await.unwrap();
        let place = store::place::municipality_by_id(&mut tx, self.municipality).await.unwrap().unwrap();
        journal::derive_again(&mut tx, &self.process, &place, youth).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Facts of a youth who comes into the register, in a unit.
    pub fn newcomer(&self, unit: UnitId, number: Option<&str>) -> Vec<Fact> {
        let registered =
            Fact::Registered { registration: self.id::<RegistrationId>(), reason: RegistrationReason::MovedIn, on: date(2026, 11, 2) };
        let detail = |detail| Fact::DetailsChanged { detail, saw: Vec::new() };
        let mut facts = vec![registered, detail(Detail::GivenName { name: "Alva".into() })];
        if let Some(number) = number {
            facts.push(detail(Detail::Number { number: PersonalNumber::stored(number).unwrap() }));
        }
        facts.push(Fact::Assigned { unit, worker: None, saw: Vec::new() });
        facts
    }

    /// A youth whom an administrator has put in a unit.
    pub async fn youth(&self, unit: UnitId) -> YouthId {
        let youth = self.id();
        self.administer(youth, self.newcomer(unit, None)).await;
        youth
    }

    /// A youth of the first unit with a family name to look for, and perhaps a number.
    pub async fn named(&self, name: &str, number: Option<&str>) -> YouthId {
        let youth = self.id();
        let mut facts = self.newcomer(self.north, number);
        facts.push(Fact::DetailsChanged { detail: Detail::FamilyName { name: name.into() }, saw: Vec::new() });
        self.administer(youth, facts).await;
        youth
    }

    /// What is known of a youth.
    pub async fn know(&self, youth: YouthId) -> Youth {
        let mut tx = self.db.read().await.unwrap();
        let entries = store::entry::of_person(&mut tx, self.municipality, youth).await.unwrap();
        Youth::fold(entries.iter().map(|it| &it.entry)).unwrap()
    }

    /// Moves a youth to a unit, knowing where it was.
    pub async fn assign(&self, youth: YouthId, unit: UnitId) -> EntryId {
        let saw = self.know(youth).await.assignment.saw();
        self.administer(youth, vec![Fact::Assigned { unit, worker: None, saw }]).await
    }
}

/// A personal number that is nobody's, of a day of birth.
pub fn made_up(born: &str) -> String {
    let mut all = (980..1000).flat_map(|it| (0..10).map(move |check| format!("{born}{it}{check}")));
    all.find(|it| PersonalNumber::stored(it).is_ok()).unwrap()
}

/// A try by phone, which needs nothing else.
pub fn call() -> Fact {
    Fact::ContactLogged {
        channel: Channel::Phone,
        outcome: ContactOutcome::NoAnswer,
        happened: None,
        place: None,
        phone: None,
        minutes: None,
        note: None,
    }
}

/// What a youth says that they do as of a day, by whoever had seen these statements of it.
pub fn stated(occupation: Occupation, as_of: Date, saw: Vec<FactRef>) -> Fact {
    Fact::OccupationStated { occupation, as_of, source: Source::Youth, certainty: Certainty::Confirmed, until: None, saw }
}

/// A statement of work, which changes much of what is derived.
pub fn works() -> Fact {
    stated(Occupation::Work, date(2026, 11, 20), Vec::new())
}
