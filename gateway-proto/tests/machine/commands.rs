//! Commands survive reconnects, in order, and never break the send limit.

use std::time::Duration;

use gateway_model::gateway::command::{RequestSoundboardSounds, UpdatePresence};
use gateway_model::presence::{Activity, ActivityKind, Status};
use gateway_proto::{CommandError, Input, ProtocolConfig, Shutdown, State, StateChange};

use crate::support::script::{HELLO, READY};
use crate::support::{Fault, Pair, Script, Settings};

fn presence(since: u64) -> UpdatePresence {
    let mut presence = UpdatePresence::new(Status::Online);
    presence.since = Some(since);
    presence
}

/// Hard case 12: 100 commands while the session is being resumed.
#[test]
fn commands_survive_reconnects_in_order() {
    for seed in 0..50 {
        let mut pair = Pair::new(Settings::new(seed));
        pair.run_until_live();
        pair.run_for(Duration::from_secs(300));
        pair.apply(Fault::LateHello { by: Duration::from_secs(3) });
        pair.apply(Fault::Break { server_sees: true });
        pair.run_for(Duration::from_secs(1));
        assert_ne!(pair.machine.state(), State::Live);
        assert_eq!(pair.commands(100), 0);
        let sent = pair.sent.len();
        pair.run_until_holds(Duration::from_secs(10), |pair| {
            matches!(pair.states.last(), Some((_, StateChange::Resumed { .. })))
        });
        // Before Resumed only the handshake is sent. Then all commands are sent together, because the window has room.
        let early = pair.sent[sent..].iter().filter(|(_, payload)| payload.contains("\"op\":8"));
        let resumed_at = pair.states.last().unwrap().0;
        assert!(early.into_iter().all(|(at, _)| *at >= resumed_at));
        pair.run_for(Duration::from_secs(1));
        pair.assert_sound();
        assert_eq!(pair.machine.queued_commands(), 0);
        assert_eq!(pair.core.stats().closes.get(&4008), None);
    }
}

/// With more commands than the send window has room for, the others follow when there is room, and heartbeats stay on
/// time.
#[test]
fn a_flood_takes_its_time() {
    let mut pair = Pair::new(Settings::new(13));
    pair.run_until_live();
    let mut refused = 0;
    for _ in 0..10 {
        refused += pair.commands(300);
        pair.run_for(Duration::from_secs(62));
        pair.assert_sound();
    }
    assert!(refused > 0, "the queue is bounded");
    pair.run_for(Duration::from_secs(300));
    pair.assert_sound();
    assert_eq!(pair.machine.queued_commands(), 0);
    assert_eq!(pair.core.stats().closes.get(&4008), None, "never over 120 in 60 s");
    assert_eq!(pair.core.stats().missed_heartbeats, 0);
}

