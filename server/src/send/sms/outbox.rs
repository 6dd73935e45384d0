//! Nobody takes texts to phones: they land on the administrator's page.

use super::super::{Channel, Letter, Outcome, Problem};
use crate::{
    clock::Clock,
    db::{Db, StoreError, Tx},
    store::{
        outbox::{self, Outgoing},
        place,
    },
};
use domain::{Via, message};
use futures::future::{BoxFuture, FutureExt};

/// The embedded default.
#[derive(Clone, Debug)]
pub struct Outbox {
    db: Db,
    clock: Clock,
}

impl Outbox {
    /// On a database.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    async fn put(&self, letter: &Letter) -> Result<(), StoreError> {
        let segments = i64::try_from(message::size(&letter.text).segments).unwrap_or(i64::MAX);
        let row = Outgoing { id: letter.message, person: letter.person, text: letter.text.clone(), segments, at: self.clock.now() };
        let mut tx = self.db.begin().await?;
        // An erasure is before this or after it: what it has taken isn't written again.
        place::take_positions(&mut tx, letter.municipality, 0).await?;
        outbox::add(&mut tx, letter.municipality, &row).await?;
        tx.commit().await
    }
}

impl Channel for Outbox {
    fn via(&self) -> Via {
        Via::Sms
    }

    fn at_once(&self) -> usize {
        4
    }

    fn reaches<'a>(&'a self, _: &'a mut Tx, letter: &'a Letter) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move { Ok(letter.to.is_some()) }.boxed()
    }

    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Outcome> {
        async move {
            match self.put(letter).await {
                Ok(()) => Outcome::Ok { reference: None, acknowledged_within: None },
                // The same message twice is one: it lies there.
                Err(error) if error.is_duplicate() => Outcome::Ok { reference: None, acknowledged_within: None },
                Err(_) => Outcome::Retry { problem: Problem::Broken, after: None },
            }
        }
        .boxed()
    }
}
