//! All that is stored of a youth, and who has read it: what a youth may ask to see, and what a reader answers for.

use super::PROTECTED;
use crate::{
    page::{Page, part},
    story, when,
    words::{Lang, Text, text},
};
use domain::{Fact, Summary, civil, fold::Standing};
use leptos::prelude::*;

/// Somebody's record.
#[derive(Clone, Debug)]
pub struct Record {
    /// The youth's id.
    pub id: String,
    /// Who they are, what is told and who has seen it; none where the identity is protected.
    pub open: Option<Open>,
    /// Milliseconds since 1970.
    pub now: i64,
}

/// What a record holds.
#[derive(Clone, Debug)]
pub struct Open {
    /// The youth.
    pub summary: Summary,
    /// The latest first.
    pub told: Vec<Told>,
    /// The latest first.
    pub seen: Vec<Seen>,
}

/// A fact, and who told it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Milliseconds since 1970.
    pub at: i64,
    /// A name; empty where it is Uppsök itself.
    pub who: String,
    /// What.
    pub fact: Fact,
    /// Whether it counts.
    pub standing: Standing,
}

/// A read of the record.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Milliseconds since 1970.
    pub at: i64,
    /// A name.
    pub who: String,
    /// Whether it was on a phone rather than on a page.
    pub is_phone: bool,
}

const TITLE: Text = text("Det som är sparat", "What is stored");
const WHEN: Text = text("När", "When");
const WHO: Text = text("Vem", "Who");

impl Page for Record {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let name = self.open.as_ref().map_or(PROTECTED.get(lang), |it| it.summary.name.as_str()).to_owned();
        let number = self.open.as_ref().and_then(|it| it.summary.number.as_ref()).map(ToString::to_string);
        let rest = match self.open {
            None => {
                let words = text(
                    "Personen har skyddade personuppgifter. Uppgifterna visas bara för den som är särskilt utsedd.",
                    "The person has a protected identity. The record is shown only to whoever is appointed for it.",
                );
                view! { <p class="notice">{words.get(lang)}</p> }.into_any()
            }
            Some(open) => view! { {told(open.told, self.now, lang)} {seen(open.seen, lang)} }.into_any(),
        };
        let lead = text(
            "Det här kan lämnas ut till den unga, eller till vårdnadshavaren om den unga är under 18: skriv ut sidan.",
            "This can be given to the young person, or to a guardian if they are under 18: print the page.",
        );
        view! {
            <div class="stack">
                <p class="no-print"><a href="/admin/assignments">{text("Fördelning", "Assignments").get(lang)}</a></p>
                <h1>{TITLE.get(lang)}</h1>
                <p><strong>{name}</strong> {number.map(|it| format!(", {it}"))}</p>
                <p class="no-print">{lead.get(lang)}</p>
            </div>
            {rest}
            <p class="no-print">
                <a class="button button--quiet" href=format!("/admin/youths/{}/erase", self.id)>{text("Radera", "Erase").get(lang)}</a>
            </p>
        }
        .into_any()
    }
}

fn told(told: Vec<Told>, now: i64, lang: Lang) -> AnyView {
    let count = part::counted(told.len(), lang.pick("uppgift", "fact"), lang.pick("uppgifter", "facts"));
    let head = part::heads(&[(WHEN.get(lang), false), (WHO.get(lang), false), (text("Vad", "What").get(lang), false)]);
    let today = civil::day(now);
    let rows = told.into_iter().map(|it| {
        let tag = story::standing(it.standing);
        let who = if it.who.is_empty() { "Uppsök".to_owned() } else { it.who };
        view! {
            <tr>
                <td class="nowrap">{moment(it.at, lang)}</td>
                <td>{who}</td>
                <td>{story::fact(&it.fact, today, lang)} {tag.map(|it| view! { " " <span class="tag">{it.get(lang)}</span> })}</td>
            </tr>
        }
    });
    part::table("told", count, head, view! { {rows.collect_view()} }.into_any())
}

fn seen(seen: Vec<Seen>, lang: Lang) -> AnyView {
    let title = text("Vem har läst", "Who has read it");
    let title_view = view! { <h2>{title.get(lang)}</h2> };
    if seen.is_empty() {
        let none = text("Ingen har läst uppgifterna än.", "Nobody has read the record yet.");
        return view! { {title_view} <p class="empty">{none.get(lang)}</p> }.into_any();
    }
    let count = part::counted(seen.len(), lang.pick("läsning", "read"), lang.pick("läsningar", "reads"));
    let head = part::heads(&[(WHEN.get(lang), false), (WHO.get(lang), false), (text("Var", "Where").get(lang), false)]);
    let rows = seen.into_iter().map(|it| {
        let place = if it.is_phone { text("I telefonen", "On the phone") } else { text("På webbsidan", "On the web page") };
        view! { <tr><td class="nowrap">{moment(it.at, lang)}</td><td>{it.who}</td><td>{place.get(lang)}</td></tr> }
    });
    view! { {title_view} {part::table("seen", count, head, view! { {rows.collect_view()} }.into_any())} }.into_any()
}

/// With the year, since it may be printed and kept.
fn moment(at: i64, lang: Lang) -> String {
    let at = civil::local(at);
    format!("{} {}", when::day_with_year(at.date(), lang), when::clock(at.time(), lang))
}
