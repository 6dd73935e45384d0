//! Why a figure is another than last month.

use crate::words::{Lang, Text, text};
use domain::figures::{Counts, Group, Moves, Period, Status};
use jiff::civil::Date;

/// What has happened since the end of the month before, in words; nothing where nothing has.
pub(super) fn since(it: &Moves, eve: &str, lang: Lang) -> Option<String> {
    use Group::{None as Nothing, Occupied, Unknown};
    let of = |from, to| it.of(from, to);
    let groups = [Nothing, Unknown, Occupied];
    let sum = |all: &dyn Fn(Group) -> u64| groups.iter().map(|it| all(*it)).sum::<u64>();
    let parts: [(u64, Text, Text); 5] = [
        (
            sum(&|it| of(None, Some(it))),
            text("1 ny i registret", "1 new in the register"),
            text("{n} nya i registret", "{n} new in the register"),
        ),
        (sum(&|it| of(Some(it), None)), text("1 har lämnat det", "1 has left it"), text("{n} har lämnat det", "{n} have left it")),
        (
            of(Some(Nothing), Some(Occupied)) + of(Some(Unknown), Some(Occupied)),
            text("1 har kommit i sysselsättning eller visat sig ha den", "1 is occupied or turned out to be"),
            text("{n} har kommit i sysselsättning eller visat sig ha den", "{n} are occupied or turned out to be"),
        ),
        (
            of(Some(Occupied), Some(Nothing)) + of(Some(Unknown), Some(Nothing)),
            text("1 är eller visade sig vara utan", "1 is, or turned out to be, without"),
            text("{n} är eller visade sig vara utan", "{n} are, or turned out to be, without"),
        ),
        (
            of(Some(Occupied), Some(Unknown)) + of(Some(Nothing), Some(Unknown)),
            text(
                "för 1 vet vi inte längre, oftast för att uppgiften blev för gammal",
                "1 is no longer known, mostly since it was stated too long ago",
            ),
            text(
                "för {n} vet vi inte längre, oftast för att uppgiften blev för gammal",
                "{n} are no longer known, mostly since it was stated too long ago",
            ),
        ),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|it| it.0 > 0)
        .map(|(n, one, many)| if n == 1 { one.get(lang).to_owned() } else { many.fill(lang, &[("n", &n.to_string())]) })
        .collect();
    (!said.is_empty()).then(|| text("Sedan {eve}: {what}.", "Since {eve}: {what}.").fill(lang, &[("eve", eve), ("what", &said.join(", "))]))
}

/// That a closed month is known otherwise now than when it was closed; `said` is what was counted, in words.
pub(super) fn revised((month, then, now): &(Date, Counts, Counts), said: impl Fn(&Counts) -> String, lang: Lang) -> String {
    let (month, then, now) = (Period::month_of(*month).word(lang), said(then), said(now));
    let words = if then == now {
        // In a part that the sentence doesn't name.
        text(
            "Det som är känt om {month} har ändrats sedan månaden stängdes. Region och riket ser den stängda månaden.",
            "What is known of {month} has changed since it was closed. Region and nation see the closed month.",
        )
    } else {
        text(
            "När {month} stängdes räknades {then}. Med det som har kommit in sedan dess är det {now}. Region och riket ser den stängda månaden.",
            "When {month} was closed, it had {then}. With what has come in since it is {now}. Region and nation see the closed month.",
        )
    };
    words.fill(lang, &[("month", &month), ("then", &then), ("now", &now)])
}

/// Where everyone stood, for [`revised`].
pub(super) fn standing(it: &Status, lang: Lang) -> String {
    let words = text(
        "{all} registrerade, av dem {none} utan sysselsättning och {unknown} okända",
        "{all} registered, {none} of them without occupation and {unknown} unknown",
    );
    let [all, none, unknown] = [it.registered(), it.group(Group::None), it.group(Group::Unknown)].map(|it| it.to_string());
    words.fill(lang, &[("all", &all), ("none", &none), ("unknown", &unknown)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_closed_month_would_be_today() {
        use domain::{Occupation, figures::State};
        let of = |all: [(Occupation, u64); 2]| Counts {
            status: Status { states: all.map(|(occupation, n)| (State::Is(occupation), n)).into() },
            ..Counts::default()
        };
        let said = |then, now| {
            let it = (jiff::civil::date(2026, 10, 1), of(then), of(now));
            revised(&it, |it| standing(&it.status, Lang::Sv), Lang::Sv)
        };
        assert_eq!(
            said([(Occupation::None, 4), (Occupation::Work, 6)], [(Occupation::None, 3), (Occupation::Work, 8)]),
            "När oktober 2026 stängdes räknades 10 registrerade, av dem 4 utan sysselsättning och 0 okända. Med det som har kommit in sedan \
             dess är det 11 registrerade, av dem 3 utan sysselsättning och 0 okända. Region och riket ser den stängda månaden."
        );
        assert_eq!(
            said([(Occupation::None, 4), (Occupation::Work, 6)], [(Occupation::None, 4), (Occupation::Placement, 6)]),
            "Det som är känt om oktober 2026 har ändrats sedan månaden stängdes. Region och riket ser den stängda månaden."
        );
    }

    #[test]
    fn why_it_changed() {
        let mut moves = Moves::default();
        assert_eq!(since(&moves, "31 okt 2026", Lang::Sv), None);
        moves.0.insert((None, Some(Group::Unknown)), 3);
        moves.0.insert((Some(Group::None), Some(Group::Occupied)), 1);
        moves.0.insert((Some(Group::Occupied), Some(Group::Unknown)), 2);
        assert_eq!(
            since(&moves, "31 okt 2026", Lang::Sv).as_deref(),
            Some(
                "Sedan 31 okt 2026: 3 nya i registret, 1 har kommit i sysselsättning eller visat sig ha den, för 2 vet vi inte längre, oftast för att uppgiften blev för gammal."
            )
        );
    }
}
