//! Before and after in words.

use super::Seen;
use crate::{
    chart::{Share, per_cent},
    when,
    words::{Lang, Text, text},
};
use domain::{Rollup, figures::Bounds};
use jiff::civil::Date;

/// How many were without occupation or unknown on a day a year before.
pub(in crate::page) fn year_before(sum: u64, all: u64, day: Date, lang: Lang) -> String {
    let words = text("Den {day} var det {sum} av {all} ({share}).", "On {day} it was {sum} of {all} ({share}).");
    let share = Share { count: sum, whole: all }.percent(lang);
    words.fill(lang, &[("day", &when::day_with_year(day, lang)), ("sum", &sum.to_string()), ("all", &all.to_string()), ("share", &share)])
}

/// Three sentences: how far the figures reach; what became of the complete; what it can be among all. The share is of
/// the complete and the bounds are of all, so they are never one sentence. The last are empty where there is nothing
/// to say.
pub(in crate::page) fn headline(it: &Seen, lang: Lang) -> [String; 3] {
    let (all, complete) = (it.youths.to_string(), it.complete.to_string());
    if it.youths == 0 {
        return [text("Ingen är registrerad.", "Nobody is registered.").get(lang).to_owned(), String::new(), String::new()];
    }
    let coverage = Share { count: it.complete, whole: it.youths }.percent(lang);
    let reach = match (it.youths, it.complete) {
        (1, 0) => text(
            "Den enda som är registrerad är inte känd både före och efter.",
            "The only one registered is not known both before and after.",
        ),
        (_, 0) => {
            text("Av {all} registrerade är ingen känd både före och efter.", "Of {all} registered, nobody is known both before and after.")
        }
        (1, _) => {
            text("Den enda som är registrerad är känd både före och efter.", "The only one registered is known both before and after.")
        }
        (_, 1) => text(
            "Av {all} registrerade är 1 känd både före och efter ({coverage}).",
            "Of {all} registered, 1 is known both before and after ({coverage}).",
        ),
        (youths, complete) if youths == complete => {
            text("Alla {all} registrerade är kända både före och efter.", "All {all} registered are known both before and after.")
        }
        _ => text(
            "Av {all} registrerade är {complete} kända både före och efter ({coverage}).",
            "Of {all} registered, {complete} are known both before and after ({coverage}).",
        ),
    };
    let reach = reach.fill(lang, &[("all", &all), ("complete", &complete), ("coverage", &coverage)]);
    let change = change(it, lang);
    let now = now(it, change.is_some(), lang);
    [reach, change.unwrap_or_default(), now.unwrap_or_default()]
}

/// How the share without occupation moved, among the complete.
fn change(it: &Seen, lang: Lang) -> Option<String> {
    if it.complete == 0 {
        return None;
    }
    let share = |count| Share { count, whole: it.complete }.percent(lang);
    let (before, after) = (it.before(Rollup::None)?, it.after(Rollup::None)?);
    if it.complete == 1 {
        return Some(one(before > 0, after > 0).get(lang).to_owned());
    }
    let (from, to) = (share(before), share(after));
    // "från 64 till 10 %": the sign stands once.
    let from_bare = from.trim_end_matches(['%', '\u{a0}']).to_owned();
    if from == to {
        let words = text(
            "Bland dem är andelen utan sysselsättning {to}, både före och efter.",
            "Among them the share without occupation is {to}, before as after.",
        );
        return Some(words.fill(lang, &[("to", &to)]));
    }
    let words = text(
        "Bland dem gick andelen utan sysselsättning från {from} till {to}.",
        "Among them the share without occupation went from {from} to {to}.",
    );
    Some(words.fill(lang, &[("from", lang.pick(&from_bare, &from)), ("to", &to)]))
}

/// The same of one: a share of one is no share.
fn one(was_none: bool, is_none: bool) -> Text {
    match (was_none, is_none) {
        (true, true) => text(
            "Den som är känd var utan sysselsättning, både före och efter.",
            "The one who is known was without occupation, before as after.",
        ),
        (true, false) => text(
            "Den som är känd var utan sysselsättning före, men inte efter.",
            "The one who is known was without occupation before, but not after.",
        ),
        (false, true) => text(
            "Den som är känd var utan sysselsättning efter, men inte före.",
            "The one who is known was without occupation after, but not before.",
        ),
        (false, false) => text(
            "Den som är känd var inte utan sysselsättning, varken före eller efter.",
            "The one who is known was not without occupation, before or after.",
        ),
    }
}

