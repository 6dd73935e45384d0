//! What is missing, as lists that are turned into work: one act plans a follow-up for everyone in a list, and they stand in
//! *I dag* on the workers' phones.

use crate::{
    page::{Link, Page, part},
    when,
    words::{Lang, Text, text},
};
use domain::figures::Lack;
use jiff::civil::Date;
use leptos::prelude::*;

/// The lists.
#[derive(Clone, Debug)]
pub struct Lists {
    /// Whose.
    pub municipality: String,
    /// Today.
    pub today: Date,
    /// Each list, with how many stand in it.
    pub lists: Vec<Lacking>,
    /// Units, to filter by.
    pub units: Vec<Link>,
    /// The list that is open.
    pub open: Option<List>,
}

/// A list by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// What is missing.
    pub lack: Lack,
    /// How many lack it: of everyone registered, or of those in the unit who aren't protected.
    pub count: u64,
    /// How many of them are protected and stand in no list; none of a unit, since it would tell where they are.
    pub protected: u64,
    /// Where the list is.
    pub href: String,
}

/// A list that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What is missing.
    pub lack: Lack,
    /// Who, as Swedes sort names: name, unit, why, and the day of a follow-up that is planned already.
    pub rows: Vec<Lacks>,
    /// The unit that is chosen, for the act.
    pub unit: Option<String>,
    /// What is wrong with the day that was chosen.
    pub error: Option<String>,
    /// How many stand in it, of whom `rows` has the first.
    pub count: usize,
    /// Whom the act is about: those in a unit who have no follow-up planned.
    pub waiting: usize,
    /// Of them, as many as one act plans for.
    pub at_a_time: usize,
    /// Those in no unit: a follow-up would stand with nobody.
    pub unassigned: usize,
}

/// Somebody in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacks {
    /// Their name.
    pub name: String,
    /// The unit that keeps in touch.
    pub unit: String,
    /// The day that it concerns: when what was stated ceased to hold, or when something was to end.
    pub day: Option<Date>,
    /// A follow-up that is planned already.
    pub follow_up: Option<Date>,
}

const TITLE: Text = text("Det som saknas", "What is missing");
const UNIT: Text = text("Enhet", "Unit");
const NONE: Text = text("Ingen står i listan.", "Nobody stands in the list.");

/// What to do about it.
fn advice(lack: Lack) -> Text {
    match lack {
        Lack::Before => text(
            "Utan uppgift om läget vid registreringen räknas ungdomen som okänd före. Fråga vad hen gjorde då.",
            "Without anything stated as of the registration the youth counts as unknown before. Ask what they did then.",
        ),
        Lack::Lapsed => text(
            "Uppgiften gäller inte längre, och ungdomen räknas som okänd. Fråga hur det är nu.",
            "What was stated no longer holds, and the youth counts as unknown. Ask how it is now.",
        ),
        Lack::Address => text(
            "Inget nummer, ingen e-post och ingen adress går att använda. Ta reda på hur ungdomen kan nås.",
            "No number, e-mail or address can be used. Find out how the youth can be reached.",
        ),
        Lack::End => text(
            "En insats skulle ha slutat. Skriv in när och varför den slutade, eller ett nytt slut.",
            "A measure was to have ended. Write when and why it ended, or a new end.",
        ),
    }
}

impl Page for Lists {
    fn title(&self, lang: Lang) -> String {
        format!("{}, {}", TITLE.get(lang), self.municipality)
    }

    fn body(self, lang: Lang) -> AnyView {
        let chosen = self.open.as_ref().map(|it| it.lack);
        let rows = self.lists.iter().map(|it| {
            let current = (Some(it.lack) == chosen).then_some("true");
            let hidden = (it.protected > 0).then(|| {
                let words =
                    text("{n} med skyddad identitet räknas men visas inte", "{n} with protected identity are counted and not shown");
                words.fill(lang, &[("n", &it.protected.to_string())])
            });
            view! {
                <tr>
                    <th scope="row"><a href=it.href.clone() aria-current=current>{it.lack.word(lang)}</a></th>
                    <td class="table__number">{it.count}</td>
                    <td class="soft">{hidden}</td>
                </tr>
            }
        });
        let all: u64 = self.lists.iter().map(|it| it.count).sum();
        let headline = if all == 0 {
            text("Inget saknas.", "Nothing is missing.").get(lang)
        } else {
            text(
                "Det här saknas. Gör en lista till uppföljningar, så står de under I dag hos uppsökarna.",
                "This is missing. Turn a list into follow-ups, and they stand in Today with the workers.",
            )
            .get(lang)
        };
        let head = part::heads(&[
            (text("Vad som saknas", "What is missing").get(lang), false),
            (text("Antal", "Count").get(lang), true),
            (text("Skyddad identitet", "Protected identity").get(lang), false),
        ]);
        let day = when::day_with_year(self.today, lang);
        let whole = (self.units.len() > 2).then(|| {
            let words = text(
                "Personer med skyddad identitet räknas bara för hela kommunen, aldrig för en enhet.",
                "Persons with a protected identity are counted for the whole municipality alone, never for a unit.",
            );
            view! { <p class="soft small">{words.get(lang)}</p> }
        });
        view! {
            <p class="page__title">{self.municipality}" · "{day}</p>
            <h1 class="headline">{headline}</h1>
            {(self.units.len() > 2).then(|| view! { <div class="filters no-print">{part::filter(UNIT.get(lang), self.units)}</div> })}
            {part::table("lists", TITLE.get(lang).to_owned(), head, rows.collect_view().into_any())}
            {whole}
            {self.open.map(|it| open(it, self.today, lang))}
        }
        .into_any()
    }
}

