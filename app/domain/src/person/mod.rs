//! What identifies and reaches a person, parsed once at the edge.

mod email;
mod gender;
mod number;
mod phone;

pub use email::{BadEmail, Email};
pub use gender::Gender;
pub use number::{BadNumber, PersonalNumber};
pub use phone::{BadPhone, Phone};

/// Serialises a parsed type as the text that it was parsed from.
macro_rules! as_text {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::stored(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
use as_text;
