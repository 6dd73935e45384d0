//! The people who work with Uppsök.

use crate::{
    auth::{Post, Role},
    db::{Note, Row, StoreError, Tx, execute, fetch_all, fetch_optional},
};
use domain::{AccountId, MunicipalityId};

/// Somebody with an account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// Lower case.
    pub email: String,
    /// As colleagues say it.
    pub name: String,
    /// What they do, and where.
    pub post: Post,
    /// Argon2id; none until the invitation has been taken.
    pub password_hash: Option<String>,
    /// What tokens and sessions must carry to be good.
    pub session_epoch: i64,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Since when they can't sign in.
    pub disabled_at: Option<i64>,
}

/// A name or an address in a log is a leak.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("id", &self.id).field("post", &self.post).finish_non_exhaustive()
    }
}

fn account(row: &Row<'_>) -> Result<Account, StoreError> {
    let role: Role = row.parse("account.role")?;
    let (municipality, region) = (row.maybe_parse("account.municipality_id")?, row.maybe_parse("account.region_id")?);
    Ok(Account {
        id: row.parse("account.id")?,
        email: row.text("account.email")?,
        name: row.text("account.name")?,
        post: Post::new(role, municipality, region).map_err(|_| StoreError::Corrupt { column: "account.role" })?,
        password_hash: row.maybe_text("account.password_hash")?,
        session_epoch: row.int("account.session_epoch")?,
        created_at: row.int("account.created_at")?,
        disabled_at: row.maybe_int("account.disabled_at")?,
    })
}

/// Adds an account. An address that is taken is [`StoreError::is_duplicate`].
pub async fn create(tx: &mut Tx, it: &Account) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into account (id, email, name, role, municipality_id, region_id, password_hash, session_epoch, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        it.id,
        it.email,
        it.name,
        it.post.role().code(),
        it.post.municipality(),
        it.post.region(),
        it.password_hash,
        it.session_epoch,
        it.created_at,
    )?;
    Ok(())
}

/// The account of an id.
pub async fn by_id(tx: &mut Tx, id: AccountId) -> Result<Option<Account>, StoreError> {
    fetch_optional!(tx, "select * from account where id = $1", id; account)
}

/// The account of an address, in any case.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Account>, StoreError> {
    fetch_optional!(tx, "select * from account where email = $1", email.trim().to_lowercase(); account)
}

/// Everyone in a municipality, by name.
pub async fn of_municipality(tx: &mut Tx, id: MunicipalityId) -> Result<Vec<Account>, StoreError> {
    fetch_all!(tx, "select * from account where municipality_id = $1 order by name, id", id; account)
}

/// Whether anybody's address ends otherwise.
pub async fn is_any_outside(tx: &mut Tx, ending: &str) -> Result<bool, StoreError> {
    let found = fetch_optional!(
        tx,
        "select id from account where substr(email, length(email) - length($1) + 1) <> $1 limit 1",
        ending; |row| row.text("account.id")
    )?;
    Ok(found.is_some())
}

/// Sets a password and ends everything that was signed in with the old one. False where there is no such account.
pub async fn set_password(tx: &mut Tx, id: AccountId, hash: &str) -> Result<bool, StoreError> {
    let hit = execute!(tx, "update account set password_hash = $2, session_epoch = session_epoch + 1 where id = $1", id, hash)?;
    if hit == 1 {
        tx.note(Note::Password(id, hash.to_owned()));
    }
    Ok(hit == 1)
}

/// Sets a password again that a backup is older than. False where it was so already, or there is no such account.
pub async fn set_password_again(tx: &mut Tx, id: AccountId, hash: &str) -> Result<bool, StoreError> {
    let hit =
        execute!(tx, "update account set password_hash = $2 where id = $1 and (password_hash is null or password_hash <> $2)", id, hash,)?;
    Ok(hit == 1)
}

/// Stops an account from signing in and ends what is signed in. False where it was so already or isn't there.
pub async fn disable(tx: &mut Tx, id: AccountId, now: i64) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "update account set disabled_at = $2, session_epoch = session_epoch + 1 where id = $1 and disabled_at is null",
        id,
        now,
    )?;
    if hit == 1 {
        tx.note(Note::Disabled(id, true));
    }
    Ok(hit == 1)
}

/// Lets a disabled account sign in again. False where it could already or isn't there.
pub async fn enable(tx: &mut Tx, id: AccountId) -> Result<bool, StoreError> {
    let hit = execute!(tx, "update account set disabled_at = null where id = $1 and disabled_at is not null", id)?;
    if hit == 1 {
        tx.note(Note::Disabled(id, false));
    }
    Ok(hit == 1)
}

/// Ends everything that is signed in, everywhere: after a restore, what was ended since the backup mustn't work again.
/// `epoch` is one that no account has had.
pub async fn end_all(tx: &mut Tx, epoch: i64) -> Result<(), StoreError> {
    execute!(tx, "update account set session_epoch = $1", epoch)?;
    execute!(tx, "delete from refresh_token")?;
    execute!(tx, "delete from session")?;
    // A link that was used since, and a phone's secret that was handed out since, would be good once more.
    execute!(tx, "delete from invitation where used_at is null")?;
    execute!(tx, "update device set recovery_state = null where recovery_state is not null")?;
    Ok(())
}
