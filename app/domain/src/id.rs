//! Ids: one type a thing, so that a meeting's id can't stand where a youth's should.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::{Builder, Uuid};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A uuid v7 of a moment (milliseconds since 1970) and ten random bytes.
            pub fn new(now: i64, random: [u8; 10]) -> Self {
                Self(Builder::from_unix_timestamp_millis(now.max(0).unsigned_abs(), &random).into_uuid())
            }

            /// The id as a uuid.
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A person with an account: a worker, a lead, an administrator.
    AccountId
    /// A phone, a server process or another maker of entries.
    DeviceId
    /// One user action in the journal.
    EntryId
    /// A follow-up that a worker plans.
    FollowUpId
    /// A measure offered to a youth.
    MeasureId
    /// A meeting, through all its moves.
    MeetingId
    /// A message to or from a youth.
    MessageId
    /// A municipality: the unit of the journal and of its positions.
    MunicipalityId
    /// A region of municipalities.
    RegionId
    /// One period during which a youth is covered.
    RegistrationId
    /// A unit of workers within a municipality.
    UnitId
    /// A youth.
    YouthId
}
