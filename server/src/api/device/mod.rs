//! Phones of a municipality.

pub(super) mod list;
pub(super) mod quarantine;
pub(super) mod recovery;
pub(super) mod revoke;
