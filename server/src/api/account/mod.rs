//! People of a municipality.

pub(super) mod create;
pub(super) mod disable;
pub(super) mod enable;
pub(super) mod invite;
pub(super) mod list;
