//! The server as phones meet it: the real `exchange` on a real database behind a network that loses, doubles and delays,
//! and mutants of it. A mutant stands in front of the real code and misbehaves with what the real code gives, so that
//! nothing in the product knows of it.

use super::{arena::Site, step::Luck};
use crate::World;
use domain::{
    AccountId, Actor, Cursor, DeviceId, EntryId,
    sync::{Farewell, Outcome, Refusal, Reply, Request, Verdict},
    sync_core::Event,
};
use server::{
    auth::Post,
    backup::{backup, restore},
    db::{Db, StoreError},
    farewell,
    journal::{Caller, Reach, accept},
    store::{self, account::Account, quarantine::Aside},
    sync::{exchange_by, pull},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// A way of being wrong that the checks must notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// The server takes an entry that it has as a new one.
    SkipDedup,
    /// The server answers before it commits.
    AcknowledgeBeforeCommit,
    /// Positions come from a sequence that is no lock, so that they don't follow commits.
    PlainSequence,
    /// The cursor is the entry's own position alone.
    CursorOnPosition,
    /// The phone forgets in a transaction of its own, after it has taken in entries and cursor.
    ForgetAfterEntries,
    /// A phone that hears of a restore lets go of what waited.
    DropOutboxOnNewEpoch,
    /// A phone gives back after a restore what it made itself, and not what it had pulled.
    GiveBackOwnAlone,
    /// A restore doesn't do the ledger again.
    ForgetLedger,
    /// The server takes any receipt for its own.
    TakeAnyReceipt,
    /// A revoked phone takes any answer for a sign that it was heard.
    WipeUnheard,
    /// A revoked phone hands over what it hasn't sent, and keeps everything.
    NeverWipe,
    /// Whatever the journal refuses of what a revoked phone left is thrown away.
    SettleAll,
    /// The server takes nothing that a phone wrote, and says that the youth isn't its worker's.
    RefuseAll,
    /// A phone dates what it writes by the latest clock that it has heard of.
    FollowAnyClock,
}

/// What a phone hears.
#[derive(Debug)]
pub enum Heard {
    Reply(Box<Reply>),
    /// We were shut out.
    Farewell(Farewell),
    Event(Event),
}

#[derive(Debug)]
pub struct Server {
    pub world: World,
    pub site: Site,
    /// What can be gone back to.
    pub backups: Vec<PathBuf>,
    pub mutant: Option<Mutant>,
    /// Requests that are still on their way.
    pub late: Vec<(Caller, Request)>,
    /// How often it was killed.
    crashes: usize,
    /// What a mutant has taken in twice.
    doubles: u64,
}

impl Server {
    pub fn new(world: World, site: Site, mutant: Option<Mutant>) -> Self {
        Self { world, site, backups: Vec::new(), mutant, late: Vec::new(), crashes: 0, doubles: 0 }
    }

    /// From now on the database refuses to commit, or no longer.
    pub async fn refuse_commits(&self, refuses: bool) {
        if let Db::Sqlite { write, .. } = &self.world.db {
            if refuses {
                // A connection whose commit failed is let go of at the next beginning, and the new one would commit.
                self.world.db.begin().await.unwrap().rollback().await.unwrap();
            }
            let mut connection = write.acquire().await.unwrap();
            connection.lock_handle().await.unwrap().set_commit_hook(move || !refuses);
        }
    }

    /// A backup, as `uppsok backup` makes it.
    pub async fn back_up(&mut self) {
        let to = self.site.folder.join(format!("backup-{}", self.backups.len()));
        backup(&self.world.db, &self.site.url, &to).await.unwrap();
        self.backups.push(to);
    }

    /// Goes back to one, as `uppsok restore` does, and starts another server.
    pub async fn go_back(&mut self, nth: usize) {
        let from = self.backups[nth % self.backups.len()].clone();
        let empty = format!("sqlite:{}", self.site.folder.join("empty-ledger").display());
        let ledger = (self.mutant == Some(Mutant::ForgetLedger)).then_some(empty.as_str());
        self.world.db.close().await;
        restore(&self.site.url, ledger, &from, &self.world.process.clock).await.unwrap();
        self.world.db = Db::open(&self.site.url).await.unwrap();
        self.world.restart().await;
    }

    /// The process is killed, and another started on what lay on the disk just then: the files with their logs as they were, and
    /// nothing of what the old one held open or knew. (A server of PostgreSQL lives on by itself.)
    pub async fn crash(&mut self) {
        if let Some(old) = self.site.url.strip_prefix("sqlite:").map(PathBuf::from) {
            self.crashes += 1;
            let new = self.site.folder.join(format!("after-crash-{}.db", self.crashes));
            // A log goes before its file: what is folded in meanwhile stands in both then.
            for ending in [".ledger-wal", ".ledger", "-wal", ""] {
                let (from, to) = (with_ending(&old, ending), with_ending(&new, ending));
                if from.exists() {
                    std::fs::copy(from, to).unwrap();
                }
            }
            self.world.db.close().await;
            self.site.url = format!("sqlite:{}", new.display());
            self.world.db = Db::open(&self.site.url).await.unwrap();
        }
        self.world.restart().await;
    }

