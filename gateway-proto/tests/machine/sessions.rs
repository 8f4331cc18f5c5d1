//! A session can be read at any time and given to a machine in another process.

use std::time::Duration;

use gateway_model::gateway::Intents;
use gateway_proto::{
    Input, NextStep, ProtocolConfig, ProtocolTimeouts, Session, State, StateChange, Token,
};

use crate::support::faults::Dial;
use crate::support::script::{HELLO, READY};
use crate::support::{Fault, Pair, Script, Settings};

#[test]
fn a_session_goes_on_in_another_process() {
    for fault in [Fault::Restart, Fault::Crash] {
        let mut pair = Pair::new(Settings::new(1));
        pair.run_until_live();
        pair.events(5);
        pair.run_for(Duration::from_secs(1));
        pair.apply(fault.clone());
        pair.events(5);
        pair.run_for(Duration::from_secs(30));
        pair.assert_sound();
        assert_eq!(pair.machine.state(), State::Live, "{fault:?}");
        assert_eq!((pair.checks.identifies, pair.checks.resumes), (1, 1), "{fault:?}");
        assert_eq!(pair.machine.sequence(), Some(1 + 1 + 10 + 1), "{fault:?}");
    }
}

#[test]
fn a_session_is_worth_what_it_says() {
    let mut pair = Pair::new(Settings::new(1));
    assert_eq!(pair.machine.session(), None);
    pair.run_until_live();
    let session = pair.machine.session().unwrap();
    let text = serde_json::to_string(&session).unwrap();
    assert_eq!(serde_json::from_str::<Session>(&text).unwrap(), session);
    assert_eq!(session.resume_gateway_url.as_deref(), Some("ws://resume.sim.invalid/"));
    assert_eq!(Some(session.sequence), pair.machine.sequence());
}

/// Discord keeps a session for a few minutes. After 15 minutes, it is not worth a connection.
#[test]
fn a_session_too_old_is_not_resumed_for_ever() {
    for (minutes, next) in [(10, NextStep::Resume), (20, NextStep::Identify)] {
        let mut settings = Settings::new(4);
        settings.core.session_lifetime = Duration::from_secs(24 * 3600);
        let mut pair = Pair::new(settings);
        pair.run_until_live();
        pair.run_for(Duration::from_secs(120));
        let lasts = Duration::from_secs(minutes * 60);
        pair.apply(Fault::Outage { dial: Dial::Refuses, lasts });
        pair.run_for(lasts + Duration::from_secs(200));
        pair.assert_sound();
        assert_eq!(pair.machine.state(), State::Live);
        let tried = pair.states.iter().rev().find_map(|(_, change)| match change {
            StateChange::Connecting { next, .. } => Some(*next),
            _ => None,
        });
        assert_eq!(tried, Some(next), "{minutes} min");
    }
}

/// A session from an old file no longer exists: one connection is wasted, then a new session begins.
#[test]
fn a_stale_session_from_a_file_costs_one_connection() {
    let mut settings = Settings::new(5);
    settings.session = Some(Session {
        id: "long gone".into(),
        resume_gateway_url: Some("ws://resume.sim.invalid/".into()),
        sequence: 1337,
        shard: gateway_model::gateway::ShardId::ONE,
    });
    let mut pair = Pair::new(settings);
    pair.run_until_live();
    assert_eq!((pair.checks.identifies, pair.checks.resumes, pair.dial_count()), (1, 1, 2));
}

/// Returns a machine with a live session that may be resumed for this long.
fn live_with_session_limit(session: Duration) -> Script {
    let mut timeouts = ProtocolTimeouts::default();
    timeouts.session = session;
    let token = Token::new("token").unwrap();
    let config = ProtocolConfig::new(token, Intents::GUILDS, "wss://gateway.example").unwrap();
    let mut script = Script::with(config.with_timeouts(timeouts).unwrap());
    script.open();
    script.say(HELLO);
    script.handle(Input::IdentifyGranted);
    script.say(READY);
    script
}

/// Ends the connection. Returns the announced next step, and the wait before it.
fn next_after_loss(script: &mut Script) -> (NextStep, Duration) {
    script.close(None);
    let changes = script.changes();
    match changes.last() {
        Some(StateChange::Disconnected { next, retry_in, .. }) => (*next, *retry_in),
        _ => panic!("{changes:?}"),
    }
}

/// The announced next step is the one that is taken after the wait: a session that is too old by then is not resumed.
#[test]
fn a_session_that_does_not_outlive_the_wait_is_not_announced() {
    let limit = Duration::from_millis(100);
    let (next, wait) = next_after_loss(&mut live_with_session_limit(limit));
    assert!(wait > limit);
    assert_eq!(next, NextStep::Identify);
}

/// Discord replays, so it has the session, even if nobody wants the events.
#[test]
fn a_replay_that_nobody_wants_shows_that_the_session_is_in_use() {
    let mut script = live_with_session_limit(Duration::from_secs(40));
    assert_eq!(next_after_loss(&mut script).0, NextStep::Resume);
    script.wait(Duration::from_secs(2));
    script.open();
    script.say(HELLO);
    for number in 2..5 {
        script.wait(Duration::from_secs(25));
        script.say(r#"{"op":11}"#);
        script.skip(number);
        assert_eq!(script.machine.state(), State::Resuming);
    }
    assert_eq!(next_after_loss(&mut script).0, NextStep::Resume);
}
