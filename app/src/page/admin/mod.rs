//! Pages of an administrator.
