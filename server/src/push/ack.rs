//! What a browser says when it has got a notification. The receipt travels in the notification, so that only who got it can
//! give it back.

use crate::{
    db::StoreError,
    http::AppState,
    send::HookKeys,
    store::{
        attempt::{self, Reported},
        push_subscription,
    },
};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Which call it was, to which browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The call.
    pub attempt: Uuid,
    /// The browser.
    pub endpoint_hash: String,
}

impl Receipt {
    /// As it stands in the notification: `CALL.BROWSER.KEY`.
    pub fn sign(&self, keys: &HookKeys) -> String {
        let said = format!("{}.{}", self.attempt, self.endpoint_hash);
        format!("{said}.{}", keys.hash(format!("receipt {said}").as_bytes()))
    }

    /// Read again, if it is one of ours.
    pub fn read(text: &str, keys: &HookKeys) -> Option<Self> {
        let (said, _) = text.rsplit_once('.')?;
        let (attempt, endpoint_hash) = said.split_once('.')?;
        let it = Self { attempt: attempt.parse().ok()?, endpoint_hash: endpoint_hash.to_owned() };
        bool::from(it.sign(keys).as_bytes().ct_eq(text.as_bytes())).then_some(it)
    }
}

/// A browser got a notification: it can be counted on, and the message has arrived. False where the receipt isn't ours.
pub async fn acknowledge(state: &AppState, receipt: &str) -> Result<bool, StoreError> {
    let Some(receipt) = Receipt::read(receipt, &state.hooks) else { return Ok(false) };
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    push_subscription::acknowledged(&mut tx, &receipt.endpoint_hash, now).await?;
    attempt::report(&mut tx, receipt.attempt, Reported::Delivered, now).await?;
    tx.commit().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Clock, config::Secret};

    #[test]
    fn a_receipt_is_read_by_who_made_it_alone() {
        let keys = |text: &str| HookKeys::new(&Secret::load(Some(&text.repeat(32)), "postgres:", &Clock::system()).unwrap());
        let receipt = Receipt { attempt: Uuid::from_u128(7), endpoint_hash: "ab12".to_owned() };
        let text = receipt.sign(&keys("a"));
        assert_eq!(Receipt::read(&text, &keys("a")), Some(receipt));
        assert_eq!(Receipt::read(&text, &keys("b")), None);
        assert_eq!(Receipt::read(&text.replace("ab12", "ab13"), &keys("a")), None);
        for bad in ["", ".", "..", "a.b.c", &text[1..]] {
            assert_eq!(Receipt::read(bad, &keys("a")), None, "{bad}");
        }
    }
}
