//! Erasing empties every table that can hold anything of a youth. Which those are is read from the database, so that whoever
//! adds one says here how it is filled, and `store::erase::youth` how it is emptied.

use domain::{Actor, Detail, Fact, Phone as Number, PhoneOwner, Place, YouthId, sync::Read};
use jiff::civil::datetime;
use server::{db::Db, erase::erase};
use std::collections::BTreeSet;
use tests::{Indoors, World, both, made_up, sql, works};

/// Stands in whatever is written of the youth by hand.
const MARK: &str = "Zebulonmarke";
const PHONE: &str = "+46701740690";
/// A message to the youth, a call to a provider about it, and an import that made an entry.
const MESSAGE: &str = "00000000-0000-4000-8000-0000000000a1";
const CALL: &str = "00000000-0000-4000-8000-0000000000a2";
const IMPORT: &str = "00000000-0000-4000-8000-0000000000a3";

/// A table with one of these columns can hold something of a youth.
const TELLING: [&str; 9] = ["youth_id", "person_id", "entry_id", "reminder_id", "attempt_id", "personal_number", "body", "text", "sealed"];

/// How a table comes to hold something of the youth.
enum How {
    /// By what the journal and the server do.
    ByItself,
    /// By statements in which `$m`, `$y`, `$e`, `$d` and `$a` stand for the municipality, the youth, an entry of theirs, a
    /// worker's phone and an account.
    By(&'static [&'static str]),
    /// It never does, and why.
    Never(&'static str),
}

use How::{By, ByItself, Never};

