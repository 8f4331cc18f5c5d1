//! What the machine allocates: nothing for an event, one payload for a heartbeat, little while idle.

use std::time::Duration;

use allocation_counter::measure;
use bytes::Bytes;
use gateway_proto::{Admission, Input, Output, Received};

use crate::support::Script;

fn event(sequence: u64) -> Bytes {
    Bytes::from(format!(r#"{{"t":"TYPING_START","s":{sequence},"op":0,"d":{{"user_id":"1"}}}}"#))
}

fn receive(script: &mut Script, message: &[u8]) -> Received {
    script.machine.receive(script.link(), message, |_| Admission::Deliver, script.now)
}

/// Passes a message to the machine and polls all its outputs. Returns the number of events.
fn hand_over(script: &mut Script, message: Bytes) -> usize {
    let mut events = 0;
    if let Received::Event(head) = receive(script, &message) {
        events += usize::from(head.with_message(message).is_some());
    }
    loop {
        match script.machine.poll() {
            Output::Dispatch(_) => events += 1,
            Output::WaitUntil(..) | Output::Stopped(_) => return events,
            _ => {}
        }
    }
}

/// An event is delivered in the bytes that it arrived in. The machine allocates nothing.
#[test]
fn an_event_costs_no_allocation() {
    let mut script = Script::live();
    let events: Vec<Bytes> = (2..1002).map(event).collect();
    let mut handed_on = 0;
    let used = measure(|| {
        for event in &events {
            handed_on += hand_over(&mut script, event.clone());
        }
    });
    assert_eq!(handed_on, 1000);
    assert_eq!(used.count_total, 0, "{used:?}");
}

/// A heartbeat allocates one payload.
#[test]
fn a_heartbeat_costs_one_allocation() {
    let mut script = Script::live();
    let ack = Bytes::from_static(br#"{"op":11}"#);
    let mut beat = || {
        let Some(wake) = script.wake else { return };
        script.now = wake;
        script.machine.handle(Input::Timeout, script.now);
        loop {
            if let Output::WaitUntil(time, _) = script.machine.poll() {
                script.wake = Some(time);
                break;
            }
        }
        hand_over(&mut script, ack.clone());
    };
    // The first heartbeats allocate room for the times of sending.
    (0..8).for_each(|_| beat());
    let used = measure(|| (0..100).for_each(|_| beat()));
    assert_eq!(used.count_total, 100, "{used:?}");
}

/// The memory of an idle machine: itself (settings, session, heartbeat, all by value), two URLs, the token, the
/// session's id, and a few send times. A shard's socket and inflater take tens of KiB, so 2 KiB for the machine are
/// negligible.
#[test]
fn an_idle_machine_fits_in_2_kib() {
    let mut script = None;
    let used = measure(|| script = Some(Script::live()));
    let script = script.unwrap();
    let outputs = script.outputs.capacity() * size_of::<Output>();
    let machine = size_of_val(&script.machine);
    let heap = usize::try_from(used.bytes_current).unwrap() - outputs;
    println!("{machine} bytes and {heap} on the heap");
    assert!(machine + heap <= 2048, "{machine} bytes and {heap} on the heap");
}

/// Memory allocated during a burst is freed afterwards.
#[test]
fn a_burst_leaves_no_memory_behind() {
    let mut script = Script::live();
    let idle = measure(|| {
        // An ACK waits to be polled, so events must not overtake it.
        assert_eq!(receive(&mut script, br#"{"op":11}"#), Received::Handled);
        for sequence in 2..5002 {
            assert_eq!(receive(&mut script, &event(sequence)), Received::Handled);
        }
        loop {
            if let Output::WaitUntil(..) = script.machine.poll() {
                break;
            }
        }
    });
    assert!(idle.bytes_max > 100_000, "{idle:?}");
    assert!(idle.bytes_current <= 4096, "{idle:?}");
    script.wait(Duration::from_secs(1));
}
