//! Pages that have a line to say and nothing to do.

use super::{Youthful, tongue::Tongue, words};
use leptos::prelude::*;

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The code leads nowhere: it never did, it has expired, or what it led to is gone. Which of them isn't said.
    Gone,
    /// Too many wrong codes from one address.
    Busy,
    /// A form that isn't ours, or a fault of ours.
    Fault,
}

impl Youthful for Line {
    fn title(&self, tongue: Tongue) -> String {
        let words = match self {
            Self::Gone => words::GONE,
            Self::Busy => words::BUSY,
            Self::Fault => words::FAULT,
        };
        words.get(tongue).to_owned()
    }

    fn body(self, tongue: Tongue, _: &str) -> AnyView {
        let more = match self {
            Self::Gone => words::GONE_MORE,
            Self::Busy => words::BUSY_MORE,
            Self::Fault => words::FAULT_MORE,
        };
        view! {
            <h1 class="own__time">{self.title(tongue)}</h1>
            <p>{more.get(tongue)}</p>
        }
        .into_any()
    }
}
