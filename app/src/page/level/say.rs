//! A level's figures in words. What is hidden isn't said, and nothing that would tell it.

use super::super::lead;
use crate::{
    chart::Share,
    words::{Lang, Text, text},
};
use domain::{
    Rollup,
    figures::{Acts, CLOSES_ON, Level, LevelFigures, Recency, SeenOutcomes, SeenReach, SeenStatus, SeenWork},
};
use jiff::civil::Date;

// A figure that is hidden needn't be small.
const UNTOLD: Text = text("Hur många som är registrerade här är dolt.", "How many are registered here is hidden.");

fn percent(count: u64, whole: u64, lang: Lang) -> String {
    Share { count, whole }.percent(lang)
}

/// The first is the page's heading; the others are empty where there is nothing to say.
pub(super) fn sentences(level: &Level, lang: Lang) -> Vec<String> {
    match &level.figures {
        LevelFigures::Outcomes(it) => outcomes(&it.whole, lang),
        LevelFigures::Status(it) => {
            let before = level.earlier.year_before.as_ref().and_then(|(day, was)| year_before(&it.whole, &was.whole, *day, lang));
            vec![status(&it.whole, lang), before.unwrap_or_default()]
        }
        LevelFigures::Reach(it) => reach(&it.whole, lang),
        LevelFigures::Work(it) => vec![work(&it.whole, lang)],
    }
}

/// The lead's own headline where all that it is read against is shown; else what is.
fn outcomes(it: &SeenOutcomes, lang: Lang) -> Vec<String> {
    if let Some(it) = it.shown() {
        return lead::headline(&it, lang).into();
    }
    let Some(all) = it.youths else { return vec![UNTOLD.get(lang).to_owned()] };
    let number = all.to_string();
    let first = match it.complete {
        None => text(
            "{all} har registrerats sedan starten. Hur många av dem som är kända både före och efter är dolt.",
            "{all} have been registered since the start. How many of them are known both before and after is hidden.",
        )
        .fill(lang, &[("all", &number)]),
        Some(complete) => text(
            "Av {all} registrerade sedan starten är {complete} kända både före och efter ({share}).",
            "Of {all} registered since the start, {complete} are known both before and after ({share}).",
        )
        .fill(lang, &[("all", &number), ("complete", &complete.to_string()), ("share", &percent(complete, all, lang))]),
    };
    vec![first]
}

/// Without occupation, unknown and their sum, always together; where one of them is hidden, the sum alone.
fn status(it: &SeenStatus, lang: Lang) -> String {
    let Some(all) = it.registered else { return UNTOLD.get(lang).to_owned() };
    if all == 0 {
        return text("Ingen är registrerad vid månadens slut.", "Nobody is registered at the month's end.").get(lang).to_owned();
    }
    let number = all.to_string();
    let Some(sum) = it.none_or_unknown else {
        let words = text(
            "{all} är registrerade vid månadens slut. Hur många av dem som är utan sysselsättning eller okända är dolt.",
            "{all} are registered at the month's end. How many of them are without occupation or unknown is hidden.",
        );
        return words.fill(lang, &[("all", &number)]);
    };
    let (sum, share) = (sum.to_string(), percent(sum, all, lang));
    let (Some(none), Some(unknown)) = (it.of(Rollup::None), it.of(Rollup::Unknown)) else {
        let words = text(
            "Av {all} registrerade vid månadens slut är {sum} utan sysselsättning eller okända ({share}).",
            "Of {all} registered at the month's end, {sum} are without occupation or unknown ({share}).",
        );
        return words.fill(lang, &[("all", &number), ("sum", &sum), ("share", &share)]);
    };
    let words = text(
        "Av {all} registrerade vid månadens slut är {none} utan sysselsättning ({none_share}) och {unknown} okända ({unknown_share}), tillsammans {sum} ({share}).",
        "Of {all} registered at the month's end, {none} are without occupation ({none_share}) and {unknown} are unknown ({unknown_share}), together {sum} ({share}).",
    );
    let (none_share, unknown_share) = (percent(none, all, lang), percent(unknown, all, lang));
    words.fill(
        lang,
        &[
            ("all", &number),
            ("none", &none.to_string()),
            ("none_share", &none_share),
            ("unknown", &unknown.to_string()),
            ("unknown_share", &unknown_share),
            ("sum", &sum),
            ("share", &share),
        ],
    )
}

