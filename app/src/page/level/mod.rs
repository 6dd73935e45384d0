//! The figures that a region, the nation and anyone may see: a closed month as it was published, with small groups hidden.

mod pictures;
mod say;

use super::{
    Link, Page,
    lead::{self, Files},
    part,
};
use crate::{
    when,
    words::{Lang, Text, text},
};
use domain::figures::{Level, LevelFigures, Sides, Topic};
use jiff::civil::Date;
use leptos::prelude::*;

/// A level's month.
#[derive(Clone, Debug)]
pub struct Published {
    /// What about.
    pub topic: Topic,
    /// The region's name; none for all.
    pub region: Option<String>,
    /// The month's last day.
    pub month: Date,
    /// The figures, from which sentences, pictures and tables come; none in a month that was published without.
    pub level: Option<Level>,
    /// The months that have been published.
    pub months: Vec<Link>,
    /// The figures as files.
    pub files: Files,
}

const WITHOUT: Text = text("Den här månaden publicerades utan de här siffrorna.", "This month was published without these figures.");
const NEVER_AFTER: Text = text(
    "En månad publiceras en gång och ändras aldrig, så de läggs inte till i efterhand. Välj en senare månad.",
    "A month is published once and never changes, so they aren't added afterwards. Choose a later month.",
);
const ACTS: [Text; 2] = [
    text(
        "En kanal visas bara där minst 5 ungdomar står bakom varje siffra: försöken, kontakterna och försöken som inte blev kontakt.",
        "A channel is shown only where at least 5 young people stand behind each figure: attempts, contacts, and attempts that became no contact.",
    ),
    text(
        "Fler döljs så att ingen kan räkna fram de små, inte ens den som har en hel kommuns siffror. En dold siffra kan alltså vara stor.",
        "More is hidden so that nobody can work out the small ones, not even somebody who has a whole municipality's figures. So a hidden figure may be large.",
    ),
];
const MONTH: Text = text("Månad", "Month");
const NOBODY: Text = text("Ingen är registrerad här.", "Nobody is registered here.");
const WHY: Text = text("Varför är en del dolt?", "Why is some of it hidden?");
const BECAUSE: [Text; 3] = [
    text(
        "En grupp med färre än 5 ungdomar visas inte, för då kan någon kännas igen. Det gäller också om alla i en grupp gör samma sak.",
        "A group of fewer than 5 young people isn't shown, since somebody could be recognised. Nor is a group where everyone does the same.",
    ),
    text(
        "Fler siffror döljs så att ingen kan räkna fram de små grupperna, inte ens den som har en hel kommuns siffror. En dold siffra kan alltså vara stor.",
        "More figures are hidden so that nobody can work out the small groups, not even somebody who has a whole municipality's figures. So a hidden figure may be large.",
    ),
    text(
        "Det som har dolts är dolt i tolv månader till. Alla ser samma siffror: regionen, landet och allmänheten.",
        "What has been hidden stays hidden for twelve months more. Everyone sees the same figures: the region, the nation and the public.",
    ),
];

impl Page for Published {
    fn title(&self, lang: Lang) -> String {
        let place = self.region.clone().unwrap_or_else(|| text("hela landet", "the whole country").get(lang).to_owned());
        format!("{}, {place}", self.topic.word(lang))
    }

    fn body(self, lang: Lang) -> AnyView {
        let place = self.region.unwrap_or_else(|| text("Hela landet", "The whole country").get(lang).to_owned());
        let day = when::day_with_year(self.month, lang);
        let months = choose(self.months, lang);
        let Some(level) = self.level else {
            return view! {
                <p class="page__title">{place}" · "{day}</p>
                {lead::said(vec![WITHOUT.get(lang).to_owned(), NEVER_AFTER.get(lang).to_owned()])}
                {months}
            }
            .into_any();
        };
        let count = level.municipalities();
        let count = (count > 0)
            .then(|| format!(" · {}", part::counted(count, lang.pick("kommun", "municipality"), lang.pick("kommuner", "municipalities"))));
        let why = level.is_hidden(lang).then(|| why(self.topic, lang));
        view! {
            <p class="page__title">{place}{count}" · "{day}</p>
            {lead::said(say::sentences(&level, lang))}
            {months}
            {pictures::draw(&level, lang)}
            {tables(&level, lang)}
            {why}
            {lead::terms(say::definitions(&level, lang), lang)}
            {lead::downloads(self.files, lang)}
        }
        .into_any()
    }
}

