//! Youths and acts as one table, for who computes with both: whoever was last reached within a month was reached by a
//! contact, and other contacts may have been with the same.

use super::Seen;
use domain::{
    Channel,
    disclose::{Cell, Exact, Figure, Hidden, Whose, WorkRow},
};
use std::collections::BTreeSet;

/// A month's acts through one channel: attempts that became contacts, attempts that didn't, youths' own answers.
pub type Acts = [u64; 3];

/// A month with what was done in it.
#[derive(Clone, Debug)]
pub struct WithActs {
    pub exact: Exact,
    channels: Vec<Channel>,
    /// The number of the first figure of work.
    first: usize,
}

impl WithActs {
    /// `acts` are by municipality, group and channel. The month must be one of 31 days: in a shorter one some who were
    /// reached within a month were so in the month before.
    pub fn of(exact: &Exact, channels: &[Channel], acts: &[Vec<Vec<Acts>>]) -> Self {
        let mut it = exact.clone();
        let (first, youths) = (it.scheme.atoms, it.scheme.figure("last.within_1_month").expect("reach"));
        let atom = |channel: usize, kind: usize| first + channel * 3 + kind;
        let slack = atom(channels.len(), 0);
        it.scheme.atoms = slack + 1;
        for (nth, channel) in channels.iter().enumerate() {
            let of = |kinds: [usize; 2]| {
                let figure = Figure::shown(channel.code(), kinds.map(|it| atom(nth, it)).to_vec(), 1);
                Figure { of_groups: false, ..figure }
            };
            it.scheme.figures.extend([of([0, 1]), of([0, 2])]);
        }
        let contacts = (0..channels.len()).flat_map(|channel| [(atom(channel, 0), 1), (atom(channel, 2), 1)]);
        let reached = it.scheme.figures[youths].atoms.iter().map(|it| (*it, -1));
        let balance = contacts.chain(reached).chain([(slack, -1)]).collect();
        for (places, acts) in it.counts.iter_mut().zip(acts) {
            for (atoms, acts) in places.iter_mut().zip(acts) {
                let reached = exact.scheme.value(youths, atoms);
                atoms.extend(acts.iter().flatten());
                atoms.push(acts.iter().map(|it| it[0] + it[2]).sum::<u64>() - reached);
            }
        }
        it.scheme.balances.push(balance);
        Self { exact: it, channels: channels.to_vec(), first: exact.scheme.figures.len() }
    }

    /// Whether a figure is of work.
    pub fn is_work(&self, cell: Cell) -> bool {
        cell.figure >= self.first
    }

    /// The attempts and the contacts of a row.
    pub fn row(&self, (whose, channel): WorkRow) -> Option<[Cell; 2]> {
        let nth = self.channels.iter().position(|it| *it == channel)?;
        Some([0, 1].map(|it| Cell { whose, figure: self.first + nth * 2 + it }))
    }

    /// What is seen of it where these are hidden. Of municipalities no work is published, and nothing is promised.
    pub fn seen(&self, hidden: &Hidden, rows: &BTreeSet<WorkRow>) -> Seen {
        let never: BTreeSet<Cell> =
            self.exact.shown().filter(|it| self.is_work(*it) && matches!(it.whose, Whose::Municipality(_))).collect();
        let rows = rows.iter().filter_map(|it| self.row(*it)).flatten();
        let out = hidden.cells.iter().copied().chain(rows).chain(never.iter().copied()).collect();
        Seen { never, acts: (self.first..self.exact.scheme.figures.len()).collect(), ..Seen::but(&self.exact, &out) }
    }
}
