//! The wire and stored forms, frozen. Who breaks if one of these changes: every phone that has entries in its outbox,
//! and every journal already written. Add kinds and optional fields; never rename, remove or retype.

use domain::{
    AccountId, Actor, Address, Answer, Certainty, Channel, CloseReason, ContactOutcome, Cursor, Detail, Email, Entry, Fact, FactRef,
    LeavingReason, MeasureEnd, MeasureKind, MessageKind, NotSent, Occupation, PersonalNumber, Phone, PhoneOwner, Place, PostalAddress,
    RegistrationReason, Source, Via,
    sync::{Again, Outcome, Read, Receipt, Refusal, Reply, Request, Restored, Stored, Verdict},
};
use jiff::civil::{date, datetime};
use serde_json::{Value, json};

const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const SAW: &str = "01890a5d-ac96-774b-bcce-b302099a8057#2";

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>() -> T {
    ID.parse().expect("an id")
}

fn saw() -> Vec<FactRef> {
    vec![SAW.parse().expect("a reference")]
}

#[expect(clippy::too_many_lines, reason = "one literal for each kind of fact")]
fn facts() -> Vec<(Fact, Value)> {
    let phone = || Phone::stored("+46701740614").expect("a number");
    vec![
        (
            Fact::Registered { registration: id(), reason: RegistrationReason::MovedIn, on: date(2026, 9, 1) },
            json!({"kind": "registered", "registration": ID, "reason": "moved_in", "on": "2026-09-01"}),
        ),
        (
            Fact::DetailsChanged {
                detail: Detail::Number { number: PersonalNumber::stored("200811069822").expect("a number") },
                saw: vec![],
            },
            json!({"kind": "details_changed", "detail": {"field": "number", "number": "200811069822"}}),
        ),
        (
            Fact::DetailsChanged { detail: Detail::GivenName { name: "Alva".into() }, saw: saw() },
            json!({"kind": "details_changed", "detail": {"field": "given_name", "name": "Alva"}, "saw": [SAW]}),
        ),
        (
            Fact::DetailsChanged { detail: Detail::FamilyName { name: "Öberg".into() }, saw: vec![] },
            json!({"kind": "details_changed", "detail": {"field": "family_name", "name": "Öberg"}}),
        ),
        (
            Fact::DetailsChanged {
                detail: Detail::Address {
                    address: Some(PostalAddress { street: "Storgatan 1".into(), postal_code: "214 84".into(), city: "Oskarshamn".into() }),
                },
                saw: vec![],
            },
            json!({"kind": "details_changed", "detail": {"field": "address", "address": {"street": "Storgatan 1", "postal_code": "214 84", "city": "Oskarshamn"}}}),
        ),
        (
            Fact::DetailsChanged { detail: Detail::Email { email: Some(Email::stored("a@exempel.se").expect("an address")) }, saw: vec![] },
            json!({"kind": "details_changed", "detail": {"field": "email", "email": "a@exempel.se"}}),
        ),
        (
            Fact::DetailsChanged { detail: Detail::Phone { phone: phone(), owner: Some(PhoneOwner::Youth) }, saw: vec![] },
            json!({"kind": "details_changed", "detail": {"field": "phone", "phone": "+46701740614", "owner": "youth"}}),
        ),
        (
            Fact::DetailsChanged { detail: Detail::Language { language: "ar".into() }, saw: vec![] },
            json!({"kind": "details_changed", "detail": {"field": "language", "language": "ar"}}),
        ),
        (Fact::ProtectionSet { saw: vec![] }, json!({"kind": "protection_set"})),
        (Fact::ProtectionCleared { saw: saw() }, json!({"kind": "protection_cleared", "saw": [SAW]})),
        (Fact::Assigned { unit: id(), worker: Some(id()), saw: vec![] }, json!({"kind": "assigned", "unit": ID, "worker": ID})),
        (
            Fact::ContactLogged {
                channel: Channel::Phone,
                outcome: ContactOutcome::Conversation,
                happened: Some(1_795_000_000_000),
                place: Some(Place::Cafe),
                phone: Some(phone()),
                minutes: Some(10),
                note: Some("Ringer igen".into()),
            },
            json!({"kind": "contact_logged", "channel": "phone", "outcome": "conversation", "happened": 1_795_000_000_000_i64, "place": "cafe", "phone": "+46701740614", "minutes": 10, "note": "Ringer igen"}),
        ),
        (
            Fact::OccupationStated {
                occupation: Occupation::Work,
                as_of: date(2026, 11, 23),
                source: Source::Youth,
                certainty: Certainty::Confirmed,
                until: Some(date(2027, 1, 31)),
                saw: vec![],
            },
            json!({"kind": "occupation_stated", "occupation": "work", "as_of": "2026-11-23", "source": "youth", "certainty": "confirmed", "until": "2027-01-31"}),
        ),
        (
            Fact::MeetingPlanned { meeting: id(), at: datetime(2026, 11, 26, 14, 0, 0, 0), place: Place::Cafe, worker: Some(id()) },
            json!({"kind": "meeting_planned", "meeting": ID, "at": "2026-11-26T14:00:00", "place": "cafe", "worker": ID}),
        ),
        (
            Fact::MeetingMoved { meeting: id(), at: datetime(2026, 11, 27, 9, 30, 0, 0), place: Place::Remote, saw: saw() },
            json!({"kind": "meeting_moved", "meeting": ID, "at": "2026-11-27T09:30:00", "place": "remote", "saw": [SAW]}),
        ),
        (Fact::MeetingCancelled { meeting: id(), saw: saw() }, json!({"kind": "meeting_cancelled", "meeting": ID, "saw": [SAW]})),
        (
            Fact::MeetingAnswered { meeting: id(), answer: Answer::NotComing, saw: vec![] },
            json!({"kind": "meeting_answered", "meeting": ID, "answer": "not_coming"}),
        ),
        (
            Fact::MeetingAnswered { meeting: id(), answer: Answer::CallMe, saw: saw() },
            json!({"kind": "meeting_answered", "meeting": ID, "answer": "call_me", "saw": [SAW]}),
        ),
        (Fact::MeetingHeld { meeting: id(), saw: vec![] }, json!({"kind": "meeting_held", "meeting": ID})),
        (Fact::MeetingMissed { meeting: id(), saw: vec![] }, json!({"kind": "meeting_missed", "meeting": ID})),
        (
            Fact::FollowUpPlanned { follow_up: id(), on: date(2026, 12, 1), worker: Some(id()) },
            json!({"kind": "follow_up_planned", "follow_up": ID, "on": "2026-12-01", "worker": ID}),
        ),
        (Fact::FollowUpDone { follow_up: id() }, json!({"kind": "follow_up_done", "follow_up": ID})),
        (
            Fact::MeasureOffered { measure: id(), measure_kind: MeasureKind::Coaching, on: date(2026, 11, 1) },
            json!({"kind": "measure_offered", "measure": ID, "measure_kind": "coaching", "on": "2026-11-01"}),
        ),
        (
            Fact::MeasureStarted {
                measure: id(),
                measure_kind: MeasureKind::WorkPlacement,
                on: date(2026, 11, 2),
                planned_end: Some(date(2026, 12, 2)),
            },
            json!({"kind": "measure_started", "measure": ID, "measure_kind": "work_placement", "on": "2026-11-02", "planned_end": "2026-12-02"}),
        ),
        (
            Fact::MeasureEnded { measure: id(), on: date(2026, 12, 2), reason: MeasureEnd::ToWork },
            json!({"kind": "measure_ended", "measure": ID, "on": "2026-12-02", "reason": "to_work"}),
        ),
        (Fact::ChannelOpened { address: Address::Push, saw: vec![] }, json!({"kind": "channel_opened", "address": {"channel": "push"}})),
        (
            Fact::ChannelClosed { address: Address::Phone { phone: phone() }, reason: CloseReason::WrongPerson, saw: vec![] },
            json!({"kind": "channel_closed", "address": {"channel": "phone", "phone": "+46701740614"}, "reason": "wrong_person"}),
        ),
        (Fact::MeetingReminderOff { meeting: id() }, json!({"kind": "meeting_reminder_off", "meeting": ID})),
        (
            Fact::MessageAsked { message: id(), template: MessageKind::Encouragement, meeting: None, at: None },
            json!({"kind": "message_asked", "message": ID, "template": "encouragement"}),
        ),
        (
            Fact::MessageAsked {
                message: id(),
                template: MessageKind::Missed,
                meeting: Some(id()),
                at: Some(datetime(2026, 11, 26, 14, 0, 0, 0)),
            },
            json!({"kind": "message_asked", "message": ID, "template": "missed", "meeting": ID, "at": "2026-11-26T14:00:00"}),
        ),
        (
            Fact::MessageQueued { message: id(), meeting: Some(id()), template: None },
            json!({"kind": "message_queued", "message": ID, "meeting": ID}),
        ),
        (
            Fact::MessageQueued { message: id(), meeting: None, template: Some(MessageKind::DayBefore) },
            json!({"kind": "message_queued", "message": ID, "template": "day_before"}),
        ),
        (Fact::MessageSent { message: id(), via: None }, json!({"kind": "message_sent", "message": ID})),
        (Fact::MessageSent { message: id(), via: Some(Via::Push) }, json!({"kind": "message_sent", "message": ID, "via": "push"})),
        (Fact::MessageDelivered { message: id() }, json!({"kind": "message_delivered", "message": ID})),
        (Fact::MessageFailed { message: id(), reason: None }, json!({"kind": "message_failed", "message": ID})),
        (
            Fact::MessageFailed { message: id(), reason: Some(NotSent::Quiet) },
            json!({"kind": "message_failed", "message": ID, "reason": "quiet"}),
        ),
        (Fact::MessageUnclear { message: id() }, json!({"kind": "message_unclear", "message": ID})),
        (
            Fact::MessageReceived { message: id(), channel: Channel::Sms },
            json!({"kind": "message_received", "message": ID, "channel": "sms"}),
        ),
        (Fact::HoursCorrected { contact: saw()[0], minutes: 30 }, json!({"kind": "hours_corrected", "contact": SAW, "minutes": 30})),
        (
            Fact::Left { registration: id(), reason: LeavingReason::Turned20, on: date(2026, 11, 23), saw: vec![] },
            json!({"kind": "left", "registration": ID, "reason": "turned_20", "on": "2026-11-23"}),
        ),
        (Fact::Reopened { registration: id(), saw: saw() }, json!({"kind": "reopened", "registration": ID, "saw": [SAW]})),
        (Fact::SamePersonAs { other: id() }, json!({"kind": "same_person_as", "other": ID})),
        (
            Fact::Corrected { target: saw()[0], fact: Box::new(Fact::MessageSent { message: id(), via: None }) },
            json!({"kind": "corrected", "target": SAW, "fact": {"kind": "message_sent", "message": ID}}),
        ),
        (Fact::Withdrawn { target: saw()[0] }, json!({"kind": "withdrawn", "target": SAW})),
        (Fact::Erased {}, json!({"kind": "erased"})),
    ]
}