/// What the figures of a level are of, how far they reach, and why some of them are hidden: terms and what they mean.
pub fn definitions(level: &Level, lang: Lang) -> Vec<(Text, String)> {
    let mut all = say::definitions(level, lang);
    if level.is_hidden(lang) {
        all.push((WHY, because(level.topic()).iter().map(|it| it.get(lang)).collect::<Vec<_>>().join(" ")));
    }
    all
}

/// The months that there are, where there is more than one.
fn choose(months: Vec<Link>, lang: Lang) -> Option<AnyView> {
    (months.len() > 1).then(|| {
        view! {
            <section class="no-print stack" aria-label=MONTH.get(lang)>
                <div class="filters">{part::filter(MONTH.get(lang), months)}</div>
            </section>
        }
        .into_any()
    })
}

/// The tables under the pictures. Of before and after the files' tables of parts are too wide.
fn tables(level: &Level, lang: Lang) -> AnyView {
    if let LevelFigures::Outcomes(it) = &level.figures {
        return it.sides(lang).into_iter().map(|it| sides(it, lang)).collect_view().into_any();
    }
    let tables = level.tables(lang).into_iter().map(|it| view! { <section class="section">{lead::table(it, lang)}</section> });
    tables.collect_view().into_any()
}

fn sides(it: Sides, lang: Lang) -> AnyView {
    let tables = match it.tables {
        Some(tables) => tables.into_iter().map(|it| lead::table(it, lang)).collect_view().into_any(),
        None => view! { <p>{NOBODY.get(lang)}</p> }.into_any(),
    };
    view! {
        <section class="section stack">
            <h2 class="section__title">{it.title}</h2>
            {tables}
        </section>
    }
    .into_any()
}

/// Why some figures of a topic are hidden.
fn because(topic: Topic) -> &'static [Text] {
    if topic == Topic::Work { &ACTS } else { &BECAUSE }
}

