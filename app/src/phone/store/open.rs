//! One person's store, with and without its key.

use super::{
    Connection, Header, Lock, Mode, SHAPE, meta, part,
    tray::tray,
    tx::Tx,
    unsent::{Waiting, waiting},
};
use crate::phone::{
    crypto::DataKey,
    draft::Draft,
    json,
    model::{CallStarted, Failure, Refused},
    server::Token,
};
use domain::{AccountId, DeviceId, Summary, sync_core::Progress};
use std::{cell::RefCell, rc::Rc};

/// One person's store. Without its key only the lock can be read.
#[derive(Debug)]
pub struct Store {
    /// Whose.
    pub account: AccountId,
    connection: Connection,
    key: RefCell<Option<Rc<DataKey>>>,
}

/// What the app starts from: everything but the entries.
#[derive(Debug)]
pub struct Snapshot {
    /// Whose, and when the server was last heard.
    pub header: Header,
    /// When a reply last brought something.
    pub heard: Option<i64>,
    /// The server's clock less the phone's then.
    pub offset: Option<i64>,
    /// The whole caseload.
    pub summaries: Vec<Summary>,
    /// How much waits.
    pub waiting: Waiting,
    /// What the server didn't take.
    pub tray: Vec<Refused>,
    /// A call that nobody has answered for.
    pub call: Option<CallStarted>,
    /// A form that is half filled in.
    pub draft: Option<Draft>,
    /// Whether summaries are to be folded anew.
    pub dirty: bool,
}

impl Store {
    fn name(account: AccountId) -> String {
        format!("uppsok-{account}")
    }

    /// Opens a person's store, and makes it where there is none.
    pub async fn open(account: AccountId) -> Result<Self, Failure> {
        Ok(Self { account, connection: Connection::open(&Self::name(account), SHAPE).await?, key: RefCell::default() })
    }

    /// Deletes it with all that is in it. The wrapped keys go first: without them the rest can't be read, even if the
    /// browser is ended before it has deleted it.
    pub async fn wipe(&self) -> Result<(), Failure> {
        self.put_key(None);
        self.connection.run(Mode::Write, &[part::META], None, async |tx| tx.delete(part::META, meta::LOCK)).await?;
        self.connection.close();
        Connection::delete(&Self::name(self.account)).await
    }

    /// Gives the key, or takes it away.
    pub fn put_key(&self, key: Option<DataKey>) {
        self.key.replace(key.map(Rc::new));
    }

    /// The key, while it is unlocked.
    pub fn key(&self) -> Result<Rc<DataKey>, Failure> {
        self.key.borrow().clone().ok_or(Failure::Locked)
    }

    /// Reads with the key.
    pub(super) async fn read<T>(&self, parts: &[&str], work: impl AsyncFn(&Tx) -> Result<T, Failure>) -> Result<T, Failure> {
        self.connection.run(Mode::Read, parts, Some(&self.key()?), work).await
    }

    /// Writes with the key.
    pub(super) async fn write<T>(&self, parts: &[&str], work: impl AsyncFn(&Tx) -> Result<T, Failure>) -> Result<T, Failure> {
        self.connection.run(Mode::Write, parts, Some(&self.key()?), work).await
    }

    /// The lock; none in a store that was just made.
    pub async fn lock(&self) -> Result<Option<Lock>, Failure> {
        let text = self.connection.run(Mode::Read, &[part::META], None, async |tx| tx.clear(part::META, meta::LOCK).await).await?;
        Ok(text.map(|it| json::read(it.as_bytes())).transpose()?)
    }

    /// Changes the lock, for which no key is needed.
    pub async fn change_lock(&self, change: impl Fn(&mut Lock)) -> Result<(), Failure> {
        self.connection
            .run(Mode::Write, &[part::META], None, async |tx| {
                let mut lock = self.lock_in(tx).await?;
                change(&mut lock);
                tx.put_clear(part::META, meta::LOCK, &json::write(&lock)?)
            })
            .await
    }

