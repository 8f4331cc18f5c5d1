//! Heartbeats keep their schedule, whatever else is sent.
//!
//! Docs: <https://docs.discord.com/developers/events/gateway#sending-heartbeats>

use std::time::Duration;

use gateway_proto::{Input, State};

use crate::support::script::HELLO;
use crate::support::{Script, script::READY};

fn times_of_beats(script: &mut Script, lasts: Duration) -> Vec<Duration> {
    let (start, end) = (script.now, script.now + lasts);
    let mut beats = Vec::new();
    while let Some(wake) = script.wake.filter(|wake| *wake <= end) {
        script.wait(wake - script.now);
        if script.has_sent(1) {
            beats.push(script.now - start);
            script.say(r#"{"op":11,"d":null}"#);
        }
    }
    beats
}

#[test]
fn the_first_beat_is_jittered_and_the_rest_keep_the_interval() {
    let interval = Duration::from_millis(41_250);
    let mut firsts = Vec::new();
    for seed in 0..50 {
        let token = gateway_proto::Token::new("token").unwrap();
        let intents = gateway_model::gateway::Intents::GUILDS;
        let config = gateway_proto::ProtocolConfig::new(token, intents, "wss://g.example").unwrap();
        let now = std::time::Instant::now();
        let machine = gateway_proto::Connection::new(config, seed, now);
        let mut script = Script::of(machine, now);
        script.open();
        script.say(HELLO);
        let beats = times_of_beats(&mut script, interval * 10);
        assert!(beats[0] < interval);
        assert!(beats.windows(2).all(|pair| pair[1] - pair[0] == interval), "{beats:?}");
        firsts.push(beats[0]);
    }
    let mean = firsts.iter().sum::<Duration>() / 50;
    assert!((interval / 3..interval * 2 / 3).contains(&mean), "{mean:?}");
}

#[test]
fn a_beat_holds_the_last_sequence_or_null() {
    let mut script = Script::new();
    script.open();
    script.say(HELLO);
    script.say(r#"{"op":1}"#);
    assert_eq!(script.sent(), [r#"{"op":1,"d":null}"#]);
    script.handle(Input::IdentifyGranted);
    script.say(READY);
    script.say(r#"{"t":"X","s":251,"op":0,"d":1}"#);
    script.say(r#"{"op":1}"#);
    assert_eq!(script.sent(), [r#"{"op":1,"d":251}"#], "at once, when asked for");
}

/// A driver that is late with the timer does not shift the schedule.
#[test]
fn lateness_does_not_add_up() {
    let mut script = Script::live();
    let first = script.wake.unwrap();
    script.now = first + Duration::from_secs(2);
    script.handle(Input::Timeout);
    assert!(script.has_sent(1));
    script.say(r#"{"op":11}"#);
    assert_eq!(script.wake, Some(first + Duration::from_millis(41_250)));
}

/// After an hour of sleep, one heartbeat is due and not 87, and the peer has the usual time to answer.
#[test]
fn a_sleep_is_not_held_against_the_peer() {
    let mut script = Script::live();
    script.wait(Duration::from_secs(42));
    assert!(script.has_sent(1));
    script.now += Duration::from_secs(3600);
    script.handle(Input::Timeout);
    assert_eq!(script.sent().len(), 1);
    assert_eq!(script.machine.state(), State::Live);
    script.say(r#"{"op":11}"#);
    script.wait(Duration::from_secs(42));
    assert_eq!(script.machine.state(), State::Live);
}

/// With thousands of op 1, as many are answered as the window allows, and the scheduled heartbeats are on time.
#[test]
fn requested_beats_keep_to_the_send_limit() {
    let mut script = Script::live();
    let mut beats = 0;
    for _ in 0..1000 {
        script.say(r#"{"op":1}"#);
        beats += script.sent().len();
        for _ in 0..script.sent().len() {
            script.say(r#"{"op":11}"#);
        }
    }
    assert!((100..120).contains(&beats), "{beats}");
    script.wait(Duration::from_millis(41_250));
    assert!(script.has_sent(1), "a scheduled beat has its own room");
}

#[test]
fn latency_is_measured_and_its_age_is_known() {
    let mut script = Script::live();
    assert_eq!(script.machine.latency(), None);
    script.wait(Duration::from_millis(41_250));
    assert!(script.has_sent(1));
    let sent = script.now;
    script.now += Duration::from_millis(80);
    script.say(r#"{"op":11}"#);
    let latency = script.machine.latency().unwrap();
    assert!(latency >= Duration::from_millis(80), "{latency:?}");
    let later = sent + Duration::from_secs(30);
    let age = script.machine.last_ack_age(later).unwrap();
    assert_eq!(age, later - script.now);
    script.close(None);
    assert_eq!(script.machine.last_ack_age(later), None, "not shown as if current");
}
