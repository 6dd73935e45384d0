//! The figures, from typed cases to typed tables. A table, the chart beside it and its files come from one value.
//!
//! `Person` is what the figures see of somebody; `count.rs` has the definitions, person by person; `cell.rs` and `sums.rs`
//! say the same as sums that are kept, and `tests.rs` holds the one against the other.

mod case;
mod cell;
mod count;
mod counts;
mod key;
mod level;
mod level_outcomes;
mod level_status;
mod level_table;
mod missing;
#[cfg(feature = "disclose")]
mod month_end;
mod outcomes;
mod period;
mod person;
mod report;
mod stand;
mod state;
mod sums;
mod table;
#[cfg(test)]
pub(crate) mod tests;
mod through;

pub use case::{Case, DayReading, Pair};
pub use cell::{Cell, Part, Series, spread};
pub use count::{Choice, days};
pub use counts::{Counts, Reach, Status, Work};
pub use key::MeetingKey;
pub use level::{Acts, Earlier, Level, LevelFigures, Parts, SeenOutcomes, SeenReach, SeenStatus, SeenWork};
pub use level_outcomes::Sides;
pub use missing::{Lack, Missing};
#[cfg(feature = "disclose")]
pub use month_end::MonthEnd;
pub use outcomes::{Bounds, Outcomes, percent};
pub use period::{BadPeriod, CLOSES_ON, Period, Span, last_closed, month_end_a_year_before};
pub use person::{Came, How, Met, Person, Touch};
pub use report::{Moves, Named, Report, Topic};
pub use stand::{Stand, Touched};
pub use state::{Group, Recency, State};
pub use sums::{Ask, BadSum, Levels, Sum, change};
pub use table::{Column, Row, Table, Value, meeting_word};
pub use through::{Behind, Done, Through};