#[test]
fn every_kind_of_fact() {
    for (fact, wire) in facts() {
        assert_eq!(serde_json::to_value(&fact).expect("json"), wire);
        assert_eq!(serde_json::from_value::<Fact>(wire).expect("a fact"), fact);
    }
}

#[test]
fn the_list_above_is_whole() {
    let mut kinds: Vec<String> = facts().iter().map(|(_, wire)| wire["kind"].as_str().expect("text").to_owned()).collect();
    kinds.sort();
    kinds.dedup();
    let mut known: Vec<&str> = Fact::KINDS.to_vec();
    known.sort_unstable();
    assert_eq!(kinds, known);
}

#[test]
fn a_kind_from_a_newer_version_survives_unchanged() {
    let wire = json!({"kind": "sang_a_song", "verses": [1, 2, {"of": "three"}], "saw": [SAW]});
    let fact: Fact = serde_json::from_value(wire.clone()).expect("kept");
    assert!(matches!(fact, Fact::Newer(_)));
    assert_eq!(serde_json::to_value(&fact).expect("json"), wire);
}

fn an_entry() -> (Entry, Value) {
    let entry = Entry {
        id: id(),
        device: id(),
        seq: 7,
        at: "1795000000000.3".parse().expect("a clock"),
        by: Actor::Account(id::<AccountId>()),
        youth: id(),
        facts: vec![Fact::ProtectionSet { saw: vec![] }],
    };
    let wire =
        json!({"id": ID, "device": ID, "seq": 7, "at": "1795000000000.3", "by": ID, "youth": ID, "facts": [{"kind": "protection_set"}]});
    (entry, wire)
}

