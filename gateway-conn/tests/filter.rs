//! Events filtered by kind are not delivered and not allocated, but their sequence is counted. And events that an
//! observer sees.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gateway_conn::{
    AlwaysReady, Capacity, Config, ConnectionEvent, EventSet, Observer, connect, connect_observed,
};
use gateway_model::EventKind;
use gateway_model::gateway::Intents;
use gateway_proto::{Admission, Connection, Input, Output, Received, StateChange, Token};
use serde_json::{Value, json};
use support::{Gateway, event, next_sequence, state};

#[tokio::test(start_paused = true)]
async fn what_is_filtered_counts_in_the_sequence_and_is_never_handed_on() {
    for compression in support::compressions() {
        let gateway = Gateway::bind().await;
        let config = Config::new(gateway.config(compression))
            .with_events(EventSet::only([EventKind::MessageCreate]));
        let (mut events, sender) = connect(config, AlwaysReady).unwrap();
        let (mut peer, _) = gateway.accept_session(&[]).await;
        for sequence in 2..=100 {
            peer.send_event(sequence).await;
        }
        let mut message = event(101);
        message["t"] = json!("MESSAGE_CREATE");
        peer.send(&message).await;
        peer.send_event(102).await;
        // Ready is filtered too, but has its effect.
        state(&mut events, |change| matches!(change, StateChange::Ready { .. })).await;
        assert_eq!(next_sequence(&mut events).await, 101);
        drop(peer);

        // Filtered events are not requested again, and are filtered again in a replay.
        let replay: Vec<Value> = (2..=110).map(event).collect();
        let (mut peer, resume) = gateway.accept_session(&replay).await;
        assert_eq!(resume["d"]["seq"], 102, "{compression:?}");
        state(&mut events, |change| *change == StateChange::Resumed { replayed: 8 }).await;
        message["s"] = json!(111);
        peer.send(&message).await;
        assert_eq!(next_sequence(&mut events).await, 111);
        let counts = sender.status().counts;
        assert_eq!((counts.events, counts.events_dropped), (2, 0));
        // Ready and Resumed, 100 of the first connection, 8 replayed.
        assert!(counts.events_filtered >= 108, "{counts:?}");
    }
}

/// Records the sequence of each dispatch that it sees, and 0 for the change to ready.
struct Seen(Arc<Mutex<Vec<u64>>>);

impl Observer for Seen {
    fn dispatches(&self) -> EventSet {
        EventSet::only([EventKind::MessageCreate])
    }

    fn see(&mut self, event: &ConnectionEvent) {
        match event {
            ConnectionEvent::Dispatch(dispatch) => {
                self.0.lock().unwrap().push(dispatch.sequence());
            }
            ConnectionEvent::State(StateChange::Ready { .. }) => self.0.lock().unwrap().push(0),
            _ => {}
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_observer_sees_its_events_in_order_though_nobody_reads_them() {
    for compression in support::compressions() {
        let gateway = Gateway::bind().await;
        let mut small = Capacity::default();
        // Three notices, and the events 1 to 5.
        small.events = 8;
        let config = Config::new(gateway.config(compression)).with_capacity(small);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let observer = Seen(Arc::clone(&seen));
        let (mut events, handle) = connect_observed(config, AlwaysReady, observer).unwrap();
        let (mut peer, _) = gateway.accept_session(&[]).await;
        let message = |sequence| {
            let mut message = event(sequence);
            message["t"] = json!("MESSAGE_CREATE");
            message
        };
        for sequence in (2..40).step_by(2) {
            peer.send_event(sequence).await;
            peer.send(&message(sequence + 1)).await;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(*seen.lock().unwrap(), [0, 3, 5], "{compression:?}: the queue is full");
        // Events beyond the capacity are accepted while somebody has requested it.
        handle.read_ahead(1000);
        tokio::time::sleep(Duration::from_secs(1)).await;
        let all: Vec<u64> = std::iter::once(0).chain((3..40).step_by(2)).collect();
        assert_eq!(*seen.lock().unwrap(), all, "{compression:?}");
        handle.read_ahead(0);
        peer.send_event(40).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let waiting = handle.status().queued_events;
        // All events, including those that the observer saw, are read in order.
        state(&mut events, |change| matches!(change, StateChange::Ready { .. })).await;
        for sequence in 1..=40 {
            assert_eq!(next_sequence(&mut events).await, sequence, "{compression:?}");
        }
        assert!(waiting > 39, "the last one waits at the peer: {waiting}");
        assert_eq!(handle.counts().events, 40);
    }
}

#[test]
fn a_filtered_event_allocates_nothing() {
    let now = Instant::now();
    let token = Token::new("test-token").unwrap();
    let config =
        gateway_proto::ProtocolConfig::new(token, Intents::GUILDS, "ws://localhost").unwrap();
    let mut machine = Connection::new(config, 1, now);
    let link = loop {
        if let Output::Connect { link, .. } = machine.poll() {
            break link;
        }
    };
    machine.handle(Input::Opened(link), now);
    let hello = br#"{"op":10,"d":{"heartbeat_interval":45000}}"#;
    let hand_on = |_| Admission::Deliver;
    assert_eq!(machine.receive(link, hello, hand_on, now), Received::Handled);
    machine.handle(Input::IdentifyGranted, now);
    let ready =
        br#"{"t":"READY","s":1,"op":0,"d":{"session_id":"s","resume_gateway_url":"ws://x"}}"#;
    assert_eq!(machine.receive(link, ready, hand_on, now), Received::Handled);
    while machine.poll_now().is_some() {}
    let mut receive = |sequence, admission| {
        let text = event(sequence).to_string();
        let mut received = None;
        let allocated = allocation_counter::measure(|| {
            received = Some(machine.receive(link, text.as_bytes(), |_| admission, now));
        });
        assert_eq!(allocated.count_total, 0, "{admission:?}");
        (received.unwrap(), machine.sequence())
    };
    assert_eq!(receive(2, Admission::Skip), (Received::Handled, Some(2)));
    assert_eq!(receive(3, Admission::Postpone), (Received::Postponed, Some(2)));
    assert!(matches!(receive(3, Admission::Deliver), (Received::Event(_), Some(3))));
}
