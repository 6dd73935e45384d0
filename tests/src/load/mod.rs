//! Phones over the real wire, that keep every id they were given a receipt for, and an audit of what became of them.

mod audit;
mod carrier;
mod crowd;

pub use audit::audit;
pub use carrier::{Carrier, Trip};
pub use crowd::{Crowd, under_load};
