//! `GET /api/v1/reports/status`, `/reach` and `/work`: a municipality's own figures, exactly.

use crate::{
    auth::{Anyone, Post},
    figures::{self, Asked},
    http::{ApiError, AppState, Problem, Query},
    store::place,
};
use axum::{Json as Reply, extract::State};
use domain::{
    Lang, civil,
    figures::{Choice, Counts, Group, Named, Period, Report, Status, Topic},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct Asks {
    /// A month (2026-10), a quarter (2026-Q4), a half-year (2026-H2), a year (2026), months (2026-03..2026-08) or start.
    period: Option<String>,
    /// A unit's id.
    unit: Option<String>,
    /// woman, man or unknown.
    gender: Option<String>,
    /// A reason of registration.
    reason: Option<String>,
}

/// The days that are counted.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Days {
    /// The first day, YYYY-MM-DD; none since the start.
    from: Option<String>,
    /// The last, which everything is judged on.
    to: String,
}

/// A report: the period, the same months the year before, and the parts.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Figures<T> {
    /// As it was asked for.
    period: String,
    /// The days of it that are counted: where it goes on, through the last month that is over, and where none is, through today. Of
    /// status through today.
    days: Days,
    /// The whole of what was chosen.
    all: T,
    /// The same months the year before; none where no month of the period is over, nor, but for status, since the start.
    year_before: Option<YearBefore<T>>,
    /// By unit.
    units: Vec<Part<T>>,
    /// By gender.
    genders: Vec<Part<T>>,
    /// By reason of registration.
    reasons: Vec<Part<T>>,
    /// Month by month, oldest first; only of status.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    months: Vec<Month>,
}

/// The same months the year before.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct YearBefore<T> {
    /// What is compared, as a period is asked for: where the period goes on, the months of it that are over (2025-01..2025-10).
    /// None of status, which is judged on the last day, nor since the start.
    period: Option<String>,
    /// Its days.
    days: Days,
    /// Its figures.
    all: T,
}

/// A part.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Part<T> {
    /// An id or a code, as the query takes it; empty for who is in no unit.
    code: String,
    /// As people write it.
    name: String,
    /// Its figures.
    figures: T,
}

/// Status at a month's end.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Month {
    /// YYYY-MM.
    month: String,
    /// Status on its last day, as it is known now.
    status: Standing,
}

/// Where those stand who are registered.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Standing {
    /// Registered on the day.
    registered: u64,
    /// Without occupation.
    none: u64,
    /// Not known.
    unknown: u64,
    /// Without occupation or not known: always together.
    none_or_unknown: u64,
    /// By occupation, or `never_known`, declined, unreachable, lapsed.
    states: BTreeMap<String, u64>,
}

/// Who was reached.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Reached {
    /// Registered in the period.
    registered: u64,
    /// Of them, for the first time.
    first_time: u64,
    /// With at least one attempt.
    attempted: u64,
    /// With at least one contact.
    contacted: u64,
    /// Days from registration to first contact: half were reached within so many.
    days_median: Option<u32>,
    /// Nine in ten within so many.
    days_p90: Option<u32>,
    /// Of those registered at the end: `within_1_month`, `1_to_4_months`, `over_4_months`, never.
    last_contact: BTreeMap<String, u64>,
}

/// What was done.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Done {
    /// Workers' tries.
    attempts: u64,
    /// Two-way, with the youth.
    contacts: u64,
    /// "channel>outcome"; with "<" at the end where the youth wrote.
    touches: BTreeMap<String, u64>,
    /// held, missed, cancelled, unsaid or moved, with "+" where a reminder was delivered and "-" where none was.
    meetings: BTreeMap<String, u64>,
}

impl From<&Status> for Standing {
    fn from(it: &Status) -> Self {
        Self {
            registered: it.registered(),
            none: it.group(Group::None),
            unknown: it.group(Group::Unknown),
            none_or_unknown: it.none_or_unknown(),
            states: texts(&it.states),
        }
    }
}

fn texts<K: ToString>(counts: &BTreeMap<K, u64>) -> BTreeMap<String, u64> {
    counts.iter().map(|(key, n)| (key.to_string(), *n)).collect()
}

fn standing(it: &Counts) -> Standing {
    Standing::from(&it.status)
}

fn reached(it: &Counts) -> Reached {
    let it = &it.reach;
    Reached {
        registered: it.registered,
        first_time: it.first_time,
        attempted: it.attempted,
        contacted: it.contacted,
        days_median: it.days_within(50),
        days_p90: it.days_within(90),
        last_contact: texts(&it.last),
    }
}

fn done(it: &Counts) -> Done {
    let it = &it.work;
    Done { attempts: it.attempts(), contacts: it.contacts(), touches: texts(&it.touches), meetings: texts(&it.meetings) }
}

