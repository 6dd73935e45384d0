//! `GET` and `POST /admin/accounts/new`

use super::load::{ROLES, units};
use crate::{
    admin::{self, NewAccount},
    auth::{Role, Session},
    http::{ApiError, AppState},
    page::{Ask, Form, answer},
    store::account::Account,
};
use app::{
    page::{
        Errors, Place,
        admin::{Choice, Invite, LinkMade},
    },
    words::{Text, text},
};
use axum::{extract::State, http::StatusCode, response::Response};

const NAME: Text = text("Skriv ett namn med högst 100 tecken.", "Write a name of at most 100 characters.");
const EMAIL: Text =
    text("Det är ingen e-postadress. Den ser ut som namn@kommun.se.", "That is not an e-mail address. It looks like name@municipality.se.");
const TAKEN: Text = text("Det finns redan ett konto med den adressen.", "There is an account with that address already.");
const UNIT: Text =
    text("Bara en uppsökare hör till en enhet. Välj Ingen än.", "Only an outreach worker belongs to a unit. Choose None yet.");

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    page(&state, &session.account, &ask, StatusCode::OK, &Form::default(), Errors::default()).await
}

/// Answers with the link itself: it is shown once and kept nowhere, so that there is no page to lead to.
pub(super) async fn take(State(state): State<AppState>, session: Session, ask: Ask, form: Form) -> Result<Response, ApiError> {
    let by = &session.account;
    by.administers()?;
    let role: Role = form.parse("role")?;
    let unit = if form.text("unit").is_empty() { None } else { Some(form.parse("unit")?) };
    let new = NewAccount { email: form.text("email").to_owned(), name: form.text("name").to_owned(), role, unit };
    let errors = match admin::create_account(&state, by, &new).await {
        Ok(made) => {
            let page = LinkMade { name: new.name, link: made.link, expires_at: made.expires_at };
            return Ok(answer(StatusCode::OK, ask.frame(&state, Place::Accounts, by).await?, page));
        }
        Err(ApiError::InvalidValue { field: "name", .. }) => Errors::of("name", NAME.get(ask.lang)),
        Err(ApiError::InvalidValue { field: "email", .. }) => Errors::of("email", EMAIL.get(ask.lang)),
        Err(ApiError::InvalidValue { field: "unit", .. }) => Errors::of("unit", UNIT.get(ask.lang)),
        Err(ApiError::AlreadyExists) => Errors::of("email", TAKEN.get(ask.lang)),
        Err(error) => return Err(error),
    };
    page(&state, by, &ask, StatusCode::UNPROCESSABLE_ENTITY, &form, errors).await
}

async fn page(state: &AppState, by: &Account, ask: &Ask, status: StatusCode, form: &Form, errors: Errors) -> Result<Response, ApiError> {
    let roles = ROLES.map(|it| Choice {
        value: it.code().to_owned(),
        words: it.word(ask.lang).to_owned(),
        is_chosen: form.text("role") == it.code(),
    });
    let units = units(state, by).await?.into_iter().map(|it| Choice {
        is_chosen: form.text("unit") == it.unit.id.to_string(),
        value: it.unit.id.to_string(),
        words: it.unit.name,
    });
    let (name, email) = (form.text("name").to_owned(), form.text("email").to_owned());
    let page = Invite { name, email, roles: roles.to_vec(), units: units.collect(), errors };
    Ok(answer(status, ask.frame(state, Place::Accounts, by).await?, page))
}
