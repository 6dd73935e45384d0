//! Status now: without occupation, unknown, and their sum, always together.

use super::{
    moved, said, say, terms,
    units::{self, UnitBar},
};
use crate::{
    chart::{Certain, Share, certain},
    page::months::{Point, months},
    when,
    words::{Lang, Text, text},
};
use domain::figures::{Bounds, Group, Report, State, Status};
use jiff::civil::Date;
use leptos::prelude::*;

const EVERYONE: Text = text("Alla registrerade", "Everyone registered");
const UNITS: Text = text("Enhet för enhet", "Unit by unit");

fn share(count: u64, it: &Status) -> Share {
    Share { count, whole: it.registered() }
}

/// A month's point in the line; of nobody, none.
fn point(it: &Status) -> [Option<Share>; 2] {
    [it.none_or_unknown(), it.group(Group::None)].map(|count| (it.registered() > 0).then(|| share(count, it)))
}

/// Without occupation and not known, as shares of everyone.
fn bounds(it: &Status) -> Bounds {
    Bounds { least: it.group(Group::None), most: it.none_or_unknown(), all: it.registered() }
}

pub(super) fn body(report: &Report, lang: Lang) -> (AnyView, AnyView) {
    let now = &report.now.status;
    let eve = report.span.to.first_of_month().yesterday().map_or_else(|_| String::new(), |it| when::day_with_year(it, lang));
    let why = report.moves.as_ref().and_then(|it| moved::since(it, &eve, lang));
    let revised = report.revised.as_ref().map(|it| moved::revised(it, |it| moved::standing(&it.status, lang), lang));
    let before = report.before.as_ref().map(|it| year_before(&it.1.status, now, it.0.to, lang));
    let sentences = said(vec![headline(now, lang), before.unwrap_or_default()]);
    let first = view! {
        {sentences}
        {why.map(|it| view! { <p class="soft">{it}</p> })}
        {revised.map(|it| view! { <p class="soft">{it}</p> })}
    }
    .into_any();
    let points: Vec<Point> = report.months.iter().map(|(month, it)| (*month, point(it))).collect();
    let rest = (now.registered() > 0).then(|| {
        let bar = Certain { words: split(now, lang), class: "chart__after", bounds: bounds(now) };
        view! {
            <section class="section">
                <figure class="figure">
                    <figcaption class="figure__caption">{EVERYONE.get(lang)}</figcaption>
                    {certain(&bar, "status")}
                </figure>
                <p class="soft small">{text("Det streckade är okänt.", "What is hatched is unknown.").get(lang)}</p>
            </section>
            {months(&points, lang)}
            {units(report, lang)}
        }
    });
    (first, view! { {rest} {terms(definitions(lang), lang)} }.into_any())
}

/// How many are without and how many unknown, and their sum.
fn headline(it: &Status, lang: Lang) -> String {
    let (none, unknown, sum) = (it.group(Group::None), it.group(Group::Unknown), it.none_or_unknown());
    if it.registered() == 0 {
        return text("Ingen är registrerad.", "Nobody is registered.").get(lang).to_owned();
    }
    if it.registered() == 1 {
        let words = match (none, unknown) {
            (1, _) => text("Den enda som är registrerad är utan sysselsättning.", "The only one registered is without occupation."),
            (_, 1) => text("Vad den enda som är registrerad gör är okänt.", "What the only one registered does is unknown."),
            _ => text("Den enda som är registrerad är inte utan sysselsättning.", "The only one registered is not without occupation."),
        };
        return words.get(lang).to_owned();
    }
    let words = text(
        "Av {all} registrerade är {none} utan sysselsättning ({none_share}) och {unknown} {okända} ({unknown_share}), tillsammans {sum} ({sum_share}).",
        "Of {all} registered, {none} {none_are} without occupation ({none_share}) and {unknown} {unknown_are} unknown ({unknown_share}), together {sum} ({sum_share}).",
    );
    let are = |n| if n == 1 { "is" } else { "are" };
    let percent = |count| share(count, it).percent(lang);
    words.fill(
        lang,
        &[
            ("all", &it.registered().to_string()),
            ("none", &none.to_string()),
            ("none_share", &percent(none)),
            ("none_are", are(none)),
            ("unknown", &unknown.to_string()),
            ("okända", if unknown == 1 { "okänd" } else { "okända" }),
            ("unknown_are", are(unknown)),
            ("unknown_share", &percent(unknown)),
            ("sum", &sum.to_string()),
            ("sum_share", &percent(sum)),
        ],
    )
}

fn year_before(then: &Status, now: &Status, day: Date, lang: Lang) -> String {
    if then.registered() == 0 || now.registered() == 0 {
        return String::new();
    }
    say::year_before(then.none_or_unknown(), then.registered(), day, lang)
}

