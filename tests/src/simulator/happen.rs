//! What each step does.

use super::{
    Flaw, Simulation,
    phone::{Phone, Trip},
    step::{Step, What},
};
use crate::world::call;
use domain::{EntryId, Fact, FactRef, PersonalNumber, UnitId, Youth, YouthId, sync_core::Nudge};
use server::store;

/// More phones than anybody has.
const MOST_PHONES: usize = 6;

impl Simulation {
    pub(super) async fn happen(&mut self, step: &Step) -> Result<(), Flaw> {
        match *step {
            Step::Pass { minutes } => self.server.world.pass(i64::from(minutes) * 60_000),
            Step::Clock { phone, hours } => self.phone(phone).set_clock(hours),
            Step::Write { phone, youth, what, full } => self.write(phone, youth, what, full),
            Step::Read { phone, youth } => {
                let at = phone % self.phones.len();
                if let Some(youth) = shown(&self.phones[at], youth) {
                    self.phones[at].open_card(&self.server, youth).await;
                }
            }
            Step::Sync { phone, tab, luck, limit, page, fuse } => {
                let at = phone % self.phones.len();
                self.phones[at].disk.fuse = fuse;
                let trip = Trip { tab: tab % 2, nudge: Nudge::Now, luck, limit, page };
                let rests = self.phones[at].is_wiped || self.phones[at].sync(&mut self.server, trip).await;
                self.phones[at].disk.fuse = None;
                if !rests {
                    return Err(Flaw::Stuck("a phone never rests".to_owned()));
                }
            }
            Step::Overlap { first, second } => self.overlap(first, second).await,
            Step::Tabs { phone } => self.tabs(phone).await,
            Step::Late { nth, again } => self.server.arrive(nth, again).await,
            Step::Kill { phone } => self.phone(phone).kill(),
            Step::Clone { phone } => self.copy(phone),
            Step::SignIn { phone } => {
                let at = phone % self.phones.len();
                self.phones[at].sign_in(&self.server).await;
            }
            Step::Tray { phone, nth, what } => self.phone(phone).remedy(nth, what),
            Step::Newcomer { unit, number } => self.newcomer(unit, number).await,
            Step::Newer { youth } => self.newer(youth).await,
            Step::Move { .. }
            | Step::Protect { .. }
            | Step::Join { .. }
            | Step::Revoke { .. }
            | Step::Settle { .. }
            | Step::Erase { .. }
            | Step::Stop { .. } => {
                if let Some(deed) = self.deed(step).await {
                    self.act(deed).await;
                }
            }
            Step::Falter => self.falters = true,
            Step::Restart => self.server.crash().await,
            Step::Fill { phone, full } => self.phone(phone).disk.full = full,
            Step::Backup => self.server.back_up().await,
            Step::Restore { nth } => self.go_back(nth).await?,
            Step::Forge { phone, youth } => self.forge(phone, youth).await,
        }
        Ok(())
    }

    fn phone(&mut self, nth: usize) -> &mut Phone {
        let at = nth % self.phones.len();
        &mut self.phones[at]
    }

    pub(super) fn unit(&self, nth: usize) -> UnitId {
        [self.server.world.north, self.server.world.south][nth % 2]
    }

    fn write(&mut self, phone: usize, youth: usize, what: What, full: bool) {
        let at = phone % self.phones.len();
        if self.phones[at].is_wiped {
            return;
        }
        let (youth, facts) = match (what, shown(&self.phones[at], youth)) {
            (What::Newcomer { number }, _) => self.register(at, number),
            (_, None) => self.register(at, None),
            (what, Some(youth)) => (youth, self.facts(at, youth, what)),
        };
        let was_full = std::mem::replace(&mut self.phones[at].disk.full, full);
        self.phones[at].write(&self.server, youth, facts);
        self.phones[at].disk.full = was_full;
    }

    fn register(&mut self, at: usize, number: Option<usize>) -> (YouthId, Vec<Fact>) {
        let account = self.phones[at].account;
        let unit = self.members.iter().find(|it| it.0 == account).map_or(self.server.world.north, |it| it.1);
        let youth = self.server.world.id();
        self.youths.push(youth);
        (youth, self.server.world.newcomer(unit, number.map(personal_number).as_deref()))
    }

    fn facts(&mut self, at: usize, youth: YouthId, what: What) -> Vec<Fact> {
        let state = &self.phones[at].disk.state;
        let known = Youth::fold(&state.of_person(&state.progress.person(youth)));
        match what {
            What::Newer => vec![newer(self.moment())],
            What::Note => vec![with_note(self.call())],
            What::Protect => vec![Fact::ProtectionSet { saw: known.map(|it| it.protection.saw()).unwrap_or_default() }],
            What::Assign => {
                let unit = known.as_ref().and_then(|it| it.assignment.get()).map_or(self.server.world.north, |it| it.unit);
                let saw = known.map(|it| it.assignment.saw()).unwrap_or_default();
                vec![Fact::Assigned { unit: self.other(unit), worker: None, saw }]
            }
            What::Withdraw => match last_call(&self.phones[at], youth) {
                Some(entry) => vec![Fact::Withdrawn { target: FactRef { entry, index: 0 } }],
                None => vec![self.call()],
            },
            What::Call | What::Newcomer { .. } => vec![self.call()],
        }
    }

