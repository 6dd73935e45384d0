//! A journal, and what is asked of it.

use crate::{
    AccountId, Actor, Answer, DeviceId, Entry, EntryId, Fact, FactRef, Hlc, MeetingId, MessageId, MessageKind, Place, RegistrationId,
    RegistrationReason, Via, Youth, YouthId, civil,
    remind::{Due, Key, Policy, Queue, Step, Subject, Verdict, candidates, due, judge, versions},
};
use jiff::civil::{DateTime, date, datetime};

/// A journal of one youth, written by a worker and the server.
#[derive(Default)]
pub(super) struct Book {
    pub(super) entries: Vec<Entry>,
}

impl Book {
    pub(super) fn new() -> Self {
        let mut book = Self::default();
        let registration = RegistrationId::new(1, [1; 10]);
        book.write(0, vec![Fact::Registered { registration, reason: RegistrationReason::MovedIn, on: date(2026, 9, 1) }]);
        book
    }

    pub(super) fn by(&mut self, by: Actor, at: i64, facts: Vec<Fact>) -> FactRef {
        let number = u16::try_from(self.entries.len()).expect("few");
        let [high, low] = number.to_be_bytes();
        let id = EntryId::new(1000 + i64::from(number), [high, low, 0, 0, 0, 0, 0, 0, 0, 1]);
        let (device, youth) = (DeviceId::new(1, [1; 10]), YouthId::new(1, [1; 10]));
        self.entries.push(Entry { id, device, seq: u64::from(number) + 1, at: Hlc { ms: at, counter: 0 }, by, youth, facts });
        FactRef { entry: id, index: 0 }
    }

    pub(super) fn write(&mut self, at: i64, facts: Vec<Fact>) -> FactRef {
        self.by(Actor::Account(AccountId::new(1, [1; 10])), at, facts)
    }

    pub(super) fn youth(&self) -> Youth {
        Youth::fold(&self.entries).expect("entries")
    }

    pub(super) fn plan(&mut self, now: i64, id: MeetingId, at: DateTime) -> FactRef {
        self.write(now, vec![Fact::MeetingPlanned { meeting: id, at, place: Place::Cafe, worker: None }])
    }

    pub(super) fn moves(&mut self, now: i64, id: MeetingId, at: DateTime) -> FactRef {
        let saw = self.youth().meetings[&id].plan.saw();
        self.write(now, vec![Fact::MeetingMoved { meeting: id, at, place: Place::Cafe, saw }])
    }

    pub(super) fn cancels(&mut self, now: i64, id: MeetingId) -> FactRef {
        let saw = self.youth().meetings[&id].plan.saw();
        self.write(now, vec![Fact::MeetingCancelled { meeting: id, saw }])
    }

    /// The youth answers the meeting as it is known here.
    pub(super) fn answers(&mut self, now: i64, id: MeetingId, answer: Answer) {
        let youth = self.youth();
        let saw = versions(&youth, &youth.meetings[&id]).iter().map(|it| it.source).collect();
        self.by(Actor::Youth, now, vec![Fact::MeetingAnswered { meeting: id, answer, saw }]);
    }

    pub(super) fn misses(&mut self, now: i64, id: MeetingId) {
        self.write(now, vec![Fact::MeetingMissed { meeting: id, saw: vec![] }]);
    }

    pub(super) fn sent(&mut self, now: i64, key: &Key, kind: MessageKind, meeting: Option<MeetingId>) {
        let id = message_of(key);
        self.by(
            Actor::System,
            now,
            vec![
                Fact::MessageQueued { message: id, meeting, template: Some(kind) },
                Fact::MessageSent { message: id, via: Some(Via::Sms) },
            ],
        );
    }

    pub(super) fn steps(&self, now: i64) -> Vec<(Step, String)> {
        due(&self.youth(), &Policy::default(), now).iter().map(|it| (it.step, civil::local(it.due).to_string())).collect()
    }

    pub(super) fn judged(&self, key: &Key, now: i64) -> Verdict {
        judge(&self.youth(), &Policy::default(), key, &Queue { pending: vec![*key], ..Queue::default() }, now)
    }

    /// The message of a step, which there must be.
    pub(super) fn key(&self, step: Step, now: i64) -> Key {
        let all = candidates(&self.youth(), &Policy::default(), now);
        all.iter().find(|it| it.step == step).and_then(Due::key).expect("it is asked for")
    }
}

pub(super) fn message_of(key: &Key) -> MessageId {
    match key.subject {
        Subject::Asked(id) => id,
        Subject::Meeting(id) => {
            let hash =
                format!("{id}{}{}", key.version, key.step).bytes().fold(7_u64, |sum, it| sum.wrapping_mul(31).wrapping_add(it.into()));
            let mut random = [0; 10];
            random[..8].copy_from_slice(&hash.to_be_bytes());
            MessageId::new(2, random)
        }
    }
}

pub(super) fn at(local: DateTime) -> i64 {
    civil::instant(local)
}

pub(super) fn meeting(number: u8) -> MeetingId {
    MeetingId::new(1, [number; 10])
}

/// A Monday at ten.
pub(super) fn monday() -> i64 {
    at(datetime(2026, 11, 23, 10, 0, 0, 0))
}

pub(super) fn is_sent(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Send(_))
}
