//! A connection that is closed right after it was opened does not count as a success.

use std::time::Duration;

use gateway_proto::{NextStep, State, StateChange};

use crate::support::faults::Dial;
use crate::support::script::{HELLO, RESUMED};
use crate::support::{Fault, Pair, Script, Settings};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Hard case 10: for a day, a gateway sends Ready and closes. 1000 Identifies a day reset the token.
///
/// Docs: <https://docs.discord.com/developers/events/gateway#identifying>
#[test]
fn ready_then_close_costs_fewer_identifies_than_a_day_has() {
    let mut pair = Pair::new(Settings::new(10));
    let end = pair.now + DAY;
    while pair.now < end {
        pair.run_until_live();
        pair.apply(Fault::CloseWith { code: 4009 });
        pair.run_for(Duration::from_millis(100));
    }
    pair.assert_sound();
    let identifies = pair.checks.identifies;
    assert!((400..1000).contains(&identifies), "{identifies} Identifies in a day");
    assert_eq!(pair.core.stats().token_resets, 0);
}

/// The same with a close after which the session is resumed: no Identify, and at most one connection a minute.
#[test]
fn resumed_then_close_is_not_hammered() {
    let mut pair = Pair::new(Settings::new(11));
    let end = pair.now + DAY / 4;
    while pair.now < end {
        pair.run_until_live();
        pair.apply(Fault::CloseWith { code: 4000 });
        pair.run_for(Duration::from_millis(100));
    }
    pair.assert_sound();
    assert_eq!(pair.checks.identifies, 1);
    let dials = pair.dial_count();
    assert!((300..800).contains(&dials), "{dials} connections in 6 h");
}

/// During an hour without network, attempts become rarer, up to one in about 45 s. Afterwards the shard is live again
/// within a minute.
#[test]
fn an_outage_is_not_hammered_and_its_end_is_noticed() {
    for dial in Dial::ALL {
        let mut pair = Pair::new(Settings::new(12));
        pair.run_until_live();
        pair.run_for(Duration::from_secs(600));
        let dials = pair.dial_count();
        pair.apply(Fault::Outage { dial, lasts: Duration::from_secs(3600) });
        pair.run_for(Duration::from_secs(3600));
        let dials = pair.dial_count() - dials;
        assert!((20..150).contains(&dials), "{dial:?}: {dials} connections in an hour");
        // The session is older than 15 minutes, so a wait for Identify may be in progress: up to 180 s.
        pair.run_for(Duration::from_secs(200));
        pair.assert_sound();
        assert_eq!(pair.machine.state(), State::Live, "{dial:?}");
    }
}

/// Hard case 4 for one shard: a minute without network needs no Identify.
#[test]
fn a_short_outage_costs_no_identify() {
    for seed in 0..100 {
        let mut pair = Pair::new(Settings::new(seed));
        pair.run_until_live();
        pair.run_for(Duration::from_secs(300));
        let dial = Dial::ALL[seed as usize % 4];
        pair.apply(Fault::Outage { dial, lasts: Duration::from_secs(60) });
        pair.events(10);
        pair.run_for(Duration::from_secs(160));
        pair.assert_sound();
        assert_eq!(pair.machine.state(), State::Live, "{dial:?}");
        assert_eq!(pair.checks.identifies, 1, "{dial:?}");
    }
}

/// Lets the machine dial again and resume. Returns how many failures in a row it counted.
fn resumed(script: &mut Script) -> u32 {
    while script.dialled().is_none() {
        script.wait(Duration::from_millis(100));
    }
    let failures = script.changes().iter().find_map(|change| match change {
        StateChange::Connecting { failures, .. } => Some(*failures),
        _ => None,
    });
    script.open();
    script.say(HELLO);
    script.say(RESUMED);
    failures.unwrap()
}

/// After a settled session, Reconnect is followed immediately, and earlier failures are forgotten.
///
/// Docs: <https://docs.discord.com/developers/events/gateway-events#reconnect>
#[test]
fn reconnect_after_a_settled_session_is_followed_at_once() {
    let mut script = Script::live();
    for failures in 1..4 {
        script.close(None);
        assert_eq!(resumed(&mut script), failures);
    }
    script.wait(Duration::from_secs(30));
    script.say(r#"{"op":11}"#);
    script.wait(Duration::from_secs(30));
    script.say(r#"{"op":7,"d":null}"#);
    let changes = script.changes();
    let Some(StateChange::Disconnected { next, retry_in, .. }) = changes.last() else {
        panic!("{changes:?}")
    };
    assert_eq!((*next, *retry_in), (NextStep::Resume, Duration::ZERO));
    script.close(Some(4000));
    assert_eq!(resumed(&mut script), 0);
}
