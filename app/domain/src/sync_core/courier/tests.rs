use super::*;

const ALL: Step = Step::Exchange { limit: PAGE };
const FAREWELL: Step = Step::Farewell { limit: PAGE };
const NOW: Event = Event::Nudged(Nudge::Now);
const TICK: Event = Event::Nudged(Nudge::Tick);

/// Feeds events at one moment and gives the steps.
fn steps(courier: &mut Courier, events: &[Event]) -> Vec<Step> {
    events.iter().map(|event| courier.on(*event, 0, 0)).collect()
}

#[test]
fn one_round_trip_at_a_time() {
    let mut courier = Courier::default();
    assert_eq!(steps(&mut courier, &[NOW, NOW, Event::Exchanged { left: false }]), [ALL, Step::Rest, ALL], "what came meanwhile goes next");
    assert_eq!(steps(&mut courier, &[TICK, Event::Exchanged { left: false }, TICK]), [Step::Rest, Step::Rest, ALL]);
}

#[test]
fn it_goes_on_while_there_is_more() {
    let mut courier = Courier::default();
    assert_eq!(steps(&mut courier, &[TICK, Event::Exchanged { left: true }, Event::Exchanged { left: false }]), [ALL, ALL, Step::Rest]);
}

#[test]
fn an_old_token_is_renewed_once() {
    let mut courier = Courier::default();
    assert_eq!(
        steps(&mut courier, &[NOW, Event::Unauthorized, Event::Refreshed, Event::Unauthorized]),
        [ALL, Step::Refresh, ALL, Step::AskToSignIn]
    );
    assert!(courier.is_signed_out());
    assert_eq!(steps(&mut courier, &[NOW, Event::SignedIn]), [Step::Rest, ALL]);
}

#[test]
fn failing_waits_longer_each_time_and_somebody_coming_back_tries_at_once() {
    let mut courier = Courier::default();
    let mut waits = Vec::new();
    let mut now = 0;
    for _ in 0..10 {
        assert_eq!(courier.on(NOW, now, 0), ALL);
        assert_eq!(courier.on(Event::Unreachable, now, u32::MAX), Step::Rest);
        waits.push(courier.not_before - now);
        assert_eq!(courier.on(TICK, courier.not_before - 1, 0), Step::Rest);
        now = courier.not_before;
    }
    assert!(waits[0] < 2_000 && waits[9] >= 10_000, "{waits:?}");
    assert!(waits.iter().all(|it| (1_000..=20_000).contains(it)), "{waits:?}");
    assert_eq!(courier.on(TICK, now, 0), ALL);
    assert_eq!(courier.on(Event::Exchanged { left: false }, now, 0), Step::Rest);
    assert_eq!(courier.not_before, 0, "a success forgets the failures");
}

#[test]
fn a_server_that_cannot_is_left_alone_for_minutes() {
    let mut courier = Courier::default();
    for _ in 0..12 {
        courier.on(NOW, 0, 0);
        courier.on(Event::Busy { retry_after: None }, 0, 0);
    }
    assert_eq!(courier.not_before, 150_000);
}

#[test]
fn a_server_that_asks_for_time_gets_it() {
    let mut courier = Courier::default();
    courier.on(NOW, 0, 0);
    courier.on(Event::Busy { retry_after: Some(60) }, 0, 0);
    assert_eq!(courier.not_before, 60_000);
}

#[test]
fn too_large_is_halved_down_to_the_one_that_is() {
    let mut courier = Courier::default();
    assert_eq!(courier.on(NOW, 0, 0), ALL);
    let mut limit = PAGE;
    while limit > 1 {
        limit /= 2;
        assert_eq!(courier.on(Event::TooLarge, 0, 0), Step::Exchange { limit });
    }
    assert_eq!(steps(&mut courier, &[Event::TooLarge, Event::SetAside]), [Step::SetAside, ALL]);
}

#[test]
fn a_revoked_device_says_farewell_once_and_forgets() {
    let mut courier = Courier::default();
    assert_eq!(
        steps(&mut courier, &[NOW, Event::Revoked, NOW, Event::Revoked, Event::SaidFarewell]),
        [ALL, FAREWELL, Step::Rest, Step::Rest, Step::Wipe]
    );
}

#[test]
fn a_farewell_that_nobody_heard_is_said_again() {
    let mut courier = Courier::default();
    let lost = [NOW, Event::Revoked, Event::Unreachable, TICK, NOW, NOW, Event::SaidFarewell];
    let said = [ALL, FAREWELL, Step::Rest, Step::Rest, FAREWELL, Step::Rest, Step::Wipe];
    assert_eq!(steps(&mut courier, &lost), said);
}

#[test]
fn a_clock_that_was_turned_back_keeps_nobody_waiting() {
    const YEAR: i64 = 365 * 24 * 60 * 60 * 1000;
    let mut courier = Courier::default();
    courier.on(NOW, 10 * YEAR, 0);
    courier.on(Event::Unreachable, 10 * YEAR, 0);
    assert_eq!(courier.on(TICK, 10 * YEAR, 0), Step::Rest);
    assert_eq!(courier.on(TICK, 0, 0), ALL);
}

#[test]
fn a_cloned_device_waits_for_a_new_name() {
    let mut courier = Courier::default();
    assert_eq!(steps(&mut courier, &[NOW, Event::Cloned, TICK, Event::SignedIn]), [ALL, Step::AskToSignIn, Step::Rest, ALL]);
}

#[test]
fn nothing_but_being_heard_ends_a_farewell() {
    let (unheard, lost) = (Event::Busy { retry_after: None }, Event::Unreachable);
    for event in [unheard, lost, Event::Unauthorized, Event::TooLarge, Event::RefreshRefused, Event::Exchanged { left: true }] {
        let mut courier = Courier::default();
        assert_eq!(steps(&mut courier, &[NOW, Event::Revoked]), [ALL, FAREWELL]);
        assert_ne!(courier.on(event, 0, 0), Step::Wipe, "{event:?}");
    }
}

#[test]
fn a_farewell_outlives_its_token_and_asks_for_the_person_where_it_must() {
    let mut courier = Courier::default();
    assert_eq!(
        steps(&mut courier, &[NOW, Event::Revoked, Event::Unauthorized, Event::Refreshed, Event::SaidFarewell]),
        [ALL, FAREWELL, Step::Refresh, FAREWELL, Step::Wipe]
    );
    let mut courier = Courier::default();
    assert_eq!(
        steps(&mut courier, &[NOW, Event::Revoked, Event::Unauthorized, Event::RefreshRefused, TICK, Event::SignedIn, Event::SaidFarewell]),
        [ALL, FAREWELL, Step::Refresh, Step::AskToSignIn, Step::Rest, FAREWELL, Step::Wipe]
    );
}

#[test]
fn what_is_too_large_is_said_in_smaller_pieces() {
    let mut courier = Courier::default();
    let half = Step::Farewell { limit: PAGE / 2 };
    assert_eq!(steps(&mut courier, &[NOW, Event::Revoked, Event::TooLarge]), [ALL, FAREWELL, half]);
}

#[test]
fn a_server_that_changes_its_mind_is_spoken_with_as_before() {
    let mut courier = Courier::default();
    assert_eq!(steps(&mut courier, &[NOW, Event::Revoked, Event::LetIn]), [ALL, FAREWELL, ALL]);
    assert!(courier.is_working());
}