/// What is unknown, by why.
fn split(it: &Status, lang: Lang) -> String {
    let words = text(
        "{none} utan sysselsättning. {unknown} okända: {never} har ingen uppgift, {declined} vill inte säga, {unreachable} går inte att nå, {lapsed} har en för gammal uppgift. {occupied} i sysselsättning.",
        "{none} without occupation. {unknown} unknown: {never} with nothing stated, {declined} declined to say, {unreachable} cannot be contacted, {lapsed} stated too long ago. {occupied} occupied.",
    );
    words.fill(
        lang,
        &[
            ("none", &it.group(Group::None).to_string()),
            ("unknown", &it.group(Group::Unknown).to_string()),
            ("never", &it.of(State::NeverKnown).to_string()),
            ("declined", &it.of(State::Declined).to_string()),
            ("unreachable", &it.of(State::Unreachable).to_string()),
            ("lapsed", &it.of(State::Lapsed).to_string()),
            ("occupied", &it.group(Group::Occupied).to_string()),
        ],
    )
}

fn units(report: &Report, lang: Lang) -> Option<AnyView> {
    let bars = report.units.iter().map(|(named, it)| {
        let it = &it.status;
        UnitBar {
            name: &named.name,
            none: it.group(Group::None),
            unknown: it.group(Group::Unknown),
            all: it.registered(),
            bounds: bounds(it),
        }
    });
    units::units(UNITS, bars, lang)
}

pub(super) fn definitions(lang: Lang) -> Vec<(Text, String)> {
    let plain = |sv, en| text(sv, en).get(lang).to_owned();
    vec![
        (
            text("Registrerade", "Registered"),
            plain(
                "De vars registrering inte är avslutad den dagen. Skyddade personer räknas med.",
                "Those whose registration hasn't ended that day. Protected persons are counted.",
            ),
        ),
        (
            text("Utan sysselsättning", "No occupation"),
            plain(
                "Senaste uppgiften säger ingen sysselsättning, eller att en start är avtalad men inte har skett.",
                "The latest statement says no occupation, or that a start is agreed and hasn't come.",
            ),
        ),
        (
            text("Okänt", "Unknown"),
            plain(
                "Ingen uppgift finns, uppgifterna säger emot varandra, den unga vill inte säga, går inte att nå, eller så är uppgiften för gammal. Okänt visas alltid bredvid utan sysselsättning, eftersom det ena kan bytas mot det andra.",
                "Nothing is stated, statements contradict each other, the youth declined to say or cannot be contacted, or it was stated too long ago. Unknown always stands beside no occupation, since the one can be traded for the other.",
            ),
        ),
        (
            text("Månaderna", "The months"),
            plain(
                "Läget vid varje månads slut, så som vi vet i dag. I månaden som pågår: i dag.",
                "Status at the end of each month, as we know today. In the month that goes on: today.",
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Occupation;
    use jiff::civil::date;

    #[test]
    fn none_and_unknown_are_said_together() {
        let mut it = Status::default();
        assert_eq!(headline(&it, Lang::Sv), "Ingen är registrerad.");
        it.states = [(State::Is(Occupation::None), 2), (State::Lapsed, 3), (State::Is(Occupation::Work), 5)].into();
        assert_eq!(
            headline(&it, Lang::Sv),
            "Av 10 registrerade är 2 utan sysselsättning (20\u{a0}%) och 3 okända (30\u{a0}%), tillsammans 5 (50\u{a0}%)."
        );
        assert_eq!(bounds(&it), Bounds { least: 2, most: 5, all: 10 });
        it.states.insert(State::Is(Occupation::None), 1);
        it.states.insert(State::Lapsed, 1);
        assert_eq!(headline(&it, Lang::En), "Of 7 registered, 1 is without occupation (14%) and 1 is unknown (14%), together 2 (29%).");
        assert!(headline(&it, Lang::Sv).contains("1 utan sysselsättning (14\u{a0}%) och 1 okänd (14\u{a0}%)"));
        for (state, sv, en) in [
            (
                State::Is(Occupation::None),
                "Den enda som är registrerad är utan sysselsättning.",
                "The only one registered is without occupation.",
            ),
            (State::Lapsed, "Vad den enda som är registrerad gör är okänt.", "What the only one registered does is unknown."),
            (
                State::Is(Occupation::Work),
                "Den enda som är registrerad är inte utan sysselsättning.",
                "The only one registered is not without occupation.",
            ),
        ] {
            let one = Status { states: [(state, 1)].into() };
            assert_eq!((headline(&one, Lang::Sv).as_str(), headline(&one, Lang::En).as_str()), (sv, en));
        }
        it.states = [(State::Is(Occupation::None), 2), (State::Lapsed, 3), (State::Is(Occupation::Work), 5)].into();
        assert_eq!(year_before(&it, &it, date(2025, 10, 31), Lang::En), "On 31 Oct 2025 it was 5 of 10 (50%).");
    }
}
