//! People of a municipality.

use crate::{
    account::{self as inviting, AddError, Invited},
    auth::{Post, Role},
    db::Tx,
    http::{ApiError, AppState},
    store::{
        account::{self, Account},
        audit::Action,
        membership, place,
    },
};
use domain::{AccountId, MunicipalityId, UnitId};

/// Somebody to be invited.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// What they will sign in with.
    pub email: String,
    /// What colleagues read.
    pub name: String,
    /// Worker, lead or administrator: an administrator makes nobody beyond the municipality.
    pub role: Role,
    /// The unit that a worker begins in.
    pub unit: Option<UnitId>,
}

impl From<AddError> for ApiError {
    fn from(error: AddError) -> Self {
        match error {
            AddError::Email(it) => Self::invalid("email", it.to_string()),
            AddError::Name => Self::invalid("name", error.to_string()),
            AddError::Place(it) => Self::invalid("role", it.to_string()),
            AddError::Taken => Self::AlreadyExists,
            AddError::Store(it) => it.into(),
        }
    }
}

/// Everyone in the municipality, by name.
pub async fn accounts(state: &AppState, by: &Account) -> Result<Vec<Account>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    Ok(account::of_municipality(&mut tx, municipality).await?)
}

/// Adds somebody, and makes the link with which they choose their password.
pub async fn create_account(state: &AppState, by: &Account, new: &NewAccount) -> Result<Invited, ApiError> {
    let municipality = by.administers()?;
    let post = match new.role {
        Role::Worker => Post::Worker(municipality),
        Role::Lead => Post::Lead(municipality),
        Role::Administrator => Post::Administrator(municipality),
        Role::Region | Role::Nation => return Err(ApiError::NotAllowed),
    };
    if new.unit.is_some() && new.role != Role::Worker {
        return Err(ApiError::invalid("unit", "only a worker belongs to a unit"));
    }
    let mut tx = state.db.begin().await?;
    let invited = inviting::invite(state, &mut tx, by, &new.email, &new.name, post).await?;
    if let Some(unit) = new.unit {
        place::unit_by_id(&mut tx, unit).await?.filter(|it| it.municipality == municipality).ok_or(ApiError::NotFound)?;
        membership::join(&mut tx, municipality, invited.account, unit).await?;
        state.note(&mut tx, Some(by), Action::MemberJoined, format!("{} {unit}", invited.account)).await?;
    }
    tx.commit().await?;
    Ok(invited)
}

/// A new link for somebody who hasn't used theirs, or has forgotten the password. Earlier links stop working.
pub async fn renew_link(state: &AppState, by: &Account, id: AccountId) -> Result<Invited, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    let found = own(&mut tx, municipality, id).await?;
    if found.disabled_at.is_some() {
        return Err(ApiError::WrongState);
    }
    let invited = inviting::link(state, &mut tx, by, id).await?;
    tx.commit().await?;
    Ok(invited)
}

/// Stops somebody from signing in, and ends what is signed in at once. Nobody locks themselves out.
pub async fn disable(state: &AppState, by: &Account, id: AccountId) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    if by.id == id {
        return Err(ApiError::WrongState);
    }
    let mut tx = state.db.begin().await?;
    own(&mut tx, municipality, id).await?;
    if account::disable(&mut tx, id, state.clock.now()).await? {
        state.note(&mut tx, Some(by), Action::AccountDisabled, id).await?;
    }
    Ok(tx.commit().await?)
}

/// Lets somebody sign in again.
pub async fn enable(state: &AppState, by: &Account, id: AccountId) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    own(&mut tx, municipality, id).await?;
    if account::enable(&mut tx, id).await? {
        state.note(&mut tx, Some(by), Action::AccountEnabled, id).await?;
    }
    Ok(tx.commit().await?)
}

/// Somebody of the municipality. Another's accounts aren't there.
pub(super) async fn own(tx: &mut Tx, municipality: MunicipalityId, id: AccountId) -> Result<Account, ApiError> {
    account::by_id(tx, id).await?.filter(|it| it.post.municipality() == Some(municipality)).ok_or(ApiError::NotFound)
}
