//! Which of a youth's channels are closed, as the ledger is told: what has come of all that was said, since closing may be
//! taken back, and opening too.

use crate::{
    db::{Note, StoreError, Tx},
    store::place::Municipality,
};
use domain::{Address, Entry, Fact, Youth, YouthId};
use std::collections::BTreeSet;

/// Whether an entry can change which channels are closed.
pub(super) fn are_spoken_of(entry: &Entry) -> bool {
    entry
        .facts
        .iter()
        .any(|it| matches!(it, Fact::ChannelClosed { .. } | Fact::ChannelOpened { .. } | Fact::Corrected { .. } | Fact::Withdrawn { .. }))
}

/// Notes how every channel stands of which anything was ever said, when all that a transaction says has been derived.
pub(super) async fn note(tx: &mut Tx, municipality: &Municipality, youths: BTreeSet<YouthId>) -> Result<(), StoreError> {
    for id in youths {
        let Some(youth) = super::youth(tx, municipality, id).await? else { continue };
        for fact in stand(&youth) {
            // Each record, since what joins two of them may come apart.
            for record in &youth.members {
                tx.note(Note::Channel(municipality.id, *record, Box::new(fact.clone())));
            }
        }
    }
    Ok(())
}

/// Of what was taken back too: it stands in the story.
fn stand(youth: &Youth) -> Vec<Fact> {
    let addresses: BTreeSet<&Address> = youth.story.iter().filter_map(|it| address(&it.fact)).collect();
    addresses.into_iter().map(|it| fact(youth, it)).collect()
}

fn address(fact: &Fact) -> Option<&Address> {
    match fact {
        Fact::ChannelClosed { address, .. } | Fact::ChannelOpened { address, .. } => Some(address),
        Fact::Corrected { fact, .. } => address(fact),
        _ => None,
    }
}

/// Closed where anybody says so: a conflict is nobody's leave to write.
fn fact(youth: &Youth, address: &Address) -> Fact {
    let closed = match address {
        Address::Phone { phone } => youth.phones.get(phone).map(|it| &it.closed),
        other => youth.closed.get(other),
    };
    let address = address.clone();
    match closed.and_then(|it| it.heads().iter().find_map(|it| it.value)) {
        Some(reason) => Fact::ChannelClosed { address, reason, saw: Vec::new() },
        None => Fact::ChannelOpened { address, saw: Vec::new() },
    }
}
