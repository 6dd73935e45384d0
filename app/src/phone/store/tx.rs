//! One transaction, and records that are sealed on their way in.

use crate::phone::{
    crypto::{self, DataKey},
    js, json,
    model::Failure,
    platform,
};
use js_sys::Uint8Array;
use serde::{Serialize, de::DeserializeOwned};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// One transaction. Nothing but its own requests may be awaited while it lives, else the browser ends it.
#[derive(Debug)]
pub struct Tx {
    inner: idb::Transaction,
    key: Option<Rc<DataKey>>,
}

impl Tx {
    /// Around a transaction of the browser's.
    pub fn new(inner: idb::Transaction, key: Option<Rc<DataKey>>) -> Self {
        Self { inner, key }
    }

    /// A text that is kept in the clear: a random id, or what is needed before there is a key.
    pub async fn clear(&self, store: &str, id: &str) -> Result<Option<String>, Failure> {
        let value = self.inner.object_store(store)?.get(JsValue::from_str(id))?.await?;
        Ok(value.and_then(|it| it.as_string()))
    }

    /// Every text of a store that is kept in the clear, by its id and in the ids' order.
    pub async fn all_clear(&self, store: &str) -> Result<Vec<(String, String)>, Failure> {
        let (ids, values) = self.both(store).await?;
        Ok(ids.into_iter().zip(values).filter_map(|(id, value)| Some((id.as_string()?, value.as_string()?))).collect())
    }

    /// Keeps a text in the clear.
    pub fn put_clear(&self, store: &str, id: &str, value: &str) -> Result<(), Failure> {
        self.put_raw(store, id, &value.into())
    }

    /// A sealed record.
    pub async fn get<T: DeserializeOwned>(&self, store: &str, id: &str) -> Result<Option<T>, Failure> {
        let value = self.inner.object_store(store)?.get(JsValue::from_str(id))?.await?;
        value.map(|it| self.open(store, id, &it)).transpose()
    }

    /// Every sealed record of a store that can be read, by its id and in the ids' order.
    pub async fn all<T: DeserializeOwned>(&self, store: &str) -> Result<Vec<(String, T)>, Failure> {
        let (ids, values) = self.both(store).await?;
        let each = ids.into_iter().zip(values).map(|(id, value)| {
            let id = id.as_string().ok_or(Failure::Unreadable)?;
            let record = self.open(store, &id, &value)?;
            Ok((id, record))
        });
        readable(each)
    }

    /// Seals and keeps a record. That it was kept is known when the transaction completes.
    pub fn put<T: Serialize>(&self, store: &str, id: &str, record: &T) -> Result<(), Failure> {
        self.put_raw(store, id, &self.seal(store, id, record)?)
    }

    /// Seals and keeps a record that is also found by `index`, a random id in the clear.
    pub fn put_indexed<T: Serialize>(&self, store: &str, id: &str, index: (&str, &str), record: &T) -> Result<(), Failure> {
        let blob = self.seal(store, id, record)?;
        self.put_raw(store, id, &js::object([(index.0, index.1.into()), ("blob", blob)]))
    }

    /// An indexed record.
    pub async fn get_indexed<T: DeserializeOwned>(&self, store: &str, id: &str) -> Result<Option<T>, Failure> {
        let value = self.inner.object_store(store)?.get(JsValue::from_str(id))?.await?;
        value.map(|it| self.open(store, id, &js::get(&it, "blob"))).transpose()
    }

    /// An indexed record, where it is there and can be read.
    pub async fn readable<T: DeserializeOwned>(&self, store: &str, id: &str) -> Result<Option<T>, Failure> {
        match self.get_indexed(store, id).await {
            Err(Failure::Unreadable) => Ok(None),
            record => record,
        }
    }

