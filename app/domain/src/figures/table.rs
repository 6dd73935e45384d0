//! Tables: what a page shows under its pictures is what the files hold.

use super::{Came, Counts, Group, How, MeetingKey, Named, Period, Recency, Report, State, Status, Topic};
use crate::{Channel, ContactOutcome, Lang, Rollup};
use jiff::civil::Date;
use std::borrow::Cow;

/// A table of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// A stable name, unique within the report.
    pub id: &'static str,
    /// Its caption.
    pub title: String,
    /// What stands over each column: the first is over the rows' names.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A column's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// For programs.
    pub code: Cow<'static, str>,
    /// For people.
    pub words: String,
}

/// A row: its name, and a value for each column but the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// For programs.
    pub code: String,
    /// For people.
    pub words: String,
    /// Whether it sums up rows above.
    pub is_sum: bool,
    /// The values.
    pub values: Vec<Value>,
}

/// A cell's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A count.
    Count(u64),
    /// A share: so many of so many.
    Share(u64, u64),
    /// Days.
    Days(u32),
    /// There is nothing to tell.
    Nothing,
    /// Protected: fewer than five, or would give away such a cell. Empty in a file, null in JSON, never 0.
    Hidden,
}

pub(super) const ROWS: &str = "group";

pub(super) fn column(code: impl Into<Cow<'static, str>>, words: impl Into<String>) -> Column {
    Column { code: code.into(), words: words.into() }
}

pub(super) fn row(code: impl Into<String>, words: impl Into<String>, values: Vec<Value>) -> Row {
    Row { code: code.into(), words: words.into(), is_sum: false, values }
}

pub(super) fn sum(code: impl Into<String>, words: impl Into<String>, values: Vec<Value>) -> Row {
    Row { is_sum: true, ..row(code, words, values) }
}

/// The columns of a table of groups before and after: of each how many, and their share.
pub(super) fn before_and_after(lang: Lang) -> Vec<Column> {
    vec![
        column(ROWS, lang.pick("Grupp", "Group")),
        column("before_count", lang.pick("Före, antal", "Before, count")),
        column("before_percent", lang.pick("Före, andel", "Before, share")),
        column("after_count", lang.pick("Efter, antal", "After, count")),
        column("after_percent", lang.pick("Efter, andel", "After, share")),
    ]
}

/// A table's id, its column's code, its words, and the parts with their names.
type ByPart<'a> = (&'static str, &'static str, String, &'a [(Named, Counts)]);

impl Report {
    /// Every table of the report.
    pub fn tables(&self, lang: Lang) -> Vec<Table> {
        match self.topic {
            Topic::Outcomes => self.outcome_tables(lang),
            Topic::Status => self.status_tables(lang),
            Topic::Reach => self.reach_tables(lang),
            Topic::Work => self.work_tables(lang),
        }
    }

    fn was(&self) -> Option<&Counts> {
        self.before.as_ref().map(|it| &it.1)
    }