/// The sum a year before, where it is shown and there is something to hold it against.
fn year_before(now: &SeenStatus, then: &SeenStatus, day: Date, lang: Lang) -> Option<String> {
    let (sum, all) = (then.none_or_unknown?, then.registered?);
    (all > 0 && now.registered? > 0 && now.none_or_unknown.is_some()).then(|| lead::year_before(sum, all, day, lang))
}

fn reach(it: &SeenReach, lang: Lang) -> Vec<String> {
    let Some(all) = it.registered else { return vec![UNTOLD.get(lang).to_owned()] };
    if all == 0 {
        return vec![text("Ingen är registrerad.", "Nobody is registered.").get(lang).to_owned()];
    }
    let number = all.to_string();
    let first = match it.reached {
        None => text(
            "{all} har registrerats sedan starten. Hur många av dem som har haft kontakt är dolt.",
            "{all} have been registered since the start. How many of them have been in contact is hidden.",
        )
        .fill(lang, &[("all", &number)]),
        Some(reached) => text(
            "Av {all} registrerade sedan starten har {reached} haft minst en kontakt ({share}).",
            "Of {all} registered since the start, {reached} have been in contact at least once ({share}).",
        )
        .fill(lang, &[("all", &number), ("reached", &reached.to_string()), ("share", &percent(reached, all, lang))]),
    };
    let others = it.tried.zip(it.untouched).map(|(tried, untouched)| {
        let words = text(
            "{tried} har sökts utan kontakt, och hos {untouched} finns varken försök eller kontakt.",
            "{tried} have been sought without contact, and {untouched} have neither an attempt nor a contact.",
        );
        words.fill(lang, &[("tried", &tried.to_string()), ("untouched", &untouched.to_string())])
    });
    let last = it.open.filter(|it| *it > 0).zip(it.last(Recency::Month)).map(|(open, month)| {
        let words = text(
            "Av {open} registrerade vid månadens slut har {month} haft kontakt den senaste månaden ({share}).",
            "Of {open} registered at the month's end, {month} have been in contact within the last month ({share}).",
        );
        words.fill(lang, &[("open", &open.to_string()), ("month", &month.to_string()), ("share", &percent(month, open, lang))])
    });
    vec![first, others.unwrap_or_default(), last.unwrap_or_default()]
}

fn work(it: &SeenWork, lang: Lang) -> String {
    match it.all() {
        None => text(
            "Hur mycket som gjordes i allt är dolt, eftersom en del kanaler är det.",
            "How much was done in all is hidden, since some channels are.",
        )
        .get(lang)
        .to_owned(),
        Some(it) if it == Acts::default() => {
            text("Inga kontaktförsök är loggade för månaden.", "No attempts are logged for the month.").get(lang).to_owned()
        }
        Some(it) => lead::work_done(it.attempts, it.contacts, text(" under månaden", " in the month"), lang),
    }
}