    /// What an indexed record is found by, whether or not it can be read.
    pub async fn found_by(&self, store: &str, id: &str, index: &str) -> Result<Option<String>, Failure> {
        let value = self.inner.object_store(store)?.get(JsValue::from_str(id))?.await?;
        Ok(value.and_then(|it| js::text(&it, index)))
    }

    /// Every record that an index has under a value and that can be read.
    pub async fn found<T: DeserializeOwned>(&self, store: &str, index: (&str, &str)) -> Result<Vec<T>, Failure> {
        let by = self.inner.object_store(store)?.index(index.0)?;
        let ids = by.get_all_keys(Some(JsValue::from_str(index.1).into()), None)?;
        let values = by.get_all(Some(JsValue::from_str(index.1).into()), None)?;
        let (ids, values) = (ids.await?, values.await?);
        let each = ids.into_iter().zip(values).map(|(id, value)| {
            let id = id.as_string().ok_or(Failure::Unreadable)?;
            self.open(store, &id, &js::get(&value, "blob"))
        });
        readable(each)
    }

    /// Every record of an indexed store that can be read.
    pub async fn all_indexed<T: DeserializeOwned>(&self, store: &str) -> Result<Vec<T>, Failure> {
        let (ids, values) = self.both(store).await?;
        let each = ids.into_iter().zip(values).map(|(id, value)| {
            let id = id.as_string().ok_or(Failure::Unreadable)?;
            self.open(store, &id, &js::get(&value, "blob"))
        });
        readable(each)
    }

    /// The ids of the records that an index has under a value.
    pub async fn found_ids(&self, store: &str, index: (&str, &str)) -> Result<Vec<String>, Failure> {
        let ids = self.inner.object_store(store)?.index(index.0)?.get_all_keys(Some(JsValue::from_str(index.1).into()), None)?.await?;
        Ok(ids.into_iter().filter_map(|it| it.as_string()).collect())
    }

    /// The ids of a store, in order.
    pub async fn ids(&self, store: &str) -> Result<Vec<String>, Failure> {
        let ids = self.inner.object_store(store)?.get_all_keys(None, None)?.await?;
        Ok(ids.into_iter().filter_map(|it| it.as_string()).collect())
    }

    /// Lets a record go.
    pub fn delete(&self, store: &str, id: &str) -> Result<(), Failure> {
        self.inner.object_store(store)?.delete(JsValue::from_str(id))?;
        Ok(())
    }

    async fn both(&self, store: &str) -> Result<(Vec<JsValue>, Vec<JsValue>), Failure> {
        let store = self.inner.object_store(store)?;
        // Both are asked before either is awaited, so that they see the same and wait once.
        let (ids, values) = (store.get_all_keys(None, None)?, store.get_all(None, None)?);
        Ok((ids.await?, values.await?))
    }

    fn put_raw(&self, store: &str, id: &str, value: &JsValue) -> Result<(), Failure> {
        self.inner.object_store(store)?.put(value, Some(&id.into()))?;
        Ok(())
    }

    fn seal<T: Serialize>(&self, store: &str, id: &str, record: &T) -> Result<JsValue, Failure> {
        let key = self.key.as_deref().ok_or(Failure::Locked)?;
        let blob = crypto::seal(key, store, id, platform::random(), json::write(record)?.as_bytes());
        Ok(Uint8Array::from(blob.as_slice()).into())
    }

    fn open<T: DeserializeOwned>(&self, store: &str, id: &str, blob: &JsValue) -> Result<T, Failure> {
        let key = self.key.as_deref().ok_or(Failure::Locked)?;
        let plain = crypto::open(key, store, id, &Uint8Array::new(blob).to_vec())?;
        Ok(json::read(&plain)?)
    }
}

/// One damaged record mustn't keep the rest from being read. It is neither changed nor deleted.
fn readable<T>(each: impl Iterator<Item = Result<T, Failure>>) -> Result<Vec<T>, Failure> {
    each.filter(|it| !matches!(it, Err(Failure::Unreadable))).collect()
}
