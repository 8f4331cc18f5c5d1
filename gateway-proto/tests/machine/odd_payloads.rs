//! The first payload may not be Hello, Hello may be late or repeated, and Ready may lack fields.

use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_proto::{IgnoredReason, Input, Output, State, StateChange};

use crate::support::payloads::{RawPayload, ReadyFault};
use crate::support::script::{HELLO, READY, RESUMED};
use crate::support::{Fault, Pair, Script, Settings};

/// Hard case 17: op 7 "even before/in place of receiving a Hello".
///
/// Docs: <https://docs.discord.com/developers/events/gateway-events#reconnect>
#[test]
fn reconnect_before_hello_is_followed() {
    let mut script = Script::new();
    script.open();
    script.say(r#"{"t":null,"s":null,"op":7,"d":null}"#);
    assert!(script.outputs.iter().any(|output| matches!(output, Output::Close { code: 4000, .. })));
    script.close(Some(4000));
    script.wait(Duration::from_secs(2));
    script.open();
    script.say(HELLO);
    assert!(script.outputs.contains(&Output::RequestIdentify));
}

/// Hard case 17: first payloads other than Hello are answered or ignored, and a later Hello still counts.
#[test]
fn the_first_payload_is_not_always_hello() {
    let mut script = Script::new();
    script.open();
    script.say(r#"{"op":1,"d":null}"#);
    assert_eq!(script.sent(), [r#"{"op":1,"d":null}"#], "a heartbeat that is asked for");
    for first in [r#"{"op":11}"#, r#"{"op":99,"d":{}}"#, "garbage", RESUMED, READY] {
        script.say(first);
        assert_eq!(script.machine.state(), State::AwaitingHello, "{first}");
        assert!(script.events().is_empty(), "{first}: no event before Identify");
    }
    script.say(HELLO);
    assert_eq!(script.machine.state(), State::AwaitingPermit);
}

/// Hard case 17: Hello after 9 s is in time. After a longer wait, another connection is tried.
#[test]
fn hello_may_be_late() {
    for (delay, connections) in [(9, 1), (60, 2)] {
        let mut pair = Pair::new(Settings::new(17));
        pair.apply(Fault::LateHello { by: Duration::from_secs(delay) });
        // The delay applies to the next connection.
        pair.apply(Fault::Break { server_sees: true });
        let before = pair.dial_count();
        pair.run_until_live();
        assert_eq!(pair.dial_count() - before, connections, "{delay} s");
        assert_eq!(pair.checks.identifies, 1);
    }
}

/// Hard case 17: a second Hello does not start a second handshake.
#[test]
fn hello_twice_is_one_handshake() {
    let mut script = Script::new();
    script.open();
    script.say(HELLO);
    assert!(script.outputs.contains(&Output::RequestIdentify));
    script.say(HELLO);
    assert!(script.outputs.is_empty(), "{:?}", script.outputs);
    script.handle(Input::IdentifyGranted);
    script.say(HELLO);
    assert!(!script.has_sent(2));
    script.say(READY);
    script.say(&HELLO.replace("41250", "20000"));
    assert_eq!(script.machine.state(), State::Live);
    assert_eq!(script.machine.heartbeat_interval(), Some(Duration::from_secs(20)));
    script.wait(Duration::from_secs(20));
    assert!(script.has_sent(1), "the shorter interval counts from now on");
}

/// Hard case 17: whichever fields Ready lacks, the session is live. The missing fields decide what is possible later.
#[test]
fn ready_may_lack_fields() {
    for fault in ReadyFault::ALL {
        let mut pair = Pair::new(Settings::new(17));
        pair.apply(Fault::Ready(fault));
        pair.run_until_live();
        assert_eq!(pair.machine.session().is_some(), fault.leaves_a_session(), "{fault:?}");
        pair.run_for(Duration::from_secs(100));
        let told = pair.states.iter().any(|(_, change)| {
            matches!(
                change,
                StateChange::Ignored {
                    reason: IgnoredReason::ReadyWithoutSession
                        | IgnoredReason::ReadyWithoutResumeUrl,
                    ..
                }
            )
        });
        assert!(told, "{fault:?}: the user is told");
        pair.apply(Fault::Break { server_sees: true });
        pair.run_for(Duration::from_secs(20));
        pair.assert_sound();
        assert_eq!(pair.machine.state(), State::Live, "{fault:?}");
        let counts = (pair.checks.identifies, pair.checks.resumes);
        let expected = if fault.leaves_a_session() { (1, 1) } else { (2, 0) };
        assert_eq!(counts, expected, "{fault:?}");
        assert!(pair.dialled[1].1.starts_with("ws://gateway."), "{fault:?}: on the main URL");
    }
}

/// Each odd payload in each phase: the connection stays open unless the payload itself ends it.
#[test]
fn odd_payloads_cost_nothing_else() {
    for raw in RawPayload::ALL {
        let mut script = Script::live();
        script.say_on(script.link(), &raw.bytes());
        if raw.invalidates() {
            assert_eq!(script.machine.state(), State::Closing, "{raw:?}");
            continue;
        }
        assert_eq!(script.machine.state(), State::Live, "{raw:?}");
        assert!(script.events().is_empty(), "{raw:?}");
        script.say(r#"{"t":"GUILD_CREATE","s":2,"op":0,"d":{}}"#);
        assert_eq!(script.events(), ["GUILD_CREATE"], "after {raw:?}");
    }
}

/// An unknown event is delivered with its name. A repeated one is not delivered.
#[test]
fn unknown_events_are_handed_on_and_repeats_are_not() {
    let mut script = Script::live();
    script.say(r#"{"d":[1],"op":0,"s":2,"t":"SOMETHING_NEW"}"#);
    assert_eq!(script.events(), ["SOMETHING_NEW"]);
    script.say(r#"{"d":[1],"op":0,"s":2,"t":"SOMETHING_NEW"}"#);
    assert!(script.events().is_empty());
    assert!(matches!(
        script.changes()[..],
        [StateChange::Ignored { reason: IgnoredReason::RepeatedSequence, .. }]
    ));
}

/// A Ready within a live session is an event like others. If it contains another session id, that session counts from
/// then on.
#[test]
fn a_ready_out_of_turn_begins_the_session_that_it_names() {
    let mut script = Script::live();
    script.say(&READY.replace(r#""s":1"#, r#""s":5"#));
    assert_eq!((script.events(), script.changes()), (vec!["READY"], vec![]));
    script.say(READY);
    assert_eq!(script.events(), [""; 0], "delivered before");
    script.say(&READY.replace("abc", "xyz"));
    let session = script.machine.session().unwrap();
    let began = StateChange::Ready { session: Some(session.clone()) };
    assert_eq!((script.events(), script.changes()), (vec!["READY"], vec![&began]));
    assert_eq!((session.id.as_str(), session.sequence), ("xyz", 1));
    script.say(r#"{"t":"READY","s":1,"op":0,"d":{}}"#);
    assert_eq!(script.machine.session(), None, "it names none that can be resumed");
}

/// The state change to ready contains the session, unless no later process could resume it.
#[test]
fn the_change_to_ready_holds_what_can_be_resumed() {
    let session = |fields: &str| {
        let mut script = Script::live();
        script.say(&format!(r#"{{"t":"READY","s":7,"op":0,"d":{{"v":10{fields}}}}}"#));
        let began = script.changes().into_iter().find_map(|change| match change {
            StateChange::Ready { session } => Some(session.clone()),
            _ => None,
        });
        began.unwrap()
    };
    let id = |id: &str| format!(r#","session_id":"{id}""#);
    let whole = session(&(id("xyz") + r#","resume_gateway_url":"wss://resume.example""#)).unwrap();
    assert_eq!((&*whole.id, whole.sequence, whole.shard), ("xyz", 7, ShardId::ONE));
    assert!(whole.resume_gateway_url.is_some_and(|url| url.contains("resume.example")));
    for bad in [&id(""), &id(&"x".repeat(513)), r#","session_id":7"#, r#","session_id":null"#, ""] {
        assert_eq!(session(bad), None, "{bad}");
    }
    assert_eq!(session(&id(&"x".repeat(512))).map(|session| session.id.len()), Some(512));
    // An invalid URL is ignored; the session is kept.
    let address = session(&(id("xyz") + r#","resume_gateway_url":7"#)).unwrap();
    assert_eq!(address.resume_gateway_url, None);
}

/// An event between Identify and Ready is delivered, and does not count as Ready.
#[test]
fn an_event_before_ready_is_handed_on() {
    let mut script = Script::new();
    script.open();
    script.say(HELLO);
    script.handle(Input::IdentifyGranted);
    script.say(r#"{"t":"GUILD_CREATE","s":1,"op":0,"d":{}}"#);
    assert_eq!(
        (script.events(), script.machine.state()),
        (vec!["GUILD_CREATE"], State::Identifying)
    );
    script.say(&READY.replace(r#""s":1"#, r#""s":2"#));
    assert_eq!((script.events(), script.machine.state()), (vec!["READY"], State::Live));
}

/// Returns a machine that resumes its session.
fn resuming() -> Script {
    let mut script = Script::live();
    script.close(None);
    while script.dialled().is_none() {
        script.wait(Duration::from_millis(100));
    }
    script.open();
    script.say(HELLO);
    assert_eq!(script.machine.state(), State::Resuming);
    script
}

#[test]
fn replayed_events_are_counted_whether_anybody_wants_them_or_not() {
    let mut script = resuming();
    let event = |number: u64| format!(r#"{{"t":"X","s":{number},"op":0,"d":1}}"#);
    script.say(&event(2));
    script.say(&event(3));
    script.skip(4);
    script.say(RESUMED);
    assert_eq!(script.changes(), [&StateChange::Resumed { replayed: 3 }]);
}

/// A Ready in answer to Resume starts a new session.
#[test]
fn a_ready_in_place_of_resumed_begins_a_session() {
    let mut script = resuming();
    script.say(&READY.replace("abc", "xyz"));
    let session = script.machine.session().unwrap();
    let began = StateChange::Ready { session: Some(session.clone()) };
    assert_eq!((script.events(), script.changes()), (vec!["READY"], vec![&began]));
    assert_eq!((session.id.as_str(), session.sequence), ("xyz", 1));
    assert_eq!(script.machine.state(), State::Live);
}

/// A replay that continues is waited for, even if nobody wants its events.
#[test]
fn a_skipped_event_of_a_replay_restarts_the_limit_of_the_resume() {
    let mut script = resuming();
    for number in 2..10 {
        script.wait(Duration::from_secs(29));
        script.say(r#"{"op":11}"#);
        script.skip(number);
        assert_eq!(script.machine.state(), State::Resuming);
    }
}
