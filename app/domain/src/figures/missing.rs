//! What is missing of those who are registered: lists that a lead turns into work.

use crate::{AccountId, Address, Lang, Reading, Rollup, UnitId, UnknownCode, Youth};
use jiff::civil::Date;
use std::str::FromStr;

/// What is missing of a person who is registered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// The unit that keeps in touch.
    pub unit: Option<UnitId>,
    /// The worker whose own it is.
    pub worker: Option<AccountId>,
    /// Protected persons stand in no list.
    pub is_protected: bool,
    /// Nothing is known of what they did when they were registered.
    pub no_before: bool,
    /// No phone, no e-mail and no address can be used.
    pub no_address: bool,
    /// What they are said to do holds through this day.
    pub valid_until: Option<Date>,
    /// A measure was to end on this day, and hasn't been ended: the first of them.
    pub planned_end: Option<Date>,
}

/// A list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// No occupation at registration.
    Before,
    /// What they are said to do has lapsed.
    Lapsed,
    /// No contact details.
    Address,
    /// A planned end has passed.
    End,
}

impl Lack {
    /// Every list, in order.
    pub const ALL: [Self; 4] = [Self::Before, Self::Lapsed, Self::Address, Self::End];

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Lapsed => "lapsed",
            Self::Address => "address",
            Self::End => "end",
        }
    }

    /// The words that people read.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Before => lang.pick("Ingen sysselsättning vid registreringen", "No occupation at registration"),
            Self::Lapsed => lang.pick("Uppgiften är för gammal", "Stated too long ago"),
            Self::Address => lang.pick("Inga kontaktuppgifter", "No contact details"),
            Self::End => lang.pick("Planerat slut har passerat", "A planned end has passed"),
        }
    }
}

impl FromStr for Lack {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        Self::ALL.into_iter().find(|it| it.code() == code).ok_or_else(|| UnknownCode { list: "lack", code: code.to_owned() })
    }
}

impl Missing {
    /// What is missing of a youth; none who isn't registered.
    pub fn of(youth: &Youth) -> Option<Self> {
        let case = youth.cases().pop().filter(|it| !youth.erased && it.ended.is_none())?;
        let before = match youth.occupation_on(case.on) {
            Reading::Stated(head) => head.value.occupation.rollup(),
            Reading::Unstated | Reading::Disputed(_) => Rollup::Unknown,
        };
        let valid_until = match youth.occupation_on(Date::MAX) {
            Reading::Stated(head) => head.value.valid_until(),
            Reading::Unstated | Reading::Disputed(_) => None,
        };
        let phone = youth.phones.values().any(|it| it.is_theirs() && it.closed_for().is_none());
        let is_closed = |address: &Address| youth.closed.get(address).is_some_and(|it| it.heads().iter().any(|it| it.value.is_some()));
        let email = youth.email.heads().iter().filter_map(|it| it.value.clone()).any(|email| !is_closed(&Address::Email { email }));
        let address = youth.address.heads().iter().any(|it| it.value.is_some());
        let ends = youth.measures.values().filter(|it| it.ended.is_none()).filter_map(|it| it.planned_end);
        Some(Self {
            unit: youth.assignment.heads().last().map(|it| it.value.unit),
            worker: youth.assignment.get().and_then(|it| it.worker),
            is_protected: youth.is_protected(),
            no_before: before == Rollup::Unknown,
            no_address: !phone && !email && !address,
            valid_until,
            planned_end: ends.min(),
        })
    }

    /// Whether it stands in a list on a day.
    pub fn lacks(&self, lack: Lack, today: Date) -> bool {
        match lack {
            Lack::Before => self.no_before,
            Lack::Lapsed => self.valid_until.is_some_and(|it| it < today),
            Lack::Address => self.no_address,
            Lack::End => self.planned_end.is_some_and(|it| it < today),
        }
    }
}
