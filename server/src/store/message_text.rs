//! Municipalities' own texts.

use crate::db::{Row, StoreError, Tx, execute, fetch_all};
use domain::{AccountId, MessageKind, MunicipalityId};

/// A municipality's own text of a kind in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnText {
    /// What it is about.
    pub kind: MessageKind,
    /// A BCP 47 tag.
    pub language: String,
    /// The text, with its placeholders.
    pub text: String,
    /// Who changed it last, and when.
    pub changed: (AccountId, i64),
    /// Who has checked it as it stands, and when. One that nobody has is never sent.
    pub checked: Option<(AccountId, i64)>,
}

fn own_text(row: &Row<'_>) -> Result<OwnText, StoreError> {
    let checked = (row.maybe_parse("message_text.checked_by")?, row.maybe_int("message_text.checked_at")?);
    Ok(OwnText {
        kind: row.parse("message_text.kind")?,
        language: row.text("message_text.language")?,
        text: row.text("message_text.text")?,
        changed: (row.parse("message_text.changed_by")?, row.int("message_text.changed_at")?),
        checked: checked.0.zip(checked.1),
    })
}

/// All of a municipality's.
pub async fn all(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<OwnText>, StoreError> {
    fetch_all!(tx, "select * from message_text where municipality_id = $1 order by kind, language", municipality; own_text)
}

/// Writes one, in the place of what was there.
pub async fn put(tx: &mut Tx, municipality: MunicipalityId, it: &OwnText) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into message_text (municipality_id, kind, language, text, changed_by, changed_at, checked_by, checked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (municipality_id, kind, language) do update set
             text = excluded.text, changed_by = excluded.changed_by, changed_at = excluded.changed_at,
             checked_by = excluded.checked_by, checked_at = excluded.checked_at",
        municipality,
        it.kind.code(),
        it.language,
        it.text,
        it.changed.0,
        it.changed.1,
        it.checked.map(|it| it.0),
        it.checked.map(|it| it.1),
    )?;
    Ok(())
}

/// Takes one away: what ships holds again. False where there is none.
pub async fn remove(tx: &mut Tx, municipality: MunicipalityId, kind: MessageKind, language: &str) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "delete from message_text where municipality_id = $1 and kind = $2 and language = $3",
        municipality,
        kind.code(),
        language,
    )?;
    Ok(hit == 1)
}
