use super::*;
use domain::figures::{Earlier, Parts};

#[test]
fn what_is_said_of_status_is_what_is_shown() {
    let all = SeenStatus {
        registered: Some(90),
        states: [(Rollup::None, Some(9)), (Rollup::Unknown, Some(12))].into(),
        none_or_unknown: Some(21),
    };
    assert_eq!(
        status(&all, Lang::Sv),
        "Av 90 registrerade vid månadens slut är 9 utan sysselsättning (10\u{a0}%) och 12 okända (13\u{a0}%), tillsammans 21 (23\u{a0}%)."
    );
    let some = SeenStatus { states: [(Rollup::None, None), (Rollup::Unknown, None)].into(), ..all.clone() };
    assert_eq!(status(&some, Lang::En), "Of 90 registered at the month's end, 21 are without occupation or unknown (23%).");
    let few = SeenStatus { none_or_unknown: None, ..some };
    assert!(status(&few, Lang::Sv).ends_with("är dolt."), "{}", status(&few, Lang::Sv));
    assert_eq!(status(&SeenStatus { registered: None, ..few }, Lang::Sv), UNTOLD.sv);
    let known = status_terms(&all, Lang::Sv).into_iter().map(|it| it.1).collect::<String>();
    assert!(known.contains("Känt för 78 av 90 (87\u{a0}%)."), "{known}");
}

#[test]
fn where_all_is_hidden_it_is_said_and_nothing_else() {
    let all = |youths, complete| SeenOutcomes { youths, complete, ..SeenOutcomes::default() };
    let status = |registered| LevelFigures::Status(Parts { whole: SeenStatus { registered, ..SeenStatus::default() }, ..Parts::default() });
    let work = SeenWork { channels: [(domain::Channel::Phone, None)].into() };
    let of = |whole| LevelFigures::Outcomes(Parts { whole, ..Parts::default() });
    for (figures, sv, en) in [
        (of(all(None, None)), UNTOLD.sv, UNTOLD.en),
        (status(None), UNTOLD.sv, UNTOLD.en),
        (LevelFigures::Reach(Parts { whole: SeenReach::default(), ..Parts::default() }), UNTOLD.sv, UNTOLD.en),
        (
            of(all(Some(40), None)),
            "40 har registrerats sedan starten. Hur många av dem som är kända både före och efter är dolt.",
            "40 have been registered since the start. How many of them are known both before and after is hidden.",
        ),
        (
            status(Some(40)),
            "40 är registrerade vid månadens slut. Hur många av dem som är utan sysselsättning eller okända är dolt.",
            "40 are registered at the month's end. How many of them are without occupation or unknown is hidden.",
        ),
        (
            LevelFigures::Work(Parts { whole: work, ..Parts::default() }),
            "Hur mycket som gjordes i allt är dolt, eftersom en del kanaler är det.",
            "How much was done in all is hidden, since some channels are.",
        ),
    ] {
        let level = Level { month: jiff::civil::date(2026, 10, 31), region: None, figures, earlier: Earlier::default() };
        for (lang, words) in [(Lang::Sv, sv), (Lang::En, en)] {
            let said: Vec<String> = sentences(&level, lang).into_iter().filter(|it| !it.is_empty()).collect();
            assert_eq!(said, [words]);
        }
    }
}

#[test]
fn what_is_said_of_reach_and_work_is_what_is_shown() {
    let it = SeenReach {
        registered: Some(40),
        reached: Some(30),
        tried: None,
        untouched: Some(5),
        open: Some(20),
        last: [(Recency::Month, None)].into(),
    };
    assert_eq!(reach(&it, Lang::Sv), ["Av 40 registrerade sedan starten har 30 haft minst en kontakt (75\u{a0}%).", "", ""]);
    let it = SeenWork { channels: [(domain::Channel::Phone, Some(Acts { attempts: 12, contacts: 8 }))].into() };
    assert_eq!(work(&it, Lang::En), "12 attempts were made in the month, and 8 times there was contact with the youth.");
    assert_eq!(work(&SeenWork::default(), Lang::Sv), "Inga kontaktförsök är loggade för månaden.");
}

#[test]
fn the_year_before_is_said_where_both_are_shown() {
    let of = |registered, none_or_unknown| SeenStatus { registered, none_or_unknown, ..SeenStatus::default() };
    let day = jiff::civil::date(2025, 10, 31);
    let said = |now: &SeenStatus, was: &SeenStatus| year_before(now, was, day, Lang::Sv);
    let (now, was) = (of(Some(90), Some(21)), of(Some(80), Some(24)));
    assert_eq!(said(&now, &was).as_deref(), Some("Den 31 okt 2025 var det 24 av 80 (30\u{a0}%)."));
    for (now, was) in [(&of(Some(90), None), &was), (&now, &of(Some(80), None)), (&now, &of(Some(0), Some(0)))] {
        assert_eq!(said(now, was), None);
    }
}
