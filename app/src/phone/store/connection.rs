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
    pub async fn run<T>(
        &self,
        mode: Mode,
        stores: &[&str],
        key: Option<&Rc<DataKey>>,
        work: impl AsyncFn(&Tx) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match self.attempt(mode, stores, key, &work).await {
            Err(Failure::StoreFailed) => {
                let fresh = connect(&self.name, self.shape).await?;
                self.inner.replace(fresh).close();
                self.attempt(mode, stores, key, &work).await
            }
            result => result,
        }
    }

    async fn attempt<T>(
        &self,
        mode: Mode,
        stores: &[&str],
        key: Option<&Rc<DataKey>>,
        work: &impl AsyncFn(&Tx) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let raw = self.begin(mode, stores)?;
        let ended = Promise::new(&mut |resolve, reject| {
            raw.set_oncomplete(Some(&resolve));
            raw.set_onabort(Some(&reject));
        });
        let tx = Tx::new(raw.clone().into(), key.cloned());
        let result = work(&tx).await;
        if result.is_err() {
            // It may have aborted by itself already; either way nothing of it is kept.
            let _ = raw.abort();
        }
        match (JsFuture::from(ended).await, result) {
            (Ok(_), Ok(value)) => Ok(value),
            (_, Err(failure)) if failure != Failure::StoreFailed => Err(failure),
            _ => Err(raw.error().map_or(Failure::StoreFailed, |it| fault::of_exception(&it))),
        }
    }

    fn begin(&self, mode: Mode, stores: &[&str]) -> Result<IdbTransaction, Failure> {
        let names: Array = stores.iter().map(|it| JsValue::from_str(it)).collect();
        let (mode, options) = match mode {
            Mode::Read => ("readonly", js::object([])),
            Mode::Write => ("readwrite", js::object([("durability", "strict".into())])),
        };
        let raw =
            js::call(&self.inner.borrow(), "transaction", &[names.into(), mode.into(), options]).map_err(|it| fault::of_exception(&it))?;
        raw.dyn_into().map_err(|_| Failure::StoreFailed)
    }
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
