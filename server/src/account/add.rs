//! Adding somebody.

use super::{Place, PlaceError};
use crate::{
    auth::{NewPassword, Passwords, Role},
    clock::Clock,
    db::{Db, StoreError},
    store::{
        account::{self, Account},
        audit::{self, Action, Deed},
        membership,
    },
};
use domain::{AccountId, BadEmail, Email};

/// Somebody can't be added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// Not an address.
    #[error(transparent)]
    Email(#[from] BadEmail),
    /// No name, or too long a one.
    #[error("a name has 1 to 100 characters")]
    Name,
    /// Somebody has the address already.
    #[error("there is an account with this e-mail address already")]
    Taken,
    /// Not a place for the role.
    #[error(transparent)]
    Place(PlaceError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<PlaceError> for AddError {
    fn from(error: PlaceError) -> Self {
        if let PlaceError::Store(error) = error { Self::Store(error) } else { Self::Place(error) }
    }
}

/// Somebody who isn't in the database yet. Their password comes with the command line's password, or with an invitation.
pub(crate) fn checked(clock: &Clock, email: &str, name: &str, post: crate::auth::Post) -> Result<Account, AddError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(AddError::Name);
    }
    Ok(Account {
        id: clock.id(),
        email: Email::parse(email)?.as_str().to_lowercase(),
        name: name.to_owned(),
        post,
        password_hash: None,
        session_epoch: 0,
        created_at: clock.now(),
        disabled_at: None,
    })
}

/// Adds somebody who can sign in at once.
pub async fn add(
    db: &Db,
    clock: &Clock,
    email: &str,
    name: &str,
    role: Role,
    place: Place<'_>,
    password: NewPassword,
) -> Result<AccountId, AddError> {
    let hash = Passwords::new(clock).hash(clock, password).await;
    let mut tx = db.begin().await?;
    let (post, unit) = place.find(&mut tx, role).await?;
    let account = Account { password_hash: Some(hash), ..checked(clock, email, name, post)? };
    if account::by_email(&mut tx, &account.email).await?.is_some() {
        return Err(AddError::Taken);
    }
    account::create(&mut tx, &account).await?;
    if let Some(unit) = unit {
        membership::join(&mut tx, unit.municipality, account.id, unit.id).await?;
    }
    let deed = Deed {
        id: clock.id(),
        at: clock.now(),
        by: None,
        municipality: post.municipality(),
        action: Action::AccountCreated,
        subject: account.id.to_string(),
    };
    audit::add(&mut tx, &deed).await?;
    tx.commit().await?;
    Ok(account.id)
}
