//! Two ways to stop: the session ends, or is kept.
//!
//! Docs: <https://docs.discord.com/developers/events/gateway#initiating-a-disconnect>

use std::time::Duration;

use gateway_proto::{Input, Output, Shutdown, StopReason};

use crate::support::{Fault, Pair, Script, Settings};

#[test]
fn offline_ends_the_session_with_1000_and_keep_session_does_not() {
    for (shutdown, code, kept) in
        [(Shutdown::Offline, 1000, false), (Shutdown::KeepSession, 4000, true)]
    {
        let mut pair = Pair::new(Settings::new(1));
        pair.run_until_live();
        pair.feed(Input::Shutdown(shutdown));
        pair.run_for(Duration::from_secs(2));
        pair.assert_sound();
        let Some(StopReason::Shutdown { session }) = &pair.stopped else {
            panic!("{:?}", pair.stopped)
        };
        assert_eq!(session.is_some(), kept);
        assert_eq!(pair.core.stats().client_closes.get(&code), Some(&1));
        let ended = pair.core.stats().sessions.values().all(|session| session.ended);
        assert_eq!(ended, !kept, "Discord's view");
    }
}

#[test]
fn a_server_that_never_answers_delays_it_by_2_s_at_most() {
    let mut pair = Pair::new(Settings::new(1));
    pair.run_until_live();
    pair.apply(Fault::CloseUnanswered);
    pair.feed(Input::Shutdown(Shutdown::Offline));
    pair.run_for(Duration::from_millis(1999));
    assert_eq!(pair.stopped, None);
    pair.run_for(Duration::from_millis(1));
    assert!(pair.stopped.is_some());
}

#[test]
fn the_end_is_said_at_every_poll_and_nothing_follows() {
    let mut script = Script::live();
    script.handle(Input::Shutdown(Shutdown::Offline));
    script.close(Some(1000));
    for _ in 0..3 {
        script.say(r#"{"op":1,"d":null}"#);
        script.handle(Input::Timeout);
        script.handle(Input::Shutdown(Shutdown::KeepSession));
        let [Output::Stopped(StopReason::Shutdown { session: None })] = &script.outputs[..] else {
            panic!("{:?}", script.outputs)
        };
    }
}

#[test]
fn asked_for_offline_after_keep_session_the_session_is_not_kept() {
    let mut script = Script::live();
    script.handle(Input::Shutdown(Shutdown::KeepSession));
    script.handle(Input::Shutdown(Shutdown::Offline));
    script.close(Some(4000));
    assert_eq!(script.machine.session(), None);
}
