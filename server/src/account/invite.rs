//! One-time links: there may be no e-mail, so that an administrator hands the link over.

use super::{AddError, add::checked};
use crate::{
    auth::{NewPassword, Post, opaque},
    db::{StoreError, Tx},
    http::AppState,
    store::{
        account::{self, Account},
        audit::Action,
        invitation::{self, Invitation},
    },
};
use domain::AccountId;

/// How long a link works, in milliseconds.
pub const VALID: i64 = 7 * 24 * 60 * 60 * 1000;

/// A link that was made.
#[derive(Clone)]
pub struct Invited {
    /// Whose password it sets.
    pub account: AccountId,
    /// The whole address. Shown once, never stored.
    pub link: String,
    /// When it stops working, milliseconds since 1970.
    pub expires_at: i64,
}

/// Whoever reads the link can choose the password.
impl std::fmt::Debug for Invited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invited").field("account", &self.account).finish_non_exhaustive()
    }
}

/// A password can't be chosen with this link.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The link was used, has expired, was replaced by a later one, or never was.
    #[error("the link no longer works; ask for a new one")]
    Gone,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds somebody who chooses their password with a link.
pub async fn invite(state: &AppState, tx: &mut Tx, by: &Account, email: &str, name: &str, post: Post) -> Result<Invited, AddError> {
    let account = checked(&state.clock, email, name, post)?;
    if account::by_email(tx, &account.email).await?.is_some() {
        return Err(AddError::Taken);
    }
    account::create(tx, &account).await?;
    state.note(tx, Some(by), Action::AccountCreated, account.id).await?;
    Ok(link(state, tx, by, account.id).await?)
}

/// A link for somebody who is there: to choose a new password. Earlier links stop working.
pub async fn link(state: &AppState, tx: &mut Tx, by: &Account, account: AccountId) -> Result<Invited, StoreError> {
    let (token, now) = (opaque::fresh(&state.clock), state.clock.now());
    let row = Invitation { token_hash: opaque::hash(&token), account, created_by: Some(by.id), created_at: now, expires_at: now + VALID };
    invitation::create(tx, &row).await?;
    state.note(tx, Some(by), Action::InvitationCreated, account).await?;
    Ok(Invited { account, link: format!("{}/invitation/{token}", state.config.public), expires_at: row.expires_at })
}

/// Whose link this is, if it still works.
pub async fn invited(state: &AppState, token: &str) -> Result<Account, TakeError> {
    let mut tx = state.db.read().await?;
    let id = invitation::open(&mut tx, &opaque::hash(token), state.clock.now()).await?.ok_or(TakeError::Gone)?;
    account::by_id(&mut tx, id).await?.filter(|it| it.disabled_at.is_none()).ok_or(TakeError::Gone)
}

/// Uses a link up and sets the password. Whatever was signed in with the account before is signed out.
pub async fn choose_password(state: &AppState, token: &str, password: NewPassword) -> Result<Account, TakeError> {
    invited(state, token).await?;
    let hash = state.passwords.hash(&state.clock, password).await;
    let mut tx = state.db.begin().await?;
    let id = invitation::take(&mut tx, &opaque::hash(token), state.clock.now()).await?.ok_or(TakeError::Gone)?;
    account::set_password(&mut tx, id, &hash).await?;
    let account = account::by_id(&mut tx, id).await?.filter(|it| it.disabled_at.is_none()).ok_or(TakeError::Gone)?;
    state.note(&mut tx, Some(&account), Action::PasswordSet, id).await?;
    tx.commit().await?;
    Ok(account)
}
