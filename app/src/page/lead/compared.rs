//! What a report is compared with, by name: a period that goes on is counted in whole months and held against as many of the year
//! before.

use crate::{
    when,
    words::{Lang, text},
};
use domain::figures::{Report, Table, Topic};

/// "januari–november 2025"; of status the day that it was judged on. None where there is no year before.
fn name(report: &Report, lang: Lang) -> Option<String> {
    let before = report.before.as_ref()?.0;
    let period = report.compared();
    Some(period.map_or_else(|| when::day_with_year(before.to, lang), |it| it.word(lang)))
}

/// The sentence that says it, or why there is nothing to compare with. None since the start.
pub(super) fn sentence(report: &Report, lang: Lang) -> Option<String> {
    let goes_on = report.period.last()? > report.span.to;
    let Some(before) = name(report, lang) else {
        // Some days of a month have no like: days of months that are over aren't kept.
        let words = text(
            "Månaden pågår, och jämförs med året före först när den är slut.",
            "The month goes on, and is compared with the year before once it is over.",
        );
        return Some(words.get(lang).to_owned());
    };
    let words = match (goes_on, report.topic) {
        (true, Topic::Status) => text(
            "Perioden pågår. Läget i dag jämförs med månadens slut året före, den {before}.",
            "The period goes on. Status today is compared with the month's end the year before, {before}.",
        ),
        (true, _) => text(
            "Perioden pågår. Den räknas i hela månader och jämförs med {before}.",
            "The period goes on. It is counted in whole months and compared with {before}.",
        ),
        (false, _) => text("Jämförs med {before}.", "Compared with {before}."),
    };
    Some(words.fill(lang, &[("before", &before)]))
}

/// The report's tables, where the columns of the year before say what they are of.
pub fn report_tables(report: &Report, lang: Lang) -> Vec<Table> {
    let mut tables = report.tables(lang);
    if let Some(name) = name(report, lang) {
        for column in tables.iter_mut().flat_map(|it| &mut it.columns).filter(|it| it.code.contains("year_before")) {
            column.words = format!("{} ({name})", column.words);
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::figures::{Choice, Counts};
    use jiff::civil::date;

    fn report(topic: Topic, period: &str) -> Report {
        let (period, today): (domain::figures::Period, _) = (period.parse().unwrap(), date(2026, 11, 23));
        Report {
            topic,
            municipality: "Klippan".into(),
            choice: Choice::default(),
            unit: String::new(),
            gender: String::new(),
            reason: String::new(),
            period,
            span: topic.span(period, today),
            now: Counts::default(),
            before: topic.span_before(period, today).map(|it| (it, Counts::default())),
            units: Vec::new(),
            genders: Vec::new(),
            reasons: Vec::new(),
            months: Vec::new(),
            work: Vec::new(),
            moves: None,
            revised: None,
        }
    }

    #[test]
    fn what_is_compared_is_named() {
        for (topic, period, sv, en) in [
            (
                Topic::Reach,
                "2026",
                "Perioden pågår. Den räknas i hela månader och jämförs med januari–oktober 2025.",
                "The period goes on. It is counted in whole months and compared with January–October 2025.",
            ),
            (
                Topic::Status,
                "2026-H2",
                "Perioden pågår. Läget i dag jämförs med månadens slut året före, den 30 nov 2025.",
                "The period goes on. Status today is compared with the month's end the year before, 30 Nov 2025.",
            ),
            (Topic::Work, "2026-10", "Jämförs med oktober 2025.", "Compared with October 2025."),
            (
                Topic::Work,
                "2026-11",
                "Månaden pågår, och jämförs med året före först när den är slut.",
                "The month goes on, and is compared with the year before once it is over.",
            ),
        ] {
            let it = report(topic, period);
            assert_eq!((sentence(&it, Lang::Sv).as_deref(), sentence(&it, Lang::En).as_deref()), (Some(sv), Some(en)));
        }
        assert_eq!(sentence(&report(Topic::Outcomes, "start"), Lang::Sv), None);
    }

    #[test]
    fn a_column_of_the_year_before_says_of_what() {
        let heads = |it: &Report| -> Vec<String> { report_tables(it, Lang::Sv)[0].columns.iter().map(|it| it.words.clone()).collect() };
        let heads_of_reach = heads(&report(Topic::Reach, "2026-Q4"));
        assert_eq!(heads_of_reach[1..4], ["Antal", "Andel", "Samma period året före, antal (oktober 2025)"]);
        assert_eq!(heads(&report(Topic::Status, "2026"))[3], "Ett år tidigare, antal (30 nov 2025)");
        assert_eq!(heads(&report(Topic::Reach, "start"))[3], "Samma period året före, antal");
    }
}
