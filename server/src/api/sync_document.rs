//! The shape of `POST /api/v1/sync` for the document. The types themselves are the domain's, which knows nothing of
//! documents; `tests/` holds the one against the other.

use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a phone sends.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(super) struct SyncRequest {
    /// The version of the entries' form.
    #[schema(example = 1)]
    schema: u32,
    /// What the last reply gave; absent the first time.
    #[schema(required = false)]
    cursor: Option<String>,
    /// What the device's clock shows, milliseconds since 1970: entries from one that is wrong are marked.
    #[schema(required = false)]
    now: Option<i64>,
    /// Leave the ids of what the server has out of `outcomes` and `again`, which stand in the order of what was sent.
    #[schema(required = false)]
    brief: bool,
    /// In the order of their seq; at most 500 and 1 MB.
    #[schema(required = false)]
    entries: Vec<Entry>,
    /// After a restore: what the server may have lost, whoever made it, each on its receipt. With `entries` at most 500.
    #[schema(required = false)]
    again: Vec<Again>,
    /// The last seq that the device had given when it heard of a restore, where any of `entries` isn't past it: the server may
    /// have had those before, and sends nothing that follows from them at once until an administrator releases it.
    #[schema(required = false)]
    before: Option<u64>,
    /// Whose cards were read offline, and when.
    #[schema(required = false)]
    reads: Vec<Read>,
}

/// An entry that the server has held.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(super) struct Again {
    entry: Entry,
    /// What the server gave for it.
    receipt: String,
}

/// What is left of the epoch that the cursor was of.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(super) struct Restored {
    /// The last position of it that the backup held; absent where that isn't known.
    #[schema(required = false)]
    kept: Option<i64>,
}

/// A youth's card was opened on the phone.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(super) struct Read {
    youth: Uuid,
    /// Milliseconds since 1970.
    at: i64,
}

/// One user action with all its facts.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(super) struct Entry {
    id: Uuid,
    device: Uuid,
    /// 1, 2, 3… on its device.
    seq: u64,
    /// When, as the device claims: milliseconds since 1970, a dot, a counter.
    at: String,
    /// An account's id, `youth` or `system`.
    by: String,
    youth: Uuid,
    /// Each with its `kind`.
    #[schema(value_type = Vec<Object>)]
    facts: Vec<Value>,
}

/// What the server answers. Left out what is empty.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(super) struct SyncReply {
    /// One for each sent entry, in the same order.
    #[schema(required = false)]
    outcomes: Vec<Settled>,
    /// One for each that was sent again, in the same order.
    #[schema(required = false)]
    again: Vec<Settled>,
    /// The server was restored since the cursor was given; nothing that was sent was taken in.
    #[schema(required = false)]
    restored: Option<Restored>,
    /// Youths to forget before the entries are taken in.
    #[schema(required = false)]
    forget: Vec<Uuid>,
    /// Youths who were erased: nothing about them stays on the device.
    #[schema(required = false)]
    erased: Vec<Uuid>,
    /// What is new to this device.
    #[schema(required = false)]
    entries: Vec<StoredEntry>,
    /// To be sent the next time.
    cursor: String,
    /// Whether there is more to fetch at once.
    #[schema(required = false)]
    more: bool,
    /// The server's clock, milliseconds since 1970.
    now: i64,
}

/// Why nothing was exchanged; of a phone that was shut out, what was heard of what it sent.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(super) struct SyncFarewell {
    /// Stable, for programs.
    #[schema(example = "device_revoked")]
    code: String,
    /// One sentence in English, for the person who writes a program.
    message: String,
    /// Which of the entries that were sent needn't be sent again.
    #[schema(required = false)]
    heard: Vec<Uuid>,
    /// The server was restored since the cursor was given: nothing was heard, and what it may have lost is to be sent.
    #[schema(required = false)]
    restored: Option<Restored>,
}

/// What became of one sent entry.
#[derive(ToSchema)]
#[schema(as = SyncOutcome)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(super) struct Settled {
    /// Left out where the id couldn't be read, and where the request was brief and the server has the entry.
    #[schema(required = false)]
    id: Option<Uuid>,
    /// `stored`, `already_stored` or `refused`.
    outcome: String,
    /// Its place in the municipality's order, unless it was refused.
    #[schema(required = false)]
    position: Option<i64>,
    /// Why it was refused.
    #[schema(required = false)]
    code: Option<String>,
    /// Where the server has it: to be given back with it after a restore.
    #[schema(required = false)]
    receipt: Option<String>,
}

/// An entry that the server holds.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the document")]
pub(super) struct StoredEntry {
    /// Its place in the municipality's order.
    position: i64,
    entry: Entry,
    /// To be given back with it after a restore.
    #[schema(required = false)]
    receipt: Option<String>,
}