    /// Keeps another lock, and what belongs to it, at once.
    pub async fn put_lock(&self, lock: &Lock, header: &Header) -> Result<(), Failure> {
        self.write(&[part::META], async |tx| {
            tx.put_clear(part::META, meta::LOCK, &json::write(lock)?)?;
            tx.put(part::META, meta::HEADER, header)
        })
        .await
    }

    /// The lock, within a transaction over `meta`.
    pub(super) async fn lock_in(&self, tx: &Tx) -> Result<Lock, Failure> {
        let text = tx.clear(part::META, meta::LOCK).await?.ok_or(Failure::Unreadable)?;
        Ok(json::read(text.as_bytes())?)
    }

    /// What the phone is called in the journal, within a transaction over `meta`.
    pub(super) async fn device_in(&self, tx: &Tx) -> Result<DeviceId, Failure> {
        Ok(self.lock_in(tx).await?.device)
    }

    /// The header.
    pub async fn header(&self) -> Result<Header, Failure> {
        self.read(&[part::META], async |tx| tx.get(part::META, meta::HEADER).await?.ok_or(Failure::Unreadable)).await
    }

    /// Changes the header.
    pub async fn change_header(&self, change: impl Fn(&mut Header)) -> Result<Header, Failure> {
        self.write(&[part::META], async |tx| {
            let mut header: Header = tx.get(part::META, meta::HEADER).await?.ok_or(Failure::Unreadable)?;
            change(&mut header);
            tx.put(part::META, meta::HEADER, &header)?;
            Ok(header)
        })
        .await
    }

    /// Reads what the app starts from. Entries stay where they are: this must be quick with forty thousand of them.
    pub async fn snapshot(&self) -> Result<Snapshot, Failure> {
        let parts = [part::META, part::SUMMARY, part::OUTBOX, part::REFUSED, part::ENTRY, part::CALL];
        self.read(&parts, async |tx| {
            let progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
            Ok(Snapshot {
                header: tx.get(part::META, meta::HEADER).await?.ok_or(Failure::Unreadable)?,
                summaries: tx.all(part::SUMMARY).await?.into_iter().map(|it| it.1).collect(),
                waiting: waiting(tx).await?,
                tray: tray(tx).await?,
                call: tx.get(part::CALL, part::CALL).await?,
                // What another version wrote and this one can't read is let go.
                draft: tx.get(part::CALL, part::DRAFT).await.unwrap_or_default(),
                heard: progress.heard,
                offset: progress.offset,
                dirty: !progress.dirty.is_empty(),
            })
        })
        .await
    }

    /// Keeps what opens the server.
    pub async fn put_token(&self, token: &Token) -> Result<(), Failure> {
        self.write(&[part::META], async |tx| tx.put(part::META, meta::TOKEN, token)).await
    }

    /// What last opened the server.
    pub async fn token(&self) -> Result<Option<Token>, Failure> {
        self.read(&[part::META], async |tx| tx.get(part::META, meta::TOKEN).await).await
    }

    /// The call that nobody has answered for.
    pub async fn call(&self) -> Result<Option<CallStarted>, Failure> {
        self.read(&[part::CALL], async |tx| tx.get(part::CALL, part::CALL).await).await
    }

    /// Keeps the call that is about to be made, or lets it go.
    pub async fn put_call(&self, call: Option<&CallStarted>) -> Result<(), Failure> {
        self.write(&[part::CALL], async |tx| match call {
            Some(call) => tx.put(part::CALL, part::CALL, call),
            None => tx.delete(part::CALL, part::CALL),
        })
        .await
    }

    /// Keeps a form that is half filled in, or lets it go.
    pub async fn put_draft(&self, draft: Option<&Draft>) -> Result<(), Failure> {
        self.write(&[part::CALL], async |tx| match draft {
            Some(draft) => tx.put(part::CALL, part::DRAFT, draft),
            None => tx.delete(part::CALL, part::DRAFT),
        })
        .await
    }
}
