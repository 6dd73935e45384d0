//! Which facts are in force, once corrections and withdrawals are applied.

use crate::{Actor, Entry, EntryId, Fact, FactRef, Hlc};
use std::collections::BTreeMap;

/// A fact in the youth's story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// Which fact.
    pub source: FactRef,
    /// When, as its device claims.
    pub at: Hlc,
    /// Who.
    pub by: Actor,
    /// What. For a correction, what it should have said.
    pub fact: Fact,
    /// Whether it still counts.
    pub standing: Standing,
    /// What a correction replaces.
    pub replaces: Option<FactRef>,
}

/// Whether a fact counts. History shows all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    InForce,
    /// A later fact says otherwise in its place.
    Corrected,
    /// It should not have been.
    Withdrawn,
}

/// Every fact but the withdrawals themselves, with its standing, ordered by the timeline's clock.
pub(super) fn happenings(entries: &BTreeMap<EntryId, &Entry>) -> Vec<Happening> {
    let all: Vec<(FactRef, &Entry, &Fact)> = entries
        .values()
        .flat_map(|entry| (0u16..).zip(&entry.facts).map(move |(index, fact)| (FactRef { entry: entry.id, index }, *entry, fact)))
        .collect();
    let withdrawals: Vec<FactRef> = all.iter().filter(|(_, _, it)| matches!(it, Fact::Withdrawn { .. })).map(|it| it.0).collect();
    let mut standing: BTreeMap<FactRef, Standing> = BTreeMap::new();
    for (_, _, fact) in &all {
        // A withdrawal can't be withdrawn: what was, is stated again.
        if let Fact::Withdrawn { target } = fact
            && !withdrawals.contains(target)
        {
            standing.insert(*target, Standing::Withdrawn);
        }
    }
    let withdrawn = standing.clone();
    for (source, _, fact) in &all {
        if let Fact::Corrected { target, .. } = fact
            && !withdrawn.contains_key(source)
        {
            standing.entry(*target).or_insert(Standing::Corrected);
        }
    }
    let mut happenings: Vec<Happening> = all
        .into_iter()
        .filter(|(_, _, fact)| !matches!(fact, Fact::Withdrawn { .. }))
        .map(|(source, entry, fact)| {
            let (fact, replaces) = match fact {
                Fact::Corrected { target, fact } => (fact.as_ref(), Some(*target)),
                fact => (fact, None),
            };
            let standing = standing.get(&source).copied().unwrap_or(Standing::InForce);
            Happening { source, at: entry.at, by: entry.by, fact: fact.clone(), standing, replaces }
        })
        .collect();
    happenings.sort_by_key(|it| (it.at, it.source));
    happenings
}
