//! What is noted, and how it is written.

use crate::db::StoreError;
use domain::{AccountId, DeviceId, Fact, MunicipalityId, UnitId, YouthId};

/// One thing that a restore mustn't undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A record of a youth was erased. What else the ledger had of it goes when this comes.
    Erased(MunicipalityId, YouthId),
    /// A youth's identity is protected, or no longer.
    Protected(MunicipalityId, YouthId, bool),
    /// A channel to a youth was closed or opened: the fact that says so.
    Channel(MunicipalityId, YouthId, Box<Fact>),
    /// A phone was revoked.
    Revoked(DeviceId, AccountId),
    /// An account may not sign in, or may again.
    Disabled(AccountId, bool),
    /// A worker has a unit, or no longer.
    Member(MunicipalityId, AccountId, UnitId, bool),
    /// A password was chosen: its hash. Earlier ones of the account go when this comes.
    Password(AccountId, String),
}

impl Note {
    /// Whether it undoes what an earlier one says.
    pub(super) fn opens(&self) -> bool {
        match self {
            Self::Protected(_, _, is) | Self::Disabled(_, is) => !is,
            Self::Member(_, _, _, is) => *is,
            Self::Channel(_, _, fact) => matches!(fact.as_ref(), Fact::ChannelOpened { .. }),
            Self::Erased(..) | Self::Revoked(..) | Self::Password(..) => false,
        }
    }

    /// As it is stored: its kind, its municipality, whom or what it is about, and the rest.
    pub(super) fn parts(&self) -> Result<(&'static str, String, String, String), StoreError> {
        let yes = |it: bool| if it { "yes" } else { "no" }.to_owned();
        Ok(match self {
            Self::Erased(place, youth) => ("erased", place.to_string(), youth.to_string(), String::new()),
            Self::Protected(place, youth, is) => ("protected", place.to_string(), youth.to_string(), yes(*is)),
            Self::Channel(place, youth, fact) => {
                let body = serde_json::to_string(fact).map_err(|_| StoreError::Corrupt { column: "ledger.body" })?;
                ("channel", place.to_string(), youth.to_string(), body)
            }
            Self::Revoked(device, account) => ("revoked", String::new(), device.to_string(), account.to_string()),
            Self::Disabled(account, is) => ("disabled", String::new(), account.to_string(), yes(*is)),
            Self::Member(place, account, unit, is) => ("member", place.to_string(), account.to_string(), format!("{unit} {}", yes(*is))),
            Self::Password(account, hash) => ("password", String::new(), account.to_string(), hash.clone()),
        })
    }

    /// From its [parts](Self::parts).
    pub(super) fn of(kind: &str, place: &str, subject: &str, body: &str) -> Result<Self, StoreError> {
        fn parse<T: std::str::FromStr>(text: &str, column: &'static str) -> Result<T, StoreError> {
            text.parse().map_err(|_| StoreError::Corrupt { column })
        }
        let place = || parse(place, "ledger.municipality_id");
        Ok(match kind {
            "erased" => Self::Erased(place()?, parse(subject, "ledger.subject")?),
            "protected" => Self::Protected(place()?, parse(subject, "ledger.subject")?, body == "yes"),
            "channel" => {
                let fact = serde_json::from_str(body).map_err(|_| StoreError::Corrupt { column: "ledger.body" })?;
                Self::Channel(place()?, parse(subject, "ledger.subject")?, Box::new(fact))
            }
            "revoked" => Self::Revoked(parse(subject, "ledger.subject")?, parse(body, "ledger.body")?),
            "disabled" => Self::Disabled(parse(subject, "ledger.subject")?, body == "yes"),
            "member" => {
                let (unit, is) = body.split_once(' ').ok_or(StoreError::Corrupt { column: "ledger.body" })?;
                Self::Member(place()?, parse(subject, "ledger.subject")?, parse(unit, "ledger.body")?, is == "yes")
            }
            "password" => Self::Password(parse(subject, "ledger.subject")?, body.to_owned()),
            _ => return Err(StoreError::Corrupt { column: "ledger.kind" }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Address, CloseReason, Phone};

    /// Read years later, by whatever version is then.
    #[test]
    fn the_stored_forms_are_frozen() {
        fn id<T: From<uuid::Uuid>>(n: u128) -> T {
            uuid::Uuid::from_u128(n).into()
        }
        let text = |n: u128| uuid::Uuid::from_u128(n).to_string();
        let phone = Phone::parse("070-174 06 05").unwrap();
        let closed = Fact::ChannelClosed { address: Address::Phone { phone }, reason: CloseReason::Stop, saw: Vec::new() };
        let body = r#"{"kind":"channel_closed","address":{"channel":"phone","phone":"+46701740605"},"reason":"stop"}"#;
        for (it, written) in [
            (Note::Erased(id(1), id(2)), ("erased", text(1), text(2), String::new())),
            (Note::Protected(id(1), id(2), true), ("protected", text(1), text(2), "yes".into())),
            (Note::Channel(id(1), id(2), Box::new(closed)), ("channel", text(1), text(2), body.into())),
            (Note::Revoked(id(1), id(2)), ("revoked", String::new(), text(1), text(2))),
            (Note::Disabled(id(1), false), ("disabled", String::new(), text(1), "no".into())),
            (Note::Member(id(1), id(2), id(3), false), ("member", text(1), text(2), format!("{} no", text(3)))),
            (Note::Password(id(1), "$argon2id$x".into()), ("password", String::new(), text(1), "$argon2id$x".into())),
        ] {
            assert_eq!(it.parts().unwrap(), written);
            assert_eq!(Note::of(written.0, &written.1, &written.2, &written.3).unwrap(), it);
        }
    }
}
