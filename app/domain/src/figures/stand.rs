//! Where one registration stands when a month ends, as the figures of levels see it: before and after, whether it is open
//! and then in what state, and who has been reached, all at once. The tables that are published are sums of these, so
//! what ties them to each other is seen.

use super::{Pair, Person, Recency, State};
use crate::{Rollup, UnknownCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A registration at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Stand {
    /// Before and after.
    pub pair: Pair,
    /// What the youth does now; none where the registration has ended.
    pub status: Option<Rollup>,
    /// What has come of seeking them, since they were registered.
    pub touched: Touched,
}

/// What has come of seeking somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Touched {
    /// A contact, the last within a month.
    Month,
    /// A contact, the last over one month and at most four ago.
    FourMonths,
    /// A contact, the last longer ago.
    Longer,
    /// An attempt, and no contact.
    Attempt,
    /// Neither.
    Nothing,
}

impl Touched {
    /// Each, the latest contact first.
    pub const ALL: [Self; 5] = [Self::Month, Self::FourMonths, Self::Longer, Self::Attempt, Self::Nothing];

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Month => Recency::Month.code(),
            Self::FourMonths => Recency::FourMonths.code(),
            Self::Longer => Recency::Longer.code(),
            Self::Attempt => "attempt",
            Self::Nothing => "nothing",
        }
    }
}

impl Person {
    /// The person's registrations through a day, as they stand on it.
    pub fn stands(&self, day: Date) -> impl Iterator<Item = Stand> + '_ {
        self.cases.iter().filter_map(move |case| {
            let pair = case.pair(&self.readings, day)?;
            let status = case.is_open(day).then(|| match State::on(&self.readings, day) {
                State::Is(it) => it.rollup(),
                _ => Rollup::Unknown,
            });
            let touches = || case.within(&self.touches).filter(|it| it.day <= day);
            let contact = touches().filter(|it| it.how.is_contact()).map(|it| it.day).max();
            let touched = match Recency::of(contact, day) {
                Recency::Month => Touched::Month,
                Recency::FourMonths => Touched::FourMonths,
                Recency::Longer => Touched::Longer,
                Recency::Never if touches().any(|it| it.how.is_attempt()) => Touched::Attempt,
                Recency::Never => Touched::Nothing,
            };
            Some(Stand { pair, status, touched })
        })
    }
}

/// The status of a registration that has ended.
const GONE: &str = "gone";

impl fmt::Display for Stand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.pair, self.status.map_or(GONE, |it| it.code()), self.touched.code())
    }
}

impl FromStr for Stand {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let unknown = || UnknownCode { list: "stand", code: text.to_owned() };
        let mut parts = text.split('/');
        let (Some(pair), Some(status), Some(touched), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(unknown());
        };
        let touched = Touched::ALL.into_iter().find(|it| it.code() == touched).ok_or_else(unknown)?;
        let status = if status == GONE { None } else { Some(status.parse()?) };
        Ok(Self { pair: pair.parse()?, status, touched })
    }
}

impl From<Stand> for String {
    fn from(it: Stand) -> Self {
        it.to_string()
    }
}

impl TryFrom<String> for Stand {
    type Error = UnknownCode;

    fn try_from(text: String) -> Result<Self, UnknownCode> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_frozen() {
        let pair = Pair { before: Rollup::None, after: Rollup::Work };
        let open = Stand { pair, status: Some(Rollup::Work), touched: Touched::Month };
        let gone = Stand { pair, status: None, touched: Touched::Attempt };
        assert_eq!([open.to_string(), gone.to_string()], ["none>work/work/within_1_month", "none>work/gone/attempt"]);
        assert_eq!([open.to_string().parse(), gone.to_string().parse()], [Ok(open), Ok(gone)]);
        for bad in ["none>work", "none>work/work", "none>work/work/never", "none>work/gone/attempt/1", "none/work/attempt"] {
            assert!(bad.parse::<Stand>().is_err(), "{bad}");
        }
    }
}
