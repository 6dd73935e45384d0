//! `GET /api/v1/reports/published/TOPIC` and `/api/v1/reports/open/TOPIC`: status, reach and work done of a closed month as it
//! was published.

use crate::{
    auth::{Anyone, Post},
    http::{ApiError, AppState, Problem, Query},
    report::level,
    store::outcome::Reach,
};
use axum::{Json as Reply, extract::State};
use domain::{
    civil,
    figures::{Acts, Level, LevelFigures, Named, Parts, Recency, SeenReach, SeenStatus, SeenWork, Topic},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct Month {
    /// The last day of a month that has been published, YYYY-MM-DD; without one, that of the last.
    as_of: Option<String>,
}

/// A level's table. What is null is hidden: fewer than five youths, or what would tell of so few.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct LevelTable<T> {
    /// The month's last day, YYYY-MM-DD.
    as_of: String,
    /// The whole of the caller's scope.
    all: T,
    /// By region; empty for a region.
    regions: Vec<LevelPart<T>>,
    /// By municipality; of work done always empty.
    municipalities: Vec<LevelPart<T>>,
}

/// A part of a level.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct LevelPart<T> {
    /// As people write it.
    name: String,
    /// Its figures.
    figures: T,
}

/// Where those stand who are registered at the month's end.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct PublishedStatus {
    /// Registered at the month's end.
    registered: Option<u64>,
    /// By what they do, rolled up; `unknown` is not known.
    states: BTreeMap<String, Option<u64>>,
    /// Without occupation or not known: always together.
    none_or_unknown: Option<u64>,
}

/// Who has been reached.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct PublishedReach {
    /// Registrations since the start.
    registered: Option<u64>,
    /// Of them, with at least one contact.
    reached: Option<u64>,
    /// With an attempt, and no contact.
    tried: Option<u64>,
    /// With neither.
    untouched: Option<u64>,
    /// Registered at the month's end.
    open: Option<u64>,
    /// Of them, by when the last contact was: `within_1_month`, `1_to_4_months`, `over_4_months`, never.
    last_contact: BTreeMap<String, Option<u64>>,
}

/// What was done in the month. A channel's figures are null where too few youths stand behind one of them.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct PublishedWork {
    /// By channel; a channel that nobody used isn't there.
    channels: BTreeMap<String, PublishedActs>,
    /// The sum of the channels; null where one of them is.
    all: PublishedActs,
}

/// Acts, not youths.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct PublishedActs {
    /// Workers' tries.
    attempts: Option<u64>,
    /// Two-way, with the youth.
    contacts: Option<u64>,
}

impl From<Option<Acts>> for PublishedActs {
    fn from(it: Option<Acts>) -> Self {
        Self { attempts: it.map(|it| it.attempts), contacts: it.map(|it| it.contacts) }
    }
}

impl From<&SeenStatus> for PublishedStatus {
    fn from(it: &SeenStatus) -> Self {
        let states = it.states.iter().map(|(rollup, count)| (rollup.code().to_owned(), *count)).collect();
        Self { registered: it.registered, states, none_or_unknown: it.none_or_unknown }
    }
}

impl From<&SeenReach> for PublishedReach {
    fn from(it: &SeenReach) -> Self {
        let last_contact = Recency::ALL.into_iter().map(|recency| (recency.code().to_owned(), it.last(recency))).collect();
        let SeenReach { registered, reached, tried, untouched, open, .. } = *it;
        Self { registered, reached, tried, untouched, open, last_contact }
    }
}

impl From<&SeenWork> for PublishedWork {
    fn from(it: &SeenWork) -> Self {
        let channels = it.channels.iter().map(|(channel, acts)| (channel.code().to_owned(), (*acts).into())).collect();
        Self { channels, all: it.all().into() }
    }
}

