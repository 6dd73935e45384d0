//! The tables of a level's status: beside the year before, and month by month.

use super::{
    Column, Earlier, Parts, Period, SeenStatus, Table, Topic, Value,
    level_table::{count, counted, share, tables, title},
    table::{column, row, sum},
};
use crate::{Lang, Rollup};

/// The occupied, each in a roll-up of its own.
fn occupied() -> impl Iterator<Item = Rollup> {
    Rollup::ALL.iter().copied().filter(|it| !matches!(it, Rollup::None | Rollup::Unknown))
}

/// Of the whole, month by month, and of its parts; where the year before was published, beside it.
pub(super) fn status_tables(it: &Parts<SeenStatus>, earlier: &Earlier, lang: Lang) -> Vec<Table> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Level, LevelFigures, Named, Row};
    use jiff::civil::date;

    fn level(figures: LevelFigures) -> Level {
        Level { month: date(2026, 10, 31), region: None, figures, earlier: Earlier::default() }
    }

    fn values(it: &Table) -> Vec<(&str, &[Value])> {
        it.rows.iter().map(|it: &Row| (it.code.as_str(), it.values.as_slice())).collect()
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
}
