//! Months of a municipality in which things happen by chance, and whether its figures are then what its entries say.

use crate::{Dice, World, stated};
use domain::{
    Actor, Channel, ContactOutcome, Detail, Fact, LeavingReason, MeetingId, Occupation, PersonalNumber, Place, Register, RegistrationId,
    RegistrationReason, Youth, YouthId, civil, sync::Verdict,
};
use jiff::civil::Date;
use server::{
    figures::{self, Difference},
    journal::{self, Reach},
};

/// A day in milliseconds.
pub const DAY: i64 = 24 * 60 * 60 * 1000;
/// Made-up people, of whom two are the same once in a while.
const NUMBERS: [&str; 4] = ["200708859897", "200710059965", "200803019876", "200811069822"];

/// What day it is there.
pub fn today(world: &World) -> Date {
    civil::day(world.process.clock.now())
}

/// What is kept otherwise than a fresh fold has it.
pub async fn differences(world: &World) -> Vec<Difference> {
    figures::verify(&world.db, world.municipality, today(world)).await.unwrap()
}

/// A youth as the journal has them.
pub async fn youth(world: &World, id: YouthId) -> Youth {
    let mut tx = world.db.read().await.unwrap();
    journal::youth(&mut tx, &world.place().await, id).await.unwrap().expect("a youth")
}

/// Writes what may be refused, as a phone's entries may.
async fn write(world: &World, youth: YouthId, facts: Vec<Fact>) -> bool {
    let mut tx = world.db.begin().await.unwrap();
    let (place, by) = (world.place().await, Actor::Account(world.id()));
    let (_, verdict) = journal::write(&mut tx, &world.process, &place, by, Reach::Municipality, youth, facts).await.unwrap();
    tx.commit().await.unwrap();
    matches!(verdict, Verdict::Stored { .. })
}

fn logged(channel: Channel, outcome: ContactOutcome, happened: i64) -> Fact {
    Fact::ContactLogged { channel, outcome, happened: Some(happened), place: None, phone: None, minutes: None, note: None }
}

/// Something that may happen with a youth, a while ago or now.
fn happening(world: &World, dice: &mut Dice, it: &Youth) -> Vec<Fact> {
    let ago = i64::try_from(dice.roll(90)).unwrap();
    let then = world.process.clock.now() - ago * DAY;
    let day = civil::day(then);
    let case = it.registrations.values().next();
    match dice.roll(9) {
        0 | 1 => vec![stated(*dice.one_of(Occupation::ALL).unwrap(), day, it.statements.get(&day).map(Register::saw).unwrap_or_default())],
        2 | 3 => vec![logged(*dice.one_of(Channel::ALL).unwrap(), *dice.one_of(ContactOutcome::ALL).unwrap(), then)],
        4 => {
            let meeting: MeetingId = world.id();
            let planned = Fact::MeetingPlanned { meeting, at: day.at(14, 0, 0, 0), place: Place::Cafe, worker: None };
            let ended =
                if dice.roll(2) == 0 { Fact::MeetingHeld { meeting, saw: vec![] } } else { Fact::MeetingMissed { meeting, saw: vec![] } };
            vec![planned, ended]
        }
        5 => {
            let unit = if dice.roll(2) == 0 { world.north } else { world.south };
            vec![Fact::Assigned { unit, worker: None, saw: it.assignment.saw() }]
        }
        6 => match case {
            Some(case) if case.ended().is_none() => {
                vec![Fact::Left { registration: case.id, reason: LeavingReason::FollowUpDone, on: day.max(case.on), saw: case.end.saw() }]
            }
            Some(case) => vec![Fact::Reopened { registration: case.id, saw: case.end.saw() }],
            None => vec![],
        },
        7 => match dice.one_of(&it.story) {
            Some(happening) if !matches!(happening.fact, Fact::Registered { .. }) => vec![Fact::Withdrawn { target: happening.source }],
            _ => vec![],
        },
        _ => {
            let number = PersonalNumber::stored(dice.one_of(&NUMBERS).unwrap()).unwrap();
            vec![Fact::DetailsChanged { detail: Detail::Number { number }, saw: it.number.saw() }]
        }
    }
}

/// So many things happen, every second day or so.
pub async fn live(world: &World, dice: &mut Dice, steps: usize) {
    let mut known: Vec<YouthId> = Vec::new();
    for _ in 0..steps {
        world.pass(i64::try_from(dice.roll(5)).unwrap() * DAY);
        if known.len() < 3 || dice.roll(6) == 0 {
            let on = civil::days_after(today(world), -i32::try_from(dice.roll(200)).unwrap());
            let reason = *dice.one_of(RegistrationReason::ALL).unwrap();
            let mut facts = vec![Fact::Registered { registration: world.id::<RegistrationId>(), reason, on }];
            facts.push(stated(*dice.one_of(Occupation::ALL).unwrap(), on, Vec::new()));
            let id = world.id();
            if write(world, id, facts).await {
                known.push(id);
            }
            continue;
        }
        let id = *dice.one_of(&known).unwrap();
        let facts = happening(world, dice, &youth(world, id).await);
        if !facts.is_empty() {
            write(world, id, facts).await;
        }
    }
}
