//! In every state a deadline or an action is pending, even if the peer never sends anything again.

use std::time::Duration;

use gateway_proto::{DisconnectCause, Input, Output, Shutdown, State, StateChange, Timer};

use crate::support::Script;
use crate::support::script::{HELLO, READY};

fn cause(script: &Script) -> Option<&DisconnectCause> {
    script.outputs.iter().find_map(|output| match output {
        Output::State(StateChange::Disconnected { cause, .. }) => Some(cause),
        _ => None,
    })
}

/// Returns a machine in this state, whose peer has stopped sending.
fn in_state(state: State) -> Script {
    let mut script = Script::new();
    if state == State::Waiting {
        script
            .handle(Input::Failed(script.link(), gateway_proto::LinkFailure::Connect("x".into())));
    }
    if !matches!(state, State::Waiting | State::Connecting) {
        script.open();
    }
    if !matches!(state, State::Waiting | State::Connecting | State::AwaitingHello) {
        script.say(HELLO);
    }
    if matches!(state, State::Identifying | State::Live | State::Resuming | State::Closing) {
        script.handle(Input::IdentifyGranted);
    }
    if matches!(state, State::Live | State::Resuming | State::Closing) {
        script.say(READY);
    }
    if state == State::Closing {
        script.say(r#"{"op":7,"d":null}"#);
    }
    if state == State::Resuming {
        script.close(Some(4000));
        script.wait(Duration::from_secs(2));
        script.open();
        script.say(HELLO);
    }
    assert_eq!(script.machine.state(), state);
    script
}

/// Hard case 9.
#[test]
fn a_silent_peer_is_given_up_in_every_state() {
    let interval = Duration::from_millis(41_250);
    let seconds = Duration::from_secs;
    let unanswered = || DisconnectCause::HeartbeatUnanswered;
    let limits = [
        (State::Waiting, seconds(1), None, Timer::Reconnect),
        (State::Connecting, seconds(10), Some(DisconnectCause::ConnectTimedOut), Timer::Connect),
        (State::AwaitingHello, seconds(10), Some(DisconnectCause::HelloTimedOut), Timer::Hello),
        (State::AwaitingPermit, interval * 2, Some(unanswered()), Timer::Heartbeat),
        (State::Identifying, interval * 2, Some(unanswered()), Timer::Heartbeat),
        (State::Resuming, seconds(30), Some(DisconnectCause::ResumedTimedOut), Timer::Resumed),
        (State::Live, interval * 2, Some(unanswered()), Timer::Heartbeat),
        (State::Closing, seconds(2), None, Timer::Close),
    ];
    assert_eq!(limits.len(), State::ALL.len() - 1, "every state but the end has its limit");
    for (state, limit, expected, timer) in limits {
        let mut script = in_state(state);
        assert!(script.wake.unwrap() > script.now, "{state:?} names a time");
        assert_eq!(script.timer, Some(timer), "{state:?} says what it waits for");
        script.wait(limit);
        assert_eq!(cause(&script), expected.as_ref(), "{state:?}");
        if state == State::Closing {
            assert!(script.outputs.iter().any(|o| matches!(o, Output::Drop { .. })));
        }
        // The next connection follows without further input.
        if script.dialled().is_none() {
            script.wait(Duration::from_secs(8));
            assert!(script.dialled().is_some(), "{state:?}: {:?}", script.outputs);
        }
    }
}

/// The timers that run in addition to that of the state.
#[test]
fn a_wait_for_an_answer_or_for_room_says_so() {
    let mut script = Script::new();
    script.open();
    script.say(&HELLO.replace("41250", "100000"));
    script.handle(Input::IdentifyGranted);
    script.say(READY);
    while !script.has_sent(1) {
        assert_eq!(script.timer, Some(Timer::Heartbeat));
        script.wait(script.wake.unwrap() - script.now);
    }
    assert_eq!(script.timer, Some(Timer::HeartbeatAck));
    script.say(r#"{"op":11}"#);
    assert_eq!(script.timer, Some(Timer::Heartbeat));
    // Discord requests more heartbeats than the send window has room for, so one waits.
    for _ in 0..200 {
        script.say(r#"{"op":1}"#);
    }
    assert_eq!(script.timer, Some(Timer::SendWindow));
    script.wait(script.wake.unwrap() - script.now);
    assert!(script.has_sent(1), "{:?}", script.outputs);
}

/// If Ready does not come but ACKs do, the service is up, so Identify is not repeated immediately.
#[test]
fn ready_that_never_comes_is_a_failure_and_not_a_hang() {
    let mut script = in_state(State::Identifying);
    let mut waited = Duration::ZERO;
    while script.machine.state() == State::Identifying {
        script.wait(Duration::from_secs(1));
        waited += Duration::from_secs(1);
        if script.has_sent(1) {
            script.say(r#"{"op":11}"#);
        }
        assert!(waited <= Duration::from_secs(180), "still there after {waited:?}");
    }
    assert!(waited > Duration::from_secs(170), "given up after {waited:?}");
}

/// A connection without ACKs is closed with a code that keeps the session, which is then resumed.
#[test]
fn a_zombie_is_closed_with_another_code_than_1000_and_resumed() {
    let mut script = in_state(State::Live);
    script.wait(Duration::from_millis(82_500));
    let close = script.outputs.iter().find_map(|output| match output {
        Output::Close { code, .. } => Some(*code),
        _ => None,
    });
    assert_eq!(close, Some(4000));
    script.wait(Duration::from_secs(4));
    script.open();
    script.say(HELLO);
    assert!(script.has_sent(6), "{:?}", script.outputs);
}

/// A shutdown ends within its time limit in every state, whatever the peer does.
#[test]
fn a_shutdown_ends_in_every_state() {
    for state in State::ALL.into_iter().filter(|state| *state != State::Stopped) {
        for shutdown in [Shutdown::Offline, Shutdown::KeepSession] {
            let mut script = in_state(state);
            let had_session = script.machine.session().is_some();
            script.handle(Input::Shutdown(shutdown));
            let permits = script.outputs.iter().filter(|o| **o == Output::ReleaseIdentify).count();
            assert_eq!(permits, usize::from(state == State::AwaitingPermit), "{state:?}");
            script.wait(Duration::from_secs(2));
            assert_eq!(script.machine.state(), State::Stopped, "{state:?} {shutdown:?}");
            let kept = had_session && shutdown == Shutdown::KeepSession;
            assert_eq!(script.machine.session().is_some(), kept, "{state:?} {shutdown:?}");
        }
    }
}

/// Advances time by seconds, with an ACK for each heartbeat, until the state changes.
fn seconds_in(script: &mut Script, state: State) -> u64 {
    for second in 0..400 {
        if script.machine.state() != state {
            return second;
        }
        script.wait(Duration::from_secs(1));
        if script.has_sent(1) && script.machine.state() == state {
            script.say(r#"{"op":11}"#);
        }
    }
    panic!("still {state:?}")
}

/// The states with a time limit for the peer, in seconds.
const LIMITED: [(State, u64); 4] = [
    (State::Connecting, 10),
    (State::AwaitingHello, 10),
    (State::Identifying, 180),
    (State::Resuming, 30),
];

/// After a sleep, messages that the peer sent meanwhile are not read yet, so its time limit starts again.
#[test]
fn a_limit_that_was_slept_through_starts_anew() {
    for (state, limit) in LIMITED {
        let mut script = in_state(state);
        script.now += Duration::from_secs(3600);
        script.handle(Input::Timeout);
        assert_eq!(script.machine.state(), state);
        script.say(r#"{"op":11}"#);
        assert_eq!(seconds_in(&mut script, state), limit, "{state:?}");
    }
}

/// While nothing is read, no time limit of the peer expires. Afterwards the peer has the full time.
#[test]
fn a_limit_starts_anew_when_reading_goes_on() {
    for (state, limit) in LIMITED.into_iter().skip(1) {
        let mut script = in_state(state);
        script.handle(Input::ReadingPaused(script.link()));
        script.wait(Duration::from_secs(limit * 2 - 1));
        assert_eq!(script.machine.state(), state);
        script.handle(Input::ReadingResumed(script.link()));
        assert_eq!(seconds_in(&mut script, state), limit, "{state:?}");
    }
}
