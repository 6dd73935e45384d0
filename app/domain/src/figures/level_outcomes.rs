//! The tables of a level's before and after: of the whole, of its parts in a file, and of its parts on a page.

use super::{
    Column, Named, Parts, Row, SeenOutcomes, Table, Topic, Value,
    level_table::{By, count, kinds, share},
    table::{before_and_after, column, row, sum},
};
use crate::{Lang, Rollup};

/// Before and after of a level's parts of one kind, each in a table of its own: beside each other, as in a file, they are too wide
/// for a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Sides {
    /// "Region för region".
    pub title: &'static str,
    /// Before, and after; none where nobody is registered.
    pub tables: Option<[Table; 2]>,
}

fn registered(lang: Lang) -> &'static str {
    lang.pick("Registrerade", "Registered")
}

fn complete(lang: Lang) -> &'static str {
    lang.pick("Kända både före och efter", "Known both before and after")
}

pub(super) fn outcomes(it: &SeenOutcomes, lang: Lang) -> Table {
    let both = |before, after, whole| [share(before, whole), share(after, whole)].concat();
    let mut rows: Vec<Row> = Rollup::known()
        .map(|rollup| row(rollup.code(), rollup.word(lang), both(it.before(rollup), it.after(rollup), it.complete)))
        .collect();
    rows.extend([
        sum("complete", complete(lang), both(it.complete, it.complete, it.youths)),
        sum("known", lang.pick("Kända", "Known"), both(it.known_before, it.known_after, it.youths)),
        sum("registered", registered(lang), both(it.youths, it.youths, it.youths)),
    ]);
    Table { id: "outcomes", title: Topic::Outcomes.word(lang).to_owned(), columns: before_and_after(lang), rows }
}

/// The columns of a file's table of parts: a roll-up before and after, each with its share of the complete.
pub(super) fn outcome_heads(lang: Lang) -> Vec<Column> {
    let mut heads = vec![
        column("registered", registered(lang)),
        column("known_before", lang.pick("Kända före", "Known before")),
        column("known_after", lang.pick("Kända efter", "Known after")),
        column("complete", complete(lang)),
    ];
    for rollup in Rollup::known() {
        for (when, words) in [("before", lang.pick("före", "before")), ("after", lang.pick("efter", "after"))] {
            let (code, words) = (format!("{}_{when}", rollup.code()), format!("{}, {words}", rollup.word(lang)));
            heads.push(column(code.clone(), words.clone()));
            heads.push(column(format!("{code}_percent"), format!("{words}, {}", lang.pick("andel", "share"))));
        }
    }
    heads
}

pub(super) fn outcome_values(it: &SeenOutcomes) -> Vec<Value> {
    let mut values = [it.youths, it.known_before, it.known_after, it.complete].map(count).to_vec();
    values.extend(Rollup::known().flat_map(|rollup| [it.before(rollup), it.after(rollup)]).flat_map(|part| share(part, it.complete)));
    values
}

impl Parts<SeenOutcomes> {
    /// The parts as a page shows them, kind by kind. A gender that nobody has isn't among them.
    pub fn sides(&self, lang: Lang) -> Vec<Sides> {
        let mut all = Vec::new();
        for (by, mut parts) in kinds(self, lang) {
            if by.code == "gender" {
                parts.retain(|it| it.1.youths != Some(0));
            }
            if parts.is_empty() {
                continue;
            }
            let has_somebody = parts.iter().any(|it| it.1.youths != Some(0));
            all.push(Sides { title: by.title(lang), tables: has_somebody.then(|| sides(&by, &parts, lang)) });
        }
        all
    }
}

