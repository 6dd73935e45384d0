//! Single youths.

pub(super) mod erase;
pub(super) mod record;
