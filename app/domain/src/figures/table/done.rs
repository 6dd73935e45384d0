//! What is done: who is reached, tries and contacts, meetings.

use super::{Column, ROWS, Row, Table, Value, column, row, sum};
use crate::{
    Channel, ContactOutcome, Lang,
    figures::{Came, Counts, How, MeetingKey, Period, Recency, Report, Topic},
};

impl Report {
    pub(super) fn reach_tables(&self, lang: Lang) -> Vec<Table> {
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

    pub(super) fn work_tables(&self, lang: Lang) -> Vec<Table> {
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