const TABLES: &[(&str, How)] = &[
    ("access_log", ByItself),
    (
        "attempt",
        By(&[
            "insert into attempt (id, municipality_id, reminder_id, via, begun_at, outcome) values ('$CALL', '$m', '$MESSAGE', 'elks', 5, 'ok')",
        ]),
    ),
    ("attempt_report", By(&["insert into attempt_report (attempt_id, status, received_at) values ('$CALL', 'sent', 5)"])),
    ("entry", ByItself),
    ("figure_closed", Never("counts of whole months")),
    ("figure_left_month", Never("counts of whom nobody is left of")),
    ("figure_missing", ByItself),
    ("figure_person", ByItself),
    ("import_draft", By(&["insert into import_draft (id, account_id, made_at, sealed) values ('1', '$a', 5, '$MARK')"])),
    (
        "import_entry",
        By(&[
            "insert into import_batch (municipality_id, id, made_by, made_at, new_count, changed_count, unchanged_count, refused_count)
             values ('$m', '$IMPORT', 'system', 5, 1, 0, 0, 0)",
            "insert into import_entry (municipality_id, batch_id, entry_id) values ('$m', '$IMPORT', '$e')",
        ]),
    ),
    (
        "message_received",
        By(&["insert into message_received (municipality_id, id, person_id, text, received_at) values ('$m', '1', '$y', '$MARK', 5)"]),
    ),
    ("message_text", Never("a municipality's own texts, the same for everyone")),
    ("occupation_reading", ByItself),
    ("outbox", By(&["insert into outbox (municipality_id, id, person_id, text, segments, sent_at) values ('$m', '1', '$y', '$MARK', 1, 5)"])),
    ("outcome_case", ByItself),
    (
        "push_subscription",
        By(&["insert into push_subscription (endpoint_hash, municipality_id, youth_id, sealed, kid, made_at)
             values ('1', '$m', '$y', '$MARK', '1', 5)"]),
    ),
    (
        "quarantine",
        By(&["insert into quarantine (device_id, entry_id, received_at, body) values ('$d', '1', 5, '{\"youth\":\"$y\",\"note\":\"$MARK\"}')"]),
    ),
    (
        "reminder",
        By(&["insert into reminder (municipality_id, id, person_id, subject_id, version, step, kind, due_at, until_at, state, made_at, changed_at)
             values ('$m', '$MESSAGE', '$y', '$MESSAGE', '$e#0', 'asked', 'booked', 5, 5, 'sent', 5, 5)"]),
    ),
    ("secret_key", Never("the server's own keys")),
    ("youth", ByItself),
    ("youth_grant", ByItself),
    (
        "youth_link",
        By(&["insert into youth_link (code_hash, municipality_id, youth_id, meeting_id, made_at, expires_at)
             values ('1', '$m', '$y', '1', 5, 5)"]),
    ),
    ("youth_phone", ByItself),
];

/// Where an erased youth's id, or that of an entry of theirs, still stands: what tells phones whom to forget. Nothing else of
/// them does.
const LEFT: [(&str, &str); 6] =
    [("entry", "body"), ("entry", "id"), ("entry", "youth_id"), ("youth", "id"), ("youth", "person_id"), ("youth_grant", "youth_id")];

/// Every column of every table of ours.
async fn columns(db: &Db) -> BTreeSet<(String, String)> {
    let sql = match db {
        Db::Sqlite { .. } => "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'",
        Db::Postgres { .. } => {
            "select cast(table_name as text), cast(column_name as text) from information_schema.columns where table_schema = 'public'"
        }
    };
    sql::texts(db, sql).await.into_iter().filter(|it| !it.0.starts_with("_sqlx") && !it.0.starts_with("sqlite_")).collect()
}

/// The columns in which any of the marks stands.
async fn holding(db: &Db, marks: &[&str]) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (table, column) in columns(db).await {
        let is_one = marks.iter().map(|it| format!("cast(\"{column}\" as text) like '%{it}%'")).collect::<Vec<_>>().join(" or ");
        let sql = format!("select '{table}', '{column}' from \"{table}\" where {is_one} limit 1");
        found.extend(sql::texts(db, sql).await);
    }
    found
}

/// A youth of whom much is said, and a worker who has read it.
async fn much_said(house: &Indoors, world: &World, account: domain::AccountId, device: domain::DeviceId) -> YouthId {
    let youth: YouthId = world.id();
    let mut facts = world.newcomer(world.north, Some(&made_up("20081106")));
    facts.extend([
        Fact::DetailsChanged { detail: Detail::FamilyName { name: MARK.into() }, saw: Vec::new() },
        Fact::DetailsChanged {
            detail: Detail::Phone { phone: Number::stored(PHONE).unwrap(), owner: Some(PhoneOwner::Youth) },
            saw: Vec::new(),
        },
        works(),
        Fact::MeetingPlanned { meeting: world.id(), at: datetime(2026, 12, 11, 14, 0, 0, 0), place: Place::Cafe, worker: None },
    ]);
    house.write(Actor::Account(account), youth, facts).await;
    let mut phone = world.phone_of(account);
    phone.device = device;
    phone.catch_up().await;
    phone.raw(Vec::new(), vec![Read { youth, at: 5 }]).await.unwrap();
    youth
}

#[tokio::test]
async fn no_table_holds_anything_of_an_erased_youth() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let world = World::of(&house);
        let device = world.id();
        house.phone(device).await;
        let (account, _) = sql::texts(&world.db, "select id, email from account where email = 'worker@uppsok.example'").await.remove(0);
        let account: domain::AccountId = account.parse().unwrap();
        let youth = much_said(&house, &world, account, device).await;
        let (entry, _) = sql::texts(&world.db, format!("select id, device_id from entry where youth_id = '{youth}'")).await.remove(0);
        let words = [
            ("$MESSAGE", MESSAGE.to_owned()),
            ("$CALL", CALL.to_owned()),
            ("$IMPORT", IMPORT.to_owned()),
            ("$MARK", MARK.to_owned()),
            ("$m", world.municipality.to_string()),
            ("$y", youth.to_string()),
            ("$e", entry.clone()),
            ("$d", device.to_string()),
            ("$a", account.to_string()),
        ];

        let telling: BTreeSet<String> =
            columns(&world.db).await.into_iter().filter(|it| TELLING.contains(&it.1.as_str())).map(|it| it.0).collect();
        let known: BTreeSet<String> = TABLES.iter().map(|it| it.0.to_owned()).collect();
        assert_eq!(telling, known, "what can hold something of a youth, and what this test fills");
        // Messages before calls about them, calls before reports of them.
        for table in ["reminder", "attempt", "attempt_report"].into_iter().chain(TABLES.iter().map(|it| it.0)).collect::<Vec<_>>() {
            let By(statements) = &TABLES.iter().find(|it| it.0 == table).unwrap().1 else { continue };
            for statement in *statements {
                let sql = words.iter().fold((*statement).to_owned(), |sql, (word, it)| sql.replace(word, it));
                let sql =
                    if ["reminder", "attempt", "attempt_report"].contains(&table) { format!("{sql} on conflict do nothing") } else { sql };
                sql::run(&world.db, sql).await;
            }
        }

        let id = youth.to_string();
        let number = made_up("20081106");
        let marks = [MARK, PHONE, MESSAGE, CALL, &number, &id, &entry];
        let before: BTreeSet<String> = holding(&world.db, &marks).await.into_iter().map(|it| it.0).collect();
        let filled: BTreeSet<String> =
            TABLES.iter().filter(|it| !matches!(it.1, Never(why) if !why.is_empty())).map(|it| it.0.to_owned()).collect();
        assert_eq!(before, filled, "each of them holds something");

        let place = world.place().await;
        let mut tx = world.db.begin().await.unwrap();
        assert!(erase(&mut tx, &world.process, &place, youth, Actor::System).await.unwrap().is_some());
        tx.commit().await.unwrap();
        let left: BTreeSet<(String, String)> = LEFT.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
        assert_eq!(holding(&world.db, &marks).await, left);
        assert_eq!(holding(&world.db, &marks[..5]).await, BTreeSet::new(), "ids alone");
        let bodies = sql::texts(&world.db, format!("select id, body from entry where youth_id = '{id}' and body <> ''")).await;
        assert!(matches!(bodies.as_slice(), [(_, body)] if body.contains(r#""facts":[{"kind":"erased"}]"#)), "{bodies:?}");
    })
    .await;
}