fn shaped<'a, S, T: From<&'a S>>(month: Date, it: &'a Parts<S>) -> LevelTable<T> {
    let parts = |all: &'a [(Named, S)]| all.iter().map(|(named, it)| LevelPart { name: named.name.clone(), figures: it.into() }).collect();
    LevelTable { as_of: month.to_string(), all: (&it.whole).into(), regions: parts(&it.regions), municipalities: parts(&it.municipalities) }
}

/// Whose figures a post reads here: a municipality's own lead reads them exactly elsewhere.
fn reach_of(post: Post) -> Result<Reach, ApiError> {
    match post {
        Post::Region(it) => Ok(Reach::Region(it)),
        Post::Nation => Ok(Reach::Nation),
        Post::Lead(_) | Post::Administrator(_) | Post::Worker(_) => Err(ApiError::NotAllowed),
    }
}

async fn read(state: &AppState, reach: Reach, asked: Month, topic: Topic) -> Result<Level, ApiError> {
    let as_of = asked.as_of.filter(|it| !it.is_empty());
    let as_of = as_of.map(|it| it.parse::<Date>().map_err(|_| ApiError::invalid("as_of", "a date, YYYY-MM-DD"))).transpose()?;
    let report = level(&state.db, &state.tables, reach, topic, as_of, civil::day(state.clock.now())).await?;
    report.level.ok_or_else(|| ApiError::invalid("as_of", "a month that was published with these figures: earlier ones never get them"))
}

/// A topic's calls: for a region's and the nation's own roles, and for anyone.
#[rustfmt::skip]
macro_rules! calls {
    ($topic:ident $seen:ident $own:ident $open:ident $path:literal $open_path:literal $title:literal $text:literal) => {
        #[doc = $title]
        #[doc = ""]
        #[doc = $text]
        #[doc = "A closed month of the caller's region or of the nation, as it was published."]
        #[utoipa::path(get, path = $path, tag = "figures", security(("bearer" = [])), params(Month), responses(
            (status = 200, body = LevelTable<$seen>),
            (status = 400, description = "malformed", body = Problem),
            (status = 401, description = "not_signed_in, token_expired", body = Problem),
            (status = 403, description = "not_allowed, device_revoked", body = Problem),
            (status = 422, description = "invalid_value", body = Problem),
        ))]
        pub(in crate::api) async fn $own(
            State(state): State<AppState>,
            Anyone(who): Anyone,
            Query(asked): Query<Month>,
        ) -> Result<Reply<LevelTable<$seen>>, ApiError> {
            let level = read(&state, reach_of(who.post)?, asked, Topic::$topic).await?;
            let LevelFigures::$topic(it) = &level.figures else { return Err(ApiError::NotFound) };
            Ok(Reply(shaped(level.month, it)))
        }

        #[doc = $title]
        #[doc = ""]
        #[doc = $text]
        #[doc = "A closed month of the nation as it was published: the same that regions and the nation see."]
        #[utoipa::path(get, path = $open_path, tag = "figures", params(Month), responses(
            (status = 200, body = LevelTable<$seen>),
            (status = 400, description = "malformed", body = Problem),
            (status = 422, description = "invalid_value", body = Problem),
        ))]
        pub(in crate::api) async fn $open(
            State(state): State<AppState>,
            Query(asked): Query<Month>,
        ) -> Result<Reply<LevelTable<$seen>>, ApiError> {
            let level = read(&state, Reach::Nation, asked, Topic::$topic).await?;
            let LevelFigures::$topic(it) = &level.figures else { return Err(ApiError::NotFound) };
            Ok(Reply(shaped(level.month, it)))
        }
    };
}

calls! { Status PublishedStatus status open_status "/api/v1/reports/published/status" "/api/v1/reports/open/status"
"Published status" "Where the registered stand at a month's end, by region and municipality." }
calls! { Reach PublishedReach reach open_reach "/api/v1/reports/published/reach" "/api/v1/reports/open/reach"
"Published reach" "Who has been reached through a month's end, by region and municipality." }
calls! { Work PublishedWork work open_work "/api/v1/reports/published/work" "/api/v1/reports/open/work"
"Published work done" "Attempts and contacts in a month, by channel and region." }
