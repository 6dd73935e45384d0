//! Who can sign in to the demo. Their names say that they don't exist.

use super::{DemoError, MUNICIPALITY, REGION, UNIT};
use crate::{
    account::{Place, add},
    auth::{NewPassword, Role},
    http::AppState,
    store::account,
};
use domain::AccountId;

/// Everyone's password.
pub const PASSWORD: &str = "demo-i-klippan";

/// Somebody in the demo.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// What they sign in with.
    pub email: &'static str,
    /// What colleagues read.
    pub name: &'static str,
    /// What they do.
    pub role: Role,
}

/// Everyone.
pub const PEOPLE: [Person; 6] = [
    Person { email: "uppsokare@demo.example", name: "Demo Uppsökare", role: Role::Worker },
    Person { email: "kollega@demo.example", name: "Demo Kollega", role: Role::Worker },
    Person { email: "samordnare@demo.example", name: "Demo Samordnare", role: Role::Lead },
    Person { email: "administrator@demo.example", name: "Demo Administratör", role: Role::Administrator },
    Person { email: "region@demo.example", name: "Demo Region", role: Role::Region },
    Person { email: "nation@demo.example", name: "Demo Nation", role: Role::Nation },
];

impl Person {
    fn place(self) -> Place<'static> {
        match self.role {
            Role::Worker => Place { municipality: Some(MUNICIPALITY), region: None, unit: Some(UNIT) },
            Role::Lead | Role::Administrator => Place { municipality: Some(MUNICIPALITY), ..Place::default() },
            Role::Region => Place { region: Some(REGION), ..Place::default() },
            Role::Nation => Place::default(),
        }
    }
}

/// Adds who isn't there yet, and gives the workers.
pub(super) async fn load(state: &AppState) -> Result<Vec<AccountId>, DemoError> {
    let mut workers = Vec::new();
    for person in PEOPLE {
        let mut tx = state.db.read().await?;
        let known = account::by_email(&mut tx, person.email).await?.map(|it| it.id);
        drop(tx);
        let id = match (known, NewPassword::parse(PASSWORD)) {
            (Some(id), _) => id,
            (None, Ok(password)) => add(&state.db, &state.clock, person.email, person.name, person.role, person.place(), password).await?,
            (None, Err(_)) => continue,
        };
        if person.role == Role::Worker {
            workers.push(id);
        }
    }
    Ok(workers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_can_be_signed_in_to() {
        assert!(NewPassword::parse(PASSWORD).is_ok());
        assert!(PEOPLE.iter().all(|it| it.email.ends_with("@demo.example") && it.name.starts_with("Demo ")));
    }
}
