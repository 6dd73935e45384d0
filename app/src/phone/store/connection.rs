//! A database of the browser's, and transactions that are kept or are as if they never were.
//!
//! Browsers close connections under an app (a known Safari fault), so that each transaction may find itself without
//! one: it then connects again and is run once more from its beginning.

use super::{fault, tx::Tx};
use crate::phone::{crypto::DataKey, js, model::Failure};
use idb::{DatabaseEvent as _, Factory, IndexParams, KeyPath, ObjectStoreParams};
use js_sys::{Array, Promise};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbTransaction};

/// Reading, or writing with strict durability: `complete` is fired when the disk has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Several may run together.
    Read,
    /// One at a time.
    Write,
}

/// A database's shape: its stores, each with the fields that it is searched by. Stores are only ever added.
pub type Shape = &'static [(&'static str, &'static [&'static str])];

/// An open database.
#[derive(Debug)]
pub struct Connection {
    name: String,
    shape: Shape,
    inner: RefCell<IdbDatabase>,
}

impl Connection {
    /// Opens it, and makes it where it isn't there.
    pub async fn open(name: &str, shape: Shape) -> Result<Self, Failure> {
        Ok(Self { name: name.to_owned(), shape, inner: RefCell::new(connect(name, shape).await?) })
    }

    /// Deletes a database with all that is in it. Other tabs let go of it when asked.
    pub async fn delete(name: &str) -> Result<(), Failure> {
        Ok(Factory::new()?.delete(name)?.await?)
    }

    /// Lets go of it.
    pub fn close(&self) {
        self.inner.borrow().close();
    }

    /// Runs `work` in one transaction over `stores`. It comes back with a value only after the transaction completed;
    /// on any failure nothing of it happened. `work` may be run twice and so must only touch the transaction.
    ///
    /// What needn't know `T` stands outside, so that there is one of it and not one for each use.
    pub async fn run<T>(
        &self,
        mode: Mode,
        stores: &[&str],
        key: Option<&Rc<DataKey>>,
        work: impl AsyncFn(&Tx) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut has_reconnected = false;
        loop {
            let failure = match self.begin(mode, stores, key) {
                Ok(open) => match work(&open.tx).await {
                    Ok(value) => match open.keep().await {
                        Ok(()) => return Ok(value),
                        Err(failure) => failure,
                    },
                    Err(failure) => open.drop_all(failure).await,
                },
                Err(failure) => failure,
            };
            if has_reconnected || failure != Failure::StoreFailed {
                return Err(failure);
            }
            self.reconnect().await?;
            has_reconnected = true;
        }
    }

    async fn reconnect(&self) -> Result<(), Failure> {
        let fresh = connect(&self.name, self.shape).await?;
        self.inner.replace(fresh).close();
        Ok(())
    }

    fn begin(&self, mode: Mode, stores: &[&str], key: Option<&Rc<DataKey>>) -> Result<Open, Failure> {
        let names: Array = stores.iter().map(|it| JsValue::from_str(it)).collect();
        let (mode, options) = match mode {
            Mode::Read => ("readonly", js::object([])),
            Mode::Write => ("readwrite", js::object([("durability", "strict".into())])),
        };
        let raw =
            js::call(&self.inner.borrow(), "transaction", &[names.into(), mode.into(), options]).map_err(|it| fault::of_exception(&it))?;
        let raw: IdbTransaction = raw.dyn_into().map_err(|_| Failure::StoreFailed)?;
        let ended = Promise::new(&mut |resolve, reject| {
            raw.set_oncomplete(Some(&resolve));
            raw.set_onabort(Some(&reject));
        });
        Ok(Open { tx: Tx::new(raw.clone().into(), key.cloned()), raw, ended })
    }
}

/// A transaction that has neither completed nor aborted.
struct Open {
    tx: Tx,
    raw: IdbTransaction,
    ended: Promise,
}

impl Open {
    /// Waits until the disk has it.
    async fn keep(self) -> Result<(), Failure> {
        match JsFuture::from(self.ended).await {
            Ok(_) => Ok(()),
            Err(_) => Err(reason(&self.raw)),
        }
    }

    /// Lets go of all of it, and says why it failed.
    async fn drop_all(self, failure: Failure) -> Failure {
        // It may have aborted by itself already; either way nothing of it is kept.
        let _ = self.raw.abort();
        let _ = JsFuture::from(self.ended).await;
        if failure == Failure::StoreFailed { reason(&self.raw) } else { failure }
    }
}

/// What the browser says about a transaction that it aborted.
fn reason(raw: &IdbTransaction) -> Failure {
    raw.error().map_or(Failure::StoreFailed, |it| fault::of_exception(&it))
}

async fn connect(name: &str, shape: Shape) -> Result<IdbDatabase, Failure> {
    let mut request = Factory::new()?.open(name, Some(1))?;
    request.on_upgrade_needed(move |event| {
        // A shape that can't be made leaves no database behind, and opening it fails.
        let _ = event.database().map_err(Failure::from).and_then(|it| make(&it, shape));
    });
    let database: IdbDatabase = request.await?.into();
    let closing = database.clone();
    // Another tab deletes it, or a newer version of the app opens it: it mustn't wait for us.
    database.set_onversionchange(Some(Closure::once_into_js(move || closing.close()).unchecked_ref()));
    Ok(database)
}

fn make(database: &idb::Database, shape: Shape) -> Result<(), Failure> {
    for (name, indexes) in shape {
        let store = database.create_object_store(name, ObjectStoreParams::new())?;
        for field in *indexes {
            store.create_index(field, KeyPath::new_single(field), Some(IndexParams::new()))?;
        }
    }
    Ok(())
}