    pub async fn epoch(&self) -> u64 {
        let mut tx = self.world.db.read().await.unwrap();
        store::epoch::find(&mut tx).await.unwrap().unwrap()
    }

    pub fn caller(&self, account: AccountId, device: DeviceId) -> Caller {
        Caller { by: Actor::Account(account), device, reach: Reach::Units }
    }

    /// One round trip, as lucky as it is.
    pub async fn round_trip(&mut self, caller: &Caller, request: Request, page: usize, luck: Luck) -> Heard {
        match luck {
            Luck::RequestLost => return Heard::Event(Event::Unreachable),
            Luck::Expired | Luck::SignedOut => return Heard::Event(Event::Unauthorized),
            Luck::TooLarge => return Heard::Event(Event::TooLarge),
            Luck::Huge if !request.entries.is_empty() => return Heard::Event(Event::TooLarge),
            Luck::Late => {
                self.late.push((*caller, request));
                return Heard::Event(Event::Unreachable);
            }
            Luck::Twice | Luck::ReplyLost => drop(self.answer(caller, request.clone(), page, false).await),
            Luck::Good | Luck::Aborted | Luck::Huge => {}
        }
        match luck {
            Luck::ReplyLost => Heard::Event(Event::Unreachable),
            _ => self.answer(caller, request, page, luck == Luck::Aborted).await,
        }
    }

