//! Whose a number is, for those who answer from it.

use super::listed::{Listed, asked};
use crate::db::{StoreError, Tx, execute, fetch_all};
use domain::{MunicipalityId, Phone, YouthId};
use std::collections::{BTreeMap, BTreeSet};

/// The numbers of several persons.
pub async fn of_persons(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeMap<YouthId, BTreeSet<String>>, StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    let all = fetch_all!(
        tx,
        asked!("select p.person_id, p.phone from asked cross join youth_phone p where p.municipality_id = $4 and p.person_id = asked.id"),
        ids, width, count, municipality; |row| Ok((row.parse("youth_phone.person_id")?, row.text("youth_phone.phone")?))
    )?;
    let mut by_person: BTreeMap<YouthId, BTreeSet<String>> = BTreeMap::new();
    for (person, phone) in all {
        by_person.entry(person).or_default().insert(phone);
    }
    Ok(by_person)
}

/// Every number in a municipality, by whose it is.
pub async fn all(tx: &mut Tx, municipality: MunicipalityId) -> Result<BTreeMap<YouthId, BTreeSet<String>>, StoreError> {
    let all = fetch_all!(
        tx,
        "select person_id, phone from youth_phone where municipality_id = $1",
        municipality; |row| Ok((row.parse("youth_phone.person_id")?, row.text("youth_phone.phone")?))
    )?;
    let mut by_person: BTreeMap<YouthId, BTreeSet<String>> = BTreeMap::new();
    for (person, phone) in all {
        by_person.entry(person).or_default().insert(phone);
    }
    Ok(by_person)
}

/// A person has a number.
pub async fn add(tx: &mut Tx, municipality: MunicipalityId, person: YouthId, phone: &str) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into youth_phone (municipality_id, phone, person_id) values ($1, $2, $3)
         on conflict (municipality_id, phone, person_id) do nothing",
        municipality,
        phone,
        person,
    )?;
    Ok(())
}

/// And hasn't any more.
pub async fn remove(tx: &mut Tx, municipality: MunicipalityId, person: YouthId, phone: &str) -> Result<(), StoreError> {
    execute!(tx, "delete from youth_phone where municipality_id = $1 and person_id = $2 and phone = $3", municipality, person, phone,)?;
    Ok(())
}

/// Everyone who has a number, anywhere.
pub async fn who(tx: &mut Tx, phone: &Phone) -> Result<Vec<(MunicipalityId, YouthId)>, StoreError> {
    fetch_all!(
        tx,
        "select municipality_id, person_id from youth_phone where phone = $1 order by municipality_id, person_id",
        phone.as_str(); |row| Ok((row.parse("youth_phone.municipality_id")?, row.parse("youth_phone.person_id")?))
    )
}