    /// A call with a moment of its own.
    fn call(&mut self) -> Fact {
        let moment = self.moment();
        match call() {
            Fact::ContactLogged { channel, outcome, place, phone, minutes, note, .. } => {
                Fact::ContactLogged { channel, outcome, happened: Some(moment), place, phone, minutes, note }
            }
            fact => fact,
        }
    }

    /// A number that is used once.
    fn moment(&mut self) -> i64 {
        self.calls += 1;
        self.calls
    }

    pub(super) fn other(&self, unit: UnitId) -> UnitId {
        if unit == self.server.world.north { self.server.world.south } else { self.server.world.north }
    }

    async fn overlap(&mut self, first: usize, second: usize) {
        let (one, two) = (first % self.phones.len(), second % self.phones.len());
        if one == two || self.phones[one].is_wiped || self.phones[two].is_wiped {
            return;
        }
        let (mine, yours) = (self.phones[one].parcel(5).unwrap(), self.phones[two].parcel(5).unwrap());
        let caller = |it: &Phone| self.server.caller(it.account, it.disk.state.device);
        let (me, you) = (caller(&self.phones[one]), caller(&self.phones[two]));
        let (asks, wants) = (self.phones[one].request(&mine, &self.server), self.phones[two].request(&yours, &self.server));
        let heard = self.server.overlap((&me, asks), (&you, wants)).await;
        // What a full disk doesn't take is asked for again.
        let _ = self.phones[one].hear(&self.server, &mine, heard.0);
        let _ = self.phones[two].hear(&self.server, &yours, heard.1);
    }

    async fn tabs(&mut self, phone: usize) {
        let at = phone % self.phones.len();
        if self.phones[at].is_wiped {
            return;
        }
        let caller = self.server.caller(self.phones[at].account, self.phones[at].disk.state.device);
        let parcel = self.phones[at].parcel(3).unwrap();
        let request = self.phones[at].request(&parcel, &self.server);
        let heard = self.server.answer(&caller, request, 4, false).await;
        self.write(at, 0, What::Call, false);
        self.phones[at].sync(&mut self.server, Trip { tab: 1, page: 3, ..Trip::WELL }).await;
        if !self.phones[at].is_wiped {
            let _ = self.phones[at].hear(&self.server, &parcel, heard);
        }
    }

    fn copy(&mut self, phone: usize) {
        if self.phones.len() < MOST_PHONES {
            self.phone(phone).is_copied = true;
            let mut copy = self.phone(phone).clone();
            copy.kill();
            self.phones.push(copy);
        }
    }

    async fn newcomer(&mut self, unit: usize, number: Option<usize>) {
        let youth = self.server.world.id();
        let facts = self.server.world.newcomer(self.unit(unit), number.map(personal_number).as_deref());
        self.server.world.administer(youth, facts).await;
        self.youths.push(youth);
    }

    /// A youth as the server knows them, where it does.
    pub(super) async fn known(&self, youth: YouthId) -> Option<Youth> {
        let mut tx = self.server.world.db.read().await.unwrap();
        let municipality = self.server.world.municipality;
        let person = store::youth::find(&mut tx, municipality, youth).await.unwrap()?.person;
        let entries = store::entry::of_person(&mut tx, municipality, person).await.unwrap();
        let known = Youth::fold(entries.iter().map(|it| &it.entry))?;
        (!known.erased).then_some(known)
    }

    /// What a newer server took in stands in the journal that we share with it.
    async fn newer(&mut self, nth: usize) {
        let Some(youth) = self.nth_youth(nth) else { return };
        if self.known(youth).await.is_none() {
            return;
        }
        let moment = self.moment();
        self.server.world.newer(youth, newer(moment)).await;
    }
}

fn shown(phone: &Phone, nth: usize) -> Option<YouthId> {
    let youths = phone.disk.state.youths();
    youths.get(nth % youths.len().max(1)).copied()
}

fn last_call(phone: &Phone, youth: YouthId) -> Option<EntryId> {
    let own = phone.disk.state.entries.values().filter(|it| it.youth == youth && it.device == phone.disk.state.device);
    own.filter(|it| matches!(it.facts[0], Fact::ContactLogged { .. })).max_by_key(|it| it.seq).map(|it| it.id)
}

fn newer(height: i64) -> Fact {
    serde_json::from_value(serde_json::json!({ "kind": "visited_by_drone", "height": height })).unwrap()
}

fn with_note(fact: Fact) -> Fact {
    match fact {
        Fact::ContactLogged { channel, outcome, happened, place, phone, minutes, .. } => {
            Fact::ContactLogged { channel, outcome, happened, place, phone, minutes, note: Some("Ringer igen.".into()) }
        }
        fact => fact,
    }
}

/// One of a few numbers, so that people are registered twice.
fn personal_number(nth: usize) -> String {
    let all = (0..1000).map(|it| format!("20081106{it:03}")).flat_map(|it| (0..10).map(move |check| format!("{it}{check}")));
    all.filter(|it| PersonalNumber::stored(it).is_ok()).nth(nth).unwrap()
}