/// What "none" can be among all, now. Where a sentence about it stands before, it need not be named again; where all are known
/// it has been said.
fn now(it: &Seen, is_named: bool, lang: Lang) -> Option<String> {
    let [least, most] = it.bounds_after?.percent();
    if is_named && it.complete == it.youths {
        return None;
    }
    if it.youths == 1 {
        let words = match (least, most) {
            (0, 0) => text("Den är inte utan sysselsättning nu.", "They are not without occupation now."),
            (100, _) => text("Den är utan sysselsättning nu.", "They are without occupation now."),
            _ => text("Vad den gör nu är okänt.", "What they do now is unknown."),
        };
        return Some(words.get(lang).to_owned());
    }
    // A sentence about one was no share.
    let is_named = is_named && it.complete > 1;
    let it_is = if is_named { text("den", "it") } else { text("andelen utan sysselsättning", "the share without occupation") };
    let (all, most_said) = (it.youths.to_string(), per_cent(most, lang));
    let values = [("all", all.as_str()), ("it", it_is.get(lang)), ("most", &most_said)];
    if least == most {
        return Some(text("Bland alla {all} är {it} nu {most}.", "Among all {all} {it} is now {most}.").fill(lang, &values));
    }
    let words = text("Bland alla {all} är {it} nu mellan {least} och {most}.", "Among all {all} {it} is now between {least} and {most}.");
    let least = lang.pick(least.to_string(), per_cent(least, lang));
    Some(words.fill(lang, &[&values[..], &[("least", &least)]].concat()))
}

/// What stands above the bar of everyone: how many aren't known, and what "none" can be at the least and the most.
pub(super) fn bounds(when: Text, it: Bounds, known: u64, all: u64, lang: Lang) -> String {
    let [least, most] = it.percent().map(|it| per_cent(it, lang));
    let unknown = Share { count: all - known, whole: all };
    let words = text(
        "{when}: minst {least} och mest {most} utan sysselsättning. Okänt för {unknown} av {all} ({share}).",
        "{when}: at least {least} and at most {most} without occupation. Unknown for {unknown} of {all} ({share}).",
    );
    let (count, all, share) = (unknown.count.to_string(), all.to_string(), unknown.percent(lang));
    words.fill(lang, &[("when", when.get(lang)), ("least", &least), ("most", &most), ("unknown", &count), ("all", &all), ("share", &share)])
}