#[test]
fn an_entry_and_who_made_it() {
    let (entry, wire) = an_entry();
    assert_eq!(serde_json::to_value(&entry).expect("json"), wire);
    assert_eq!(serde_json::from_value::<Entry>(wire).expect("an entry"), entry);
    assert_eq!(serde_json::to_value([Actor::Youth, Actor::System]).expect("json"), json!(["youth", "system"]));
}

#[test]
fn a_round_trip() {
    let (entry, wire) = an_entry();
    let cursor: Cursor = "1.120.118".parse().expect("a cursor");
    assert_eq!(cursor, Cursor { epoch: 1, effective: 120, position: 118 });
    let request = Request {
        schema: 1,
        cursor: Some(cursor),
        now: None,
        brief: true,
        entries: vec![wire.clone()],
        again: vec![],
        before: Some(6),
        reads: vec![Read { youth: id(), at: 5 }],
    };
    let sent =
        json!({"schema": 1, "cursor": "1.120.118", "brief": true, "entries": [wire], "before": 6, "reads": [{"youth": ID, "at": 5}]});
    assert_eq!(serde_json::to_value(&request).expect("json"), sent);
    assert_eq!(serde_json::from_value::<Request>(sent).expect("a request"), request);
    let least = serde_json::from_value::<Request>(json!({"schema": 1})).expect("the least");
    assert_eq!((least.entries, least.before), (Vec::<Value>::new(), None));
    let reply = Reply {
        outcomes: vec![
            Outcome { id: Some(id()), verdict: Verdict::Stored { position: 4 }, receipt: None },
            Outcome { id: Some(id()), verdict: Verdict::AlreadyStored { position: 3 }, receipt: None },
            Outcome { id: None, verdict: Verdict::Refused { code: Refusal::Malformed }, receipt: None },
        ],
        again: vec![],
        restored: None,
        forget: vec![id()],
        erased: vec![],
        entries: vec![Stored { position: 9, entry, receipt: None }],
        cursor,
        more: true,
        now: 1_795_000_000_001,
    };
    let got = json!({
        "outcomes": [
            {"id": ID, "outcome": "stored", "position": 4},
            {"id": ID, "outcome": "already_stored", "position": 3},
            {"outcome": "refused", "code": "malformed"},
        ],
        "forget": [ID], "entries": [{"position": 9, "entry": wire}], "cursor": "1.120.118", "more": true, "now": 1_795_000_000_001_i64,
    });
    assert_eq!(serde_json::to_value(&reply).expect("json"), got);
    assert_eq!(serde_json::from_value::<Reply>(got).expect("a reply"), reply);
}

