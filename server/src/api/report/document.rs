//! The shape of the figures for the document. The types themselves are the report's and the domain's; `tests/` holds the
//! one against the other.

use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Before and after. The part that `by` asks for stands beside `all` under its own name.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(in crate::api) struct Figures {
    /// The cut-off, YYYY-MM-DD.
    as_of: String,
    /// The caller's whole scope.
    all: Group,
    #[schema(required = false)]
    region: Option<BTreeMap<String, Group>>,
    #[schema(required = false)]
    municipality: Option<BTreeMap<String, Group>>,
    #[schema(required = false)]
    unit: Option<BTreeMap<String, Group>>,
    #[schema(required = false)]
    gender: Option<BTreeMap<String, Group>>,
    #[schema(required = false)]
    reason: Option<BTreeMap<String, Group>>,
}

/// A group of registrations. A hidden cell is null.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(in crate::api) struct Group {
    /// Registrations in the group.
    youths: Option<u64>,
    /// Known both before and after.
    complete: Option<u64>,
    /// The complete, by what they did before.
    before: BTreeMap<String, Option<u64>>,
    /// The complete, by what they did after.
    after: BTreeMap<String, Option<u64>>,
    /// The complete, "from>to".
    flows: Option<BTreeMap<String, u64>>,
    /// Among all, in percent: the least and the most that "none" can be before.
    none_before_bounds_pct: Option<Vec<f64>>,
    /// Among all, in percent: the least and the most that "none" can be after.
    none_after_bounds_pct: Option<Vec<f64>>,
    /// Known before.
    known_before: Option<u64>,
    /// Known after.
    known_after: Option<u64>,
}
