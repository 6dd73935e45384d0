//! Before and after in words.

use super::Seen;
use crate::{
    chart::{Share, per_cent},
    words::{Lang, Text, text},
};
use domain::{Rollup, figures::Bounds};

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

/// What "none" can be among all, now. Where a sentence about it stands before, it need not be named again.
fn now(it: &Seen, is_named: bool, lang: Lang) -> Option<String> {
    let [least, most] = range(it.bounds_after?);
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
    let [least, most] = range(it).map(|it| per_cent(it, lang));
    let unknown = Share { count: all - known, whole: all };
    let words = text(
        "{when}: minst {least} och mest {most} utan sysselsättning. Okänt för {unknown} av {all} ({share}).",
        "{when}: at least {least} and at most {most} without occupation. Unknown for {unknown} of {all} ({share}).",
    );
    let (count, all, share) = (unknown.count.to_string(), all.to_string(), unknown.percent(lang));
    words.fill(lang, &[("when", when.get(lang)), ("least", &least), ("most", &most), ("unknown", &count), ("all", &all), ("share", &share)])
}

/// Whole percent, for showing only.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a percentage is between 0 and 100")]
fn range(Bounds(least, most): Bounds) -> [u64; 2] {
    [least, most].map(|it| it.round() as u64)
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

    #[test]
    fn what_is_hidden_is_not_said() {
        let some = outcomes(&[(Rollup::None, Rollup::Work, 5), (Rollup::Unknown, Rollup::None, 1)]);
        let hidden = Seen { after: [(Rollup::None, None)].into(), bounds_after: None, ..some };
        assert_eq!(headline(&hidden, Lang::Sv)[1..], [String::new(), String::new()]);
    }

    #[test]
    fn few_and_nobody() {
        assert_eq!(headline(&outcomes(&[]), Lang::Sv)[0], "Ingen är registrerad.");
        let unknown = outcomes(&[(Rollup::None, Rollup::Unknown, 3)]);
        assert_eq!(
            headline(&unknown, Lang::Sv),
            [
                "Av 3 registrerade är ingen känd både före och efter.",
                "",
                "Bland alla 3 är andelen utan sysselsättning nu mellan 0 och 100\u{a0}%."
            ]
        );
        let same = outcomes(&[(Rollup::None, Rollup::None, 1)]);
        assert_eq!(
            headline(&same, Lang::Sv),
            [
                "Den enda som är registrerad är känd både före och efter.",
                "Bland dem är andelen utan sysselsättning 100\u{a0}%, både före och efter.",
                "Bland alla 1 är den nu 100\u{a0}%.",
            ]
        );
    }
}
