//! Whom the list is of. What is typed is a name or a number: it stands in no address, so whatever follows a search is
//! posted with it.

use super::{Assignments, Shown};
use crate::{
    page::{
        Link,
        part::{self, in_query},
    },
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// Where a search is posted.
const SEARCH: &str = "/admin/assignments/search";

const SHOW: Text = text("Visa", "Show");

impl Assignments {
    fn address(shown: &Shown, page: usize) -> String {
        format!("/admin/assignments?unit={}&page={page}", in_query(shown.code()))
    }

    pub(super) fn filters(&self, lang: Lang) -> AnyView {
        let named = |words: Text, count: usize| format!("{} ({count})", words.get(lang));
        let mut choices = vec![
            (named(text("Utan enhet", "Without a unit"), self.unassigned), Shown::Unassigned),
            (named(text("Alla", "Everyone"), self.everyone), Shown::Everyone),
        ];
        choices.extend(self.units.iter().map(|(id, name, count)| (format!("{name} ({count})"), Shown::Unit(id.clone()))));
        let is_chosen = |it: &Shown| self.shown == *it;
        let group = if self.typed.is_empty() {
            let link = |(words, it)| Link { words, href: Self::address(&it, 1), is_chosen: is_chosen(&it) };
            part::filter(SHOW.get(lang), choices.into_iter().map(link).collect())
        } else {
            let buttons = choices.into_iter().map(|(words, it)| {
                let current = is_chosen(&it).then_some("true");
                view! { <button class="filter" type="submit" name="unit" value=it.code().to_owned() aria-current=current>{words}</button> }
            });
            view! {
                <form class="filters__group" method="post" action=SEARCH aria-label=SHOW.get(lang)>
                    <span class="filters__label">{SHOW.get(lang)}</span>
                    <input type="hidden" name="q" value=self.typed.clone()/>
                    {buttons.collect_view()}
                </form>
            }
            .into_any()
        };
        view! { <div class="filters">{group}</div> }.into_any()
    }

    pub(super) fn search(&self, lang: Lang) -> AnyView {
        let label = text("Sök på namn eller personnummer", "Search for a name or a personal number").get(lang);
        view! {
            <form class="form form--inline" method="post" action=SEARCH role="search">
                <input type="hidden" name="unit" value=self.shown.code().to_owned()/>
                <div class="field">
                    <label class="field__label" for="q">{label}</label>
                    <input class="input" type="search" id="q" name="q" value=self.typed.clone() autocomplete="off"/>
                </div>
                <button class="button" type="submit">{text("Sök", "Search").get(lang)}</button>
            </form>
        }
        .into_any()
    }

    pub(super) fn turning(&self, lang: Lang) -> Option<AnyView> {
        if self.pages < 2 {
            return None;
        }
        let turn = |page: usize, rel: &'static str, words: Text| {
            if self.typed.is_empty() {
                let href = Self::address(&self.shown, page);
                view! { <a class="button" rel=rel href=href>{words.get(lang)}</a> }.into_any()
            } else {
                view! { <button class="button" type="submit" name="page" value=page.to_string()>{words.get(lang)}</button> }.into_any()
            }
        };
        let before = (self.page > 1).then(|| turn(self.page - 1, "prev", text("Förra", "Previous")));
        let after = (self.page < self.pages).then(|| turn(self.page + 1, "next", text("Nästa", "Next")));
        let words = text("Sida {page} av {pages}", "Page {page} of {pages}");
        let words = words.fill(lang, &[("page", &self.page.to_string()), ("pages", &self.pages.to_string())]);
        let label = text("Bläddra", "Turn pages").get(lang);
        let nav = view! { <nav class="cluster" aria-label=label>{before}<span>{words}</span>{after}</nav> };
        if self.typed.is_empty() {
            return Some(nav.into_any());
        }
        Some(
            view! {
                <form method="post" action=SEARCH>
                    <input type="hidden" name="unit" value=self.shown.code().to_owned()/>
                    <input type="hidden" name="q" value=self.typed.clone()/>
                    {nav}
                </form>
            }
            .into_any(),
        )
    }
}
