//! What is to be sent, and whose numbers are whose, against a fresh fold. What has been sent, or may have been, tells of the
//! past and can't be folded.

use super::{Flaw, What};
use crate::{
    db::{StoreError, Tx},
    journal::{numbers_of, persons_of},
    store::{
        message_policy,
        reminder::{self, Reminder, State},
        youth_phone,
    },
};
use domain::{
    MunicipalityId, Youth, YouthId,
    remind::{self, Due, Policy, Step},
    sync::Stored,
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) async fn look(tx: &mut Tx, municipality: MunicipalityId, entries: &[Stored], now: i64) -> Result<Vec<Flaw>, StoreError> {
    let mut by_youth: BTreeMap<YouthId, Vec<&Stored>> = BTreeMap::new();
    for it in entries {
        by_youth.entry(it.entry.youth).or_default().push(it);
    }
    let policy = message_policy::find(tx, municipality).await?.policy;
    let mut rows = reminder::all(tx, municipality).await?;
    let mut phones = youth_phone::all(tx, municipality).await?;
    let mut flaws = Vec::new();
    for members in persons_of(by_youth.keys().copied(), entries) {
        let own = members.iter().filter_map(|it| by_youth.get(it)).flatten();
        let Some(youth) = Youth::fold(own.map(|it| &it.entry)) else { continue };
        let theirs: Vec<Reminder> = members.iter().filter_map(|it| rows.remove(it)).flatten().collect();
        flaws.extend(messages(&youth, &policy, &theirs, now));
        let kept: BTreeMap<YouthId, BTreeSet<String>> = members.iter().filter_map(|it| phones.remove_entry(it)).collect();
        let fresh = numbers_of(&youth);
        let fresh: BTreeMap<YouthId, BTreeSet<String>> = if fresh.is_empty() { BTreeMap::new() } else { [(youth.id, fresh)].into() };
        if kept != fresh {
            flaws.push(Flaw { table: "youth_phone", id: youth.id.to_string(), what: What::Differs });
        }
    }
    let unknown = |table, id: &YouthId| Flaw { table, id: id.to_string(), what: What::Unknown };
    flaws.extend(rows.keys().map(|it| unknown("reminder", it)));
    flaws.extend(phones.keys().map(|it| unknown("youth_phone", it)));
    Ok(flaws)
}

fn messages(youth: &Youth, policy: &Policy, rows: &[Reminder], now: i64) -> Vec<Flaw> {
    let flaw = |id: String, what| Flaw { table: "reminder", id, what };
    if youth.erased {
        return rows.iter().map(|it| flaw(it.id.to_string(), What::NotErased)).collect();
    }
    let asked = remind::candidates(youth, policy, now);
    // News is news when it was planned; since then it may have become too old to be planned again.
    let holds = |row: &Reminder| {
        let is = |it: &Due| it.is(&row.key) && (it.at_once || row.tries > 0 || (it.due, it.until) == (row.due, row.until));
        asked.iter().any(is) || remind::candidates(youth, policy, row.changed).iter().any(is)
    };
    let planned = rows.iter().filter(|it| it.state == State::Planned && it.key.step != Step::Stop);
    let mut flaws: Vec<Flaw> = planned.filter(|it| !holds(it)).map(|it| flaw(it.id.to_string(), What::Differs)).collect();
    let coming = remind::due(youth, policy, now).into_iter().filter(|it| !it.at_once && it.due > now);
    let lacking = coming.filter(|it| !rows.iter().any(|row| it.is(&row.key)));
    flaws.extend(lacking.filter_map(|it| it.meeting).map(|it| flaw(it.to_string(), What::Missing)));
    flaws
}
