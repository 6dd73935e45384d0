//! A list of what is missing becomes work.

use crate::{
    db::{StoreError, Tx},
    journal::{self, Process},
    store::{missing, place::Municipality, place::take_positions, youth},
};
use domain::{
    Actor, Fact, MunicipalityId, Summary, UnitId, civil,
    figures::{Lack, Missing},
};
use jiff::civil::Date;

/// Somebody in a list, as it is shown.
#[derive(Clone, Debug)]
pub struct Lacking {
    /// Who.
    pub summary: Summary,
    /// What.
    pub missing: Missing,
}

/// Those who lack something, as Swedes sort names. Protected persons stand in no list.
pub async fn lacking(
    tx: &mut Tx,
    municipality: MunicipalityId,
    lack: Lack,
    unit: Option<UnitId>,
    today: Date,
) -> Result<Vec<Lacking>, StoreError> {
    let listed = missing::list(tx, municipality, lack, unit, today).await?;
    let mut summaries = youth::summaries_of(tx, municipality, listed.iter().map(|it| it.person)).await?;
    let mut all: Vec<Lacking> = listed
        .into_iter()
        .filter_map(|it| Some(Lacking { summary: summaries.remove(&it.person)?, missing: it.missing }))
        .filter(|it| !it.summary.protected)
        .collect();
    all.sort_by_cached_key(|it| (it.summary.sort_key(), it.summary.id));
    Ok(all)
}

/// So many follow-ups are planned in one act: nobody else can write while it is done.
pub const MOST: usize = 500;

impl Lacking {
    /// Whether a follow-up would be somebody's to do, and none is planned. Who is in no unit stands with nobody.
    pub fn is_waiting(&self) -> bool {
        self.missing.unit.is_some() && self.summary.follow_ups.is_empty()
    }
}

/// Plans a follow-up on a day for those in a list who wait for one, at most [`MOST`], for the worker whose own they are. The
/// number of follow-ups: doing it twice plans none the second time.
pub async fn follow_up(
    tx: &mut Tx,
    process: &Process,
    municipality: &Municipality,
    by: Actor,
    lack: Lack,
    unit: Option<UnitId>,
    on: Date,
) -> Result<usize, StoreError> {
    // The lock first, so that nobody plans the same meanwhile.
    take_positions(tx, municipality.id, 0).await?;
    let today = civil::day(process.clock.now());
    let waiting = lacking(tx, municipality.id, lack, unit, today).await?.into_iter().filter(Lacking::is_waiting).take(MOST);
    let fact = |it: &Lacking| Fact::FollowUpPlanned { follow_up: process.clock.id(), on, worker: it.missing.worker };
    let all: Vec<_> = waiting.map(|it| (it.summary.id, vec![fact(&it)])).collect();
    let planned = all.len();
    journal::write_all(tx, process, municipality, by, all).await?;
    Ok(planned)
}
