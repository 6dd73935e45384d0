//! How much goes in one request.

use crate::sync::{PAGE, PAGE_BYTES};

/// How many of the entries that wait, given by their lengths in bytes and in the order of their seq, go in the next
/// request: at most `limit`, [`PAGE`] and [`PAGE_BYTES`]. Never none where any waits, for an entry that is too large
/// by itself must be refused by name rather than stand in the way for ever.
pub fn fits(lengths: impl IntoIterator<Item = usize>, limit: usize) -> usize {
    let mut bytes = 0_usize;
    let mut count = 0;
    for length in lengths {
        bytes = bytes.saturating_add(length).saturating_add(1);
        if count > 0 && (bytes > PAGE_BYTES || count >= limit.min(PAGE)) {
            break;
        }
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_holds_at_most_a_page() {
        assert_eq!(fits([], PAGE), 0);
        assert_eq!(fits([300; 3], PAGE), 3);
        assert_eq!(fits([300; 600], PAGE), PAGE);
        assert_eq!(fits([300; 600], 7), 7);
    }

    #[test]
    fn and_at_most_a_megabyte() {
        assert_eq!(fits([400_000, 400_000, 400_000], PAGE), 2);
        assert_eq!(fits([2_000_000, 300], PAGE), 1);
        assert_eq!(fits([300, 2_000_000], PAGE), 1);
    }

    #[test]
    fn one_always_goes() {
        assert_eq!(fits([300, 300], 0), 1);
    }
}
