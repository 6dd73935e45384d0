//! Who was reached.

use super::{beside, said, terms};
use crate::{
    chart::{Share, Single},
    words::{Lang, Text, text},
};
use domain::figures::{Counts, Reach, Recency, Report};
use leptos::prelude::*;

const REACHED: Text = text("Av de registrerade under perioden", "Of those registered in the period");
const LAST: Text =
    text("Senaste kontakt, av de registrerade vid periodens slut", "Last contact, of those registered at the end of the period");

/// Something counted, of those it is counted among.
type Of = fn(&Reach) -> Share;

fn open(it: &Reach) -> u64 {
    it.last.values().sum()
}

pub(super) fn body(report: &Report, lang: Lang) -> (AnyView, AnyView) {
    let it = &report.now.reach;
    let first = said(headline(it, lang));
    let before = report.before.as_ref().map(|it| &it.1);
    let reached: [(Text, Of); 3] = [
        (text("Första gången i registret", "First time in the register"), |it| Share { count: it.first_time, whole: it.registered }),
        (text("Minst ett kontaktförsök", "At least one attempt"), |it| Share { count: it.attempted, whole: it.registered }),
        (text("Minst en kontakt", "At least one contact"), |it| Share { count: it.contacted, whole: it.registered }),
    ];
    let single = |label: String, of: &dyn Fn(&Reach) -> Share| Single {
        label,
        now: Some(of(it)),
        before: before.map(|before: &Counts| of(&before.reach)).filter(|it| it.whole > 0),
    };
    let reached = (it.registered > 0).then(|| {
        let rows = reached.iter().map(|(label, of)| single(label.get(lang).to_owned(), of)).collect();
        beside(REACHED, rows, lang)
    });
    let last = (open(it) > 0).then(|| {
        let rows =
            Recency::ALL.map(|recency| single(recency.word(lang).to_owned(), &|it| Share { count: it.last(recency), whole: open(it) }));
        beside(LAST, rows.into(), lang)
    });
    (first, view! { {reached} {last} {terms(definitions(lang), lang)} }.into_any())
}

fn headline(it: &Reach, lang: Lang) -> Vec<String> {
    let percent = |count, whole| Share { count, whole }.percent(lang);
    let mut sentences = Vec::new();
    if it.registered == 0 {
        sentences.push(text("Ingen registrerades under perioden.", "Nobody was registered in the period.").get(lang).to_owned());
    } else {
        let words = text(
            "Av {all} registrerade under perioden har {attempted} fått minst ett kontaktförsök ({attempted_share}), och {contacted} har vi haft kontakt med ({contacted_share}).",
            "Of {all} registered in the period, {attempted} have been tried at least once ({attempted_share}), and {contacted} have been in contact with us ({contacted_share}).",
        );
        sentences.push(words.fill(
            lang,
            &[
                ("all", &it.registered.to_string()),
                ("attempted", &it.attempted.to_string()),
                ("attempted_share", &percent(it.attempted, it.registered)),
                ("contacted", &it.contacted.to_string()),
                ("contacted_share", &percent(it.contacted, it.registered)),
            ],
        ));
    }
    if let (Some(median), Some(most)) = (it.days_within(50), it.days_within(90)) {
        let words = text(
            "Hälften av dem nåddes inom {median} dagar och nio av tio inom {most}.",
            "Half of those were reached within {median} days, and nine in ten within {most}.",
        );
        sentences.push(words.fill(lang, &[("median", &median.to_string()), ("most", &most.to_string())]));
    }
    if open(it) > 0 {
        let words = text(
            "Av {all} registrerade vid periodens slut har {never} ännu inte haft någon kontakt ({share}).",
            "Of {all} registered at the end of the period, {never} have had no contact yet ({share}).",
        );
        let never = it.last(Recency::Never);
        let (all, share) = (open(it).to_string(), percent(never, open(it)));
        sentences.push(words.fill(lang, &[("all", &all), ("never", &never.to_string()), ("share", &share)]));
    }
    sentences
}

pub(super) fn definitions(lang: Lang) -> Vec<(Text, String)> {
    let plain = |sv, en| text(sv, en).get(lang).to_owned();
    vec![
        (
            text("Försök", "Attempt"),
            plain("Att någon av oss försökt nå den unga, oavsett hur.", "That one of us tried to reach the youth, by any channel."),
        ),
        (
            text("Kontakt", "Contact"),
            plain(
                "När den unga själv deltog: ett samtal, ett svar. Ett levererat sms, en vårdnadshavare eller en annan aktör är ingen kontakt, och en påminnelse är varken försök eller kontakt.",
                "When the youth took part: a conversation, a reply. A delivered message, a guardian or another agency is no contact, and a reminder is neither attempt nor contact.",
            ),
        ),
        (
            text("Dagar till första kontakt", "Days to first contact"),
            plain(
                "Från registreringsdagen, bland dem som nåtts. De som inte nåtts än ingår inte.",
                "From the day of registration, among those reached. Those not yet reached aren't included.",
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_reach() {
        let mut it = Reach { registered: 8, first_time: 7, attempted: 6, contacted: 4, ..Reach::default() };
        it.days = [(2, 2), (9, 2)].into();
        it.last = [(Recency::Month, 3), (Recency::Never, 1)].into();
        assert_eq!(
            headline(&it, Lang::Sv),
            [
                "Av 8 registrerade under perioden har 6 fått minst ett kontaktförsök (75\u{a0}%), och 4 har vi haft kontakt med (50\u{a0}%).",
                "Hälften av dem nåddes inom 2 dagar och nio av tio inom 9.",
                "Av 4 registrerade vid periodens slut har 1 ännu inte haft någon kontakt (25\u{a0}%).",
            ]
        );
        assert_eq!(headline(&Reach::default(), Lang::En), ["Nobody was registered in the period."]);
    }
}
