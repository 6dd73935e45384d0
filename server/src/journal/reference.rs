//! What an entry points at must be there: in the journal, about the same person.

use crate::{
    db::{StoreError, Tx},
    store::{self, youth::Record},
};
use domain::{Entry, Fact, FactRef, FollowUpId, MeasureId, MeetingId, MunicipalityId, RegistrationId, sync::Refusal};

/// The facts that a fact has seen for its field.
fn saw(fact: &Fact) -> &[FactRef] {
    match fact {
        Fact::DetailsChanged { saw, .. }
        | Fact::ProtectionSet { saw }
        | Fact::ProtectionCleared { saw }
        | Fact::Assigned { saw, .. }
        | Fact::OccupationStated { saw, .. }
        | Fact::MeetingMoved { saw, .. }
        | Fact::MeetingCancelled { saw, .. }
        | Fact::MeetingAnswered { saw, .. }
        | Fact::MeetingHeld { saw, .. }
        | Fact::MeetingMissed { saw, .. }
        | Fact::ChannelOpened { saw, .. }
        | Fact::ChannelClosed { saw, .. }
        | Fact::Left { saw, .. }
        | Fact::Reopened { saw, .. } => saw,
        Fact::Corrected { fact, .. } => saw(fact),
        _ => &[],
    }
}

/// What a fact is about: the fact that it corrects, withdraws or puts hours to.
pub(super) fn target(fact: &Fact) -> Option<FactRef> {
    match fact {
        Fact::Corrected { target, .. } | Fact::Withdrawn { target } => Some(*target),
        Fact::HoursCorrected { contact, .. } => Some(*contact),
        _ => None,
    }
}

/// What one fact begins and later ones go on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    Meeting(MeetingId),
    FollowUp(FollowUpId),
    Measure(MeasureId),
    Registration(RegistrationId),
}

fn begun(fact: &Fact) -> Option<Thing> {
    match fact {
        Fact::MeetingPlanned { meeting, .. } => Some(Thing::Meeting(*meeting)),
        Fact::FollowUpPlanned { follow_up, .. } => Some(Thing::FollowUp(*follow_up)),
        Fact::MeasureOffered { measure, .. } | Fact::MeasureStarted { measure, .. } => Some(Thing::Measure(*measure)),
        Fact::Registered { registration, .. } => Some(Thing::Registration(*registration)),
        Fact::Corrected { fact, .. } => begun(fact),
        _ => None,
    }
}

fn gone_on_with(fact: &Fact) -> Option<Thing> {
    match fact {
        Fact::MeetingMoved { meeting, .. }
        | Fact::MeetingCancelled { meeting, .. }
        | Fact::MeetingAnswered { meeting, .. }
        | Fact::MeetingHeld { meeting, .. }
        | Fact::MeetingMissed { meeting, .. } => Some(Thing::Meeting(*meeting)),
        Fact::FollowUpDone { follow_up } => Some(Thing::FollowUp(*follow_up)),
        Fact::MeasureEnded { measure, .. } => Some(Thing::Measure(*measure)),
        Fact::Left { registration, .. } | Fact::Reopened { registration, .. } => Some(Thing::Registration(*registration)),
        Fact::Corrected { fact, .. } => gone_on_with(fact),
        _ => None,
    }
}

/// Whether what a fact says is looked up in the journal.
pub(super) fn builds_on_others(fact: &Fact) -> bool {
    !saw(fact).is_empty() || target(fact).is_some() || gone_on_with(fact).is_some()
}

/// Looks up what an entry goes on with: a meeting that nobody has planned can't be held, and would show nowhere.
pub(super) async fn check_things(
    tx: &mut Tx,
    municipality: MunicipalityId,
    record: Option<&Record>,
    entry: &Entry,
) -> Result<Result<(), Refusal>, StoreError> {
    let is_begun_here = |place: usize, thing: Thing| entry.facts[..place].iter().any(|it| begun(it) == Some(thing));
    let things = entry.facts.iter().enumerate().filter_map(|(place, fact)| Some((place, gone_on_with(fact)?)));
    let wanted: Vec<Thing> = things.filter(|(place, thing)| !is_begun_here(*place, *thing)).map(|it| it.1).collect();
    if wanted.is_empty() {
        return Ok(Ok(()));
    }
    let Some(record) = record else { return Ok(Err(Refusal::UnknownReference)) };
    let entries = store::entry::of_person(tx, municipality, record.person).await?;
    let is_known = |thing: &Thing| entries.iter().flat_map(|it| &it.entry.facts).any(|it| begun(it) == Some(*thing));
    Ok(if wanted.iter().all(is_known) { Ok(()) } else { Err(Refusal::UnknownReference) })
}

/// Looks every reference of an entry up. The facts that its targets point at are returned in order, with the
/// referring fact's place.
pub(super) async fn check(
    tx: &mut Tx,
    municipality: MunicipalityId,
    record: Option<&Record>,
    entry: &Entry,
) -> Result<Result<Vec<(usize, Fact)>, Refusal>, StoreError> {
    let mut targets = Vec::new();
    for (place, fact) in entry.facts.iter().enumerate() {
        for reference in saw(fact) {
            if look_up(tx, municipality, record, entry, place, *reference).await?.is_none() {
                return Ok(Err(Refusal::UnknownReference));
            }
        }
        if let Some(reference) = target(fact) {
            match look_up(tx, municipality, record, entry, place, reference).await? {
                Some(found) => targets.push((place, found)),
                None => return Ok(Err(Refusal::UnknownReference)),
            }
        }
        if let Fact::SamePersonAs { other } = fact
            && (*other == entry.youth || store::youth::find(tx, municipality, *other).await?.is_none())
        {
            return Ok(Err(Refusal::UnknownReference));
        }
    }
    Ok(Ok(targets))
}

/// The fact that is pointed at: an earlier one of the same entry, or one in the journal about the same person.
async fn look_up(
    tx: &mut Tx,
    municipality: MunicipalityId,
    record: Option<&Record>,
    entry: &Entry,
    place: usize,
    reference: FactRef,
) -> Result<Option<Fact>, StoreError> {
    let index = usize::from(reference.index);
    if reference.entry == entry.id {
        return Ok(entry.facts.get(index).filter(|_| index < place).cloned());
    }
    let Some(stored) = store::entry::by_id(tx, municipality, reference.entry).await? else { return Ok(None) };
    let is_same_person = stored.entry.youth == entry.youth
        || match (record, store::youth::find(tx, municipality, stored.entry.youth).await?) {
            (Some(this), Some(that)) => this.person == that.person,
            _ => false,
        };
    Ok(stored.entry.facts.get(index).filter(|_| is_same_person).cloned())
}