    /// The server has the request. `aborts`: its transaction ends before it is committed.
    pub async fn answer(&mut self, caller: &Caller, request: Request, page: usize, aborts: bool) -> Heard {
        if self.is_revoked(caller.device).await {
            return self.hear_out(caller, &request, aborts).await;
        }
        if aborts && self.mutant == Some(Mutant::AcknowledgeBeforeCommit) {
            return self.acknowledge_only(caller, &request, page).await;
        }
        let (mut request, doubled) = self.double(request).await;
        let refused = self.refuse_all(&mut request);
        if self.mutant == Some(Mutant::TakeAnyReceipt) {
            let World { receipts, municipality, .. } = &self.world;
            for it in &mut request.again {
                let entry = serde_json::from_value(it.entry.clone()).unwrap();
                it.receipt = receipts.of(*municipality, it.receipt.epoch, it.receipt.position, &entry);
            }
        }
        if aborts {
            self.refuse_commits(true).await;
        }
        let World { db, process, receipts, municipality, .. } = &self.world;
        let sent = request.cursor;
        let answer = exchange_by(db, process, receipts, *municipality, caller, request, page).await;
        if aborts {
            self.refuse_commits(false).await;
        }
        match answer {
            Ok(mut reply) => {
                reply.outcomes.extend(refused);
                Heard::Reply(Box::new(self.spoil(reply, sent, &doubled)))
            }
            Err(error) if aborts => {
                drop(error);
                Heard::Event(Event::Busy { retry_after: None })
            }
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Last words, as the server takes them.
    async fn hear_out(&self, caller: &Caller, request: &Request, aborts: bool) -> Heard {
        if aborts {
            self.refuse_commits(true).await;
        }
        let World { db, process, receipts, municipality, .. } = &self.world;
        let said = farewell::hear(db, process, receipts, *municipality, caller, request).await;
        if aborts {
            self.refuse_commits(false).await;
        }
        match said {
            Ok(farewell) => Heard::Farewell(farewell),
            Err(error) if aborts => {
                drop(error);
                Heard::Event(Event::Busy { retry_after: None })
            }
            Err(error) => panic!("{error:?}"),
        }
    }

    /// A person who can sign in.
    pub async fn hire(&self, id: AccountId) {
        let post = Post::Worker(self.world.municipality);
        let email = format!("{id}@uppsok.example");
        let worker =
            Account { id, email, name: "Prov".into(), post, password_hash: None, session_epoch: 0, created_at: 0, disabled_at: None };
        let mut tx = self.world.db.begin().await.unwrap();
        store::account::create(&mut tx, &worker).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A phone is signed in.
    pub async fn register(&self, account: AccountId, device: DeviceId) {
        let mut tx = self.world.db.begin().await.unwrap();
        assert!(store::device::register(&mut tx, device, account, "Android", self.world.process.clock.now()).await.unwrap());
        tx.commit().await.unwrap();
    }

    pub async fn is_revoked(&self, device: DeviceId) -> bool {
        let mut tx = self.world.db.read().await.unwrap();
        store::device::by_id(&mut tx, device).await.unwrap().is_some_and(|it| it.revoked_at.is_some())
    }

    pub async fn revoke(&self, device: DeviceId) -> Result<(), StoreError> {
        let mut tx = self.world.db.begin().await?;
        store::device::revoke(&mut tx, device, self.world.process.clock.now()).await?;
        tx.commit().await
    }

    /// An administrator goes through what a phone left. Gives what was thrown away.
    pub async fn settle(&self, account: AccountId, device: DeviceId, takes: bool) -> Result<Vec<EntryId>, StoreError> {
        let place = self.world.place().await;
        let mut tx = self.world.db.begin().await?;
        let ids = |all: Vec<Aside>| all.iter().filter_map(|it| it.key.parse().ok()).collect();
        let mut gone = Vec::new();
        if takes {
            farewell::take_in(&mut tx, &self.world.process, &place, account, device).await?;
        } else {
            gone = ids(store::quarantine::of_device(&mut tx, device).await?);
        }
        if !takes || self.mutant == Some(Mutant::SettleAll) {
            store::quarantine::clear(&mut tx, device).await?;
        }
        tx.commit().await?;
        Ok(gone)
    }

    /// A request that was long on its way arrives; nobody listens.
    pub async fn arrive(&mut self, nth: usize, again: bool) {
        if self.late.is_empty() {
            return;
        }
        let at = nth % self.late.len();
        let (caller, request) = if again { self.late[at].clone() } else { self.late.remove(at) };
        drop(self.answer(&caller, request, 500, false).await);
    }

    /// Two requests at once. The second waits for the first's lock; where positions are a plain sequence it doesn't, and
    /// the first commits what it was given before.
    pub async fn overlap(&mut self, first: (&Caller, Request), second: (&Caller, Request)) -> (Heard, Heard) {
        let count = i64::try_from(first.1.entries.len()).unwrap();
        if self.mutant != Some(Mutant::PlainSequence) || count == 0 {
            let one = self.answer(first.0, first.1, 500, false).await;
            return (one, self.answer(second.0, second.1, 500, false).await);
        }
        let reserved = self.move_counter(count).await;
        let other = self.answer(second.0, second.1, 500, false).await;
        let newest = self.move_counter(0).await;
        self.move_counter(reserved - count - newest).await;
        let one = self.answer(first.0, first.1, 500, false).await;
        let reached = self.move_counter(0).await;
        self.move_counter((newest - reached).max(0)).await;
        (one, other)
    }

    async fn move_counter(&self, by: i64) -> i64 {
        let mut tx = self.world.db.begin().await.unwrap();
        let position = store::place::take_positions(&mut tx, self.world.municipality, by).await.unwrap();
        tx.commit().await.unwrap();
        position
    }

    /// A mutant's answer to what it then doesn't commit.
    async fn acknowledge_only(&self, caller: &Caller, request: &Request, page: usize) -> Heard {
        let World { db, process, municipality, .. } = &self.world;
        let Actor::Account(account) = caller.by else { panic!("phones have people") };
        let place = self.world.place().await;
        let mut tx = db.begin().await.unwrap();
        let outcomes = accept(&mut tx, process, &place, caller, &request.entries).await.unwrap();
        tx.rollback().await.unwrap();
        let page = pull(db, *municipality, account, request.cursor, page, &BTreeSet::new()).await.unwrap();
        Heard::Reply(Box::new(Reply {
            outcomes,
            again: Vec::new(),
            restored: None,
            forget: page.forget,
            erased: page.erased,
            entries: page.entries,
            cursor: page.cursor,
            more: page.more,
            now: process.clock.now(),
        }))
    }

    /// A mutant makes new entries of those that it has. Gives whose each is.
    async fn double(&mut self, mut request: Request) -> (Request, BTreeMap<EntryId, EntryId>) {
        let mut doubled = BTreeMap::new();
        if self.mutant == Some(Mutant::SkipDedup) {
            request.brief = false;
            let mut tx = self.world.db.read().await.unwrap();
            for entry in &mut request.entries {
                let id: EntryId = entry["id"].as_str().unwrap().parse().unwrap();
                if store::entry::find(&mut tx, id).await.unwrap().is_some() {
                    self.doubles += 1;
                    let fresh: EntryId = self.world.id();
                    entry["id"] = fresh.to_string().into();
                    entry["seq"] = (1_000_000 + self.doubles).into();
                    doubled.insert(fresh, id);
                }
            }
        }
        (request, doubled)
    }

    /// A mutant takes no entry in. Gives what it says of each.
    fn refuse_all(&self, request: &mut Request) -> Vec<Outcome> {
        if self.mutant != Some(Mutant::RefuseAll) {
            return Vec::new();
        }
        let verdict = Verdict::Refused { code: Refusal::NotYourYouth };
        let entries = std::mem::take(&mut request.entries);
        let id = |it: &serde_json::Value| it["id"].as_str().unwrap().parse::<EntryId>().ok();
        entries.iter().map(|it| Outcome { id: id(it), verdict: verdict.clone(), receipt: None }).collect()
    }

    fn spoil(&self, mut reply: Reply, sent: Option<Cursor>, doubled: &BTreeMap<EntryId, EntryId>) -> Reply {
        for Outcome { id, verdict, .. } in &mut reply.outcomes {
            if let Some(whose) = id.and_then(|it| doubled.get(&it)) {
                *id = Some(*whose);
                if !matches!(verdict, Verdict::Stored { .. }) {
                    *verdict = Verdict::AlreadyStored { position: 0 };
                }
            }
        }
        if self.mutant == Some(Mutant::CursorOnPosition)
            && let Some(sent) = sent
        {
            reply.entries.retain(|it| it.position > sent.position);
        }
        reply
    }
}

/// A name with something behind it.
fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
