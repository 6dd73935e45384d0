//! Which unit has which youths: found, ticked and given to a unit in one act.

mod find;

use super::{
    PROTECTED,
    choice::{Choice, check, option},
};
use crate::{
    page::{Errors, Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// Whom the list is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Those whom no unit has.
    Unassigned,
    /// Everyone.
    #[default]
    Everyone,
    /// Those of the unit of this id.
    Unit(String),
}

impl Shown {
    /// As the query says it.
    pub fn code(&self) -> &str {
        match self {
            Self::Unassigned => "none",
            Self::Everyone => "",
            Self::Unit(id) => id,
        }
    }
}

/// A youth and who has them.
#[derive(Clone, Debug)]
pub struct Given {
    /// The youth's id.
    pub id: String,
    /// Name and day of birth; none where the identity is protected.
    pub person: Option<(String, String)>,
    /// Names of units.
    pub units: Vec<String>,
    /// The worker whose own it is.
    pub worker: Option<String>,
}

/// A unit, or somebody in it, that youths can be given to.
#[derive(Clone, Debug)]
pub struct Goal {
    /// What the form sends: a unit's id, or a unit's and an account's with a colon between.
    pub value: String,
    /// The worker's name; none for the unit as a whole.
    pub worker: Option<String>,
}

/// A unit's goals.
#[derive(Clone, Debug)]
pub struct UnitGoals {
    /// The unit's name.
    pub unit: String,
    /// The unit as a whole first.
    pub goals: Vec<Goal>,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct Assignments {
    /// What was sought for.
    pub typed: String,
    /// Whom it is of.
    pub shown: Shown,
    /// Units to see alone: id, name and how many youths.
    pub units: Vec<(String, String, usize)>,
    /// How many no unit has.
    pub unassigned: usize,
    /// How many there are.
    pub everyone: usize,
    /// Those of this page.
    pub youths: Vec<Given>,
    /// How many were found, on all pages.
    pub found: usize,
    /// The page, from 1.
    pub page: usize,
    /// How many pages.
    pub pages: usize,
    /// To whom they can be given.
    pub goals: Vec<UnitGoals>,
    /// What went wrong.
    pub errors: Errors,
}

const TITLE: Text = text("Fördelning", "Assignments");

impl Page for Assignments {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let lead = match self.unassigned {
            0 => text("Alla ungdomar har en enhet.", "Every young person has a unit.").get(lang).to_owned(),
            1 => text("En ungdom saknar enhet.", "One young person has no unit.").get(lang).to_owned(),
            n => text("{n} ungdomar saknar enhet.", "{n} young people have no unit.").fill(lang, &[("n", &n.to_string())]),
        };
        view! {
            <div class="stack">
                <h1>{TITLE.get(lang)}</h1>
                <p class="lead">{lead}</p>
                {self.filters(lang)}
                {self.search(lang)}
            </div>
            {self.form(lang)}
            {self.turning(lang)}
        }
        .into_any()
    }
}

impl Assignments {
    fn form(&self, lang: Lang) -> AnyView {
        if self.youths.is_empty() {
            let words = if self.typed.is_empty() {
                text("Ingen finns i det här urvalet.", "There is nobody in this selection.")
            } else {
                text("Ingen hittades. Pröva en del av namnet.", "Nobody was found. Try a part of the name.")
            };
            return view! { <p class="empty">{words.get(lang)}</p> }.into_any();
        }
        let caption = part::counted(self.found, lang.pick("ungdom", "young person"), lang.pick("ungdomar", "young people"));
        let head = part::heads(&[
            (text("Välj", "Choose").get(lang), false),
            (text("Född", "Born").get(lang), false),
            (text("Enhet", "Unit").get(lang), false),
            (text("Uppsökare", "Outreach worker").get(lang), false),
            (text("Uppgifter", "Record").get(lang), false),
        ]);
        let rows = self.youths.iter().map(|it| row(it, lang)).collect_view();
        view! {
            <form class="stack" method="post" action="/admin/assignments">
                <input type="hidden" name="unit" value=self.shown.code().to_owned()/>
                <input type="hidden" name="q" value=self.typed.clone()/>
                <input type="hidden" name="page" value=self.page.to_string()/>
                {self.giving(lang)}
                {part::table("youths", caption, head, view! { {rows} }.into_any())}
            </form>
        }
        .into_any()
    }

    fn giving(&self, lang: Lang) -> AnyView {
        if self.goals.is_empty() {
            let none =
                text("Lägg till en enhet först, så kan du fördela ungdomarna.", "Add a unit first, then you can assign the young people.");
            return view! { <p class="notice">{none.get(lang)}" "<a href="/admin/units">{text("Enheter", "Units").get(lang)}</a></p> }
                .into_any();
        }
        let (error, invalid) = (self.errors.get("to"), self.errors.get("to").map(|_| "true"));
        let described = error.as_ref().map(|_| "to-error");
        let goals = self.goals.iter().map(|it| {
            let options = it.goals.iter().map(|goal| {
                let words = goal.worker.clone().unwrap_or_else(|| format!("{}, {}", it.unit, text("alla", "everyone").get(lang)));
                option(Choice { value: goal.value.clone(), words, is_chosen: false })
            });
            view! { <optgroup label=it.unit.clone()>{options.collect_view()}</optgroup> }
        });
        let all = (self.found > self.youths.len()).then(|| {
            let words = text(
                "Alla {n} i urvalet, inte bara de som är förbockade på den här sidan",
                "All {n} in the selection, not only those ticked on this page",
            );
            check("all", "yes".to_owned(), words.fill(lang, &[("n", &self.found.to_string())]), false)
        });
        view! {
            <div class="form form--inline">
                <div class="field">
                    <label class="field__label" for="to">{text("Ge de valda till", "Give those chosen to").get(lang)}</label>
                    {error.map(|it| view! { <span class="field__error" id="to-error">{it}</span> })}
                    <select class="input" id="to" name="to" aria-describedby=described aria-invalid=invalid>
                        <option value="">{text("Välj enhet", "Choose a unit").get(lang)}</option>
                        {goals.collect_view()}
                    </select>
                </div>
                <button class="button button--primary" type="submit">{text("Fördela", "Assign").get(lang)}</button>
            </div>
            {all}
        }
        .into_any()
    }
}

fn row(it: &Given, lang: Lang) -> AnyView {
    let (name, born) = it.person.clone().unwrap_or_else(|| (PROTECTED.get(lang).to_owned(), String::new()));
    let units = if it.units.is_empty() {
        view! { <span class="tag tag--look">{text("Ingen enhet", "No unit").get(lang)}</span> }.into_any()
    } else {
        view! { {it.units.join(", ")} }.into_any()
    };
    let open = text("Öppna", "Open").get(lang);
    let label = format!("{open} {name}");
    view! {
        <tr>
            <th scope="row">{check("youth", it.id.clone(), name, false)}</th>
            <td class="nowrap">{born}</td>
            <td>{units}</td>
            <td>{it.worker.clone()}</td>
            <td><a href=format!("/admin/youths/{}", it.id) aria-label=label>{open}</a></td>
        </tr>
    }
    .into_any()
}
