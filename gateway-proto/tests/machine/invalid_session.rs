//! Op 9: a wait of 1 to 5 s, then Resume or a new session.
//!
//! Docs: <https://docs.discord.com/developers/events/gateway-events#invalid-session>

use std::time::Duration;

use gateway_proto::{Input, NextStep, Output, State, StateChange};

use crate::support::script::HELLO;
use crate::support::{Fault, Pair, Script, Settings};

fn next_and_wait(script: &Script) -> (NextStep, Duration) {
    let changes = script.changes();
    match changes.last() {
        Some(StateChange::Disconnected { next, retry_in, .. }) => (*next, *retry_in),
        other => panic!("{other:?}"),
    }
}

#[test]
fn true_resumes_and_false_identifies_after_1_to_5_s() {
    for (d, expected) in [("true", NextStep::Resume), ("false", NextStep::Identify)] {
        let mut script = Script::live();
        script.say(&format!(r#"{{"op":9,"d":{d}}}"#));
        let (next, wait) = next_and_wait(&script);
        assert_eq!(next, expected);
        assert!((1..5).contains(&wait.as_secs()), "{wait:?}");
        let closed = |output: &Output| matches!(output, Output::Close { code: 4000, .. });
        assert!(script.outputs.iter().any(closed), "not 1000: {:?}", script.outputs);
        script.close(Some(4000));
        script.wait(wait - Duration::from_millis(1));
        assert_eq!(script.dialled(), None);
        script.wait(Duration::from_millis(1));
        let host = if d == "true" { "wss://resume.example/" } else { "wss://gateway.example/" };
        assert!(script.dialled().unwrap().starts_with(host));
    }
}

/// Op 9 is also the answer to too many Identifies: each further one waits longer, with its own permit.
#[test]
fn an_identify_that_is_refused_is_repeated_ever_later() {
    let mut script = Script::new();
    let mut waits = Vec::new();
    for _ in 0..10 {
        script.open();
        script.say(HELLO);
        assert!(script.outputs.contains(&Output::RequestIdentify));
        script.handle(Input::IdentifyGranted);
        assert!(script.has_sent(2));
        script.say(r#"{"op":9,"d":false}"#);
        let (next, wait) = next_and_wait(&script);
        assert_eq!(next, NextStep::Identify);
        waits.push(wait);
        script.close(Some(4000));
        script.wait(wait);
    }
    assert!(waits.iter().all(|wait| *wait >= Duration::from_secs(1)), "{waits:?}");
    assert!(waits[9] >= Duration::from_secs(90), "{waits:?}");
}

#[test]
fn a_session_that_the_server_lost_is_begun_anew() {
    let mut pair = Pair::new(Settings::new(9));
    pair.run_until_live();
    pair.run_for(Duration::from_secs(120));
    pair.apply(Fault::ForgetSession);
    pair.run_for(Duration::from_secs(30));
    pair.assert_sound();
    assert_eq!(pair.machine.state(), State::Live);
    assert_eq!((pair.checks.identifies, pair.checks.resumes), (2, 1));
}
