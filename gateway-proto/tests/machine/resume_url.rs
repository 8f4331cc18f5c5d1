//! Where a session is resumed: at its resume URL, or at the main URL if that host is dead.

use std::time::Duration;

use gateway_proto::StateChange;

use crate::support::faults::Dial;
use crate::support::script::{HELLO, READY};
use crate::support::{Fault, Pair, Script, Settings};

/// Hard case 3.
#[test]
fn a_dead_resume_url_is_not_a_dead_session() {
    for dial in Dial::ALL {
        let mut slowest = Duration::ZERO;
        for seed in 0..250 {
            let mut pair = Pair::new(Settings::new(seed));
            pair.run_until_live();
            pair.run_for(Duration::from_secs(300));
            let begin = pair.now;
            pair.apply(Fault::ResumeHostDown { dial, lasts: Duration::from_secs(3600) });
            pair.events(20);
            pair.run_until_holds(Duration::from_secs(60), |pair| {
                matches!(pair.states.last(), Some((_, StateChange::Resumed { .. })))
            });
            slowest = slowest.max(pair.now - begin);
            assert!(pair.dialled.last().unwrap().1.starts_with("ws://gateway."), "{dial:?}");
            assert_eq!(pair.checks.identifies, 1, "{dial:?}: the first and only one");
            assert_eq!(pair.machine.sequence(), Some(1 + 1 + 20 + 1), "{dial:?}: nothing is lost");
        }
        assert!(slowest <= Duration::from_secs(10), "{dial:?} took {slowest:?}");
    }
}

#[test]
fn the_resume_url_is_tried_first_and_with_the_same_query() {
    let mut pair = Pair::new(Settings::new(1));
    pair.run_until_live();
    pair.run_for(Duration::from_secs(300));
    pair.apply(Fault::Break { server_sees: true });
    pair.run_for(Duration::from_secs(5));
    let urls: Vec<_> = pair.dialled.iter().map(|(_, url)| url.as_str()).collect();
    let query = "?v=10&encoding=json&compress=zlib-stream";
    assert_eq!(
        urls,
        [format!("ws://gateway.sim.invalid/{query}"), format!("ws://resume.sim.invalid/{query}")]
    );
}

/// The token must not be sent unencrypted because a Ready contained a `ws://` URL.
#[test]
fn a_resume_url_that_gives_up_encryption_is_not_used() {
    let mut script = Script::new();
    script.open();
    script.say(HELLO);
    script.handle(gateway_proto::Input::IdentifyGranted);
    script.say(&READY.replace("wss://resume", "ws://resume"));
    assert_eq!(script.machine.session().unwrap().resume_gateway_url, None);
    script.wait(Duration::from_secs(30));
    script.close(Some(4000));
    script.wait(Duration::from_secs(2));
    assert!(script.dialled().unwrap().starts_with("wss://gateway.example/"));
}

/// A host that asks to reconnect, or says that the session may be resumed, is not dead: its URL is not given up.
#[test]
fn a_resume_url_that_answers_is_used_again() {
    for refusal in [r#"{"op":7,"d":null}"#, r#"{"op":9,"d":true}"#] {
        let mut script = Script::live();
        script.close(None);
        for round in 0..5 {
            while script.dialled().is_none() {
                script.wait(Duration::from_millis(100));
            }
            let url = script.dialled().unwrap();
            assert!(url.starts_with("wss://resume.example/"), "{refusal} {round}: {url}");
            script.open();
            script.say(refusal);
            script.close(Some(4000));
        }
    }
}
