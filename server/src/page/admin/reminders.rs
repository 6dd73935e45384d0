//! `GET` and `POST /admin/reminders`

use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState},
    page::{Ask, Done, Form, answer, see},
    store::{account::Account, channel_health, message_policy::MessagePolicy},
};
use app::{
    page::{
        Errors, Place,
        admin::{Reminders, Way},
    },
    words::{Text, text},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{
    Phone,
    remind::{BadPolicy, Policy, Quiet},
};

const OFFSETS: Text = text(
    "Skriv högst fyra hela tal, 1 till 336, det längsta först: 72, 24.",
    "Write at most four whole numbers, 1 to 336, the longest first: 72, 24.",
);
const FROM: Text =
    text("Natten börjar på kvällen. Skriv en hel timme, 17 till 23.", "The night begins in the evening. Write a whole hour, 17 to 23.");
const UNTIL: Text =
    text("Natten slutar på morgonen. Skriv en hel timme, 5 till 12.", "The night ends in the morning. Write a whole hour, 5 to 12.");
const DAY: Text = text("Skriv ett helt tal, 1 till 3.", "Write a whole number, 1 to 3.");
const WEEK: Text = text("Skriv ett helt tal, 1 till 7.", "Write a whole number, 1 to 7.");
const SENDER: Text =
    text("Skriv ett mobilnummer med tio siffror, eller lämna tomt.", "Write a mobile number with ten digits, or leave it empty.");
const PHONE: Text = text("Skriv ett telefonnummer, eller lämna tomt.", "Write a phone number, or leave it empty.");

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let it = admin::reminders(&state, &session.account).await?;
    let blank = blank(&state, &it).await?;
    let (policy, shown) = (it.policy, |it: Option<Phone>| it.map(|it| it.to_string()).unwrap_or_default());
    let page = Reminders {
        offsets: policy.offsets.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        quiet: (policy.quiet.from.to_string(), policy.quiet.until.to_string()),
        most: (policy.per_day.to_string(), policy.per_week.to_string()),
        booked: policy.booked,
        missed: policy.missed,
        sender: shown(it.sender),
        phone: shown(it.phone),
        ..blank
    };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Reminders, &session.account).await?, page))
}

pub(super) async fn save(State(state): State<AppState>, session: Session, ask: Ask, form: Form) -> Result<Response, ApiError> {
    let by: &Account = &session.account;
    by.administers()?;
    match read(&form, &ask) {
        Ok(it) => {
            admin::set_reminders(&state, by, &it).await?;
            Ok(see("/admin/reminders", Done::RemindersSaved))
        }
        Err(errors) => {
            let saved = admin::reminders(&state, by).await?;
            let text = |name| form.text(name).to_owned();
            let page = Reminders {
                offsets: text("offsets"),
                quiet: (text("quiet_from"), text("quiet_until")),
                most: (text("per_day"), text("per_week")),
                booked: form.text("booked") == "yes",
                missed: form.text("missed") == "yes",
                sender: text("sender"),
                phone: text("phone"),
                errors,
                ..blank(&state, &saved).await?
            };
            Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, ask.frame(&state, Place::Reminders, by).await?, page))
        }
    }
}

fn read(form: &Form, ask: &Ask) -> Result<MessagePolicy, Errors> {
    let mut errors = Errors::default();
    let mut number = |name: &'static str, from: u8, to: u8, words: Text| {
        let found = form.text(name).parse::<u8>().ok().filter(|it| (from..=to).contains(it));
        if found.is_none() {
            errors.add(name, words.get(ask.lang));
        }
        found.unwrap_or(from)
    };
    let quiet = Quiet { from: number("quiet_from", 17, 23, FROM), until: number("quiet_until", 5, 12, UNTIL) };
    let (per_day, per_week) = (number("per_day", 1, 3, DAY), number("per_week", 1, 7, WEEK));
    let offsets: Result<Vec<u16>, _> = form.text("offsets").split([',', ' ']).filter(|it| !it.is_empty()).map(str::parse).collect();
    let policy = Policy {
        offsets: offsets.clone().unwrap_or_default(),
        quiet,
        per_day,
        per_week,
        booked: form.text("booked") == "yes",
        missed: form.text("missed") == "yes",
    };
    if offsets.is_err() || policy.check() == Err(BadPolicy::Offsets) {
        errors.add("offsets", OFFSETS.get(ask.lang));
    }
    let mut phone = |name: &'static str, must_take_sms: bool, words: Text| match form.text(name) {
        "" => None,
        written => {
            let found = Phone::parse(written).ok().filter(|it| !must_take_sms || it.takes_sms());
            if found.is_none() {
                errors.add(name, words.get(ask.lang));
            }
            found
        }
    };
    let (sender, phone) = (phone("sender", true, SENDER), phone("phone", false, PHONE));
    if errors.is_empty() { Ok(MessagePolicy { policy, sender, phone }) } else { Err(errors) }
}

/// What the page shows beside the form.
async fn blank(state: &AppState, saved: &MessagePolicy) -> Result<Reminders, ApiError> {
    let now = state.clock.now();
    let mut tx = state.db.read().await?;
    // One that has refused a message and done nothing else is neither well nor ill.
    let known = channel_health::all(&mut tx).await?.into_iter().filter(|it| it.failing_since.is_some() || it.worked_at.is_some());
    let ways = known.map(|it| Way {
        via: it.via,
        worked: it.worked_at,
        is_alarming: it.is_alarming(now),
        failing: it.failing_since.map(|since| (since, it.failures, it.problem.unwrap_or_default())),
    });
    Ok(Reminders {
        offsets: String::new(),
        quiet: (String::new(), String::new()),
        most: (String::new(), String::new()),
        booked: false,
        missed: false,
        sender: String::new(),
        phone: String::new(),
        own: saved.sender.as_ref().map(ToString::to_string),
        server: state.config.sms.from.as_ref().map(ToString::to_string),
        ways: ways.collect(),
        now,
        errors: Errors::default(),
    })
}
