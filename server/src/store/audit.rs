//! Who did what to which account, device, unit or setting. There is no function that changes or removes a row.

use crate::db::{Row, StoreError, Tx, execute, fetch_all};
use domain::{AccountId, MunicipalityId};
use uuid::Uuid;

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// A uuid v7.
    pub id: Uuid,
    /// Milliseconds since 1970.
    pub at: i64,
    /// Who; none on the command line.
    pub by: Option<AccountId>,
    /// Where, if it belongs to one municipality.
    pub municipality: Option<MunicipalityId>,
    /// What.
    pub action: Action,
    /// The id of what it was done to.
    pub subject: String,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident $code:literal;)+) => {
        /// What can be done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action {
            $($(#[$doc])* $variant),+
        }

        impl Action {
            /// The code that is stored.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

actions! {
    /// An account was added.
    AccountCreated "account_created";
    /// An account can no longer sign in.
    AccountDisabled "account_disabled";
    /// An account can sign in again.
    AccountEnabled "account_enabled";
    /// A link to choose a password was made.
    InvitationCreated "invitation_created";
    /// A password was chosen.
    PasswordSet "password_set";
    /// Somebody signed in.
    SignedIn "signed_in";
    /// A refresh token came back after it had been replaced: what was signed in on the device was ended.
    RefreshReused "refresh_reused";
    /// A device was revoked.
    DeviceRevoked "device_revoked";
    /// A phone asked for the key of a forgotten passphrase.
    RecoveryAsked "recovery_asked";
    /// An administrator said yes.
    RecoveryReleased "recovery_released";
    /// An administrator said no.
    RecoveryRefused "recovery_refused";
    /// The phone fetched the key.
    RecoveryTaken "recovery_taken";
    /// A revoked phone handed over what it hadn't sent.
    Quarantined "quarantined";
    /// An administrator took that in, or threw it away.
    QuarantineSettled "quarantine_settled";
    /// A unit was added.
    UnitCreated "unit_created";
    /// A unit was given another name.
    UnitRenamed "unit_renamed";
    /// A worker was given a unit.
    MemberJoined "member_joined";
    /// A unit was taken from a worker.
    MemberLeft "member_left";
    /// A municipality's settings were changed.
    SettingsChanged "settings_changed";
    /// A text to youths was changed, and waits to be checked.
    TextChanged "text_changed";
    /// A text to youths was checked, and is sent from now on.
    TextChecked "text_checked";
    /// A municipality's own text was taken away.
    TextRemoved "text_removed";
    /// How youths are reminded was changed.
    RemindersChanged "reminders_changed";
    /// Messages that a restore made unclear were let go. The subject is how many.
    MessagesReleased "messages_released";
    /// A register file was imported.
    ImportApplied "import_applied";
    /// An import was undone.
    ImportUndone "import_undone";
    /// Youths were given to a unit.
    Assigned "assigned";
    /// A youth was erased. The subject is the record's id, which tells nothing any more.
    Erased "erased";
    /// Rows or figures were downloaded.
    Downloaded "downloaded";
}

/// Adds a deed.
pub async fn add(tx: &mut Tx, it: &Deed) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into audit (id, at, account_id, municipality_id, action, subject) values ($1, $2, $3, $4, $5, $6)",
        it.id.to_string(),
        it.at,
        it.by,
        it.municipality,
        it.action.code(),
        it.subject,
    )?;
    Ok(())
}

/// The latest deeds of a municipality, newest first.
pub async fn latest(tx: &mut Tx, municipality: MunicipalityId, count: i64) -> Result<Vec<Deed>, StoreError> {
    fetch_all!(
        tx,
        "select * from audit where municipality_id = $1 order by at desc, id desc limit $2",
        municipality, count; deed
    )
}

fn deed(row: &Row<'_>) -> Result<Deed, StoreError> {
    let action = row.text("audit.action")?;
    Ok(Deed {
        id: row.parse("audit.id")?,
        at: row.int("audit.at")?,
        by: row.maybe_parse("audit.account_id")?,
        municipality: row.maybe_parse("audit.municipality_id")?,
        action: Action::from_code(&action).ok_or(StoreError::Corrupt { column: "audit.action" })?,
        subject: row.text("audit.subject")?,
    })
}
