//! Status, reach and work done of a level: a month as it was published.

use super::{
    super::{
        Link, Page,
        lead::{self, Files, Seen},
        part,
    },
    BECAUSE, choose, say, why,
};
use crate::{
    chart::{Bars, Certain, Share, Single, bars, certain},
    when,
    words::{Lang, Text, text},
};
use domain::{
    Channel, Rollup,
    figures::{Bounds, Level, LevelFigures, Parts, Recency, SeenReach, SeenStatus, SeenWork, Topic},
};
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
        let because: &[Text] = if self.topic == Topic::Work { &ACTS } else { &BECAUSE };
        let why = level.is_hidden(lang).then(|| why(because, lang));
        let tables = level.tables(lang).into_iter().map(|it| view! { <section class="section">{lead::table(it, lang)}</section> });
        view! {
            <p class="page__title">{place}{count}" · "{day}</p>
            {lead::said(say::sentences(&level, lang))}
            {months}
            {pictures(&level, lang)}
            {tables.collect_view()}
            {why}
            {lead::terms(definitions(&level, lang), lang)}
            {lead::downloads(self.files, lang)}
        }
        .into_any()
    }
}

/// What the figures of a level are of, and how far they reach: terms and what they mean.
pub fn definitions(level: &Level, lang: Lang) -> Vec<(Text, String)> {
    say::definitions(level, lang)
}

fn pictures(level: &Level, lang: Lang) -> AnyView {
    match &level.figures {
        LevelFigures::Outcomes(it) => super::figures(Seen::of(it.whole.clone()).as_ref(), lang),
        LevelFigures::Status(it) => status(it, lang),
        LevelFigures::Reach(it) => reach(it, lang),
        LevelFigures::Work(it) => work(&it.whole, lang),
    }
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

fn status(it: &Parts<SeenStatus>, lang: Lang) -> AnyView {
    let whole = &it.whole;
    let everyone = share(whole.of(Rollup::None), whole.registered).zip(share(whole.none_or_unknown, whole.registered));
    let everyone = everyone.filter(|it| it.0.whole > 0).map(|(none, both)| {
        let bounds = Bounds(none.part() * 100.0, both.part() * 100.0);
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
    let title = text("Läget, av de registrerade", "Status, of those registered");
    let both = text("Utan sysselsättning eller okänt, av de registrerade", "No occupation or unknown, of those registered");
    let beside = parts(it, |it| share(it.none_or_unknown, it.registered));
    view! { {everyone} {picture(title, by, lang)} {picture(both, beside, lang)} }.into_any()
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::figures::{Acts, Named};
    use jiff::civil::date;

    fn page(figures: Option<LevelFigures>, topic: Topic) -> Published {
        let month = date(2026, 10, 31);
        let level = figures.map(|figures| Level { month, region: None, figures });
        Published { topic, region: None, month, level, months: Vec::new(), files: Files::default() }
    }

    #[test]
    fn what_is_hidden_is_said_in_words_and_is_no_number() {
        let nybro = Named { code: "Nybro".into(), name: "Nybro".into() };
        let hidden = SeenStatus { registered: Some(17), states: [(Rollup::None, None)].into(), none_or_unknown: None };
        let whole = SeenStatus {
            registered: Some(90),
            states: [(Rollup::None, Some(9)), (Rollup::Unknown, Some(12))].into(),
            none_or_unknown: Some(21),
        };
        let it = Parts { whole, regions: Vec::new(), municipalities: vec![(nybro, hidden)], genders: Vec::new() };
        let html = page(Some(LevelFigures::Status(it.clone())), Topic::Status).body(Lang::Sv).to_html();
        // Nybro's none, the sum of the two and the sum's share.
        assert_eq!(html.matches("<td class=\"table__hidden table__hidden--small\">färre än 5 eller skyddad</td>").count(), 3, "{html}");
        assert!(html.contains("Varför är en del dolt?") && !html.contains("style="), "{html}");
        assert!(!html.contains("Nybro dolt"), "a picture of nothing but what is hidden isn't drawn");
        let html = page(Some(LevelFigures::Status(it)), Topic::Status).body(Lang::En).to_html();
        assert!(html.contains("fewer than 5 or protected") && html.contains("At least 10% without occupation"), "{html}");
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
