//! A level's figures as pictures. What is hidden says so, and has no length.

use super::super::{lead, months::months, part};
use crate::{
    chart::{Bars, Certain, Share, Single, bars, certain},
    words::{Lang, Text, text},
};
use domain::{
    Channel, Rollup,
    figures::{Bounds, Earlier, Level, LevelFigures, Parts, Recency, SeenOutcomes, SeenReach, SeenStatus, SeenWork},
};
use leptos::prelude::*;

pub(super) fn draw(level: &Level, lang: Lang) -> AnyView {
    match &level.figures {
        LevelFigures::Outcomes(it) => outcomes(&it.whole, lang),
        LevelFigures::Status(it) => status(it, &level.earlier, lang),
        LevelFigures::Reach(it) => reach(it, lang),
        LevelFigures::Work(it) => work(&it.whole, lang),
    }
}

/// Nothing where nobody is known both before and after.
fn outcomes(it: &SeenOutcomes, lang: Lang) -> AnyView {
    let Some(seen) = it.shown().filter(|it| it.complete > 0) else { return ().into_any() };
    view! { {lead::totals(&seen, lang)} {lead::everyone(&seen, lang)} }.into_any()
}

fn share(count: Option<u64>, whole: Option<u64>) -> Option<Share> {
    Some(Share { count: count?, whole: whole? })
}

/// A bar to a row; what is hidden says so. Nothing where there is nothing to be a share of.
fn picture(title: Text, rows: Vec<(String, Option<Share>)>, lang: Lang) -> Option<AnyView> {
    if rows.iter().all(|it| it.1.is_none_or(|it| it.whole == 0)) {
        return None;
    }
    let title = title.get(lang).to_owned();
    let rows = rows.into_iter().map(|(label, now)| Single { label, now, before: None }).collect();
    Some(part::figure(title.clone(), bars(Bars { title, before: String::new(), rows }, lang)))
}

/// The parts of a level: its regions, or a region's municipalities.
fn parts<T>(it: &Parts<T>, of: impl Fn(&T) -> Option<Share>) -> Vec<(String, Option<Share>)> {
    let parts = if it.regions.is_empty() { &it.municipalities } else { &it.regions };
    // Nobody is registered there: nothing to draw.
    parts.iter().map(|(named, it)| (named.name.clone(), of(it))).filter(|it| it.1.is_none_or(|it| it.whole > 0)).collect()
}

fn status(it: &Parts<SeenStatus>, earlier: &Earlier, lang: Lang) -> AnyView {
    let whole = &it.whole;
    let everyone = share(whole.of(Rollup::None), whole.registered).zip(share(whole.none_or_unknown, whole.registered));
    let everyone = everyone.filter(|it| it.0.whole > 0).map(|(none, both)| {
        let bounds = Bounds { least: none.count, most: both.count, all: none.whole };
        let words = text(
            "Minst {none} utan sysselsättning, och mest {both} om alla okända är det.",
            "At least {none} without occupation, and at most {both} if everyone unknown is.",
        );
        let words = words.fill(lang, &[("none", &none.percent(lang)), ("both", &both.percent(lang))]);
        let caption = text("Alla registrerade vid månadens slut", "Everyone registered at the month's end").get(lang);
        view! {
            <section class="section">
                <figure class="figure">
                    <figcaption class="figure__caption">{caption}</figcaption>
                    {certain(&Certain { words, class: "chart__after", bounds }, "status")}
                </figure>
                <p class="soft small">{text("Det streckade är okänt.", "What is hatched is unknown.").get(lang)}</p>
            </section>
        }
    });
    // What isn't known is hatched above, where it can be drawn.
    let by = Rollup::ALL.iter().filter(|it| everyone.is_none() || **it != Rollup::Unknown);
    let by = by.map(|rollup| (rollup.word(lang).to_owned(), share(whole.of(*rollup), whole.registered))).collect();
    let points = earlier.months.iter().map(|(month, it)| {
        let of = |count| share(count, it.registered).filter(|it| it.whole > 0);
        (*month, [of(it.none_or_unknown), of(it.of(Rollup::None))])
    });
    let through = months(&points.collect::<Vec<_>>(), lang);
    let title = text("Läget, av de registrerade", "Status, of those registered");
    let both = text("Utan sysselsättning eller okänt, av de registrerade", "No occupation or unknown, of those registered");
    let beside = parts(it, |it| share(it.none_or_unknown, it.registered));
    view! { {everyone} {through} {picture(title, by, lang)} {picture(both, beside, lang)} }.into_any()
}

fn reach(it: &Parts<SeenReach>, lang: Lang) -> AnyView {
    let whole = &it.whole;
    let of = |words: Text, count| (words.get(lang).to_owned(), share(count, whole.registered));
    let reached = vec![
        of(text("Minst en kontakt", "At least one contact"), whole.reached),
        of(text("Försök, men ingen kontakt", "Attempts, but no contact"), whole.tried),
        of(text("Varken försök eller kontakt", "Neither attempt nor contact"), whole.untouched),
    ];
    let last = Recency::ALL.map(|it| (it.word(lang).to_owned(), share(whole.last(it), whole.open)));
    let title = text("Av de registrerade sedan starten", "Of those registered since the start");
    let when = text("Senaste kontakt, av de registrerade vid månadens slut", "Last contact, of those registered at the month's end");
    let both = text("Minst en kontakt, av de registrerade sedan starten", "At least one contact, of those registered since the start");
    let beside = parts(it, |it| share(it.reached, it.registered));
    view! { {picture(title, reached, lang)} {picture(when, last.into(), lang)} {picture(both, beside, lang)} }.into_any()
}

/// Contacts by channel, of those that are shown.
fn work(it: &SeenWork, lang: Lang) -> AnyView {
    let shown = it.channels.values().flatten().map(|it| it.contacts).sum();
    let used = |channel: &&Channel| it.of(**channel).is_none_or(|it| it.contacts > 0);
    let of = |channel: &Channel| (channel.word(lang).to_owned(), it.of(*channel).map(|it| Share { count: it.contacts, whole: shown }));
    let title = text("Kontakter per kanal, av dem som visas", "Contacts by channel, of those shown");
    picture(title, Channel::ALL.iter().filter(used).map(of).collect(), lang).into_any()
}
