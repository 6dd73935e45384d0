//! How a municipality reminds.

use crate::db::{StoreError, Tx, execute, fetch_optional};
use domain::{MunicipalityId, Phone, remind::Policy};

/// How a municipality reminds, and from where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessagePolicy {
    /// When, and how many.
    pub policy: Policy,
    /// The two-way number that texts come from, where the municipality has one of its own.
    pub sender: Option<Phone>,
    /// The number that texts ask youths to call.
    pub phone: Option<Phone>,
}

/// A municipality's; the defaults where it has set nothing.
pub async fn find(tx: &mut Tx, municipality: MunicipalityId) -> Result<MessagePolicy, StoreError> {
    fn phone(text: Option<String>, column: &'static str) -> Result<Option<Phone>, StoreError> {
        text.map(|it| Phone::stored(&it).map_err(|_| StoreError::Corrupt { column })).transpose()
    }
    let found = fetch_optional!(
        tx,
        "select policy, sender, phone from message_policy where municipality_id = $1",
        municipality; |row| Ok(MessagePolicy {
            policy: row.json("message_policy.policy")?,
            sender: phone(row.maybe_text("message_policy.sender")?, "message_policy.sender")?,
            phone: phone(row.maybe_text("message_policy.phone")?, "message_policy.phone")?,
        })
    )?;
    Ok(found.unwrap_or_default())
}

/// Sets a municipality's.
pub async fn put(tx: &mut Tx, municipality: MunicipalityId, it: &MessagePolicy) -> Result<(), StoreError> {
    let policy = serde_json::to_string(&it.policy).map_err(|_| StoreError::Corrupt { column: "message_policy.policy" })?;
    execute!(
        tx,
        "insert into message_policy (municipality_id, policy, sender, phone) values ($1, $2, $3, $4)
         on conflict (municipality_id) do update set policy = excluded.policy, sender = excluded.sender, phone = excluded.phone",
        municipality,
        policy,
        it.sender.as_ref().map(Phone::as_str),
        it.phone.as_ref().map(Phone::as_str),
    )?;
    Ok(())
}
