//! What was done through each channel, with the youths behind it: acts may be shown where enough youths stand behind them.

use super::{Person, Span};
use crate::Channel;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Acts of one kind, and how many youths they were about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u64, u64)", into = "(u64, u64)")]
pub struct Behind {
    /// Acts.
    pub acts: u64,
    /// Youths.
    pub youths: u64,
}

/// What was done through one channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Through {
    /// Workers' tries.
    pub attempts: Behind,
    /// Two-way, with the youth.
    pub contacts: Behind,
    /// Tries that became no contact: what a reader gets by subtracting, but for youths' own answers.
    pub failed: Behind,
}

/// What was done in a period, by channel, and how many youths it was about whatever the channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// By channel.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<Channel, Through>,
    /// Youths who were tried or answered.
    #[serde(default)]
    pub touched: u64,
    /// Youths there was contact with.
    #[serde(default)]
    pub reached: u64,
}

impl From<(u64, u64)> for Behind {
    fn from((acts, youths): (u64, u64)) -> Self {
        Self { acts, youths }
    }
}

impl From<Behind> for (u64, u64) {
    fn from(it: Behind) -> Self {
        (it.acts, it.youths)
    }
}

impl Behind {
    fn add(&mut self, acts: u64) {
        self.acts += acts;
        self.youths += u64::from(acts > 0);
    }
}

impl std::ops::AddAssign for Behind {
    fn add_assign(&mut self, it: Self) {
        self.acts += it.acts;
        self.youths += it.youths;
    }
}

impl std::ops::AddAssign for Through {
    fn add_assign(&mut self, it: Self) {
        self.attempts += it.attempts;
        self.contacts += it.contacts;
        self.failed += it.failed;
    }
}

impl std::ops::AddAssign<&Done> for Done {
    fn add_assign(&mut self, it: &Done) {
        for (channel, through) in &it.channels {
            *self.channels.entry(*channel).or_default() += *through;
        }
        self.touched += it.touched;
        self.reached += it.reached;
    }
}

impl Through {
    /// Its kinds of acts.
    pub fn kinds(&self) -> [Behind; 3] {
        [self.attempts, self.contacts, self.failed]
    }
}

impl Done {
    /// Adds what was done about one more person.
    pub fn add(&mut self, person: &Person, span: Span) {
        let mut own: BTreeMap<Channel, [u64; 3]> = BTreeMap::new();
        let within = |it: &&super::Touch| it.day <= span.to && span.from.is_none_or(|from| it.day >= from);
        for it in person.touches.iter().filter(within) {
            let (acts, count) = (own.entry(it.how.channel).or_default(), u64::from(it.count));
            let (attempt, contact) = (it.how.is_attempt(), it.how.is_contact());
            let if_so = |is_so: bool| if is_so { count } else { 0 };
            acts[0] += if_so(attempt);
            acts[1] += if_so(contact);
            acts[2] += if_so(attempt && !contact);
        }
        self.touched += u64::from(own.values().any(|it| it[0] + it[1] > 0));
        self.reached += u64::from(own.values().any(|it| it[1] > 0));
        for (channel, [attempts, contacts, failed]) in own {
            let it = self.channels.entry(channel).or_default();
            it.attempts.add(attempts);
            it.contacts.add(contacts);
            it.failed.add(failed);
        }
    }

    /// Whether no count is greater than the other's.
    pub fn is_within(&self, other: &Self) -> bool {
        let is_channel_within = |channel: &Channel, it: &Through| {
            let most = other.channels.get(channel).copied().unwrap_or_default();
            it.kinds().into_iter().zip(most.kinds()).all(|(it, most)| it.acts <= most.acts && it.youths <= most.youths)
        };
        let are_youths_within = self.touched <= other.touched && self.reached <= other.reached;
        are_youths_within && self.channels.iter().all(|(channel, it)| is_channel_within(channel, it))
    }

    /// Acts in all: tries, contacts.
    pub fn acts(&self) -> (u64, u64) {
        self.channels.values().fold((0, 0), |(attempts, contacts), it| (attempts + it.attempts.acts, contacts + it.contacts.acts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Choice, Counts, tests::person};
    use jiff::civil::date;
    use proptest::prelude::*;

    proptest! {
        /// What levels see of a month is what a lead sees of it.
        #[test]
        fn acts_are_those_that_a_lead_sees(persons in proptest::collection::vec(person(), 0..10), days in 0..660i32) {
            let from = crate::civil::days_after(date(2025, 1, 1), days).first_of_month();
            let span = Span { from: Some(from), to: from.last_of_month() };
            let mut done = Done::default();
            persons.iter().for_each(|it| done.add(it, span));
            let work = Counts::of(&persons, span, &Choice::default()).work;
            prop_assert_eq!(done.acts(), (work.attempts(), work.contacts()));
            for it in done.channels.values() {
                prop_assert!(it.failed.acts <= it.attempts.acts && it.kinds().iter().all(|it| it.youths <= it.acts));
            }
            prop_assert!(done.reached <= done.touched && done.reached <= done.acts().1);
        }
    }

    #[test]
    fn the_stored_form_is_frozen() {
        let through = Through { attempts: (12, 5).into(), contacts: (3, 2).into(), failed: (9, 5).into() };
        let it = Done { channels: [(Channel::Phone, through)].into(), touched: 5, reached: 2 };
        let json = r#"{"channels":{"phone":{"attempts":[12,5],"contacts":[3,2],"failed":[9,5]}},"touched":5,"reached":2}"#;
        assert_eq!(serde_json::to_string(&it).expect("json"), json);
        assert_eq!(serde_json::from_str::<Done>(json).expect("json"), it);
    }
}
