//! The same small picture for each unit: how many are without occupation, from the known to all that may be.

use crate::{
    chart::{Certain, certain},
    words::{Lang, Text, text},
};
use domain::figures::Bounds;
use leptos::prelude::*;

/// A unit's picture.
pub(super) struct UnitBar<'a> {
    pub name: &'a str,
    /// Without occupation, as far as is known.
    pub none: u64,
    pub unknown: u64,
    pub all: u64,
    /// Without occupation.
    pub bounds: Bounds,
}

/// The section; none where there is but one unit, or none. A unit with nobody in it has no picture.
pub(super) fn units<'a>(title: Text, units: impl ExactSizeIterator<Item = UnitBar<'a>>, lang: Lang) -> Option<AnyView> {
    if units.len() < 2 {
        return None;
    }
    let small = units.filter(|it| it.all > 0).enumerate().map(|(index, it)| {
        let words = text("{unit}: {none} utan, {unknown} okända av {all}", "{unit}: {none} without, {unknown} unknown of {all}");
        let (none, unknown, all) = (it.none.to_string(), it.unknown.to_string(), it.all.to_string());
        let words = words.fill(lang, &[("unit", it.name), ("none", &none), ("unknown", &unknown), ("all", &all)]);
        let bar = Certain { words, class: "chart__after", bounds: it.bounds };
        view! { <li>{certain(&bar, &format!("unit-{index}"))}</li> }
    });
    Some(
        view! {
            <section class="section">
                <h2 class="section__title">{title.get(lang)}</h2>
                <ul class="multiples">{small.collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}
