//! An old connection does not affect the new one.

use std::time::Duration;

use gateway_proto::{Input, LinkFailure, State};
use gateway_sim::core::Rng;

use crate::support::faults::Step;
use crate::support::script::HELLO;
use crate::support::{Fault, Pair, Script};

/// Hard case 5: connections end in every way, and everything that the old ones sent is sent again.
#[test]
fn nothing_of_an_old_connection_touches_the_new_one() {
    for seed in 0..10_000 {
        let mut rng = Rng::new(seed);
        let mut at = Duration::ZERO;
        let mut steps = Vec::new();
        for _ in 0..2 + rng.below(4) {
            let octave = rng.below(17);
            at += Duration::from_millis(1 + rng.below(1 << octave));
            let fault = match rng.below(6) {
                0 => Fault::Break { server_sees: true },
                1 => Fault::Reconnect,
                2 => Fault::CloseWith { code: 4000 + rng.below(4) as u16 },
                3 => Fault::InvalidSession { resumable: true },
                4 => Fault::MuteAcks { lasts: Duration::from_secs(100) },
                _ => Fault::Restart,
            };
            steps.push(Step { at, fault });
            for _ in 0..1 + rng.below(2) {
                let octave = rng.below(14);
                at += Duration::from_millis(1 + rng.below(1 << octave));
                steps.push(Step { at, fault: Fault::StaleEcho });
            }
        }
        if let Err(violation) = Pair::run_schedule(seed, &steps) {
            panic!("seed {seed}: {violation}\n{steps:#?}");
        }
    }
}

/// The old connection reports an ACK, a close and a failure while the new one waits for its own.
#[test]
fn late_input_of_an_old_link_changes_nothing() {
    let mut script = Script::live();
    let old = script.link();
    script.close(Some(4000));
    script.wait(Duration::from_secs(2));
    assert_ne!(script.link(), old);
    script.open();
    script.say(HELLO);
    assert_eq!(script.machine.state(), State::Resuming);
    let late = [
        r#"{"op":11}"#,
        r#"{"op":9,"d":false}"#,
        r#"{"t":"RESUMED","s":5,"op":0,"d":{}}"#,
        r#"{"t":"X","s":6,"op":0,"d":{}}"#,
    ];
    for message in late {
        script.say_on(old, message.as_bytes());
        assert!(script.outputs.is_empty(), "{message}: {:?}", script.outputs);
        assert_eq!(script.machine.state(), State::Resuming, "{message}");
    }
    for input in [
        Input::Opened(old),
        Input::ReadingPaused(old),
        Input::Failed(old, LinkFailure::Io("late".into())),
        Input::Closed(old, Some(4004)),
    ] {
        script.handle(input.clone());
        assert!(script.outputs.is_empty(), "{input:?}: {:?}", script.outputs);
        assert_eq!(script.machine.state(), State::Resuming, "{input:?}");
    }
    assert!(script.machine.session().is_some());
}
