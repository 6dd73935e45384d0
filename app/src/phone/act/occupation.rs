//! What a youth does now.

use domain::{Certainty, Fact, Source, Statement, Youth};
use jiff::civil::Date;

/// The facts of a statement. Nobody can state the future as if it were: a day ahead becomes today.
pub fn state_occupation(mut statement: Statement, youth: &Youth, today: Date) -> Vec<Fact> {
    statement.as_of = statement.as_of.min(today);
    let Statement { occupation, as_of, source, certainty, until } = statement;
    let saw = youth.statements.get(&as_of).map(domain::Register::saw).unwrap_or_default();
    vec![Fact::OccupationStated { occupation, as_of, source, certainty, until, saw }]
}

/// How sure a statement is where nobody says otherwise: what the youth, or the school itself, tells is confirmed.
pub fn said_by_default(source: Source) -> Certainty {
    match source {
        Source::Other => Certainty::Assumed,
        _ => Certainty::Confirmed,
    }
}

#[cfg(test)]
mod tests {
    use super::super::contact::tests::{TODAY, entry};
    use super::*;
    use domain::{Occupation, fold::Reading};

    #[test]
    fn a_second_statement_of_the_day_replaces_the_first() {
        let say = |occupation| Statement {
            occupation,
            as_of: TODAY.tomorrow().unwrap(),
            source: Source::Youth,
            certainty: Certainty::Confirmed,
            until: None,
        };
        let nobody = Youth::fold(&[entry(1, vec![])]).unwrap();
        let first = entry(1, state_occupation(say(Occupation::None), &nobody, TODAY));
        let youth = Youth::fold(&[first.clone()]).unwrap();
        let second = entry(2, state_occupation(say(Occupation::Work), &youth, TODAY));
        let youth = Youth::fold(&[first, second]).unwrap();
        let Reading::Stated(head) = youth.occupation_on(TODAY) else { panic!("one statement") };
        assert_eq!((head.value.occupation, head.value.as_of), (Occupation::Work, TODAY));
    }
}
