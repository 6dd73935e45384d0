//! Which version of the fold what is kept was derived by, and how far deriving it anew has come.

use crate::db::{StoreError, Tx, execute, fetch_all};
use domain::{MunicipalityId, YouthId, fold::VERSION};

/// Municipalities of which anything is kept that another version derived.
pub async fn outdated(tx: &mut Tx) -> Result<Vec<MunicipalityId>, StoreError> {
    fetch_all!(
        tx,
        "select id from municipality where fold <> $1 or folded_to is not null order by id",
        VERSION; |row| row.parse("municipality.id")
    )
}

/// Begins to derive a municipality anew, unless this version has begun already: then it goes on from there.
pub async fn begin(tx: &mut Tx, municipality: MunicipalityId) -> Result<(), StoreError> {
    execute!(tx, "update municipality set fold = $2, folded_to = '' where id = $1 and fold <> $2", municipality, VERSION)?;
    Ok(())
}

/// The next `most` records that are to be derived anew; empty when none is left, or another version has begun.
pub async fn next(tx: &mut Tx, municipality: MunicipalityId, most: i64) -> Result<Vec<YouthId>, StoreError> {
    fetch_all!(
        tx,
        "select y.id from municipality m join youth y on y.municipality_id = m.id
         where m.id = $1 and m.fold = $3 and y.id > m.folded_to order by y.id limit $2",
        municipality, most, VERSION; |row| row.parse("youth.id")
    )
}

/// Says how far it has come; none is to the end. What another version has begun stays as it is.
pub async fn set_to(tx: &mut Tx, municipality: MunicipalityId, last: Option<YouthId>) -> Result<(), StoreError> {
    execute!(tx, "update municipality set folded_to = $2 where id = $1 and fold = $3", municipality, last, VERSION)?;
    Ok(())
}
