//! Register files.

pub(super) mod apply;
pub(super) mod list;
pub(super) mod preview;
pub(super) mod undo;