/// The report in the shape that is sent.
fn shaped<T>(it: &Report, of: impl Fn(&Counts) -> T) -> Figures<T> {
    let days = |span: domain::figures::Span| Days { from: span.from.map(|it| it.to_string()), to: span.to.to_string() };
    let part = |(named, counts): &(Named, Counts)| Part { code: named.code.clone(), name: named.name.clone(), figures: of(counts) };
    Figures {
        period: it.period.to_string(),
        days: days(it.span),
        all: of(&it.now),
        year_before: it.before.as_ref().map(|(span, counts)| YearBefore {
            period: it.compared().map(|it| it.to_string()),
            days: days(*span),
            all: of(counts),
        }),
        units: it.units.iter().map(part).collect(),
        genders: it.genders.iter().map(part).collect(),
        reasons: it.reasons.iter().map(part).collect(),
        months: it.months.iter().map(|(month, it)| Month { month: Period::month_of(*month).to_string(), status: it.into() }).collect(),
    }
}

/// Of whom, as a query says it: unit, gender, reason.
pub(super) fn choice(asked: [Option<String>; 3]) -> Result<Choice, ApiError> {
    let [unit, gender, reason] = asked.map(|it| it.filter(|it| !it.is_empty()));
    Ok(Choice {
        unit: unit.map(|it| it.parse().map_err(|_| ApiError::invalid("unit", "a unit's id"))).transpose()?,
        gender: gender.map(|it| it.parse().map_err(|_| ApiError::invalid("gender", "woman, man or unknown"))).transpose()?,
        reason: reason.map(|it| it.parse().map_err(|_| ApiError::invalid("reason", "a reason of registration"))).transpose()?,
    })
}

/// Counts what a lead or an administrator asks of their own municipality. What a region and the nation may see of it is
/// published, month by month (`level.rs`).
async fn counted(state: &AppState, post: Post, asks: Asks, topic: Topic) -> Result<Report, ApiError> {
    let (Post::Lead(id) | Post::Administrator(id)) = post else { return Err(ApiError::NotAllowed) };
    let today = civil::day(state.clock.now());
    let some = |it: Option<String>| it.filter(|it| !it.is_empty());
    let period = some(asks.period).map_or(Ok(Period::Start), |it| it.parse::<Period>().and_then(|it| it.begun(today)));
    let period = period.map_err(|it| ApiError::invalid("period", it.to_string()))?;
    let choice = choice([asks.unit, asks.gender, asks.reason])?;
    let mut tx = state.db.read().await?;
    let municipality = place::municipality_by_id(&mut tx, id).await?.ok_or(ApiError::NotFound)?;
    if let Some(unit) = choice.unit {
        place::unit_by_id(&mut tx, unit).await?.filter(|it| it.municipality == id).ok_or(ApiError::NotFound)?;
    }
    let asked = Asked { topic, choice, period, as_of: None, words: Default::default(), lang: Lang::En };
    Ok(figures::report(&mut tx, &municipality, asked, today).await?)
}

/// Where the registered stand, month by month
///
/// A municipality's own figures, exactly: for its lead and its administrators.
#[utoipa::path(get, path = "/api/v1/reports/status", tag = "figures", security(("bearer" = [])), params(Asks), responses(
    (status = 200, body = Figures<Standing>),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
    (status = 404, description = "not_found", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(in crate::api) async fn status(
    State(state): State<AppState>,
    Anyone(who): Anyone,
    Query(asks): Query<Asks>,
) -> Result<Reply<Figures<Standing>>, ApiError> {
    Ok(Reply(shaped(&counted(&state, who.post, asks, Topic::Status).await?, standing)))
}

/// Who was reached
///
/// A municipality's own figures, exactly: for its lead and its administrators.
#[utoipa::path(get, path = "/api/v1/reports/reach", tag = "figures", security(("bearer" = [])), params(Asks), responses(
    (status = 200, body = Figures<Reached>),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
    (status = 404, description = "not_found", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(in crate::api) async fn reach(
    State(state): State<AppState>,
    Anyone(who): Anyone,
    Query(asks): Query<Asks>,
) -> Result<Reply<Figures<Reached>>, ApiError> {
    Ok(Reply(shaped(&counted(&state, who.post, asks, Topic::Reach).await?, reached)))
}

/// Work done
///
/// A municipality's own figures, exactly: for its lead and its administrators.
#[utoipa::path(get, path = "/api/v1/reports/work", tag = "figures", security(("bearer" = [])), params(Asks), responses(
    (status = 200, body = Figures<Done>),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
    (status = 404, description = "not_found", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(in crate::api) async fn work(
    State(state): State<AppState>,
    Anyone(who): Anyone,
    Query(asks): Query<Asks>,
) -> Result<Reply<Figures<Done>>, ApiError> {
    Ok(Reply(shaped(&counted(&state, who.post, asks, Topic::Work).await?, done)))
}
