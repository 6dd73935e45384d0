//! Which records are one person: those that a "same person as" in force holds together.

use domain::{Fact, FactRef, YouthId, sync::Stored};
use std::collections::{BTreeMap, BTreeSet};

/// A link between two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) records: (YouthId, YouthId),
    pub(super) in_force: bool,
}

/// Every link that the entries make, withdrawn ones too.
pub(super) fn links(entries: &[Stored]) -> Vec<Link> {
    let facts = || {
        entries.iter().flat_map(|stored| {
            let entry = &stored.entry;
            (0u16..).zip(&entry.facts).map(move |(index, fact)| (FactRef { entry: entry.id, index }, entry.youth, fact))
        })
    };
    let withdrawn: BTreeSet<FactRef> = facts()
        .filter_map(|(_, _, fact)| match fact {
            Fact::Withdrawn { target } => Some(*target),
            _ => None,
        })
        .collect();
    facts()
        .filter_map(|(source, youth, fact)| match fact {
            Fact::SamePersonAs { other } => Some(Link { records: (youth, *other), in_force: !withdrawn.contains(&source) }),
            _ => None,
        })
        .collect()
}

/// The records, person by person.
pub(super) fn persons(records: impl IntoIterator<Item = YouthId>, links: &[Link]) -> Vec<BTreeSet<YouthId>> {
    let mut persons: BTreeMap<YouthId, BTreeSet<YouthId>> = records.into_iter().map(|it| (it, BTreeSet::from([it]))).collect();
    for Link { records: (a, b), .. } in links.iter().filter(|it| it.in_force) {
        let holder = |of: &YouthId| persons.iter().find(|(_, members)| members.contains(of)).map(|it| *it.0);
        if let (Some(a), Some(b)) = (holder(a), holder(b))
            && a != b
        {
            let joined = persons.remove(&a.max(b)).unwrap_or_default();
            persons.entry(a.min(b)).or_default().extend(joined);
        }
    }
    persons.into_values().collect()
}

/// The records, person by person, as all entries about them say.
pub(crate) fn persons_of(records: impl IntoIterator<Item = YouthId>, entries: &[Stored]) -> Vec<BTreeSet<YouthId>> {
    persons(records, &links(entries))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_chain() {
        let id = |it| YouthId::new(it, [0; 10]);
        let link = |a, b, in_force| Link { records: (id(a), id(b)), in_force };
        let persons = persons([1, 2, 3, 4, 5].map(id), &[link(5, 3, true), link(1, 5, true), link(2, 4, false)]);
        let expected = vec![BTreeSet::from([1, 3, 5].map(id)), BTreeSet::from([id(2)]), BTreeSet::from([id(4)])];
        assert_eq!(persons, expected);
    }
}
