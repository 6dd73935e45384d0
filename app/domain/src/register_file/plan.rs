//! What a row would change.

use super::Row;
use crate::{
    Certainty, Detail, EntryId, Fact, FactRef, LeavingReason, Occupation, PhoneOwner, RegistrationId, Source, UnitId, Youth,
    fold::{Happening, Standing},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What becomes of the register if a row goes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A youth that wasn't there.
    New,
    /// Something that the register didn't know.
    Changed,
    /// Nothing.
    Unchanged,
}

impl Change {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
        }
    }
}

/// A row's change, with the facts that make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// New, changed or unchanged.
    pub change: Change,
    /// The facts of the entry; none where nothing changes.
    pub facts: Vec<Fact>,
}

/// What the register knows of a row's person.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The person.
    pub youth: &'a Youth,
    /// Those of its entries that files made, and whether the file was undone since.
    pub files: &'a BTreeMap<EntryId, bool>,
}

impl Known<'_> {
    /// Whether a fact has been said: by the last file that said anything `of_its_kind`, or else by anybody at any time. So
    /// what workers have put right stays, and a file that goes back to what an earlier one said is heard.
    fn said(&self, of_its_kind: &dyn Fn(&Fact) -> bool, same: &dyn Fn(&Fact) -> bool) -> bool {
        let file = |it: &Happening| self.files.get(&it.source.entry).copied();
        let stands = |it: &&Happening| !(file(it) == Some(true) && it.standing == Standing::Withdrawn);
        let told = || self.youth.story.iter().filter(stands);
        match told().rfind(|it| file(it).is_some() && of_its_kind(&it.fact)) {
            Some(last) => same(&last.fact),
            None => told().any(|it| same(&it.fact)),
        }
    }
}

/// Plans a row. `unit` is the row's unit, `registration` an id for a new registration. A file never says again what
/// the last one said: what workers have put right since stays, and the same file twice changes nothing.
pub fn plan(row: &Row, unit: Option<UnitId>, known: Option<Known<'_>>, registration: RegistrationId) -> Plan {
    let mut facts = Vec::new();
    let said = |of_its_kind: &dyn Fn(&Fact) -> bool, same: &dyn Fn(&Fact) -> bool| known.is_some_and(|it| it.said(of_its_kind, same));
    let known = known.map(|it| it.youth);
    let known_registration = known.and_then(|it| it.registrations.values().find(|it| it.on == row.enrolled));
    let registration = known_registration.map_or(registration, |it| it.id);
    if known_registration.is_none() {
        facts.push(Fact::Registered { registration, reason: row.reason, on: row.enrolled });
    }
    for (detail, saw) in details(row, known) {
        let of_its_kind = |it: &Fact| matches!(it, Fact::DetailsChanged { detail: other, .. } if is_instead(other, &detail));
        if !said(&of_its_kind, &|it| matches!(it, Fact::DetailsChanged { detail: other, .. } if *other == detail)) {
            facts.push(Fact::DetailsChanged { detail, saw });
        }
    }
    // Blank doesn't clear: protection is lifted by a person.
    if row.protected && !known.is_some_and(Youth::is_protected) {
        facts.push(Fact::ProtectionSet { saw: known.map(|it| it.protection.saw()).unwrap_or_default() });
    }
    if let Some(unit) = unit
        && known.is_none_or(|it| it.assignment.heads().is_empty())
    {
        facts.push(Fact::Assigned { unit, worker: None, saw: Vec::new() });
    }
    let statements = row.before.map(|it| (it, row.enrolled)).into_iter().chain(row.after);
    for (occupation, as_of) in statements {
        let of_its_kind = |it: &Fact| matches!(it, Fact::OccupationStated { as_of: day, .. } if *day == as_of);
        let same = |it: &Fact| matches!(it, Fact::OccupationStated { occupation: other, .. } if *other == occupation);
        if !said(&of_its_kind, &|it| of_its_kind(it) && same(it)) {
            facts.push(statement(occupation, as_of, known));
        }
    }
    if let Some((_, on)) = row.after {
        let of_its_kind = |it: &Fact| matches!(it, Fact::Left { registration: other, .. } if *other == registration);
        if !said(&of_its_kind, &|it| of_its_kind(it) && matches!(it, Fact::Left { on: day, .. } if *day == on)) {
            let saw = known_registration.map(|it| it.end.saw()).unwrap_or_default();
            facts.push(Fact::Left { registration, reason: LeavingReason::FollowUpDone, on, saw });
        }
    }
    let change = match (known, facts.is_empty()) {
        (None, _) => Change::New,
        (Some(_), true) => Change::Unchanged,
        (Some(_), false) => Change::Changed,
    };
    Plan { change, facts }
}

/// Whether one detail stands in another's place. A youth has several numbers to call: one more isn't instead of another.
fn is_instead(one: &Detail, other: &Detail) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other) && (!matches!(one, Detail::Phone { .. }) || one == other)
}

fn details(row: &Row, known: Option<&Youth>) -> Vec<(Detail, Vec<FactRef>)> {
    let mut details = vec![(Detail::Number { number: row.number.clone() }, known.map(|it| it.number.saw()).unwrap_or_default())];
    if !row.given_name.is_empty() {
        let saw = known.map(|it| it.given_name.saw()).unwrap_or_default();
        details.push((Detail::GivenName { name: row.given_name.clone() }, saw));
    }
    if !row.family_name.is_empty() {
        let saw = known.map(|it| it.family_name.saw()).unwrap_or_default();
        details.push((Detail::FamilyName { name: row.family_name.clone() }, saw));
    }
    if let Some(address) = &row.address {
        details.push((Detail::Address { address: Some(address.clone()) }, known.map(|it| it.address.saw()).unwrap_or_default()));
    }
    if let Some(email) = &row.email {
        details.push((Detail::Email { email: Some(email.clone()) }, known.map(|it| it.email.saw()).unwrap_or_default()));
    }
    if let Some(phone) = &row.phone {
        let is_known = known.is_some_and(|it| it.phones.contains_key(phone));
        if !is_known {
            details.push((Detail::Phone { phone: phone.clone(), owner: Some(PhoneOwner::Youth) }, Vec::new()));
        }
    }
    details
}

fn statement(occupation: Occupation, as_of: Date, known: Option<&Youth>) -> Fact {
    let saw = known.and_then(|it| it.statements.get(&as_of)).map(crate::Register::saw).unwrap_or_default();
    Fact::OccupationStated { occupation, as_of, source: Source::Other, certainty: Certainty::Confirmed, until: None, saw }
}