fn why(topic: Topic, lang: Lang) -> AnyView {
    let words = because(topic).iter().map(|it| view! { <p>{it.get(lang)}</p> }).collect_view();
    view! {
        <section class="notice">
            <h2 class="notice__title">{WHY.get(lang)}</h2>
            {words}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        Channel, Gender, Rollup,
        figures::{Acts, Earlier, Named, Parts, SeenOutcomes, SeenStatus, SeenWork},
    };
    use jiff::civil::date;

    fn page(figures: Option<LevelFigures>, topic: Topic) -> Published {
        let month = date(2026, 10, 31);
        let level = figures.map(|figures| Level { month, region: None, figures, earlier: Earlier::default() });
        Published { topic, region: None, month, level, months: Vec::new(), files: Files::default() }
    }

    fn nybro() -> Named {
        Named { code: "Nybro".into(), name: "Nybro".into() }
    }

    /// Before and after of so many.
    fn outcomes(youths: Option<u64>, complete: Option<u64>) -> SeenOutcomes {
        SeenOutcomes { youths, complete, known_before: youths, known_after: youths, ..SeenOutcomes::default() }
    }

    #[test]
    fn what_is_hidden_is_said_in_words_and_is_no_number() {
        let hidden = SeenStatus { registered: Some(17), states: [(Rollup::None, None)].into(), none_or_unknown: None };
        let whole = SeenStatus {
            registered: Some(90),
            states: [(Rollup::None, Some(9)), (Rollup::Unknown, Some(12))].into(),
            none_or_unknown: Some(21),
        };
        let it = Parts { whole, regions: Vec::new(), municipalities: vec![(nybro(), hidden)], genders: Vec::new() };
        let html = page(Some(LevelFigures::Status(it.clone())), Topic::Status).body(Lang::Sv).to_html();
        // Nybro's none, the sum of the two and the sum's share.
        assert_eq!(html.matches("<td class=\"table__hidden table__hidden--small\">färre än 5 eller skyddad</td>").count(), 3, "{html}");
        assert!(html.contains("Varför är en del dolt?") && !html.contains("style="), "{html}");
        assert!(!html.contains("Nybro dolt"), "a picture of nothing but what is hidden isn't drawn");
        let html = page(Some(LevelFigures::Status(it)), Topic::Status).body(Lang::En).to_html();
        assert!(html.contains("fewer than 5 or protected") && html.contains("At least 10% without occupation"), "{html}");
    }

    #[test]
    fn before_and_after_of_the_parts_stand_in_tables_of_their_own() {
        let hidden = SeenOutcomes { before: [(Rollup::None, None)].into(), ..outcomes(Some(17), None) };
        let it = Parts {
            whole: outcomes(Some(40), Some(20)),
            municipalities: vec![(nybro(), hidden)],
            genders: vec![(Gender::Unknown, outcomes(Some(0), Some(0)))],
            ..Parts::default()
        };
        let html = page(Some(LevelFigures::Outcomes(it)), Topic::Outcomes).body(Lang::Sv).to_html();
        assert!(html.contains("Av 40 registrerade är 20 kända både före och efter (50\u{a0}%)."), "{html}");
        // Nybro's complete, before and after, and who was without occupation before.
        assert_eq!(html.matches("<td class=\"table__hidden table__hidden--small\">färre än 5 eller skyddad</td>").count(), 3, "{html}");
        assert!(html.contains("<th scope=\"row\">Nybro</th>") && html.contains(">17</td>"), "{html}");
        assert!(html.contains("Kommun för kommun. Före: antal") && html.contains("id=\"municipality-after\""), "{html}");
        assert!(html.contains("Varför är en del dolt?") && !html.contains("Kvinnor och män"), "nobody without a gender: no row: {html}");
    }

    #[test]
    fn where_nobody_is_registered_or_so_few_there_are_words_and_no_figures() {
        let nobody = outcomes(Some(0), Some(0));
        let it = Parts { whole: nobody.clone(), municipalities: vec![(nybro(), nobody)], ..Parts::default() };
        let html = page(Some(LevelFigures::Outcomes(it)), Topic::Outcomes).body(Lang::Sv).to_html();
        assert!(html.contains("Kommun för kommun") && html.contains("Ingen är registrerad här."), "{html}");
        assert!(!html.contains("<table") && !html.contains("<svg") && !html.contains("dolt"), "{html}");
        let it = Parts { whole: outcomes(None, None), ..Parts::default() };
        let html = page(Some(LevelFigures::Outcomes(it)), Topic::Outcomes).body(Lang::En).to_html();
        assert!(html.contains("How many are registered here is hidden.") && html.contains("Why is some of it hidden?"), "{html}");
    }

    #[test]
    fn a_month_without_says_so() {
        for (lang, words) in [(Lang::Sv, "publicerades utan de här siffrorna"), (Lang::En, "published without these figures")] {
            let html = page(None, Topic::Reach).body(lang).to_html();
            assert!(html.contains(words) && !html.contains("<table") && !html.contains("download"), "{html}");
        }
    }

    #[test]
    fn a_channel_that_is_hidden_has_no_bar_and_no_total() {
        let acts = |attempts, contacts| Some(Acts { attempts, contacts });
        let whole = SeenWork { channels: [(Channel::Phone, acts(40, 30)), (Channel::HomeVisit, None)].into() };
        let it = Parts { whole, ..Parts::default() };
        let html = page(Some(LevelFigures::Work(it)), Topic::Work).body(Lang::Sv).to_html();
        assert!(html.contains("Hembesök dolt") && html.contains("minst 5 ungdomar"), "{html}");
        assert_eq!(html.matches("färre än 5 eller skyddad").count(), 4, "attempts and contacts, of the channel and in all: {html}");
    }
}