/// What the words mean, and how many of whom.
pub(in crate::page) fn definitions(it: &Seen, lang: Lang) -> Vec<(Text, String)> {
    let plain = |sv, en| text(sv, en).get(lang).to_owned();
    let known = |count: u64| {
        let share = Share { count, whole: it.youths }.percent(lang);
        text("{count} av {all} ({share}) är kända.", "{count} of {all} ({share}) are known.")
            .fill(lang, &[("count", &count.to_string()), ("all", &it.youths.to_string()), ("share", &share)])
    };
    let before = plain(
        "Den senaste uppgiften som gäller registreringsdagen eller tidigare.",
        "The latest statement as of the day of registration or earlier.",
    );
    let after = plain(
        "Den senaste uppgiften därefter, bedömd den dag då registreringen avslutades. Är den öppen bedöms uppgiften den dag du valt, och en uppgift som hunnit bli för gammal är okänd.",
        "The latest statement after that, judged on the day the registration ended. Where it is open it is judged on the day you chose, and a statement that has become too old is unknown.",
    );
    vec![
        (text("Före", "Before"), format!("{before} {}", known(it.known_before))),
        (text("Efter", "After"), format!("{after} {}", known(it.known_after))),
        (
            text("Andelar", "Shares"),
            plain(
                "Av dem som är kända både före och efter. Procenten är avrundade, antalen är exakta.",
                "Of those known both before and after. Percentages are rounded, counts are exact.",
            ),
        ),
        (
            text("Minst och mest", "Least and most"),
            plain(
                "Av alla registrerade. De säger hur mycket det okända kan ändra, och är ingen felmarginal runt andelen.",
                "Of all registered. They say how much the unknown can change, and are no margin of error around the share.",
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::figures::{Outcomes, Pair};

    fn outcomes(pairs: &[(Rollup, Rollup, usize)]) -> Seen {
        let pairs = pairs.iter().flat_map(|(before, after, count)| std::iter::repeat_n(Pair { before: *before, after: *after }, *count));
        Seen::from(&Outcomes::count(pairs))
    }

    #[test]
    fn three_sentences_and_never_a_share_with_its_bounds() {
        let some = outcomes(&[
            (Rollup::None, Rollup::Work, 5),
            (Rollup::None, Rollup::None, 1),
            (Rollup::Work, Rollup::Work, 2),
            (Rollup::Unknown, Rollup::Unknown, 2),
        ]);
        assert_eq!(
            headline(&some, Lang::Sv),
            [
                "Av 10 registrerade är 8 kända både före och efter (80\u{a0}%).",
                "Bland dem gick andelen utan sysselsättning från 75 till 13\u{a0}%.",
                "Bland alla 10 är den nu mellan 10 och 30\u{a0}%.",
            ]
        );
        assert_eq!(headline(&some, Lang::En)[1], "Among them the share without occupation went from 75% to 13%.");
    }

    /// Bars and tables of the same page show shares of the same counts: none may differ by a rounding.
    #[test]
    fn the_sentences_round_as_bars_and_tables_do() {
        for (all, count) in (2..200).flat_map(|all| (1..all).map(move |count| (all, count))) {
            let share = Share { count, whole: all }.percent(Lang::Sv);
            let bare = share.trim_end_matches(['%', '\u{a0}']);
            let seen = |bounds| Seen { youths: all, bounds_after: Some(bounds), ..Seen::default() };
            let least = headline(&seen(Bounds::among(count, count, all)), Lang::Sv);
            let most = headline(&seen(Bounds::among(0, all - count, all)), Lang::Sv);
            let between =
                |least: &str, most: &str| format!("Bland alla {all} är andelen utan sysselsättning nu mellan {least} och {most}.");
            assert_eq!((&least[2], &most[2]), (&between(bare, "100\u{a0}%"), &between("0", &share)));
        }
        assert_eq!(
            bounds(text("Efter", "After"), Bounds::among(5, 13, 13), 13, 13, Lang::En),
            "After: at least 38% and at most 38% without occupation. Unknown for 0 of 13 (0%)."
        );
    }

    #[test]
    fn what_is_hidden_is_not_said() {
        let some = outcomes(&[(Rollup::None, Rollup::Work, 5), (Rollup::Unknown, Rollup::None, 1)]);
        let hidden = Seen { after: [(Rollup::None, None)].into(), bounds_after: None, ..some };
        assert_eq!(headline(&hidden, Lang::Sv)[1..], [String::new(), String::new()]);
    }

    #[test]
    fn few_nobody_and_all() {
        use Rollup::{None, Unknown, Work};
        type Case = (&'static [(Rollup, Rollup, usize)], [&'static str; 3], [&'static str; 3]);
        let cases: [Case; 9] = [
            (&[], ["Ingen är registrerad.", "", ""], ["Nobody is registered.", "", ""]),
            (
                &[(None, Work, 1)],
                [
                    "Den enda som är registrerad är känd både före och efter.",
                    "Den som är känd var utan sysselsättning före, men inte efter.",
                    "",
                ],
                [
                    "The only one registered is known both before and after.",
                    "The one who is known was without occupation before, but not after.",
                    "",
                ],
            ),
            (
                &[(None, Unknown, 1)],
                ["Den enda som är registrerad är inte känd både före och efter.", "", "Vad den gör nu är okänt."],
                ["The only one registered is not known both before and after.", "", "What they do now is unknown."],
            ),
            (
                &[(Unknown, None, 1)],
                ["Den enda som är registrerad är inte känd både före och efter.", "", "Den är utan sysselsättning nu."],
                ["The only one registered is not known both before and after.", "", "They are without occupation now."],
            ),
            (
                &[(None, None, 3), (Work, None, 1)],
                ["Alla 4 registrerade är kända både före och efter.", "Bland dem gick andelen utan sysselsättning från 75 till 100 %.", ""],
                ["All 4 registered are known both before and after.", "Among them the share without occupation went from 75% to 100%.", ""],
            ),
            (
                &[(None, None, 1), (Work, Work, 1)],
                [
                    "Alla 2 registrerade är kända både före och efter.",
                    "Bland dem är andelen utan sysselsättning 50 %, både före och efter.",
                    "",
                ],
                [
                    "All 2 registered are known both before and after.",
                    "Among them the share without occupation is 50%, before as after.",
                    "",
                ],
            ),
            // Nobody is known before, everyone is after.
            (
                &[(Unknown, None, 1), (Unknown, Work, 3)],
                ["Av 4 registrerade är ingen känd både före och efter.", "", "Bland alla 4 är andelen utan sysselsättning nu 25 %."],
                ["Of 4 registered, nobody is known both before and after.", "", "Among all 4 the share without occupation is now 25%."],
            ),
            (
                &[(None, Unknown, 3)],
                [
                    "Av 3 registrerade är ingen känd både före och efter.",
                    "",
                    "Bland alla 3 är andelen utan sysselsättning nu mellan 0 och 100 %.",
                ],
                [
                    "Of 3 registered, nobody is known both before and after.",
                    "",
                    "Among all 3 the share without occupation is now between 0% and 100%.",
                ],
            ),
            (
                &[(Work, Work, 1), (Unknown, Unknown, 1)],
                [
                    "Av 2 registrerade är 1 känd både före och efter (50 %).",
                    "Den som är känd var inte utan sysselsättning, varken före eller efter.",
                    "Bland alla 2 är andelen utan sysselsättning nu mellan 0 och 50 %.",
                ],
                [
                    "Of 2 registered, 1 is known both before and after (50%).",
                    "The one who is known was not without occupation, before or after.",
                    "Among all 2 the share without occupation is now between 0% and 50%.",
                ],
            ),
        ];
        for (pairs, sv, en) in cases {
            let said = |lang| headline(&outcomes(pairs), lang).map(|it| it.replace('\u{a0}', " "));
            assert_eq!((said(Lang::Sv), said(Lang::En)), (sv.map(str::to_owned), en.map(str::to_owned)), "{pairs:?}");
        }
    }
}