/// What the words mean, and how many of whom.
pub(super) fn definitions(level: &Level, lang: Lang) -> Vec<(Text, String)> {
    let plain = |sv, en| text(sv, en).get(lang).to_owned();
    let frozen = (
        text("Månaden", "The month"),
        text(
            "Som den var känd när den publicerades. Det är tidigast den {day} i månaden efter, så att det som loggats utan täckning hinner komma in. Den räknas aldrig om, och det som hamnar i registret efteråt ändrar den inte.",
            "As it was known when it was published. That is on day {day} of the next month at the earliest, so that what was logged without coverage has time to come in. It is never counted again, and what comes into the register later doesn't change it.",
        )
        .fill(lang, &[("day", &CLOSES_ON.to_string())]),
    );
    let mut terms = match &level.figures {
        LevelFigures::Outcomes(it) => it.whole.shown().map_or_else(Vec::new, |it| lead::outcome_definitions(&it, lang)),
        LevelFigures::Status(it) => status_terms(&it.whole, lang),
        LevelFigures::Reach(_) => reach_terms(lang),
        LevelFigures::Work(_) => vec![
            (
                text("Försök och kontakter", "Attempts and contacts"),
                plain(
                    "Varje loggat försök räknas i den månad då det gjordes. En kontakt är ett försök där den unga deltog, eller ett svar som den unga själv skickat.",
                    "Each logged attempt counts in the month in which it was made. A contact is an attempt in which the youth took part, or an answer that the youth sent.",
                ),
            ),
            (
                text("Alla", "All"),
                plain(
                    "Summan av de kanaler som visas, och dold där någon av dem är det. Kommuner för sig visas inte.",
                    "The sum of the channels that are shown, and hidden where one of them is. Single municipalities aren't shown.",
                ),
            ),
        ],
    };
    terms.push(frozen);
    terms
}

fn status_terms(it: &SeenStatus, lang: Lang) -> Vec<(Text, String)> {
    let plain = |sv, en| text(sv, en).get(lang).to_owned();
    let known = it.registered.zip(it.of(Rollup::Unknown)).filter(|it| it.0 > 0).map(|(all, unknown)| {
        let known = all - unknown;
        let words = text("Känt för {known} av {all} ({share}).", "Known of {known} of {all} ({share}).");
        words.fill(lang, &[("known", &known.to_string()), ("all", &all.to_string()), ("share", &percent(known, all, lang))])
    });
    let unknown = plain(
        "Ingen uppgift finns, uppgifterna säger emot varandra, den unga vill inte säga, går inte att nå, eller så är uppgiften för gammal. Okänt visas alltid bredvid utan sysselsättning, eftersom det ena kan bytas mot det andra.",
        "Nothing is stated, statements contradict each other, the youth declined to say or cannot be contacted, or it was stated too long ago. Unknown always stands beside no occupation, since the one can be traded for the other.",
    );
    vec![
        (
            text("Registrerade", "Registered"),
            plain(
                "De vars registrering inte är avslutad vid månadens slut. Skyddade personer räknas med.",
                "Those whose registration hasn't ended at the month's end. Protected persons are counted.",
            ),
        ),
        (
            text("Utan sysselsättning", "No occupation"),
            plain(
                "Senaste uppgiften säger ingen sysselsättning, eller att en start är avtalad men inte har skett.",
                "The latest statement says no occupation, or that a start is agreed and hasn't come.",
            ),
        ),
        (text("Okänt", "Unknown"), known.map_or(unknown.clone(), |it| format!("{unknown} {it}"))),
    ]
}

fn reach_terms(lang: Lang) -> Vec<(Text, String)> {
    let plain = |sv, en| text(sv, en).get(lang).to_owned();
    vec![
        (
            text("Registrerade sedan starten", "Registered since the start"),
            plain(
                "Varje registrering till och med månadens slut, också de avslutade: samma som i före och efter. Den som registrerats två gånger räknas två gånger.",
                "Each registration through the month's end, also those that have ended: the same as in before and after. Who was registered twice counts twice.",
            ),
        ),
        (
            text("Försök", "Attempt"),
            plain("Att någon försökt nå den unga, oavsett hur.", "That somebody tried to reach the youth, by any channel."),
        ),
        (
            text("Kontakt", "Contact"),
            plain(
                "När den unga själv deltog: ett samtal, ett svar. Ett levererat sms, en vårdnadshavare eller en annan aktör är ingen kontakt, och en påminnelse är varken försök eller kontakt.",
                "When the youth took part: a conversation, a reply. A delivered message, a guardian or another agency is no contact, and a reminder is neither attempt nor contact.",
            ),
        ),
        (
            text("Senaste kontakt", "Last contact"),
            plain(
                "Sedan registreringen, bland dem som är registrerade vid månadens slut.",
                "Since the registration, among those registered at the month's end.",
            ),
        ),
    ]
}

#[cfg(test)]
mod tests;
