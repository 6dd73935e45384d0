//! What the phone says in whole sentences. No screen in here: words in, words out.

mod status;
mod strength;
mod why;

pub use crate::story::{fact, standing};
pub use crate::when::{clock, clock_form, day, day_with_year, heading, left, moment, numeral};
pub use status::{Mood, status};
pub use strength::{Strength, strength};
pub use why::{unsure, why};

use crate::words::{Lang, Text, text};
use domain::{Doing, Occupation, Statement, civil, today::Section};
use jiff::civil::Date;

/// The heading of a section of *I dag*.
pub fn section(section: Section) -> Text {
    match section {
        Section::Now => text("Nu", "Now"),
        Section::Answers => text("Svar", "Answers"),
        Section::NeedsYou => text("Behöver din hjälp", "Needs your help"),
        Section::FollowUp => text("Följ upp", "Follow up"),
        Section::LongAgo => text("Länge sedan", "A long time ago"),
        Section::StillTrue => text("Stämmer det än?", "Still true?"),
    }
}

/// What a youth does, in a few words, lapsed or not.
pub fn doing(doing: &Doing, on: Date, lang: Lang) -> String {
    match doing {
        Doing::Unstated => text("Sysselsättning saknas", "No occupation stated").get(lang).to_owned(),
        Doing::Disputed => text("Två olika uppgifter", "Two different statements").get(lang).to_owned(),
        Doing::Stated { statement } if statement.is_lapsed(on) => {
            text("{vad}, har gått ut", "{vad}, lapsed").fill(lang, &[("vad", statement.occupation.word(lang))])
        }
        Doing::Stated { statement } => statement.occupation.word(lang).to_owned(),
    }
}

/// How fresh a statement is: "sedan 3 nov, gäller till 2 maj 2027".
pub fn freshness(statement: &Statement, today: Date, lang: Lang) -> String {
    let as_of = day(statement.as_of, today, lang);
    let until = statement.valid_until();
    let words = match until {
        None => text("Uppgift {från}.", "Stated {från}."),
        Some(until) if until < today => {
            text("Uppgift {från}. Gällde till {till}: fråga igen.", "Stated {från}. Held until {till}: ask again.")
        }
        Some(_) => text("Uppgift {från}. Gäller till {till}.", "Stated {från}. Holds until {till}."),
    };
    let until = until.map(|it| day(it, today, lang)).unwrap_or_default();
    words.fill(lang, &[("från", &as_of), ("till", &until)])
}

/// Age, and the day they turn 20: "17 år · fyller 20 den 6 nov 2028".
pub fn age(birth: Date, today: Date, lang: Lang) -> String {
    let years = civil::age(birth, today);
    let turns = civil::turns(birth, 20);
    let words = if turns > today {
        text("{år} år · fyller 20 den {dag}", "{år} years old · turns 20 on {dag}")
    } else {
        text("{år} år · fyllde 20 den {dag}", "{år} years old · turned 20 on {dag}")
    };
    words.fill(lang, &[("år", &years.to_string()), ("dag", &day_with_year(turns, lang))])
}

/// The occupations that a worker meets most, chosen from first; the rest are one tap away.
pub const LIKELY: [Occupation; 7] = [
    Occupation::None,
    Occupation::Work,
    Occupation::AdultEducation,
    Occupation::Placement,
    Occupation::IntroductoryProgramme,
    Occupation::NationalProgramme,
    Occupation::FolkHighSchool,
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Certainty, Source};
    use jiff::civil::date;

    #[test]
    fn age_says_the_day_they_turn_20() {
        assert_eq!(age(date(2008, 11, 6), date(2026, 11, 23), Lang::Sv), "18 år · fyller 20 den 6 nov 2028");
        assert_eq!(age(date(2006, 11, 6), date(2026, 11, 23), Lang::En), "20 years old · turned 20 on 6 Nov 2026");
    }

    #[test]
    fn freshness_asks_again_when_it_has_run_out() {
        let work =
            |as_of| Statement { occupation: Occupation::Work, as_of, source: Source::Youth, certainty: Certainty::Confirmed, until: None };
        let today = date(2026, 11, 23);
        assert_eq!(freshness(&work(date(2026, 11, 23)), today, Lang::Sv), "Uppgift i dag. Gäller till lör 22 maj 2027.");
        assert_eq!(freshness(&work(date(2026, 3, 2)), today, Lang::Sv), "Uppgift mån 2 mars. Gällde till lör 29 aug: fråga igen.");
    }
}