/// Ends the connection and resumes. Returns what is sent after Resumed.
fn sent_after_a_resume(script: &mut Script) -> Vec<String> {
    script.close(Some(4000));
    while script.dialled().is_none() {
        script.wait(Duration::from_millis(100));
    }
    script.open();
    script.say(HELLO);
    assert!(script.has_sent(6), "{:?}", script.outputs);
    script.say(r#"{"t":"RESUMED","s":2,"op":0,"d":{}}"#);
    script.sent().into_iter().map(str::to_owned).collect()
}

/// A command is sent at least once: until a heartbeat that was sent after it is acknowledged, it may have been lost
/// with the connection.
#[test]
fn a_command_written_just_before_a_break_is_sent_again() {
    let mut script = Script::live();
    script.machine.queue_command(presence(7).into(), script.now).unwrap();
    script.handle(Input::Timeout);
    assert!(script.has_sent(3));
    let again = sent_after_a_resume(&mut script);
    assert!(again.len() == 1 && again[0].contains(r#""since":7"#), "{again:?}");

    // A later heartbeat is acknowledged, so the command has arrived and is not sent a third time.
    script.wait(Duration::from_millis(41_250));
    assert!(script.has_sent(1));
    script.say(r#"{"op":11}"#);
    assert_eq!(sent_after_a_resume(&mut script), Vec::<String>::new());
}

/// The ACK of a heartbeat that was sent before the command does not confirm the command.
#[test]
fn the_ack_of_an_earlier_heartbeat_is_no_receipt() {
    let mut script = Script::live();
    script.say(r#"{"op":1}"#);
    assert!(script.has_sent(1));
    script.machine.queue_command(presence(7).into(), script.now).unwrap();
    script.say(r#"{"op":11}"#);
    assert_eq!(sent_after_a_resume(&mut script).len(), 1);
}

/// The connection breaks after each single byte of the commands. Every command arrives, in order.
#[test]
fn commands_cut_off_at_any_byte_arrive_in_the_end() {
    use crate::support::wire::Way;

    let run = |cut: Option<u64>| {
        let mut pair = Pair::new(Settings::new(22));
        pair.run_until_live();
        pair.run_for(Duration::from_secs(70));
        let before = pair.wires[0].bytes(Way::Up);
        if let Some(byte) = cut {
            pair.cut_first(Way::Up, before + byte);
        }
        pair.commands(12);
        pair.run_for(Duration::from_secs(120));
        pair.assert_sound();
        let bytes = pair.wires[0].bytes(Way::Up) - before;
        pair.rest();
        pair.assert_sound();
        (bytes, pair.dial_count())
    };
    let (bytes, connections) = run(None);
    assert!(bytes > 500 && connections == 1, "{bytes} bytes, {connections} connections");
    for byte in (0..bytes).step_by(5) {
        assert_eq!(run(Some(byte)).1, 2, "{byte}: it did break, once");
    }
}

/// No command is lost with a session.
#[test]
fn what_may_be_lost_is_sent_again_after_a_new_session_too() {
    let mut script = Script::live();
    let request = RequestSoundboardSounds::guild(gateway_model::Id::new(1).unwrap());
    script.machine.queue_command(request.into(), script.now).unwrap();
    script.machine.queue_command(presence(7).into(), script.now).unwrap();
    script.handle(Input::Timeout);
    assert!(script.has_sent(31) && script.has_sent(3));
    script.close(Some(4009));
    script.wait(Duration::from_secs(2));
    script.open();
    script.say(HELLO);
    script.handle(Input::IdentifyGranted);
    assert!(script.sent()[0].contains(r#""since":7"#), "Identify carries the presence");
    script.say(READY);
    assert!(script.has_sent(31) && !script.has_sent(3), "{:?}", script.sent());
}

/// A new Identify sets the presence that the bot had before.
#[test]
fn the_last_presence_is_part_of_every_identify() {
    let mut script = Script::live();
    script.machine.queue_command(presence(7).into(), script.now).unwrap();
    script.handle(Input::Timeout);
    assert!(script.has_sent(3));
    script.close(Some(4009));
    // A presence queued meanwhile is newer, and is not sent twice.
    script.machine.queue_command(presence(8).into(), script.now).unwrap();
    script.wait(Duration::from_secs(2));
    script.open();
    script.say(HELLO);
    script.handle(Input::IdentifyGranted);
    let identify = script.sent()[0].to_owned();
    assert!(identify.contains(r#""since":8"#), "{identify}");
    script.say(READY);
    assert!(!script.has_sent(3), "{:?}", script.sent());
    assert_eq!(script.machine.queued_commands(), 0);
}

/// A presence that fits into its own payload, but not into Identify, is sent right after Ready.
#[test]
fn a_presence_too_large_for_identify_follows_ready() {
    let mut presence = presence(9);
    presence.activities = vec![Activity::new(ActivityKind::Playing, "n".repeat(3900))];
    let token = gateway_proto::Token::new("t".repeat(70)).unwrap();
    let intents = gateway_model::gateway::Intents::GUILDS;
    let config = ProtocolConfig::new(token, intents, "wss://gateway.example").unwrap();
    let mut script = Script::with(config.with_presence(presence).unwrap());
    script.open();
    script.say(HELLO);
    script.handle(Input::IdentifyGranted);
    assert!(script.sent()[0].len() < 4096 && !script.sent()[0].contains("nnn"));
    script.say(READY);
    assert!(script.has_sent(3));
}

/// 4096 bytes are allowed, so a presence that makes Identify exactly that long is part of it.
#[test]
fn a_presence_may_fill_identify_to_its_last_byte() {
    let identify = |name: usize| {
        let mut presence = presence(9);
        presence.activities = vec![Activity::new(ActivityKind::Playing, "n".repeat(name))];
        let token = gateway_proto::Token::new("token").unwrap();
        let intents = gateway_model::gateway::Intents::GUILDS;
        let config = ProtocolConfig::new(token, intents, "wss://gateway.example").unwrap();
        let mut script = Script::with(config.with_presence(presence).unwrap());
        script.open();
        script.say(HELLO);
        script.handle(Input::IdentifyGranted);
        script.sent()[0].to_owned()
    };
    let room = 4096 - identify(0).len();
    assert_eq!(identify(room).len(), 4096);
    assert!(!identify(room + 1).contains("presence"));
}

#[test]
fn a_machine_that_stops_takes_no_more_commands() {
    let mut script = Script::live();
    script.handle(Input::Shutdown(Shutdown::KeepSession));
    let error = script.machine.queue_command(presence(1).into(), script.now).unwrap_err();
    assert_eq!(error, CommandError::Stopped);
}

/// Waiting commands are counted, and are dropped with the machine, however it stops.
#[test]
fn what_waits_is_counted_until_the_machine_stops() {
    for live in [false, true] {
        let mut script = if live { Script::live() } else { Script::new() };
        if live {
            script.say(r#"{"op":7,"d":null}"#);
        }
        let request = RequestSoundboardSounds::guild(gateway_model::Id::new(1).unwrap());
        for waiting in 1..=3 {
            script.machine.queue_command(request.clone().into(), script.now).unwrap();
            assert_eq!(script.machine.queued_commands(), waiting);
        }
        script.handle(Input::Shutdown(Shutdown::KeepSession));
        assert_eq!(script.machine.queued_commands(), 0, "live: {live}");
    }
}
