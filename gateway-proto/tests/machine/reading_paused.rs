//! Back-pressure does not count as a dead connection: while nothing is read, missing ACKs are no failure.

use std::time::Duration;

use gateway_proto::{State, StateChange};

use crate::support::{Fault, Pair, Settings};

fn disconnects(pair: &Pair) -> usize {
    let lost = |change: &StateChange| matches!(change, StateChange::Disconnected { .. });
    pair.states.iter().filter(|(_, change)| lost(change)).count()
}

/// Hard case 2.
#[test]
fn back_pressure_is_not_a_zombie() {
    let mut pair = Pair::new(Settings::new(2));
    pair.run_until_live();
    pair.run_for(Duration::from_secs(100));
    let beats = pair.core.stats().heartbeats;

    pair.apply(Fault::PauseReading { lasts: Duration::from_secs(600) });
    for _ in 0..10 {
        pair.events(20);
        pair.run_for(Duration::from_secs(55));
        pair.assert_sound();
        assert_eq!(pair.machine.state(), State::Live);
    }
    // Heartbeats were sent all the time, although no ACK was read.
    assert!(pair.core.stats().heartbeats - beats >= 13, "{:?}", pair.core.stats());
    pair.run_for(Duration::from_secs(60));
    pair.assert_sound();
    assert_eq!(disconnects(&pair), 0);
    assert_eq!(pair.machine.sequence(), Some(1 + 1 + 200), "all events came, late");
    // The time for which ACKs were not read does not count as latency.
    let latency = pair.machine.latency().unwrap();
    assert!(latency < Duration::from_secs(1), "{latency:?}");
}

/// Hard case 2, second half.
#[test]
fn a_hang_up_while_nothing_is_read_loses_nothing() {
    for code in [4000, 1001] {
        let mut pair = Pair::new(Settings::new(3));
        pair.run_until_live();
        pair.apply(Fault::PauseReading { lasts: Duration::from_secs(100) });
        pair.events(20);
        pair.run_for(Duration::from_secs(30));
        pair.apply(Fault::CloseWith { code });
        pair.events(20);
        pair.run_for(Duration::from_secs(120));
        pair.assert_sound();
        assert_eq!((pair.checks.identifies, pair.checks.resumes), (1, 1));
        assert_eq!(pair.machine.sequence(), Some(1 + 1 + 40 + 1), "with Resumed");
    }
}

/// A peer that is really dead is detected within two heartbeat intervals after reading continues.
#[test]
fn a_dead_peer_is_found_once_reading_goes_on() {
    let mut pair = Pair::new(Settings::new(4));
    pair.run_until_live();
    pair.run_for(Duration::from_secs(60));
    pair.apply(Fault::BlackHole);
    pair.apply(Fault::PauseReading { lasts: Duration::from_secs(300) });
    pair.run_for(Duration::from_secs(299));
    assert_eq!(disconnects(&pair), 0);
    // One for the dead connection. The server also closes it for missing heartbeats, which has no effect.
    pair.run_until_holds(Duration::from_secs(2 * 42), |pair| disconnects(pair) == 1);
    pair.run_until_live();
    assert_eq!(pair.checks.resumes, 1);
}
