//! What youths are written, and when: a municipality's own texts and how it reminds.

use crate::{
    http::{ApiError, AppState},
    journal,
    store::{
        account::Account,
        audit::Action,
        message_policy::{self, MessagePolicy},
        message_text::{self, OwnText},
        place,
    },
};
use domain::{MessageKind, message};

/// The longest text: more segments than anybody pays for.
pub const LONGEST: usize = 1000;

/// A language's tag: two or three letters, and a region or a script where it needs one.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_first = parts.next().is_some_and(|it| (2..=3).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_lowercase()));
    is_first && tag.len() <= 35 && parts.all(|it| (2..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric()))
}

/// The municipality's own texts.
pub async fn texts(state: &AppState, by: &Account) -> Result<Vec<OwnText>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    Ok(message_text::all(&mut tx, municipality).await?)
}

/// Writes a text. It is sent only if it `is_checked`, which holds for these words and no others.
pub async fn put_text(
    state: &AppState,
    by: &Account,
    kind: MessageKind,
    language: &str,
    text: &str,
    is_checked: bool,
) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    if !is_language(language) {
        return Err(ApiError::invalid("language", "a BCP 47 tag"));
    }
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().count() > LONGEST {
        return Err(ApiError::invalid("text", "at most 1000 characters"));
    }
    message::check(kind, &text).map_err(|bad| ApiError::invalid("text", bad.to_string()))?;
    let now = state.clock.now();
    let own = OwnText { kind, language: language.to_owned(), text, changed: (by.id, now), checked: is_checked.then_some((by.id, now)) };
    let mut tx = state.db.begin().await?;
    message_text::put(&mut tx, municipality, &own).await?;
    let action = if is_checked { Action::TextChecked } else { Action::TextChanged };
    state.note(&mut tx, Some(by), action, format!("{}/{language}", kind.code())).await?;
    Ok(tx.commit().await?)
}

/// Takes a text away: what ships holds again.
pub async fn remove_text(state: &AppState, by: &Account, kind: MessageKind, language: &str) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    if !message_text::remove(&mut tx, municipality, kind, language).await? {
        return Err(ApiError::NotFound);
    }
    state.note(&mut tx, Some(by), Action::TextRemoved, format!("{}/{language}", kind.code())).await?;
    Ok(tx.commit().await?)
}

/// How the municipality reminds.
pub async fn reminders(state: &AppState, by: &Account) -> Result<MessagePolicy, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    Ok(message_policy::find(&mut tx, municipality).await?)
}

/// Changes how it does. What has been planned already is checked again before it is sent.
pub async fn set_reminders(state: &AppState, by: &Account, it: &MessagePolicy) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    it.policy.check().map_err(|bad| ApiError::invalid("policy", bad.to_string()))?;
    let mut tx = state.db.begin().await?;
    message_policy::put(&mut tx, municipality, it).await?;
    let place = place::municipality_by_id(&mut tx, municipality).await?.ok_or(ApiError::NotFound)?;
    journal::plan_anew(&mut tx, &state.process, &place).await?;
    state.note(&mut tx, Some(by), Action::RemindersChanged, municipality).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_languages() {
        for good in ["sv", "so", "ckb", "en-GB", "zh-Hans-CN"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "s", "SV", "svenska", "sv-", "sv_SE", "sv-å", "../x", "a-b"] {
            assert!(!is_language(bad), "{bad}");
        }
    }
}
