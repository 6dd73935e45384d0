//! A single-valued field, without clocks: what no later change has seen is a head.

use crate::{Actor, FactRef, Hlc};
use std::collections::{BTreeMap, BTreeSet};

/// A value that no later change has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head<T> {
    /// The value.
    pub value: T,
    /// The fact that said so.
    pub source: FactRef,
    /// When, as its device claims.
    pub at: Hlc,
    /// Who said so.
    pub by: Actor,
}

/// A field's heads, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register<T> {
    heads: Vec<Head<T>>,
}

/// What a field reads as.
#[derive(Debug, PartialEq, Eq)]
pub enum Value<'a, T> {
    /// Nobody has said.
    Missing,
    /// One head, or equal heads.
    One(&'a Head<T>),
    /// Different heads, both to be shown and asked about.
    Conflict(&'a [Head<T>]),
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Self { heads: Vec::new() }
    }
}

impl<T> Register<T> {
    /// What a field would be if somebody who has seen all of it said this.
    pub(crate) fn of(head: Head<T>) -> Self {
        Self { heads: vec![head] }
    }

    /// The heads, oldest first.
    pub fn heads(&self) -> &[Head<T>] {
        &self.heads
    }

    /// What a change made now has seen.
    pub fn saw(&self) -> Vec<FactRef> {
        self.heads.iter().map(|it| it.source).collect()
    }

    /// What the field reads as, where `same` says which values are the same to a reader.
    pub fn value_by(&self, same: impl Fn(&T, &T) -> bool) -> Value<'_, T> {
        match self.heads.split_last() {
            None => Value::Missing,
            Some((last, others)) if others.iter().all(|it| same(&it.value, &last.value)) => Value::One(last),
            Some(_) => Value::Conflict(&self.heads),
        }
    }
}

impl<T: PartialEq> Register<T> {
    /// What the field reads as.
    pub fn value(&self) -> Value<'_, T> {
        self.value_by(PartialEq::eq)
    }

    /// The value, where there is one and no conflict.
    pub fn get(&self) -> Option<&T> {
        match self.value() {
            Value::One(head) => Some(&head.value),
            Value::Missing | Value::Conflict(_) => None,
        }
    }

    /// Whether the heads differ.
    pub fn is_disputed(&self) -> bool {
        matches!(self.value(), Value::Conflict(_))
    }
}

/// A change of a field, in force or withdrawn.
pub(super) struct Change<T> {
    pub(super) head: Head<T>,
    pub(super) saw: Vec<FactRef>,
    pub(super) in_force: bool,
}

/// The heads among a field's changes. A change supersedes what it saw, and what that saw, through withdrawn changes
/// too: withdrawing the middle one of three doesn't bring the first back, withdrawing the last brings back the middle.
pub(super) fn settle<T>(changes: Vec<Change<T>>) -> Register<T> {
    let saw: BTreeMap<FactRef, &[FactRef]> = changes.iter().map(|it| (it.head.source, it.saw.as_slice())).collect();
    let mut superseded = BTreeSet::new();
    let mut next: Vec<FactRef> = changes.iter().filter(|it| it.in_force).flat_map(|it| it.saw.iter().copied()).collect();
    while let Some(reference) = next.pop() {
        if superseded.insert(reference) {
            next.extend(saw.get(&reference).copied().unwrap_or_default());
        }
    }
    let mut heads: Vec<Head<T>> =
        changes.into_iter().filter(|it| it.in_force && !superseded.contains(&it.head.source)).map(|it| it.head).collect();
    heads.sort_by_key(|it| (it.at, it.source));
    Register { heads }
}
