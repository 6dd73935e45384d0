//! What regions, the nation and the public see: the same figures for all three, of months that are closed, with small groups
//! hidden (`docs/disclosure.md`). A month is published once; afterwards it is only read.

mod books;
mod publish;
mod table;
mod tables;

pub use books::{Books, Of};
pub(crate) use domain::figures::last_closed;
pub use publish::{publish_due, publish_soon, watch};
pub use table::{Table, Whole};
pub use tables::Tables;
