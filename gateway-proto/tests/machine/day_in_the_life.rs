//! From a new machine to a live session, and to its end.

use std::time::Duration;

use gateway_proto::{Input, Shutdown, State, StateChange, StopReason};

use crate::support::{Fault, Pair, Settings};

#[test]
fn an_hour_of_a_shards_life() {
    let mut pair = Pair::new(Settings::new(1));
    pair.run_until_live();
    assert_eq!((pair.checks.identifies, pair.checks.resumes), (1, 0));

    pair.run_for(Duration::from_secs(1800));
    pair.events(10);
    pair.apply(Fault::Reconnect);
    pair.run_until_holds(Duration::from_secs(2), |pair| {
        matches!(pair.states.last(), Some((_, StateChange::Resumed { .. })))
    });
    pair.run_for(Duration::from_secs(1800));
    pair.assert_sound();
    assert_eq!(pair.machine.state(), State::Live);
    assert_eq!((pair.checks.identifies, pair.checks.resumes), (1, 1));
    // One heartbeat every 41.25 s. The random start of two connections may change the number a little.
    let beats = pair.core.stats().heartbeats;
    assert!((86..=88).contains(&beats), "{beats} heartbeats in an hour");
    assert_eq!(pair.core.stats().missed_heartbeats, 0);

    pair.feed(Input::Shutdown(Shutdown::KeepSession));
    pair.run_for(Duration::from_secs(2));
    let Some(StopReason::Shutdown { session: Some(session) }) = pair.stopped else {
        panic!("{:?}", pair.stopped)
    };
    assert_eq!(Some(session.sequence), pair.machine.sequence());
}