    /// The parts there are, each with its name.
    fn by_part(&self, lang: Lang) -> Vec<ByPart<'_>> {
        let all = [
            ("by_unit", "unit", lang.pick("Per enhet", "By unit"), &self.units),
            ("by_gender", "gender", lang.pick("Per kön", "By gender"), &self.genders),
            ("by_reason", "reason", lang.pick("Per registreringsorsak", "By reason of registration"), &self.reasons),
        ];
        all.into_iter().filter(|it| it.3.len() > 1).map(|(id, code, words, it)| (id, code, words.to_owned(), it.as_slice())).collect()
    }

    fn outcome_tables(&self, lang: Lang) -> Vec<Table> {
        let it = self.now.outcomes();
        let share = |count, whole| [Value::Count(count), Value::Share(count, whole)];
        let both = |before: u64, after: u64, whole| [share(before, whole), share(after, whole)].concat();
        let (none_before, none_after) = it.none_known();
        let all = it.youths;
        let mut rows = vec![
            row("registered", lang.pick("Registrerade", "Registered"), both(all, all, all)),
            row("known", lang.pick("Kända", "Known"), both(it.known_before, it.known_after, all)),
            row(
                "none_least",
                lang.pick("Utan sysselsättning bland alla, minst", "No occupation among all, least"),
                both(none_before, none_after, all),
            ),
            row(
                "none_most",
                lang.pick("Utan sysselsättning bland alla, mest", "No occupation among all, most"),
                both(none_before + all - it.known_before, none_after + all - it.known_after, all),
            ),
            sum("complete", lang.pick("Kända både före och efter", "Known both before and after"), both(it.complete, it.complete, all)),
        ];
        rows.extend(
            Rollup::known().map(|rollup| row(rollup.code(), rollup.word(lang), both(it.before(rollup), it.after(rollup), it.complete))),
        );
        let flows = it.flows.iter().map(|((from, to), n)| {
            let words = format!("{} → {}", from.word(lang), to.word(lang));
            row(format!("{}>{}", from.code(), to.code()), words, share(*n, it.complete).to_vec())
        });
        let flows = Table {
            id: "flows",
            title: lang
                .pick(
                    "Från vad till vad, bland dem som är kända både före och efter",
                    "From what to what, among those known both before and after",
                )
                .to_owned(),
            columns: vec![
                column(ROWS, lang.pick("Från → till", "From → to")),
                column("count", lang.pick("Antal", "Count")),
                column("percent", lang.pick("Andel", "Share")),
            ],
            rows: flows.collect(),
        };
        let mut tables =
            vec![Table { id: "before_after", title: Topic::Outcomes.word(lang).to_owned(), columns: before_and_after(lang), rows }, flows];
        for (id, _, words, parts) in self.by_part(lang) {
            let columns = vec![
                column(ROWS, words.clone()),
                column("registered", lang.pick("Registrerade", "Registered")),
                column("complete", lang.pick("Kända både före och efter", "Known both before and after")),
                column("none_before", lang.pick("Utan sysselsättning före", "No occupation before")),
                column("none_before_percent", lang.pick("Andel före", "Share before")),
                column("none_after", lang.pick("Utan sysselsättning efter", "No occupation after")),
                column("none_after_percent", lang.pick("Andel efter", "Share after")),
            ];
            let values = |it: &Counts| {
                let it = it.outcomes();
                let mut values = vec![Value::Count(it.youths), Value::Count(it.complete)];
                values.extend(both(it.before(Rollup::None), it.after(Rollup::None), it.complete));
                values
            };
            tables.push(Table { id, title: words, columns, rows: self.part_rows(parts, lang, values) });
        }
        tables
    }

    /// A row for each part, and their sum.
    fn part_rows(&self, parts: &[(Named, Counts)], lang: Lang, values: impl Fn(&Counts) -> Vec<Value>) -> Vec<Row> {
        let mut rows: Vec<Row> = parts.iter().map(|(named, it)| row(named.code.clone(), named.name.clone(), values(it))).collect();
        rows.push(sum("all", lang.pick("Alla", "All"), values(&self.now)));
        rows
    }

    fn status_tables(&self, lang: Lang) -> Vec<Table> {
        let (now, was) = (&self.now.status, self.was().map(|it| &it.status));
        let values = |of: &dyn Fn(&Status) -> u64| {
            let share = |it: &Status| [Value::Count(of(it)), Value::Share(of(it), it.registered())];
            [share(now), was.map_or([Value::Nothing; 2], share)].concat()
        };
        let mut rows: Vec<Row> = Vec::new();
        for group in Group::ALL {
            let states = State::all().filter(|it| it.group() == group);
            let states = states.filter(|state| now.of(*state) + was.map_or(0, |it| it.of(*state)) > 0 || group != Group::Occupied);
            rows.extend(states.map(|state| row(state.code(), state.word(lang), values(&|it| it.of(state)))));
            let (code, words) = (format!("sum_{}", group.code()), format!("{}: {}", lang.pick("Summa", "Sum"), group.word(lang)));
            rows.push(sum(code, words, values(&|it| it.group(group))));
        }
        let both = lang.pick("Summa: utan sysselsättning eller okänt", "Sum: no occupation or unknown");
        rows.push(sum("sum_none_or_unknown", both, values(&Status::none_or_unknown)));
        rows.push(sum("registered", lang.pick("Registrerade", "Registered"), values(&Status::registered)));
        let columns = vec![
            column(ROWS, lang.pick("Läge", "Status")),
            column("count", lang.pick("Antal", "Count")),
            column("percent", lang.pick("Andel", "Share")),
            column("year_before_count", lang.pick("Ett år tidigare, antal", "A year before, count")),
            column("year_before_percent", lang.pick("Ett år tidigare, andel", "A year before, share")),
        ];
        let mut tables = vec![Table { id: "status", title: Topic::Status.word(lang).to_owned(), columns, rows }];
        let heads = |first: Column| {
            vec![
                first,
                column("registered", lang.pick("Registrerade", "Registered")),
                column("none", lang.pick("Utan sysselsättning", "No occupation")),
                column("none_percent", lang.pick("Andel", "Share")),
                column("unknown", lang.pick("Okänt", "Unknown")),
                column("unknown_percent", lang.pick("Andel", "Share")),
                column("none_or_unknown", lang.pick("Summa", "Sum")),
                column("none_or_unknown_percent", lang.pick("Andel", "Share")),
            ]
        };
        let short = |it: &Status| {
            let all = it.registered();
            let share = |count| [Value::Count(count), Value::Share(count, all)];
            let mut values = vec![Value::Count(all)];
            values.extend([share(it.group(Group::None)), share(it.group(Group::Unknown)), share(it.none_or_unknown())].concat());
            values
        };
        let months = self.months.iter().map(|(month, it)| row(month_code(*month), super::Period::month_of(*month).word(lang), short(it)));
        let title = lang.pick("Vid varje månads slut, i den som pågår i dag", "At the end of each month, in this one today");
        tables.push(Table {
            id: "months",
            title: title.to_owned(),
            columns: heads(column("month", lang.pick("Månad", "Month"))),
            rows: months.collect(),
        });
        for (id, code, words, parts) in self.by_part(lang) {
            let rows = self.part_rows(parts, lang, |it| short(&it.status));
            tables.push(Table { id, title: words.clone(), columns: heads(column(code, words)), rows });
        }
        tables
    }

    fn reach_tables(&self, lang: Lang) -> Vec<Table> {
        let was = self.was();
        let values = |of: &dyn Fn(&Counts) -> [Value; 2]| [of(&self.now), was.map_or([Value::Nothing; 2], of)].concat();
        let share = |count, whole| [Value::Count(count), Value::Share(count, whole)];
        let days = |it: Option<u32>| [it.map_or(Value::Nothing, Value::Days), Value::Nothing];
        let mut rows = vec![
            row(
                "registered",
                lang.pick("Registrerade under perioden", "Registered in the period"),
                values(&|it| share(it.reach.registered, it.reach.registered)),
            ),
            row(
                "first_time",
                lang.pick("varav för första gången", "of whom for the first time"),
                values(&|it| share(it.reach.first_time, it.reach.registered)),
            ),
            row(
                "attempted",
                lang.pick("Minst ett kontaktförsök", "At least one attempt"),
                values(&|it| share(it.reach.attempted, it.reach.registered)),
            ),
            row(
                "contacted",
                lang.pick("Minst en kontakt", "At least one contact"),
                values(&|it| share(it.reach.contacted, it.reach.registered)),
            ),
            row(
                "days_median",
                lang.pick("Dagar till första kontakt, median", "Days to first contact, median"),
                values(&|it| days(it.reach.days_within(50))),
            ),
            row(
                "days_p90",
                lang.pick("Dagar till första kontakt, nio av tio inom", "Days to first contact, nine in ten within"),
                values(&|it| days(it.reach.days_within(90))),
            ),
        ];
        let all = |it: &Counts| it.reach.last.values().sum::<u64>();
        rows.extend(Recency::ALL.map(|recency| {
            let words = format!("{}: {}", lang.pick("Senaste kontakt", "Last contact"), recency.word(lang).to_lowercase());
            row(format!("last_{}", recency.code()), words, values(&|it| share(it.reach.last(recency), all(it))))
        }));
        rows.push(sum(
            "open",
            lang.pick("Registrerade vid periodens slut", "Registered at the end of the period"),
            values(&|it| share(all(it), all(it))),
        ));
        let columns = vec![
            column(ROWS, lang.pick("Grupp", "Group")),
            column("count", lang.pick("Antal", "Count")),
            column("percent", lang.pick("Andel", "Share")),
            column("year_before_count", lang.pick("Samma period året före, antal", "Same period the year before, count")),
            column("year_before_percent", lang.pick("Samma period året före, andel", "Same period the year before, share")),
        ];
        let mut tables = vec![Table { id: "reach", title: Topic::Reach.word(lang).to_owned(), columns, rows }];
        for (id, code, words, parts) in self.by_part(lang) {
            let columns = vec![
                column(code, words.clone()),
                column("registered", lang.pick("Registrerade", "Registered")),
                column("attempted", lang.pick("Minst ett försök", "At least one attempt")),
                column("attempted_percent", lang.pick("Andel", "Share")),
                column("contacted", lang.pick("Minst en kontakt", "At least one contact")),
                column("contacted_percent", lang.pick("Andel", "Share")),
                column("days_median", lang.pick("Dagar, median", "Days, median")),
                column("never", lang.pick("Ännu ingen kontakt", "No contact yet")),
                column("never_percent", lang.pick("Andel", "Share")),
            ];
            let values = |it: &Counts| {
                let reach = &it.reach;
                let mut values = vec![Value::Count(reach.registered)];
                values.extend([share(reach.attempted, reach.registered), share(reach.contacted, reach.registered)].concat());
                values.push(days(reach.days_within(50))[0]);
                values.extend(share(reach.last(Recency::Never), all(it)));
                values
            };
            tables.push(Table { id, title: words, columns, rows: self.part_rows(parts, lang, values) });
        }
        tables
    }

    fn work_tables(&self, lang: Lang) -> Vec<Table> {
        let was = self.was();
        let counts = |of: &dyn Fn(&Counts) -> u64| vec![Value::Count(of(&self.now)), was.map_or(Value::Nothing, |it| Value::Count(of(it)))];
        let heads = |first: Column| {
            let year = lang.pick("Samma period året före", "Same period the year before");
            vec![first, column("count", lang.pick("Antal", "Count")), column("year_before_count", year)]
        };
        let through = |channel: Channel, is: fn(How) -> bool| {
            move |it: &Counts| it.work.touches.iter().filter(|it| it.0.channel == channel && is(*it.0)).map(|it| it.1).sum::<u64>()
        };
        let mut rows = Vec::new();
        for channel in Channel::ALL {
            let attempts = counts(&through(*channel, How::is_attempt));
            let contacts = counts(&through(*channel, How::is_contact));
            if attempts.iter().chain(&contacts).any(|it| !matches!(it, Value::Count(0) | Value::Nothing)) {
                rows.push(row(channel.code(), channel.word(lang), [attempts, contacts].concat()));
            }
        }
        rows.push(sum("all", lang.pick("Alla", "All"), [counts(&|it| it.work.attempts()), counts(&|it| it.work.contacts())].concat()));
        let columns = vec![
            column("channel", lang.pick("Kanal", "Channel")),
            column("attempts", lang.pick("Försök", "Attempts")),
            column("attempts_year_before", lang.pick("Försök, året före", "Attempts, the year before")),
            column("contacts", lang.pick("Kontakter", "Contacts")),
            column("contacts_year_before", lang.pick("Kontakter, året före", "Contacts, the year before")),
        ];
        let channels =
            Table { id: "channels", title: lang.pick("Försök och kontakter", "Attempts and contacts").to_owned(), columns, rows };

        let came = |outcome: ContactOutcome| {
            move |it: &Counts| it.work.touches.iter().filter(|it| it.0.outcome == outcome).map(|it| it.1).sum::<u64>()
        };
        let outcomes = ContactOutcome::ALL.iter().map(|it| row(it.code(), it.word(lang), counts(&came(*it))));
        let outcomes = outcomes.filter(|it| it.values.iter().any(|it| !matches!(it, Value::Count(0) | Value::Nothing)));
        let outcomes = Table {
            id: "outcomes",
            title: lang.pick("Vad det blev av dem", "What came of them").to_owned(),
            columns: heads(column("outcome", lang.pick("Resultat", "Outcome"))),
            rows: outcomes.collect(),
        };

        let met = |came: Option<Came>, reminded: bool| move |it: &Counts| it.work.met(MeetingKey { came, reminded });
        let meeting = |came: Option<Came>| {
            let values = [counts(&met(came, true)), counts(&met(came, false))].concat();
            row(came.map_or("moved", Came::code), meeting_word(came, lang), values)
        };
        let mut rows: Vec<Row> = Came::ALL.iter().map(|it| meeting(Some(*it))).collect();
        let of = |reminded: bool| {
            move |it: &Counts| {
                it.work.meetings.iter().filter(|it| it.0.came.is_some() && it.0.reminded == reminded).map(|it| it.1).sum::<u64>()
            }
        };
        rows.push(sum("all", lang.pick("Alla möten", "All meetings"), [counts(&of(true)), counts(&of(false))].concat()));
        rows.push(meeting(None));
        let columns = vec![
            column("meeting", lang.pick("Möten", "Meetings")),
            column("reminded", lang.pick("Med levererad påminnelse", "With a delivered reminder")),
            column("reminded_year_before", lang.pick("Året före", "The year before")),
            column("not_reminded", lang.pick("Utan", "Without")),
            column("not_reminded_year_before", lang.pick("Året före", "The year before")),
        ];
        let meetings = Table { id: "meetings", title: lang.pick("Möten", "Meetings").to_owned(), columns, rows };
        let by_month = Table {
            id: "by_month",
            title: lang.pick("Månad för månad", "Month by month").to_owned(),
            columns: vec![
                column("month", lang.pick("Månad", "Month")),
                column("attempts", lang.pick("Försök", "Attempts")),
                column("contacts", lang.pick("Kontakter", "Contacts")),
            ],
            rows: self
                .work
                .iter()
                .map(|(month, it)| {
                    let month = Period::month_of(*month);
                    row(month.to_string(), month.word(lang), vec![Value::Count(it.attempts()), Value::Count(it.contacts())])
                })
                .collect(),
        };
        let mut tables = vec![channels, outcomes, meetings, by_month];
        for (id, code, words, parts) in self.by_part(lang) {
            let columns = vec![
                column(code, words.clone()),
                column("attempts", lang.pick("Försök", "Attempts")),
                column("contacts", lang.pick("Kontakter", "Contacts")),
                column("held", lang.pick("Hållna möten", "Meetings held")),
                column("missed", lang.pick("Uteblivna", "Missed")),
            ];
            let either = |it: &Counts, came| Value::Count(met(Some(came), true)(it) + met(Some(came), false)(it));
            let values = |it: &Counts| {
                vec![Value::Count(it.work.attempts()), Value::Count(it.work.contacts()), either(it, Came::Held), either(it, Came::Missed)]
            };
            tables.push(Table { id, title: words, columns, rows: self.part_rows(parts, lang, values) });
        }
        tables
    }
}

/// The words for what came of meetings; none are those that were moved.
pub fn meeting_word(came: Option<Came>, lang: Lang) -> &'static str {
    match came {
        Some(Came::Held) => lang.pick("Blev av", "Held"),
        Some(Came::Missed) => lang.pick("Kom inte", "Missed"),
        Some(Came::Cancelled) => lang.pick("Inställda", "Cancelled"),
        Some(Came::Unsaid) => lang.pick("Ingen har sagt hur det gick", "Nobody has said"),
        None => lang.pick("varav flyttade minst en gång", "of which moved at least once"),
    }
}

fn month_code(month: Date) -> String {
    super::Period::month_of(month).to_string()
}
