use super::*;
use domain::{Certainty, Channel, ContactOutcome, FollowUpId, Occupation, Source};

const TODAY: Date = date(2026, 11, 23);
const RULES: Rules = Rules { notes_allowed: true, today: TODAY };

fn contact(minutes: Option<u16>, note: Option<&str>) -> Fact {
    let (channel, outcome) = (Channel::HomeVisit, ContactOutcome::Conversation);
    Fact::ContactLogged { channel, outcome, happened: None, place: None, phone: None, minutes, note: note.map(str::to_owned) }
}

fn work(as_of: Date, until: Option<Date>) -> Fact {
    let (source, certainty) = (Source::Youth, Certainty::Confirmed);
    Fact::OccupationStated { occupation: Occupation::Work, as_of, source, certainty, until, saw: vec![] }
}

fn written(facts: &[Fact], part: Part, text: &str) -> Vec<Value> {
    let mut values = values(facts);
    let value = values.iter_mut().find(|it| it.part == part).unwrap();
    text.clone_into(&mut value.text);
    values
}

#[test]
fn what_is_untouched_says_the_same() {
    let facts = vec![
        contact(Some(20), Some("Ville ses")),
        work(TODAY, None),
        Fact::FollowUpPlanned { follow_up: FollowUpId::new(1, [1; 10]), on: TODAY, worker: None },
        Fact::DetailsChanged { detail: Detail::GivenName { name: "Alva".to_owned() }, saw: vec![] },
    ];
    let values = values(&facts);
    assert_eq!(values.len(), 6);
    assert_eq!(mended(&facts, &values, RULES), Ok(facts));
}

#[test]
fn a_note_that_is_not_allowed_is_emptied() {
    let facts = vec![contact(None, Some("Ville ses"))];
    let strict = Rules { notes_allowed: false, ..RULES };
    assert_eq!(mended(&facts, &values(&facts), strict).unwrap_err().len(), 1);
    assert_eq!(mended(&facts, &written(&facts, Part::Note, "  "), strict), Ok(vec![contact(None, None)]));
    let long = "å".repeat(LONGEST_NOTE + 1);
    assert!(mended(&facts, &written(&facts, Part::Note, &long), RULES).is_err());
}

#[test]
fn each_wrong_value_is_named_by_its_place() {
    let facts = vec![contact(Some(2000), None), work(TODAY, Some(date(2026, 11, 1)))];
    let wrong = mended(&facts, &values(&facts), RULES).unwrap_err();
    assert_eq!(wrong.iter().map(|it| it.0).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn a_correction_is_mended_within() {
    let target = domain::FactRef { entry: domain::EntryId::new(1, [1; 10]), index: 0 };
    let corrected = |minutes| vec![Fact::Corrected { target, fact: Box::new(contact(minutes, None)) }];
    let facts = corrected(Some(2000));
    assert_eq!(mended(&facts, &written(&facts, Part::Minutes, "20"), RULES), Ok(corrected(Some(20))));
}

#[test]
fn a_youth_who_is_gone_is_called_what_the_entry_says() {
    let name = |name: &str| Fact::DetailsChanged { detail: Detail::GivenName { name: name.to_owned() }, saw: vec![] };
    assert_eq!(name_in(&[name("Elsa")], Lang::Sv), "Elsa");
    assert!(name_in(&[contact(None, None)], Lang::En).starts_with("A youth"));
}
