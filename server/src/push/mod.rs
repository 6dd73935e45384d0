//! Notifications (RFC 8030, 8291, 8292): to youths who have asked for them, before a text is tried, and to workers who want to
//! know that somebody has answered. What is shown holds a day and a time, or that there is an answer, and nothing more.

mod ack;
mod channel;
mod nudge;
mod post;
mod subscription;
mod vapid;

pub use ack::{Receipt, acknowledge};
pub use channel::PushChannel;
pub use nudge::nudge;
pub use post::{PushPost, Taken};
pub use subscription::{BadSubscription, Offered, Subscription};
pub use vapid::Vapid;
