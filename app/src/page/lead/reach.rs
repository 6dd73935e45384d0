//! Who was reached.

use super::{beside, said, terms};
use crate::{
    chart::{Share, Single},
    when,
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
    let first = match (it.registered, it.attempted, it.contacted) {
        (0, ..) => text("Ingen registrerades under perioden.", "Nobody was registered in the period."),
        (1, 0, 0) => text(
            "En enda registrerades under perioden, och har varken sökts eller haft kontakt.",
            "Only one was registered in the period, and has had neither an attempt nor a contact.",
        ),
        (1, _, 0) => text(
            "En enda registrerades under perioden, och har sökts utan kontakt.",
            "Only one was registered in the period, and has been tried without contact.",
        ),
        (1, ..) => text(
            "En enda registrerades under perioden, och har haft kontakt med oss.",
            "Only one was registered in the period, and has been in contact with us.",
        ),
        _ => text(
            "Av {all} registrerade under perioden har {attempted} fått minst ett kontaktförsök ({attempted_share}), och {contacted} har vi haft kontakt med ({contacted_share}).",
            "Of {all} registered in the period, {attempted} {attempted_have} been tried at least once ({attempted_share}), and {contacted} {contacted_have} been in contact with us ({contacted_share}).",
        ),
    };
    let have = |n| if n == 1 { "has" } else { "have" };
    let mut sentences = vec![first.fill(
        lang,
        &[
            ("all", &it.registered.to_string()),
            ("attempted", &it.attempted.to_string()),
            ("attempted_have", have(it.attempted)),
            ("attempted_share", &percent(it.attempted, it.registered)),
            ("contacted", &it.contacted.to_string()),
            ("contacted_have", have(it.contacted)),
            ("contacted_share", &percent(it.contacted, it.registered)),
        ],
    )];
    if let (Some(median), Some(most)) = (it.days_within(50), it.days_within(90)) {
        let words = match it.contacted {
            1 => text("Första kontakten kom inom {most}.", "The first contact came within {most}."),
            _ => text(
                "Hälften av dem nåddes inom {median} och nio av tio inom {most}.",
                "Half of those were reached within {median}, and nine in ten within {most}.",
            ),
        };
        let days = |n: u32| when::numeral(i64::from(n), text("{antal} dag", "{antal} day"), text("{antal} dagar", "{antal} days"), lang);
        sentences.push(words.fill(lang, &[("median", &days(median)), ("most", &days(most))]));
    }
    let (open, never) = (open(it), it.last(Recency::Never));
    if open > 0 {
        let words = match (open, never) {
            (1, 1) => text(
                "Den enda som är registrerad vid periodens slut har ännu inte haft någon kontakt.",
                "The only one registered at the end of the period has had no contact yet.",
            ),
            (1, _) => text(
                "Den enda som är registrerad vid periodens slut har haft kontakt.",
                "The only one registered at the end of the period has been in contact.",
            ),
            (_, 1) => text(
                "Av {all} registrerade vid periodens slut har {never} ännu inte haft någon kontakt ({share}).",
                "Of {all} registered at the end of the period, {never} has had no contact yet ({share}).",
            ),
            _ => text(
                "Av {all} registrerade vid periodens slut har {never} ännu inte haft någon kontakt ({share}).",
                "Of {all} registered at the end of the period, {never} have had no contact yet ({share}).",
            ),
        };
        sentences.push(words.fill(lang, &[("all", &open.to_string()), ("never", &never.to_string()), ("share", &percent(never, open))]));
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
    use std::collections::BTreeMap;

    #[test]
    fn what_is_said_of_reach() {
        let mut it = Reach { registered: 8, first_time: 7, attempted: 6, contacted: 4, ..Reach::default() };
        it.days = [(2, 2), (9, 2)].into();
        it.last = [(Recency::Month, 3), (Recency::Never, 1)].into();
        assert_eq!(
            headline(&it, Lang::Sv),
            [
                "Av 8 registrerade under perioden har 6 fått minst ett kontaktförsök (75\u{a0}%), och 4 har vi haft kontakt med (50\u{a0}%).",
                "Hälften av dem nåddes inom 2 dagar och nio av tio inom 9 dagar.",
                "Av 4 registrerade vid periodens slut har 1 ännu inte haft någon kontakt (25\u{a0}%).",
            ]
        );
        assert_eq!(headline(&Reach::default(), Lang::En), ["Nobody was registered in the period."]);
    }

    #[test]
    fn what_is_said_of_one() {
        let last = |recency| BTreeMap::from([(recency, 1)]);
        let never = Reach { registered: 1, last: last(Recency::Never), ..Reach::default() };
        let tried = Reach { attempted: 1, last: BTreeMap::new(), ..never.clone() };
        let reached = Reach { contacted: 1, days: [(1, 1)].into(), last: last(Recency::Month), ..tried.clone() };
        let few = Reach { registered: 2, first_time: 2, last: BTreeMap::new(), ..reached.clone() };
        for (it, sv, en) in [
            (
                never,
                vec![
                    "En enda registrerades under perioden, och har varken sökts eller haft kontakt.",
                    "Den enda som är registrerad vid periodens slut har ännu inte haft någon kontakt.",
                ],
                vec![
                    "Only one was registered in the period, and has had neither an attempt nor a contact.",
                    "The only one registered at the end of the period has had no contact yet.",
                ],
            ),
            (
                tried,
                vec!["En enda registrerades under perioden, och har sökts utan kontakt."],
                vec!["Only one was registered in the period, and has been tried without contact."],
            ),
            (
                reached,
                vec![
                    "En enda registrerades under perioden, och har haft kontakt med oss.",
                    "Första kontakten kom inom 1 dag.",
                    "Den enda som är registrerad vid periodens slut har haft kontakt.",
                ],
                vec![
                    "Only one was registered in the period, and has been in contact with us.",
                    "The first contact came within 1 day.",
                    "The only one registered at the end of the period has been in contact.",
                ],
            ),
            (
                few,
                vec![
                    "Av 2 registrerade under perioden har 1 fått minst ett kontaktförsök (50 %), och 1 har vi haft kontakt med (50 %).",
                    "Första kontakten kom inom 1 dag.",
                ],
                vec![
                    "Of 2 registered in the period, 1 has been tried at least once (50%), and 1 has been in contact with us (50%).",
                    "The first contact came within 1 day.",
                ],
            ),
        ] {
            let said = |lang| headline(&it, lang).iter().map(|it| it.replace('\u{a0}', " ")).collect::<Vec<_>>();
            assert_eq!(said(Lang::Sv), sv);
            assert_eq!(said(Lang::En), en);
        }
    }
}
