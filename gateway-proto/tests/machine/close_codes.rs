//! Every close code, in every phase of a connection.

use std::time::Duration;

use gateway_model::gateway::{AfterClose, CloseCode};
use gateway_proto::{Input, NextStep, Output, State, StateChange, StopReason};

use crate::support::script::{HELLO, READY};
use crate::support::{Fault, Pair, Script, Settings};

/// Returns the close codes and the next step from the docs' table.
///
/// Docs: <https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes>
fn table() -> Vec<(Option<u16>, AfterClose)> {
    let documented = [
        (4000, AfterClose::Resume),
        (4001, AfterClose::Resume),
        (4002, AfterClose::Resume),
        (4003, AfterClose::Identify),
        (4004, AfterClose::Stop),
        (4005, AfterClose::Resume),
        (4007, AfterClose::Identify),
        (4008, AfterClose::Resume),
        (4009, AfterClose::Identify),
        (4010, AfterClose::Stop),
        (4011, AfterClose::Stop),
        (4012, AfterClose::Stop),
        (4013, AfterClose::Stop),
        (4014, AfterClose::Stop),
    ];
    let unknown = (1000..=1015).chain([3000, 4006, 4015, 4199, 4999]);
    documented
        .into_iter()
        .chain(unknown.map(|code| (code, AfterClose::Resume)))
        .map(|(code, after)| (Some(code), after))
        .chain([(None, AfterClose::Resume)])
        .collect()
}

/// Hard case 6 on a live session: the next step is the documented one, and no connection is wasted.
#[test]
fn every_close_code_is_decided_once() {
    for (code, after) in table() {
        let mut pair = Pair::new(Settings::new(6));
        pair.run_until_live();
        pair.run_for(Duration::from_secs(120));
        match code {
            Some(code) => pair.apply(Fault::CloseWith { code }),
            None => pair.apply(Fault::Break { server_sees: true }),
        }
        pair.run_for(Duration::from_secs(60));
        pair.assert_sound();
        let counts = (pair.checks.identifies, pair.checks.resumes, pair.dial_count());
        match after {
            AfterClose::Resume => assert_eq!(counts, (1, 1, 2), "{code:?}"),
            AfterClose::Identify => assert_eq!(counts, (2, 0, 2), "{code:?}"),
            AfterClose::Stop => {
                assert_eq!(counts, (1, 0, 1), "{code:?}");
                let Some(StopReason::Refused { code: seen, .. }) = pair.stopped else {
                    panic!("{code:?}: {:?}", pair.stopped)
                };
                assert_eq!(Some(u16::from(seen)), code);
                continue;
            }
        }
        assert_eq!(pair.machine.state(), State::Live, "{code:?}");
    }
}

/// The same before there is a session: a requested permit is given back, and Identify follows.
#[test]
fn a_close_before_ready_wastes_no_permit_and_one_connection() {
    for (code, after) in table() {
        for state in [State::AwaitingHello, State::AwaitingPermit, State::Identifying] {
            let mut script = Script::new();
            script.open();
            if state != State::AwaitingHello {
                script.say(HELLO);
            }
            if state == State::Identifying {
                script.handle(Input::IdentifyGranted);
            }
            assert_eq!(script.machine.state(), state);
            script.close(code);
            let released = script.outputs.contains(&Output::ReleaseIdentify);
            assert_eq!(released, state == State::AwaitingPermit, "{code:?} {state:?}");
            if after == AfterClose::Stop {
                assert_eq!(script.machine.state(), State::Stopped);
                continue;
            }
            let changes = script.changes();
            let Some(StateChange::Disconnected { next, retry_in, .. }) = changes.last() else {
                panic!("{code:?}: {changes:?}")
            };
            assert_eq!(*next, NextStep::Identify);
            assert!(*retry_in >= Duration::from_millis(500), "not at once: {retry_in:?}");
        }
    }
}

/// The table also applies while the machine closes the connection: a fatal code that crosses our close frame stops the
/// machine.
#[test]
fn a_fatal_code_that_crosses_our_close_still_stops() {
    let mut script = Script::live();
    script.say(r#"{"op":7,"d":null}"#);
    assert_eq!(script.machine.state(), State::Closing);
    script.close(Some(4004));
    assert_eq!(script.machine.state(), State::Stopped);

    let mut script = Script::live();
    script.say(r#"{"op":7,"d":null}"#);
    script.close(Some(4009));
    script.wait(Duration::from_secs(3));
    assert!(script.dialled().unwrap().starts_with("wss://gateway.example/"), "a new session");
}

#[test]
fn a_refusal_says_what_to_do() {
    let mut settings = Settings::new(1);
    settings.core.privileged_intents = gateway_model::gateway::Intents::empty();
    let mut pair = Pair::new(settings);
    pair.run_for(Duration::from_secs(30));
    let text = pair.stopped.as_ref().unwrap().to_string();
    for part in ["4014", "GUILD_MEMBERS", "Developer Portal"] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(pair.dial_count(), 1);
    assert_eq!(CloseCode::from(4014), CloseCode::DisallowedIntents);
}

/// An op 7 on one connection does not affect the next.
#[test]
fn a_session_survives_reconnect_at_any_moment() {
    let mut script = Script::live();
    for round in 0..5 {
        script.say(r#"{"op":7,"d":null}"#);
        assert!(script.outputs.iter().any(|o| matches!(o, Output::Close { code: 4000, .. })));
        script.close(Some(4000));
        while script.dialled().is_none() {
            script.wait(Duration::from_millis(100));
        }
        script.open();
        script.say(HELLO);
        assert!(script.has_sent(6), "round {round}");
        script.say(r#"{"t":"RESUMED","s":2,"op":0,"d":{}}"#);
        assert_eq!(script.machine.state(), State::Live);
    }
    assert!(READY.contains(&script.machine.session().unwrap().id));
}
