//! The tables of a level: what its page shows is what its files hold. What is hidden is hidden in all of them, and so is
//! each share of it.

use super::{
    Acts, Column, Earlier, Level, LevelFigures, Named, Parts, Period, Recency, Row, SeenReach, SeenStatus, SeenWork, Table, Topic, Value,
    level_outcomes::{outcome_heads, outcome_values, outcomes},
    table::{ROWS, column, row, sum},
};
use crate::{Channel, Gender, Lang, Rollup};

pub(super) fn count(it: Option<u64>) -> Value {
    it.map_or(Value::Hidden, Value::Count)
}

/// A count and its share, which is hidden with either of the two that it's made of.
pub(super) fn share(part: Option<u64>, whole: Option<u64>) -> [Value; 2] {
    [count(part), part.zip(whole).map_or(Value::Hidden, |(part, whole)| Value::Share(part, whole))]
}

/// What a level's parts are by.
pub(super) struct By {
    /// The table's.
    pub id: &'static str,
    /// On a page, those of before and of after.
    pub sides: [&'static str; 2],
    /// The column's.
    pub code: &'static str,
    head: [&'static str; 2],
    title: [&'static str; 2],
}

const BY: [By; 3] = [
    By {
        id: "by_region",
        sides: ["region-before", "region-after"],
        code: "region",
        head: ["Region"; 2],
        title: ["Region för region", "Region by region"],
    },
    By {
        id: "by_municipality",
        sides: ["municipality-before", "municipality-after"],
        code: "municipality",
        head: ["Kommun", "Municipality"],
        title: ["Kommun för kommun", "Municipality by municipality"],
    },
    By {
        id: "by_gender",
        sides: ["gender-before", "gender-after"],
        code: "gender",
        head: ["Kön", "Gender"],
        title: ["Kvinnor och män", "Women and men"],
    },
];

impl By {
    pub(super) fn title(&self, lang: Lang) -> &'static str {
        lang.pick(self.title[0], self.title[1])
    }

    /// A table of parts: these columns after their names.
    pub(super) fn table(&self, heads: &[Column], rows: Vec<Row>, lang: Lang) -> Table {
        let names = column(self.code, lang.pick(self.head[0], self.head[1]));
        let columns = std::iter::once(names).chain(heads.iter().cloned()).collect();
        Table { id: self.id, title: self.title(lang).to_owned(), columns, rows }
    }
}

/// The parts that there are, with what they are by: each with its code and its name.
pub(super) fn kinds<T>(it: &Parts<T>, lang: Lang) -> impl Iterator<Item = (By, Vec<(Named, &T)>)> {
    fn named<T>(parts: &[(Named, T)]) -> Vec<(Named, &T)> {
        parts.iter().map(|(named, it)| (named.clone(), it)).collect()
    }
    let gender = |it: Gender| Named { code: it.code().to_owned(), name: it.word(lang).to_owned() };
    let genders = it.genders.iter().map(|(own, it)| (gender(*own), it)).collect();
    BY.into_iter().zip([named(&it.regions), named(&it.municipalities), genders]).filter(|it| !it.1.is_empty())
}

/// The columns of a table of counts and shares.
fn counted(of: [&'static str; 2], lang: Lang) -> Vec<Column> {
    vec![
        column(ROWS, lang.pick(of[0], of[1])),
        column("count", lang.pick("Antal", "Count")),
        column("percent", lang.pick("Andel", "Share")),
    ]
}

impl Level {
    /// Every table: of the whole, then of its parts.
    pub fn tables(&self, lang: Lang) -> Vec<Table> {
        match &self.figures {
            LevelFigures::Outcomes(it) => tables(outcomes(&it.whole, lang), it, &outcome_heads(lang), outcome_values, lang),
            LevelFigures::Status(it) => status_tables(it, &self.earlier, lang),
            LevelFigures::Reach(it) => tables(reach(&it.whole, lang), it, &reach_heads(lang), reach_values, lang),
            LevelFigures::Work(it) => work_tables(it, lang),
        }
    }

    /// Whether any figure of it is hidden.
    pub fn is_hidden(&self, lang: Lang) -> bool {
        self.tables(lang).iter().flat_map(|it| &it.rows).any(|it| it.values.contains(&Value::Hidden))
    }
}

/// The whole's table, and one for each kind of part.
fn tables<T>(whole: Table, it: &Parts<T>, heads: &[Column], values: impl Fn(&T) -> Vec<Value>, lang: Lang) -> Vec<Table> {
    let part = |(named, it): (Named, &T)| row(named.code, named.name, values(it));
    let table = |(by, parts): (By, Vec<(Named, &T)>)| by.table(heads, parts.into_iter().map(part).collect(), lang);
    std::iter::once(whole).chain(kinds(it, lang).map(table)).collect()
}

/// The occupied, each in a roll-up of its own.
fn occupied() -> impl Iterator<Item = Rollup> {
    Rollup::ALL.iter().copied().filter(|it| !matches!(it, Rollup::None | Rollup::Unknown))
}

/// Of the whole, month by month, and of its parts; where the year before was published, beside it.
fn status_tables(it: &Parts<SeenStatus>, earlier: &Earlier, lang: Lang) -> Vec<Table> {
    let was = earlier.year_before.as_ref().map(|it| &it.1);
    let mut heads = status_heads(lang);
    if was.is_some() {
        let words = lang.pick("Summa, andel, ett år tidigare", "Sum, share, a year before");
        heads.push(column("year_before_none_or_unknown_percent", words));
    }
    let values = |(it, then): &(&SeenStatus, Option<&SeenStatus>)| {
        let mut values = status_values(it);
        if was.is_some() {
            values.push(then.map_or(Value::Nothing, |it| share(it.none_or_unknown, it.registered)[1]));
        }
        values
    };
    let mut all = tables(status(&it.whole, was.map(|it| &it.whole), lang), &it.beside(was), &heads, values, lang);
    if earlier.months.len() > 1 {
        let month = |(month, it): &(_, SeenStatus)| {
            let period = Period::month_of(*month);
            row(period.to_string(), period.word(lang), status_values(it))
        };
        let columns = std::iter::once(column("month", lang.pick("Månad", "Month"))).chain(status_heads(lang)).collect();
        let title = lang.pick("Vid varje månads slut", "At the end of each month").to_owned();
        all.insert(1, Table { id: "months", title, columns, rows: earlier.months.iter().map(month).collect() });
    }
    all
}

fn status(it: &SeenStatus, was: Option<&SeenStatus>, lang: Lang) -> Table {
    let values = |of: &dyn Fn(&SeenStatus) -> Option<u64>| {
        let one = |it: &SeenStatus| share(of(it), it.registered);
        std::iter::once(it).chain(was).flat_map(one).collect::<Vec<_>>()
    };
    let state = |rollup: Rollup| row(rollup.code(), rollup.word(lang), values(&|it| it.of(rollup)));
    let mut rows = vec![
        state(Rollup::None),
        state(Rollup::Unknown),
        sum(
            "sum_none_or_unknown",
            lang.pick("Summa: utan sysselsättning eller okänt", "Sum: no occupation or unknown"),
            values(&|it| it.none_or_unknown),
        ),
    ];
    rows.extend(occupied().map(state));
    rows.push(sum("registered", lang.pick("Registrerade", "Registered"), values(&|it| it.registered)));
    let mut columns = counted(["Läge", "Status"], lang);
    if was.is_some() {
        columns.push(column("year_before_count", lang.pick("Ett år tidigare, antal", "A year before, count")));
        columns.push(column("year_before_percent", lang.pick("Ett år tidigare, andel", "A year before, share")));
    }
    Table { id: "status", title: title(Topic::Status, lang).to_owned(), columns, rows }
}

fn status_heads(lang: Lang) -> Vec<Column> {
    let mut heads = vec![
        column("registered", lang.pick("Registrerade", "Registered")),
        column("none", Rollup::None.word(lang)),
        column("unknown", Rollup::Unknown.word(lang)),
        column("none_or_unknown", lang.pick("Summa av de två", "Sum of the two")),
        column("none_or_unknown_percent", lang.pick("Summa, andel", "Sum, share")),
    ];
    heads.extend(occupied().map(|it| column(it.code(), it.word(lang))));
    heads
}

fn status_values(it: &SeenStatus) -> Vec<Value> {
    let mut values = vec![count(it.registered), count(it.of(Rollup::None)), count(it.of(Rollup::Unknown))];
    values.extend(share(it.none_or_unknown, it.registered));
    values.extend(occupied().map(|rollup| count(it.of(rollup))));
    values
}

fn reach(it: &SeenReach, lang: Lang) -> Table {
    let of = |part: Option<u64>, whole: Option<u64>| share(part, whole).to_vec();
    let mut rows = vec![
        row("reached", lang.pick("Minst en kontakt", "At least one contact"), of(it.reached, it.registered)),
        row("tried", lang.pick("Försök, men ingen kontakt", "Attempts, but no contact"), of(it.tried, it.registered)),
        row("untouched", lang.pick("Varken försök eller kontakt", "Neither attempt nor contact"), of(it.untouched, it.registered)),
        sum("registered", lang.pick("Registrerade sedan starten", "Registered since the start"), of(it.registered, it.registered)),
    ];
    rows.extend(Recency::ALL.map(|recency| {
        let words = format!("{}: {}", lang.pick("Senaste kontakt", "Last contact"), recency.word(lang).to_lowercase());
        row(format!("last_{}", recency.code()), words, of(it.last(recency), it.open))
    }));
    rows.push(sum("open", lang.pick("Registrerade vid månadens slut", "Registered at the month's end"), of(it.open, it.open)));
    let columns = counted(["Grupp", "Group"], lang);
    Table { id: "reach", title: title(Topic::Reach, lang).to_owned(), columns, rows }
}

fn reach_heads(lang: Lang) -> Vec<Column> {
    let last = |it: Recency| match it {
        Recency::Month => column("last_within_1_month", lang.pick("Senast inom en månad", "Last within a month")),
        Recency::FourMonths => column("last_1_to_4_months", lang.pick("1–4 månader sedan", "1–4 months ago")),
        Recency::Longer => column("last_over_4_months", lang.pick("Över 4 månader sedan", "Over 4 months ago")),
        Recency::Never => column("last_never", lang.pick("Aldrig", "Never")),
    };
    let mut heads = vec![
        column("registered", lang.pick("Registrerade sedan starten", "Registered since the start")),
        column("reached", lang.pick("Minst en kontakt", "At least one contact")),
        column("reached_percent", lang.pick("Andel", "Share")),
        column("tried", lang.pick("Försök, men ingen kontakt", "Attempts, but no contact")),
        column("untouched", lang.pick("Varken eller", "Neither")),
        column("open", lang.pick("Registrerade vid månadens slut", "Registered at the month's end")),
    ];
    heads.extend(Recency::ALL.map(last));
    heads
}

fn reach_values(it: &SeenReach) -> Vec<Value> {
    let mut values = vec![count(it.registered)];
    values.extend(share(it.reached, it.registered));
    values.extend([it.tried, it.untouched, it.open].map(count));
    values.extend(Recency::ALL.map(|recency| count(it.last(recency))));
    values
}

/// Attempts and contacts.
fn acts(it: Option<Acts>) -> Vec<Value> {
    vec![count(it.map(|it| it.attempts)), count(it.map(|it| it.contacts))]
}

/// The channels that anyone used.
fn used(it: &Parts<SeenWork>) -> impl Iterator<Item = Channel> + '_ {
    Channel::ALL.iter().copied().filter(|channel| it.each().any(|it| it.of(*channel) != Some(Acts::default())))
}

/// By channel; then, where there are regions, attempts and contacts of each by channel.
fn work_tables(it: &Parts<SeenWork>, lang: Lang) -> Vec<Table> {
    let mut rows: Vec<Row> = used(it).map(|channel| row(channel.code(), channel.word(lang), acts(it.whole.of(channel)))).collect();
    rows.push(sum("all", lang.pick("Alla", "All"), acts(it.whole.all())));
    let columns = vec![
        column("channel", lang.pick("Kanal", "Channel")),
        column("attempts", lang.pick("Försök", "Attempts")),
        column("contacts", lang.pick("Kontakter", "Contacts")),
    ];
    let whole = Table { id: "work", title: title(Topic::Work, lang).to_owned(), columns, rows };
    let of = |id, title: &'static str, which: fn(Acts) -> u64| {
        let heads = used(it).map(|channel| column(channel.code(), channel.word(lang)));
        let columns = std::iter::once(column("region", "Region")).chain(heads).chain([column("all", lang.pick("Alla", "All"))]);
        let rows = it.regions.iter().map(|(named, work)| {
            let values = used(it).map(|channel| work.of(channel)).chain([work.all()]).map(|it| count(it.map(which)));
            row(named.code.clone(), named.name.clone(), values.collect())
        });
        Table { id, title: title.to_owned(), columns: columns.collect(), rows: rows.collect() }
    };
    let attempts = of("attempts_by_region", lang.pick("Försök, region för region", "Attempts, region by region"), |it| it.attempts);
    let contacts = of("contacts_by_region", lang.pick("Kontakter, region för region", "Contacts, region by region"), |it| it.contacts);
    std::iter::once(whole).chain([attempts, contacts].into_iter().filter(|it| !it.rows.is_empty())).collect()
}

/// What a table is about. At a level status is always that of a month's end.
fn title(topic: Topic, lang: Lang) -> &'static str {
    match topic {
        Topic::Status => lang.pick("Läget vid månadens slut", "Status at the month's end"),
        Topic::Work => lang.pick("Månadens arbete, per kanal", "The month's work, by channel"),
        _ => topic.word(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn level(figures: LevelFigures) -> Level {
        Level { month: date(2026, 10, 31), region: None, figures, earlier: Earlier::default() }
    }

    fn values(it: &Table) -> Vec<(&str, &[Value])> {
        it.rows.iter().map(|it| (it.code.as_str(), it.values.as_slice())).collect()
    }

    #[test]
    fn a_share_is_hidden_with_what_it_is_of() {
        let named = Named { code: "Nybro".into(), name: "Nybro".into() };
        let of = |registered, none| SeenStatus { registered, states: [(Rollup::None, none)].into(), none_or_unknown: none };
        let parts = Parts {
            whole: of(Some(40), Some(10)),
            regions: Vec::new(),
            municipalities: vec![(named, of(None, Some(6)))],
            genders: Vec::new(),
        };
        let it = level(LevelFigures::Status(parts));
        let tables = it.tables(Lang::Sv);
        assert_eq!(tables.iter().map(|it| it.id).collect::<Vec<_>>(), ["status", "by_municipality"]);
        assert_eq!(values(&tables[0])[0], ("none", &[Value::Count(10), Value::Share(10, 40)][..]));
        assert_eq!(tables[1].rows[0].values[..5], [Value::Hidden, Value::Count(6), Value::Count(0), Value::Count(6), Value::Hidden]);
        assert!(it.is_hidden(Lang::En) && tables.iter().all(|it| it.rows.iter().all(|row| row.values.len() + 1 == it.columns.len())));
    }

    #[test]
    fn the_year_before_stands_beside_and_months_beneath() {
        let named = |name: &str| Named { code: name.into(), name: name.into() };
        let of = |registered, none| SeenStatus { registered, states: [(Rollup::None, none)].into(), none_or_unknown: none };
        let parts = |whole: &SeenStatus, municipalities| Parts { whole: whole.clone(), municipalities, ..Parts::default() };
        let (now, was) = (of(Some(40), Some(10)), of(Some(50), None));
        let figures = LevelFigures::Status(parts(&now, vec![(named("Nybro"), of(Some(20), Some(6))), (named("Lund"), of(Some(20), None))]));
        let before = parts(&was, vec![(named("Nybro"), of(Some(25), Some(5)))]);
        let months = vec![(date(2025, 10, 31), was), (date(2026, 10, 31), now)];
        let it = Level { earlier: Earlier { year_before: Some((date(2025, 10, 31), before)), months }, ..level(figures) };
        let tables = it.tables(Lang::Sv);
        assert_eq!(tables.iter().map(|it| it.id).collect::<Vec<_>>(), ["status", "months", "by_municipality"]);
        let none = [Value::Count(10), Value::Share(10, 40), Value::Hidden, Value::Hidden];
        assert_eq!(values(&tables[0])[0], ("none", &none[..]));
        assert_eq!(tables[0].columns.last().map(|it| it.words.as_str()), Some("Ett år tidigare, andel"));
        assert_eq!(
            values(&tables[1]).iter().map(|it| (it.0, it.1[0])).collect::<Vec<_>>(),
            [("2025-10", Value::Count(50)), ("2026-10", Value::Count(40))]
        );
        // Lund wasn't there a year before.
        assert_eq!(tables[2].rows.iter().map(|it| *it.values.last().unwrap()).collect::<Vec<_>>(), [Value::Share(5, 25), Value::Nothing]);
        assert!(tables.iter().all(|it| it.rows.iter().all(|row| row.values.len() + 1 == it.columns.len())));
    }

    #[test]
    fn only_channels_that_were_used_have_a_row() {
        let acts = |attempts, contacts| Some(Acts { attempts, contacts });
        let region = |name: &str, it| (Named { code: name.into(), name: name.into() }, SeenWork { channels: it });
        let parts = Parts {
            whole: SeenWork { channels: [(Channel::Phone, acts(30, 12)), (Channel::Sms, acts(9, 5))].into() },
            regions: vec![
                region("Kalmar", [(Channel::Phone, None)].into()),
                region("Skåne", [(Channel::Phone, None), (Channel::Sms, acts(9, 5))].into()),
            ],
            ..Parts::default()
        };
        let tables = level(LevelFigures::Work(parts)).tables(Lang::En);
        assert_eq!(tables.iter().map(|it| it.id).collect::<Vec<_>>(), ["work", "attempts_by_region", "contacts_by_region"]);
        assert_eq!(values(&tables[0])[2], ("all", &[Value::Count(39), Value::Count(17)][..]));
        assert_eq!(values(&tables[1])[0], ("Kalmar", &[Value::Count(0), Value::Hidden, Value::Hidden][..]), "sms stands before phone");
        assert_eq!(values(&tables[2])[1], ("Skåne", &[Value::Count(5), Value::Hidden, Value::Hidden][..]));
    }
}