fn open(list: List, today: Date, lang: Lang) -> AnyView {
    let lack = list.lack;
    let act = (list.waiting > 0).then(|| act(&list, today, lang));
    if list.rows.is_empty() {
        return view! { <section class="section"><h2 class="section__title">{lack.word(lang)}</h2><p class="empty">{NONE.get(lang)}</p></section> }
            .into_any();
    }
    let more = (list.count > list.rows.len()).then(|| {
        text(
            "De {n} första av {all} visas. Välj en enhet för att se färre.",
            "The first {n} of {all} are shown. Choose a unit to see fewer.",
        )
        .fill(lang, &[("n", &list.rows.len().to_string()), ("all", &list.count.to_string())])
    });
    let unassigned = match list.unassigned {
        0 => None,
        1 => Some(text(
            "1 av dem står inte i någon enhet, så en uppföljning skulle inte synas hos någon. Be administratören att fördela först.",
            "1 of them is in no unit, so that a follow-up would stand with nobody. Ask the administrator to assign first.",
        )),
        _ => Some(text(
            "{n} av dem står inte i någon enhet, så en uppföljning skulle inte synas hos någon. Be administratören att fördela först.",
            "{n} of them are in no unit, so that a follow-up would stand with nobody. Ask the administrator to assign first.",
        )),
    };
    let unassigned = unassigned.map(|it| view! { <p>{it.fill(lang, &[("n", &list.unassigned.to_string())])}</p> });
    let rows = list.rows.into_iter().map(|it| {
        let day = it.day.map(|it| when::day_with_year(it, lang));
        let follow_up = it.follow_up.map(|it| when::day_with_year(it, lang));
        view! { <tr><th scope="row">{it.name}</th><td>{it.unit}</td><td>{day}</td><td>{follow_up}</td></tr> }
    });
    let head = part::heads(&[
        (text("Namn", "Name").get(lang), false),
        (UNIT.get(lang), false),
        (text("Gällde till", "Held until").get(lang), false),
        (text("Uppföljning planerad", "Follow-up planned").get(lang), false),
    ]);
    view! {
        <section class="section" id="list">
            <h2 class="section__title">{lack.word(lang)}</h2>
            <p class="soft">{advice(lack).get(lang)}</p>
            {unassigned}
            {act}
            {more.map(|it| view! { <p class="soft small">{it}</p> })}
            {part::table("names", lack.word(lang).to_owned(), head, rows.collect_view().into_any())}
        </section>
    }
    .into_any()
}

/// One act for everyone in the list who has no follow-up planned.
fn act(list: &List, today: Date, lang: Lang) -> AnyView {
    let count = list.waiting.min(list.at_a_time);
    let words = match count {
        1 => text("Planera uppföljning för 1 ungdom", "Plan a follow-up for 1 young person"),
        _ if count < list.waiting => text("Planera uppföljning för de {n} första av {all}", "Plan a follow-up for the first {n} of {all}"),
        _ => text("Planera uppföljning för {n} ungdomar", "Plan a follow-up for {n} young people"),
    };
    let field = part::Field {
        name: "on",
        label: text("Uppföljning den", "Follow up on").get(lang),
        kind: "date",
        value: today.to_string(),
        error: list.error.clone(),
        ..part::Field::default()
    };
    let unit = list.unit.clone().map(|it| view! { <input type="hidden" name="unit" value=it/> });
    view! {
        <form class="form form--inline no-print" method="post" action="/lead/missing/follow-up">
            <input type="hidden" name="list" value=list.lack.code()/>
            {unit}
            {field.view()}
            <button class="button button--primary" type="submit">{words.fill(lang, &[("n", &count.to_string()), ("all", &list.waiting.to_string())])}</button>
        </form>
    }
    .into_any()
}
