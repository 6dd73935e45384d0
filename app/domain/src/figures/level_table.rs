//! The tables of a level: what its page shows is what its files hold. What is hidden is hidden in all of them, and so is
//! each share of it.

use super::{
    Acts, Column, Level, LevelFigures, Named, Parts, Recency, Row, SeenReach, SeenWork, Table, Topic, Value,
    level_outcomes::{outcome_heads, outcome_values, outcomes},
    level_status::status_tables,
    table::{ROWS, column, row, sum},
};
use crate::{Channel, Gender, Lang};

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
pub(super) fn counted(of: [&'static str; 2], lang: Lang) -> Vec<Column> {
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
pub(super) fn tables<T>(whole: Table, it: &Parts<T>, heads: &[Column], values: impl Fn(&T) -> Vec<Value>, lang: Lang) -> Vec<Table> {
    let part = |(named, it): (Named, &T)| row(named.code, named.name, values(it));
    let table = |(by, parts): (By, Vec<(Named, &T)>)| by.table(heads, parts.into_iter().map(part).collect(), lang);
    std::iter::once(whole).chain(kinds(it, lang).map(table)).collect()
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
pub(super) fn title(topic: Topic, lang: Lang) -> &'static str {
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
        Level { month: date(2026, 10, 31), region: None, figures, earlier: crate::figures::Earlier::default() }
    }

    fn values(it: &Table) -> Vec<(&str, &[Value])> {
        it.rows.iter().map(|it| (it.code.as_str(), it.values.as_slice())).collect()
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
