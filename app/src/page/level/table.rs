//! The parts of a level, side by side: one table for before and one for after.

use crate::{
    page::part,
    words::{Lang, Text, text},
};
use domain::Rollup;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What a hidden figure reads.
const HIDDEN: Text = text("färre än 5 eller skyddad", "fewer than 5 or protected");
const NOBODY: Text = text("Ingen är registrerad här.", "Nobody is registered here.");

/// What the parts are by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// Regions.
    Region,
    /// Municipalities.
    Municipality,
    /// Genders.
    Gender,
}

/// A part's figures. None is hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// Registrations.
    pub youths: Option<u64>,
    /// Known both before and after.
    pub complete: Option<u64>,
    /// The complete, by what they did before.
    pub before: BTreeMap<Rollup, Option<u64>>,
    /// The complete, by what they did after.
    pub after: BTreeMap<Rollup, Option<u64>>,
}

/// A part with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// "Kalmar", "Kvinnor".
    pub name: String,
    /// Its figures.
    pub cells: Cells,
}

/// A level's parts of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// Of which kind.
    pub by: Parts,
    /// Each part.
    pub lines: Vec<Line>,
}

impl Cells {
    fn all(&self) -> impl Iterator<Item = Option<u64>> + '_ {
        [self.youths, self.complete].into_iter().chain(self.before.values().copied()).chain(self.after.values().copied())
    }
}

impl Breakdown {
    /// Whether anything is.
    pub fn is_hidden(&self) -> bool {
        self.lines.iter().any(|it| it.cells.all().any(|it| it.is_none()))
    }

    fn words(&self) -> (Text, [&'static str; 2]) {
        match self.by {
            Parts::Region => (text("Region för region", "Region by region"), ["region-before", "region-after"]),
            Parts::Municipality => {
                (text("Kommun för kommun", "Municipality by municipality"), ["municipality-before", "municipality-after"])
            }
            Parts::Gender => (text("Kvinnor och män", "Women and men"), ["gender-before", "gender-after"]),
        }
    }
}

/// A figure. What is hidden says so in words, for eyes and ears alike, and is never a number.
fn cell(it: Option<u64>, lang: Lang) -> AnyView {
    match it {
        Some(it) => view! { <td class="table__number">{it}</td> }.into_any(),
        None => view! { <td class="table__hidden table__hidden--small">{HIDDEN.get(lang)}</td> }.into_any(),
    }
}

fn rows(lines: &[Line], figures: impl Fn(&Cells) -> &BTreeMap<Rollup, Option<u64>>, lang: Lang) -> AnyView {
    let rows = lines.iter().map(|line| {
        let known = Rollup::ALL.iter().filter(|it| **it != Rollup::Unknown);
        let cells = known.map(|it| cell(figures(&line.cells).get(it).copied().unwrap_or(Some(0)), lang));
        view! {
            <tr>
                <th scope="row">{line.name.clone()}</th>
                {cell(line.cells.youths, lang)}
                {cell(line.cells.complete, lang)}
                {cells.collect_view()}
            </tr>
        }
    });
    rows.collect_view().into_any()
}

pub(super) fn section(it: &Breakdown, lang: Lang) -> AnyView {
    let (title, ids) = it.words();
    if it.lines.is_empty() {
        return ().into_any();
    }
    if it.lines.iter().all(|it| it.cells.youths == Some(0)) {
        return view! { <section class="section"><h2 class="section__title">{title.get(lang)}</h2><p>{NOBODY.get(lang)}</p></section> }
            .into_any();
    }
    let part = match it.by {
        Parts::Region => lang.pick("Region", "Region"),
        Parts::Municipality => lang.pick("Kommun", "Municipality"),
        Parts::Gender => lang.pick("Kön", "Gender"),
    };
    let mut head = vec![
        (part, false),
        (lang.pick("Registrerade", "Registered"), true),
        (lang.pick("Kända före och efter", "Known before and after"), true),
    ];
    head.extend(Rollup::ALL.iter().filter(|it| **it != Rollup::Unknown).map(|it| (it.word(lang), true)));
    let before = text("Före: antal, av dem som är kända både före och efter", "Before: counts, of those known both before and after");
    let after = text("Efter: antal, av dem som är kända både före och efter", "After: counts, of those known both before and after");
    // Each table by a name of its own, for whoever goes from one to the next.
    let caption = |it: Text| format!("{}. {}", title.get(lang), it.get(lang));
    view! {
        <section class="section stack">
            <h2 class="section__title">{title.get(lang)}</h2>
            {part::table(ids[0], caption(before), part::heads(&head), rows(&it.lines, |it| &it.before, lang))}
            {part::table(ids[1], caption(after), part::heads(&head), rows(&it.lines, |it| &it.after, lang))}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_said_in_words_and_is_no_number() {
        let cells = Cells { youths: Some(17), complete: None, before: [(Rollup::None, None)].into(), after: BTreeMap::new() };
        let it = Breakdown { by: Parts::Municipality, lines: vec![Line { name: "Nybro".into(), cells }] };
        assert!(it.is_hidden());
        let html = section(&it, Lang::Sv).to_html();
        assert_eq!(html.matches("färre än 5 eller skyddad").count(), 3, "{html}");
        assert!(html.contains(">17</td>") && html.contains("<th scope=\"row\">Nybro</th>"), "{html}");
        assert!(section(&it, Lang::En).to_html().contains("fewer than 5 or protected"));
    }
}
