//! How much of what is new goes in one reply, and how far that reaches.

use crate::{
    Cursor, YouthId,
    sync::{PAGE_BYTES, Stored},
};

/// What is new to a worker's phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Youths to forget, before the entries are taken in.
    pub forget: Vec<YouthId>,
    /// Youths who were erased since.
    pub erased: Vec<YouthId>,
    /// What is new.
    pub entries: Vec<Stored>,
    /// How far that reaches.
    pub cursor: Cursor,
    /// Whether there is more to fetch at once.
    pub more: bool,
    /// The cursor was of a journal that is no longer.
    pub starts_over: bool,
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// What lies after this is new.
    pub after: Cursor,
    /// Where the journal ends.
    pub end: Cursor,
    /// The phone's cursor was of a journal that is no longer.
    pub starts_over: bool,
}

/// Where an entry comes in the order of what is new, and how long it is as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What comes first in the order.
    pub effective: i64,
    /// And then its own position.
    pub position: i64,
    /// Its length.
    pub bytes: usize,
}

/// How much goes in one reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// So many of what was found.
    pub count: usize,
    /// How far they reach.
    pub cursor: Cursor,
    /// There is more.
    pub more: bool,
}

impl Start {
    /// For a phone that has read so far in a journal that ends so. None where there is nothing new.
    pub fn of(sent: Option<Cursor>, end: Cursor) -> Option<Self> {
        if sent == Some(end) {
            return None;
        }
        // After a restore, or from a journal that is longer than ours, a phone starts over.
        let starts_over = sent.is_some_and(|it| it.epoch != end.epoch || it.effective > end.effective);
        let after = sent.filter(|_| !starts_over).unwrap_or(Cursor { epoch: end.epoch, ..Cursor::default() });
        Some(Self { after, end, starts_over })
    }

    /// Cuts what was found after it, in its order, to at most `limit` and about [`PAGE_BYTES`], but always one.
    pub fn cut(&self, found: &[Place], limit: usize) -> Cut {
        let mut bytes = 0;
        let mut count = 0;
        for it in found.iter().take(limit) {
            bytes += it.bytes;
            if bytes > PAGE_BYTES && count > 0 {
                break;
            }
            count += 1;
        }
        let more = count < found.len();
        let cursor = match found[..count].last() {
            Some(last) if more => Cursor { effective: last.effective, position: last.position, ..self.end },
            _ => self.end,
        };
        Cut { count, cursor, more }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const END: Cursor = Cursor { epoch: 2, effective: 9, position: 9 };

    fn place(effective: i64, position: i64, bytes: usize) -> Place {
        Place { effective, position, bytes }
    }

    fn start() -> Start {
        Start::of(None, END).unwrap()
    }

    #[test]
    fn who_has_read_everything_reads_nothing_and_who_read_another_journal_starts_over() {
        assert_eq!(Start::of(Some(END), END), None);
        let beginning = Cursor { epoch: 2, ..Cursor::default() };
        assert_eq!(Start::of(None, END), Some(Start { after: beginning, end: END, starts_over: false }));
        let read = Cursor { effective: 5, position: 3, ..END };
        assert_eq!(Start::of(Some(read), END), Some(Start { after: read, end: END, starts_over: false }));
        for strange in [Cursor { epoch: 1, ..read }, Cursor { effective: 10, ..read }] {
            assert_eq!(Start::of(Some(strange), END), Some(Start { after: beginning, end: END, starts_over: true }));
        }
    }

    #[test]
    fn one_always_goes_and_no_more_than_a_megabyte() {
        let found = [place(5, 1, 2 * PAGE_BYTES), place(5, 4, 300), place(7, 7, PAGE_BYTES)];
        let reach = |effective, position| Cursor { effective, position, ..END };
        assert_eq!(start().cut(&found, 3), Cut { count: 1, cursor: reach(5, 1), more: true });
        assert_eq!(start().cut(&found[1..], 3), Cut { count: 1, cursor: reach(5, 4), more: true });
        assert_eq!(start().cut(&found[2..], 3), Cut { count: 1, cursor: END, more: false });
        assert_eq!(start().cut(&[], 3), Cut { count: 0, cursor: END, more: false });
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Page after page, each from where the one before it reached, gives everything once.
        #[test]
        fn pages_in_a_row_leave_nothing_out(
            mut all in proptest::collection::btree_set((0_i64..8, 0_i64..8), 0..30).prop_map(|it| it.into_iter().collect::<Vec<_>>()),
            sizes in proptest::collection::vec(prop_oneof![Just(300), Just(PAGE_BYTES / 2), Just(2 * PAGE_BYTES)], 30),
            limit in 1_usize..5,
        ) {
            all.retain(|it| it.0 >= it.1);
            let found: Vec<Place> = all.iter().zip(sizes).map(|(it, bytes)| place(it.0, it.1, bytes)).collect();
            let (mut left, mut given) = (found.as_slice(), Vec::new());
            loop {
                // As the server asks for them: one more than go in a page.
                let cut = start().cut(&left[..left.len().min(limit + 1)], limit);
                given.extend_from_slice(&left[..cut.count]);
                if !cut.more {
                    prop_assert_eq!(cut.cursor, END);
                    break;
                }
                prop_assert!(cut.count > 0);
                left = &left[left.partition_point(|it| (it.effective, it.position) <= (cut.cursor.effective, cut.cursor.position))..];
            }
            prop_assert_eq!(given, found);
        }
    }
}
