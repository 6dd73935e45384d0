//! Two values for one thing, and the worker's choice between them: a change that saw both.

use crate::{
    phone::say,
    words::{Lang, Text, text},
};
use domain::{
    Actor, Detail, Fact, FactRef, Hlc, Youth,
    fold::{Disputed, Head, MeetingOutcome, Plan, Register},
};
use jiff::civil::Date;

/// A field that somebody has to decide about.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    /// What it is about.
    pub title: Text,
    /// The values.
    pub choices: Vec<Choice>,
}

/// One of the values.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The fact that said so.
    pub source: FactRef,
    /// The value as a line.
    pub value: String,
    /// Who said so.
    pub by: Actor,
    /// When.
    pub at: Hlc,
    /// What choosing it says: a change that has seen every value.
    pub fact: Fact,
}

/// What is disputed about a youth.
pub fn disputes(youth: &Youth, today: Date, lang: Lang) -> Vec<Dispute> {
    youth.disputes().into_iter().filter_map(|it| dispute(youth, it, today, lang)).collect()
}

fn dispute(youth: &Youth, disputed: Disputed, today: Date, lang: Lang) -> Option<Dispute> {
    let detail = |detail, saw| Fact::DetailsChanged { detail, saw };
    let asks = Asks { today, lang };
    Some(match disputed {
        Disputed::Number => asks.about(NUMBER, &youth.number, |it, saw| detail(Detail::Number { number: it.clone() }, saw)),
        Disputed::GivenName => asks.about(GIVEN_NAME, &youth.given_name, |it, saw| detail(Detail::GivenName { name: it.clone() }, saw)),
        Disputed::FamilyName => asks.about(FAMILY_NAME, &youth.family_name, |it, saw| detail(Detail::FamilyName { name: it.clone() }, saw)),
        Disputed::Address => asks.about(ADDRESS, &youth.address, |it, saw| detail(Detail::Address { address: it.clone() }, saw)),
        Disputed::Email => asks.about(EMAIL, &youth.email, |it, saw| detail(Detail::Email { email: it.clone() }, saw)),
        Disputed::Language => asks.about(LANGUAGE, &youth.language, |it, saw| detail(Detail::Language { language: it.clone() }, saw)),
        Disputed::Assignment => {
            asks.about(ASSIGNMENT, &youth.assignment, |it, saw| Fact::Assigned { unit: it.unit, worker: it.worker, saw })
        }
        Disputed::Occupation(day) => asks.about(OCCUPATION, youth.statements.get(&day)?, |it, saw| Fact::OccupationStated {
            occupation: it.occupation,
            as_of: it.as_of,
            source: it.source,
            certainty: it.certainty,
            until: it.until,
            saw,
        }),
        Disputed::Meeting(meeting) => asks.about(MEETING, &youth.meetings.get(&meeting)?.plan, |it, saw| match *it {
            Plan::At { at, place } => Fact::MeetingMoved { meeting, at, place, saw },
            Plan::Cancelled => Fact::MeetingCancelled { meeting, saw },
        }),
        Disputed::MeetingOutcome(meeting) => asks.about(OUTCOME, &youth.meetings.get(&meeting)?.outcome, |it, saw| match it {
            MeetingOutcome::Held => Fact::MeetingHeld { meeting, saw },
            MeetingOutcome::Missed => Fact::MeetingMissed { meeting, saw },
        }),
        Disputed::Ending(registration) => asks.about(ENDING, &youth.registrations.get(&registration)?.end, |it, saw| match *it {
            Some((reason, on)) => Fact::Left { registration, reason, on, saw },
            None => Fact::Reopened { registration, saw },
        }),
    })
}

const NUMBER: Text = text("Vilket personnummer stämmer?", "Which personal number is right?");
const GIVEN_NAME: Text = text("Vilket förnamn stämmer?", "Which given name is right?");
const FAMILY_NAME: Text = text("Vilket efternamn stämmer?", "Which family name is right?");
const ADDRESS: Text = text("Vilken adress stämmer?", "Which address is right?");
const EMAIL: Text = text("Vilken e-postadress stämmer?", "Which e-mail address is right?");
const LANGUAGE: Text = text("Vilket språk ska meddelanden ha?", "Which language should messages be in?");
const ASSIGNMENT: Text = text("Vem håller kontakten?", "Who keeps in touch?");
const OCCUPATION: Text = text("Vad stämmer om sysselsättningen?", "What is right about the occupation?");
const MEETING: Text = text("Vad gäller om mötet?", "What holds for the meeting?");
const OUTCOME: Text = text("Blev mötet av?", "Was the meeting held?");
const ENDING: Text = text("Är inskrivningen avslutad?", "Has the registration ended?");

struct Asks {
    today: Date,
    lang: Lang,
}

impl Asks {
    fn about<T: PartialEq>(&self, title: Text, register: &Register<T>, choose: impl Fn(&T, Vec<FactRef>) -> Fact) -> Dispute {
        let mut choices: Vec<Choice> = Vec::new();
        // Equal values are one choice, told by whoever said it last.
        for (index, head) in register.heads().iter().enumerate() {
            if register.heads()[index + 1..].iter().all(|it| it.value != head.value) {
                choices.push(self.choice(head, choose(&head.value, register.saw())));
            }
        }
        Dispute { title, choices }
    }

    fn choice<T>(&self, head: &Head<T>, fact: Fact) -> Choice {
        Choice { source: head.source, value: say::fact(&fact, self.today, self.lang), by: head.by, at: head.at, fact }
    }
}

#[cfg(test)]
mod tests {
    use super::super::contact::tests::{TODAY, entry, youth};
    use super::*;
    use domain::{Occupation, Source};

    fn states(number: u8, occupation: Occupation) -> domain::Entry {
        let fact = Fact::OccupationStated {
            occupation,
            as_of: TODAY,
            source: Source::Youth,
            certainty: domain::Certainty::Confirmed,
            until: None,
            saw: vec![],
        };
        entry(number, vec![fact])
    }

    #[test]
    fn both_values_are_shown_and_the_choice_settles_it() {
        let entries = [states(2, Occupation::Work), states(3, Occupation::None)];
        let conflicted = Youth::fold(&entries).unwrap();
        let asked = disputes(&conflicted, TODAY, Lang::Sv);
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0].choices.len(), 2);
        assert!(asked[0].choices[0].value.starts_with("Arbete"));
        let chosen = entry(4, vec![asked[0].choices[0].fact.clone()]);
        let [first, second] = entries;
        let settled = Youth::fold(&[first, second, chosen]).unwrap();
        assert!(disputes(&settled, TODAY, Lang::Sv).is_empty());
        assert!(disputes(&youth(), TODAY, Lang::Sv).is_empty());
    }
}
