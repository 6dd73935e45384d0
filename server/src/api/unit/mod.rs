//! Units, who works in them, and whose the youths are.

pub(super) mod assign;
pub(super) mod create;
pub(super) mod list;
pub(super) mod members;
pub(super) mod youths;