/// Kept on phones for weeks, and given back to a server that was restored.
#[test]
fn receipts_and_what_goes_again() {
    let text = "3.118.AAAAAAAAAAAAAAAA";
    let receipt: Receipt = text.parse().expect("a receipt");
    assert_eq!(receipt, Receipt { epoch: 3, position: 118, mac: "AAAAAAAAAAAAAAAA".into() });
    for bad in ["", "3", "3.118", "x.118.A", "3.x.A"] {
        assert!(bad.parse::<Receipt>().is_err(), "{bad}");
    }
    let (entry, wire) = an_entry();
    let again = vec![Again { entry: wire.clone(), receipt: receipt.clone() }];
    let request = Request { schema: 1, cursor: None, now: Some(6), brief: false, entries: vec![], again, before: None, reads: vec![] };
    let sent = json!({"schema": 1, "now": 6, "again": [{"entry": wire, "receipt": text}]});
    assert_eq!(serde_json::to_value(&request).expect("json"), sent);
    assert_eq!(serde_json::from_value::<Request>(sent).expect("a request"), request);
    let reply = Reply {
        outcomes: vec![Outcome { id: Some(id()), verdict: Verdict::Stored { position: 4 }, receipt: Some(receipt.clone()) }],
        again: vec![Outcome { id: Some(id()), verdict: Verdict::Refused { code: Refusal::Erased }, receipt: None }],
        restored: Some(Restored { kept: Some(7) }),
        forget: vec![],
        erased: vec![id()],
        entries: vec![Stored { position: 9, entry, receipt: Some(receipt) }],
        cursor: "1.2.3".parse().expect("a cursor"),
        more: false,
        now: 5,
    };
    let got = json!({
        "outcomes": [{"id": ID, "outcome": "stored", "position": 4, "receipt": text}],
        "again": [{"id": ID, "outcome": "refused", "code": "erased"}],
        "restored": {"kept": 7}, "erased": [ID], "entries": [{"position": 9, "entry": wire, "receipt": text}], "cursor": "1.2.3", "now": 5,
    });
    assert_eq!(serde_json::to_value(&reply).expect("json"), got);
    assert_eq!(serde_json::from_value::<Reply>(got).expect("a reply"), reply);
}

#[test]
fn nothing_new_is_short() {
    let reply = Reply {
        outcomes: vec![],
        again: vec![],
        restored: None,
        forget: vec![],
        erased: vec![],
        entries: vec![],
        cursor: Cursor { epoch: 3, effective: 9_999_999, position: 9_999_998 },
        more: false,
        now: 1_795_000_000_001,
    };
    let wire = serde_json::to_string(&reply).expect("json");
    assert_eq!(wire, r#"{"cursor":"3.9999999.9999998","now":1795000000001}"#);
}
