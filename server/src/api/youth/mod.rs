//! Single youths.

pub(super) mod erase;
