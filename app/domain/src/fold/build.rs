//! The fold itself.

use super::{
    Assignment, Contact, FollowUp, Given, Happening, Head, Measure, Meeting, MeetingOutcome, Message, PhoneNumber, Plan, Register,
    Registration, Standing, Statement, Youth,
    facts::happenings,
    register::{Change, settle},
};
use crate::{
    Actor, Address, CloseReason, Detail, Email, Entry, EntryId, Fact, FactRef, LeavingReason, MeetingId, PersonalNumber, Phone, PhoneOwner,
    PostalAddress, RegistrationId, YouthId,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Why and when a registration ended; none where it was reopened.
type Ending = Option<(LeavingReason, Date)>;

/// Changes collected field by field, before they are settled.
#[derive(Default)]
struct Changes {
    number: Vec<Change<PersonalNumber>>,
    given_name: Vec<Change<String>>,
    family_name: Vec<Change<String>>,
    address: Vec<Change<Option<PostalAddress>>>,
    email: Vec<Change<Option<Email>>>,
    language: Vec<Change<String>>,
    protection: Vec<Change<bool>>,
    assignment: Vec<Change<Assignment>>,
    phones: BTreeMap<Phone, Vec<Change<Option<PhoneOwner>>>>,
    closed: BTreeMap<Address, Vec<Change<Option<CloseReason>>>>,
    statements: BTreeMap<Date, Vec<Change<Statement>>>,
    plans: BTreeMap<MeetingId, Vec<Change<Plan>>>,
    outcomes: BTreeMap<MeetingId, Vec<Change<MeetingOutcome>>>,
    endings: BTreeMap<RegistrationId, Vec<Change<Ending>>>,
}

impl Youth {
    /// The youth that the entries tell of, all of one person; none without entries. The order doesn't matter, nor
    /// does it that an entry comes twice.
    pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Option<Self> {
        let entries: BTreeMap<EntryId, &Entry> = entries.into_iter().map(|it| (it.id, it)).collect();
        let members: BTreeSet<YouthId> = entries.values().map(|it| it.youth).collect();
        let mut youth = Self::blank(members)?;
        let story = happenings(&entries);
        if story.iter().any(|it| matches!(it.fact, Fact::Erased {})) {
            youth.erased = true;
            return Some(youth);
        }
        let mut changes = Changes::default();
        for happening in &story {
            youth.apply(happening, &mut changes);
        }
        // Afterwards, since a clock may have put the end before the beginning.
        for happening in story.iter().filter(|it| it.standing == Standing::InForce) {
            youth.close(&happening.fact);
        }
        youth.settle(changes);
        youth.contacts.sort_by_key(|it| (it.happened, it.source));
        youth.story = story;
        Some(youth)
    }

    fn blank(members: BTreeSet<YouthId>) -> Option<Self> {
        Some(Self {
            id: *members.first()?,
            members,
            number: Register::default(),
            given_name: Register::default(),
            family_name: Register::default(),
            address: Register::default(),
            email: Register::default(),
            language: Register::default(),
            phones: BTreeMap::new(),
            closed: BTreeMap::new(),
            protection: Register::default(),
            assignment: Register::default(),
            registrations: BTreeMap::new(),
            statements: BTreeMap::new(),
            meetings: BTreeMap::new(),
            messages: BTreeMap::new(),
            contacts: Vec::new(),
            follow_ups: BTreeMap::new(),
            measures: BTreeMap::new(),
            last_answer: None,
            last_act: None,
            story: Vec::new(),
            newer: 0,
            erased: false,
        })
    }

    fn apply(&mut self, happening: &Happening, changes: &mut Changes) {
        if happening.standing == Standing::InForce {
            self.count(happening);
        }
        changes.collect(happening);
    }

    /// Facts that add up rather than replace each other.
    fn count(&mut self, it: &Happening) {
        match it.by {
            Actor::Youth => self.last_answer = self.last_answer.max(Some(it.at)),
            Actor::Account(_) => self.last_act = self.last_act.max(Some(it.at)),
            Actor::System => {}
        }
        match &it.fact {
            Fact::Registered { registration, reason, on } => {
                // Entries come in the timeline's order here; of two facts with one id the smaller reference stays, in any order.
                self.registrations.entry(*registration).or_insert_with(|| Registration {
                    id: *registration,
                    reason: *reason,
                    on: *on,
                    end: Register::default(),
                });
            }
            Fact::ContactLogged { channel, outcome, happened, place, phone, minutes, note } => self.contacts.push(Contact {
                source: it.source,
                happened: happened.unwrap_or(it.at.ms),
                by: it.by,
                channel: *channel,
                outcome: *outcome,
                place: *place,
                phone: phone.clone(),
                minutes: *minutes,
                note: note.clone(),
            }),
            Fact::MeetingPlanned { meeting, worker, .. } => self.meeting(*meeting).worker = *worker,
            Fact::MeetingAnswered { meeting, answer, saw } => {
                self.meeting(*meeting).answers.push(Given { answer: *answer, at: it.at, by: it.by, saw: saw.clone() });
            }
            Fact::FollowUpPlanned { follow_up, on, worker } => {
                self.follow_ups.insert(*follow_up, FollowUp { id: *follow_up, on: *on, worker: *worker });
            }
            Fact::MeasureOffered { measure, measure_kind, on } => self.measure(*measure, *measure_kind).offered = Some(*on),
            Fact::MeasureStarted { measure, measure_kind, on, planned_end } => {
                let measure = self.measure(*measure, *measure_kind);
                measure.started = Some(*on);
                measure.planned_end = *planned_end;
            }
            Fact::MeetingReminderOff { meeting } => self.meeting(*meeting).unreminded = true,
            Fact::Newer(_) => self.newer += 1,
            _ => Message::take(&mut self.messages, it),
        }
    }

    /// Facts that end what others began.
    fn close(&mut self, fact: &Fact) {
        match fact {
            Fact::FollowUpDone { follow_up } => {
                self.follow_ups.remove(follow_up);
            }
            Fact::MeasureEnded { measure, on, reason } => {
                if let Some(measure) = self.measures.get_mut(measure) {
                    measure.ended = Some((*on, *reason));
                }
            }
            Fact::HoursCorrected { contact, minutes } => {
                if let Some(contact) = self.contacts.iter_mut().find(|it| it.source == *contact) {
                    contact.minutes = Some(*minutes);
                }
            }
            _ => {}
        }
    }

    fn meeting(&mut self, id: MeetingId) -> &mut Meeting {
        let new = || Meeting {
            id,
            worker: None,
            plan: Register::default(),
            answers: Vec::new(),
            outcome: Register::default(),
            unreminded: false,
        };
        self.meetings.entry(id).or_insert_with(new)
    }

    fn measure(&mut self, id: crate::MeasureId, kind: crate::MeasureKind) -> &mut Measure {
        let new = || Measure { id, kind, offered: None, started: None, planned_end: None, ended: None };
        let measure = self.measures.entry(id).or_insert_with(new);
        measure.kind = kind;
        measure
    }

    fn settle(&mut self, changes: Changes) {
        self.number = settle(changes.number);
        self.given_name = settle(changes.given_name);
        self.family_name = settle(changes.family_name);
        self.address = settle(changes.address);
        self.email = settle(changes.email);
        self.language = settle(changes.language);
        self.protection = settle(changes.protection);
        self.assignment = settle(changes.assignment);
        for (phone, owner) in changes.phones {
            self.phones.insert(phone, PhoneNumber { owner: settle(owner), closed: Register::default() });
        }
        for (address, closed) in changes.closed {
            match address {
                Address::Phone { phone } => self.phones.entry(phone).or_default().closed = settle(closed),
                other => {
                    self.closed.insert(other, settle(closed));
                }
            }
        }
        self.statements = changes.statements.into_iter().map(|(day, it)| (day, settle(it))).collect();
        for (meeting, plan) in changes.plans {
            self.meeting(meeting).plan = settle(plan);
        }
        for (meeting, outcome) in changes.outcomes {
            self.meeting(meeting).outcome = settle(outcome);
        }
        // A meeting whose planning was withdrawn isn't one.
        self.meetings.retain(|_, it| !it.plan.heads().is_empty());
        for (registration, end) in changes.endings {
            if let Some(registration) = self.registrations.get_mut(&registration) {
                registration.end = settle(end);
            }
        }
    }
}

impl Changes {
    fn collect(&mut self, it: &Happening) {
        fn change<T>(it: &Happening, value: T, saw: &[FactRef]) -> Change<T> {
            // A correction stands in the place of what it replaces, and has seen it.
            let saw = saw.iter().copied().chain(it.replaces).collect();
            Change { head: Head { value, source: it.source, at: it.at, by: it.by }, saw, in_force: it.standing == Standing::InForce }
        }
        match &it.fact {
            Fact::DetailsChanged { detail, saw } => match detail {
                Detail::Number { number } => self.number.push(change(it, number.clone(), saw)),
                Detail::GivenName { name } => self.given_name.push(change(it, name.clone(), saw)),
                Detail::FamilyName { name } => self.family_name.push(change(it, name.clone(), saw)),
                Detail::Address { address } => self.address.push(change(it, address.clone(), saw)),
                Detail::Email { email } => self.email.push(change(it, email.clone(), saw)),
                Detail::Phone { phone, owner } => self.phones.entry(phone.clone()).or_default().push(change(it, *owner, saw)),
                Detail::Language { language } => self.language.push(change(it, language.clone(), saw)),
            },
            Fact::ProtectionSet { saw } => self.protection.push(change(it, true, saw)),
            Fact::ProtectionCleared { saw } => self.protection.push(change(it, false, saw)),
            Fact::Assigned { unit, worker, saw } => self.assignment.push(change(it, Assignment { unit: *unit, worker: *worker }, saw)),
            Fact::OccupationStated { occupation, as_of, source, certainty, until, saw } => {
                let statement = Statement { occupation: *occupation, as_of: *as_of, source: *source, certainty: *certainty, until: *until };
                self.statements.entry(*as_of).or_default().push(change(it, statement, saw));
            }
            Fact::MeetingPlanned { meeting, at, place, .. } => {
                self.plans.entry(*meeting).or_default().push(change(it, Plan::At { at: *at, place: *place }, &[]));
            }
            Fact::MeetingMoved { meeting, at, place, saw } => {
                self.plans.entry(*meeting).or_default().push(change(it, Plan::At { at: *at, place: *place }, saw));
            }
            Fact::MeetingCancelled { meeting, saw } => self.plans.entry(*meeting).or_default().push(change(it, Plan::Cancelled, saw)),
            Fact::MeetingHeld { meeting, saw } => self.outcomes.entry(*meeting).or_default().push(change(it, MeetingOutcome::Held, saw)),
            Fact::MeetingMissed { meeting, saw } => {
                self.outcomes.entry(*meeting).or_default().push(change(it, MeetingOutcome::Missed, saw));
            }
            Fact::ChannelClosed { address, reason, saw } => {
                self.closed.entry(address.clone()).or_default().push(change(it, Some(*reason), saw));
            }
            Fact::ChannelOpened { address, saw } => self.closed.entry(address.clone()).or_default().push(change(it, None, saw)),
            Fact::Left { registration, reason, on, saw } => {
                self.endings.entry(*registration).or_default().push(change(it, Some((*reason, *on)), saw));
            }
            Fact::Reopened { registration, saw } => self.endings.entry(*registration).or_default().push(change(it, None, saw)),
            _ => {}
        }
    }
}
