//! What several pages load, in the words and the order that they show it.

use crate::{
    admin,
    auth::{Post, Role},
    http::{ApiError, AppState},
    store::account::Account,
};
use domain::{AccountId, Summary, collate};

/// The municipality's people, as Swedes sort names.
pub(super) async fn people(state: &AppState, by: &Account) -> Result<Vec<Account>, ApiError> {
    let mut people = admin::accounts(state, by).await?;
    people.sort_by_cached_key(|it| (collate::sort_key(&it.name), it.id));
    Ok(people)
}

/// The municipality's units with their workers, as Swedes sort names.
pub(super) async fn units(state: &AppState, by: &Account) -> Result<Vec<admin::UnitWithWorkers>, ApiError> {
    let mut units = admin::units(state, by).await?;
    units.sort_by_cached_key(|it| (collate::sort_key(&it.unit.name), it.unit.id));
    Ok(units)
}

/// Youths with an open registration, as Swedes sort names; the protected last, so that their place says nothing.
pub(super) async fn youths(state: &AppState, by: &Account) -> Result<Vec<Summary>, ApiError> {
    let mut youths = admin::everyone(state, by).await?;
    youths.retain(|it| it.registered);
    youths.sort_by_key(|it| (it.protected, it.protected.then_some(it.id)));
    Ok(youths)
}

/// Whether somebody is a worker who can sign in.
pub(super) fn is_worker(it: &Account) -> bool {
    matches!(it.post, Post::Worker(_)) && it.disabled_at.is_none()
}

/// Names of people, in the order that the people stand in.
pub(super) fn names(people: &[Account], ids: &[AccountId]) -> Vec<String> {
    people.iter().filter(|it| ids.contains(&it.id)).map(|it| it.name.clone()).collect()
}

/// The roles that an administrator can give.
pub(super) const ROLES: [Role; 3] = [Role::Worker, Role::Lead, Role::Administrator];
