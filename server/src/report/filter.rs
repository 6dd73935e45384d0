//! Before and after of some of a scope's cases.

use super::outcomes::load;
use crate::{
    db::{Db, StoreError},
    store::outcome::{Counted, Reach},
};
use domain::{Gender, RegistrationReason, UnitId, figures::Outcomes};
use jiff::civil::Date;

/// Which cases are counted. Nothing chosen is all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one unit.
    pub unit: Option<UnitId>,
    /// Of one gender.
    pub gender: Option<Gender>,
    /// Of one reason of registration.
    pub reason: Option<RegistrationReason>,
}

impl Filter {
    fn takes(&self, it: &Counted) -> bool {
        self.unit.is_none_or(|unit| it.unit == Some(unit))
            && self.gender.is_none_or(|gender| it.gender == gender)
            && self.reason.is_none_or(|reason| it.case.reason == reason)
    }
}

/// Counts the cases that the filter takes, exactly: who may see them is the caller's to decide.
pub async fn filtered(db: &Db, reach: Reach, filter: Filter, as_of: Date) -> Result<Outcomes, StoreError> {
    let mut tx = db.read().await?;
    let (cases, readings) = load(&mut tx, reach).await?;
    let pairs = cases
        .iter()
        .filter(|it| filter.takes(it))
        .filter_map(|it| it.case.pair(readings.get(&it.person).map(Vec::as_slice).unwrap_or_default(), as_of));
    Ok(Outcomes::count(pairs))
}