/// Before, and after: how many of the complete do what, as counts alone.
fn sides(by: &By, parts: &[(Named, &SeenOutcomes)], lang: Lang) -> [Table; 2] {
    let mut heads = vec![column("registered", registered(lang)), column("complete", complete(lang))];
    heads.extend(Rollup::known().map(|rollup| column(rollup.code(), rollup.word(lang))));
    let side = |id, words: &str, of: fn(&SeenOutcomes, Rollup) -> Option<u64>| {
        let rows = parts.iter().map(|(named, it)| {
            let values = [it.youths, it.complete].into_iter().chain(Rollup::known().map(|rollup| of(it, rollup)));
            row(named.code.clone(), named.name.clone(), values.map(count).collect())
        });
        // Each by a name of its own, for whoever goes from one table to the next.
        Table { id, title: format!("{}. {words}", by.title(lang)), ..by.table(&heads, rows.collect(), lang) }
    };
    let before = lang.pick("Före: antal, av dem som är kända både före och efter", "Before: counts, of those known both before and after");
    let after = lang.pick("Efter: antal, av dem som är kända både före och efter", "After: counts, of those known both before and after");
    let [id_before, id_after] = by.sides;
    [side(id_before, before, SeenOutcomes::before), side(id_after, after, SeenOutcomes::after)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Gender,
        figures::{Earlier, Level, LevelFigures},
    };
    use jiff::civil::date;

    fn whole() -> SeenOutcomes {
        SeenOutcomes {
            youths: Some(40),
            complete: Some(20),
            known_before: Some(25),
            known_after: Some(30),
            before: [(Rollup::None, Some(15)), (Rollup::Work, None)].into(),
            after: [(Rollup::None, Some(6))].into(),
            ..SeenOutcomes::default()
        }
    }

    fn values(it: &Table) -> Vec<(&str, &[Value])> {
        it.rows.iter().map(|it| (it.code.as_str(), it.values.as_slice())).collect()
    }

    #[test]
    fn before_and_after_of_a_part_are_columns() {
        let hidden = SeenOutcomes { complete: None, ..whole() };
        let figures = LevelFigures::Outcomes(Parts { whole: whole(), genders: vec![(Gender::Woman, hidden)], ..Parts::default() });
        let tables = Level { month: date(2026, 10, 31), region: None, figures, earlier: Earlier::default() }.tables(Lang::Sv);
        assert_eq!(tables.iter().map(|it| it.id).collect::<Vec<_>>(), ["outcomes", "by_gender"]);
        let (all, women) = (values(&tables[0]), values(&tables[1]));
        let row = |code: &str| all.iter().find(|it| it.0 == code).unwrap().1.to_vec();
        assert_eq!(row("none"), [Value::Count(15), Value::Share(15, 20), Value::Count(6), Value::Share(6, 20)]);
        assert_eq!(row("work"), [Value::Hidden, Value::Hidden, Value::Count(0), Value::Share(0, 20)]);
        assert_eq!(row("known"), [Value::Count(25), Value::Share(25, 40), Value::Count(30), Value::Share(30, 40)]);
        let at = |code: &str| women[0].1[tables[1].columns.iter().position(|it| it.code == code).unwrap() - 1];
        assert_eq!((women[0].0, at("none_before"), at("none_before_percent")), ("woman", Value::Count(15), Value::Hidden));
        assert!(tables.iter().all(|it| it.rows.iter().all(|row| row.values.len() + 1 == it.columns.len())));
    }

    #[test]
    fn a_page_has_the_counts_of_the_file_each_side_by_itself() {
        let named = |name: &str| Named { code: name.into(), name: name.into() };
        let nobody = || SeenOutcomes { youths: Some(0), ..SeenOutcomes::default() };
        let it = Parts {
            regions: vec![(named("Kalmar"), nobody())],
            municipalities: vec![(named("Nybro"), whole()), (named("Ödeshög"), nobody())],
            genders: vec![(Gender::Woman, whole()), (Gender::Unknown, nobody())],
            ..Parts::default()
        };
        let kinds = it.sides(Lang::Sv);
        assert_eq!(kinds.iter().map(|it| it.title).collect::<Vec<_>>(), ["Region för region", "Kommun för kommun", "Kvinnor och män"]);
        assert!(kinds[0].tables.is_none(), "nobody is registered there");
        let [before, after] = kinds[1].tables.as_ref().unwrap();
        assert_eq!([before.id, after.id], ["municipality-before", "municipality-after"]);
        assert!(before.title.starts_with("Kommun för kommun. Före:") && after.title.starts_with("Kommun för kommun. Efter:"));
        assert_eq!(values(before).iter().map(|it| it.0).collect::<Vec<_>>(), ["Nybro", "Ödeshög"], "in the order that they came in");
        assert_eq!(before.rows[0].values[..4], [Value::Count(40), Value::Count(20), Value::Count(15), Value::Hidden]);
        assert_eq!(after.rows[0].values[..4], [Value::Count(40), Value::Count(20), Value::Count(6), Value::Count(0)]);
        let [women, _] = kinds[2].tables.as_ref().unwrap();
        assert_eq!(values(women).iter().map(|it| it.0).collect::<Vec<_>>(), ["woman"]);
        for it in [before, after, women] {
            assert!(it.rows.iter().all(|row| row.values.len() + 1 == it.columns.len()), "{}", it.id);
        }
    }
}
