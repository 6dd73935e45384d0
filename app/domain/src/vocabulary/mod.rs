//! The one list of codes. Codes are stored and sent; words are what people read.

mod contact;
mod measure;
mod occupation;
mod registration;
mod rollup;
mod small;

pub use contact::{Channel, ContactOutcome, Place};
pub use measure::{MeasureEnd, MeasureKind, Scope};
pub use occupation::Occupation;
pub use registration::{LeavingReason, RegistrationReason};
pub use rollup::Rollup;
pub use small::{Answer, Certainty, CloseReason, PhoneOwner, Source};

use serde::{Deserialize, Serialize};

/// The languages that ship whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Swedish.
    #[default]
    Sv,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// Picks one of two texts.
    pub fn pick<T>(self, sv: T, en: T) -> T {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }
}

/// A code that is in none of the lists.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code:?} is not in the list {list}")]
pub struct UnknownCode {
    /// The list that was searched.
    pub list: &'static str,
    /// What was given.
    pub code: String,
}

/// Makes an enum of a list: codes for storing, words for showing.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident $list:literal { $($variant:ident = $code:literal, $sv:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[doc = $en] #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code that is stored and sent.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The words that people read.
            pub fn word(self, lang: $crate::Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($sv, $en)),+ }
            }

            /// The code whose Swedish or English word this is, as register files write them.
            pub fn from_word(word: &str) -> Option<Self> {
                let word = word.trim().to_lowercase();
                Self::ALL.iter().copied().find(|it| {
                    it.word($crate::Lang::Sv).to_lowercase() == word || it.word($crate::Lang::En).to_lowercase() == word
                })
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
                    .ok_or_else(|| $crate::UnknownCode { list: $list, code: code.to_owned() })
            }
        }
    };
}
pub(crate) use vocabulary;
