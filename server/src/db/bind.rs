//! What a query can be given.

use domain::{
    AccountId, DeviceId, EntryId, FollowUpId, MeasureId, MeetingId, MessageId, MunicipalityId, PersonalNumber, RegionId, RegistrationId,
    UnitId, YouthId,
};
use jiff::civil::Date;

/// A value of one of the three types that both databases share.
#[derive(Clone)]
pub enum Bind {
    /// Ids, codes, dates, JSON.
    Text(Option<String>),
    /// Instants, positions, counts.
    Int(Option<i64>),
    /// Yes or no.
    Flag(Option<bool>),
}

/// What is bound is mostly about people: the debug form holds nothing.
impl std::fmt::Debug for Bind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bind(…)")
    }
}

/// What can be bound to `$1`, `$2`…
pub trait ToBind {
    /// The value as the databases store it.
    fn to_bind(&self) -> Bind;

    /// Null of the right type: PostgreSQL wants to know which.
    fn null() -> Bind
    where
        Self: Sized,
    {
        Bind::Text(None)
    }
}

impl ToBind for Bind {
    fn to_bind(&self) -> Bind {
        self.clone()
    }
}

impl<T: ToBind + ?Sized> ToBind for &T {
    fn to_bind(&self) -> Bind {
        (**self).to_bind()
    }
}

impl<T: ToBind> ToBind for Option<T> {
    fn to_bind(&self) -> Bind {
        self.as_ref().map_or_else(T::null, ToBind::to_bind)
    }
}

impl ToBind for str {
    fn to_bind(&self) -> Bind {
        Bind::Text(Some(self.to_owned()))
    }
}

impl ToBind for String {
    fn to_bind(&self) -> Bind {
        Bind::Text(Some(self.clone()))
    }
}

impl ToBind for i64 {
    fn to_bind(&self) -> Bind {
        Bind::Int(Some(*self))
    }

    fn null() -> Bind {
        Bind::Int(None)
    }
}

impl ToBind for bool {
    fn to_bind(&self) -> Bind {
        Bind::Flag(Some(*self))
    }

    fn null() -> Bind {
        Bind::Flag(None)
    }
}

impl ToBind for PersonalNumber {
    fn to_bind(&self) -> Bind {
        Bind::Text(Some(self.as_str().to_owned()))
    }
}

macro_rules! as_displayed {
    ($($name:ident)+) => {$(
        impl ToBind for $name {
            fn to_bind(&self) -> Bind {
                Bind::Text(Some(self.to_string()))
            }
        }
    )+};
}

as_displayed! {
    AccountId DeviceId EntryId FollowUpId MeasureId MeetingId MessageId MunicipalityId RegionId RegistrationId UnitId YouthId Date
}
