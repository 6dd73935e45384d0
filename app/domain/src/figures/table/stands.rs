//! Where youths stand: before and after, and on a day.

use super::{Column, ROWS, Row, Table, Value, before_and_after, column, row, sum};
use crate::{
    Lang, Rollup,
    figures::{Counts, Group, Period, Report, State, Status, Topic},
};
use jiff::civil::Date;

impl Report {
    pub(super) fn outcome_tables(&self, lang: Lang) -> Vec<Table> {
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

    pub(super) fn status_tables(&self, lang: Lang) -> Vec<Table> {
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
        let months = self.months.iter().map(|(month, it)| row(month_code(*month), Period::month_of(*month).word(lang), short(it)));
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
}

fn month_code(month: Date) -> String {
    Period::month_of(month).to_string()
}
