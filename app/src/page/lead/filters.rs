//! What the figures can be filtered by: links that can be sent and bookmarked, and two small forms for days and months of
//! one's own. Each keeps what else is chosen.

use crate::{
    page::{Link, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// What can be chosen.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// The page's own address, without what is chosen.
    pub action: String,
    /// Periods.
    pub periods: Vec<Link>,
    /// The period before and after the chosen one.
    pub beside: Vec<Link>,
    /// Units.
    pub units: Vec<Link>,
    /// Genders.
    pub genders: Vec<Link>,
    /// Reasons of registration.
    pub reasons: Vec<Link>,
    /// What else was chosen, so that a form keeps it: unit, gender and reason.
    pub kept: Vec<(&'static str, String)>,
    /// The day that is shown, where it is since the start.
    pub day: Option<String>,
    /// The months that are shown, first and last.
    pub months: Option<(String, String)>,
    /// What is wrong with the period or the day that was asked for.
    pub error: Option<String>,
}

const FILTERS: Text = text("Välj vad som visas", "Choose what is shown");
const PERIOD: Text = text("Period", "Period");
const UNIT: Text = text("Enhet", "Unit");
const GENDER: Text = text("Kön", "Gender");
const REASON: Text = text("Orsak", "Reason");
const MORE: Text = text("Fler val", "More choices");
const SHOW: Text = text("Visa", "Show");
const AS_OF: Text = text("Som det såg ut den", "As it stood on");
const FROM: Text = text("Från och med månad", "From month");
const TO: Text = text("Till och med månad", "To month");

impl Filters {
    pub(super) fn view(self, lang: Lang) -> AnyView {
        let kept = |all: &[(&'static str, String)]| {
            all.iter().map(|(name, value)| view! { <input type="hidden" name=*name value=value.clone()/> }).collect_view()
        };
        let (first, second) = (kept(&self.kept), kept(&self.kept));
        let day = part::Field {
            name: "as_of",
            label: AS_OF.get(lang),
            kind: "date",
            value: self.day.clone().unwrap_or_default(),
            ..part::Field::default()
        };
        let (from, to) = self.months.unwrap_or_default();
        let month = |name, label: Text, value| part::Field {
            name,
            label: label.get(lang),
            kind: "month",
            value,
            hint: Some(text("ÅÅÅÅ-MM", "YYYY-MM").get(lang).to_owned()),
            ..part::Field::default()
        };
        let error = self.error.map(|it| view! { <p class="notice notice--wrong" role="alert">{it}</p> });
        let beside = (!self.beside.is_empty()).then(|| {
            let links = self.beside.into_iter().map(|it| view! { <a class="filter" href=it.href>{it.words}</a> });
            view! { <div class="filters__group">{links.collect_view()}</div> }
        });
        let action = self.action.clone();
        let has_reason = self.kept.iter().any(|it| it.0 == "reason");
        view! {
            {error}
            <details class="fold no-print" open=true>
                <summary>{FILTERS.get(lang)}</summary>
                <section class="fold__body stack" aria-label=FILTERS.get(lang)>
                    <div class="filters">
                        {part::filter(PERIOD.get(lang), self.periods)}
                        {beside}
                        {(self.units.len() > 2).then(|| part::filter(UNIT.get(lang), self.units))}
                        {part::filter(GENDER.get(lang), self.genders)}
                    </div>
                    <details class="fold" open=has_reason>
                        <summary>{MORE.get(lang)}</summary>
                        <div class="fold__body stack">
                            {part::filter(REASON.get(lang), self.reasons)}
                            <form class="form form--inline" method="get" action=self.action>
                                {first}
                                {day.view()}
                                <button class="button" type="submit">{SHOW.get(lang)}</button>
                            </form>
                            <form class="form form--inline" method="get" action=action>
                                {second}
                                {month("from", FROM, from).view()}
                                {month("to", TO, to).view()}
                                <button class="button" type="submit">{SHOW.get(lang)}</button>
                            </form>
                        </div>
                    </details>
                </section>
            </details>
        }
        .into_any()
    }
}
