//! Icons of our own, one path each on a grid of 24.

use leptos::prelude::*;

/// Which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// A sun over the horizon: *I dag*.
    Today,
    /// Two people: *Ungdomar*.
    People,
    /// A calendar's leaf: *Möten*.
    Calendar,
    /// Three lines: *Mer*.
    More,
    /// A receiver.
    Phone,
    /// A speech bubble.
    Text,
    /// A compass needle: what the youth does now.
    Now,
    /// An arrow back.
    Back,
    /// A plus.
    Plus,
    /// A magnifying glass.
    Search,
    /// A cross.
    Close,
    /// Three dots: what else can be done.
    Dots,
    /// A fingerprint, roughly.
    Finger,
    /// A padlock.
    Lock,
}

impl Glyph {
    const fn path(self) -> &'static str {
        match self {
            Self::Today => "M3 18h18M6 18a6 6 0 0 1 12 0M12 4v3M4.5 8.5l1.8 1.8M19.5 8.5l-1.8 1.8",
            Self::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.4a3.5 3.5 0 0 1 0 6.2M18.5 14.6c1.9.9 3 2.8 3 5.4"
            }
            Self::Calendar => "M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1M4 11h16M8.5 3.5V8M15.5 3.5V8",
            Self::More => "M4 7h16M4 12h16M4 17h16",
            Self::Phone => {
                "M5 4h3.5l1.7 4.4-2.2 1.6a12 12 0 0 0 6 6l1.6-2.2L20 15.5V19a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4"
            }
            Self::Text => {
                "M5 5h14a1.5 1.5 0 0 1 1.5 1.5v8A1.5 1.5 0 0 1 19 16h-7.5L7 20v-4H5a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 5 5M8 9h8M8 12h5"
            }
            Self::Now => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M15.5 8.5l-2 5-5 2 2-5z",
            Self::Back => "M20 12H5M11 6l-6 6 6 6",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5L20 20",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Dots => "M5.5 12h.01M12 12h.01M18.5 12h.01",
            Self::Finger => {
                "M5 12a7 7 0 0 1 12-5M19 10.5c.3 3.5 0 6-.8 8.5M8.5 20c-.7-2-1-4.5-1-7.5a4.5 4.5 0 0 1 9 0c0 3-.2 5.5-1 8M12 12.5c0 3.5-.1 5.5.3 8"
            }
            Self::Lock => "M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1M8 11V8a4 4 0 0 1 8 0v3",
        }
    }
}

/// An icon beside a word, or within a control that has a name of its own.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    let class = if glyph == Glyph::Back { "icon icon--turns" } else { "icon" };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <path d=glyph.path()></path>
        </svg>
    }
}
