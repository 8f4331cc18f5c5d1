//! A slow consumer and a full queue: hard cases 1 and 2, and the policies.

use std::time::Duration;

use crate::support::sim::Simulated;
use crate::support::{Gateway, INTERVAL, Peer, event, next_sequence};
use gateway_conn::{
    AlwaysReady, Capacity, Config, ConnectionEvent, ConnectionEvents, ConnectionHandle, EventSet,
    Overflow, connect,
};
use gateway_model::EventKind;
use gateway_proto::{Compression, DisconnectCause, StateChange};
use gateway_sim::control::{ConnectionAction, Target};
use serde_json::json;
use tokio::net::TcpStream;

fn capacity(events: usize, bytes: usize) -> Capacity {
    let mut capacity = Capacity::default();
    (capacity.events, capacity.bytes) = (events, bytes);
    capacity
}

#[tokio::test(start_paused = true)]
async fn case_1_heartbeats_never_wait_for_the_consumer() {
    const BYTES: usize = 1 << 20;
    for compression in crate::support::compressions() {
        let full = capacity(1000, BYTES);
        let mut live = Simulated::live_with(compression, |c| c.with_capacity(full)).await;
        let before = live.sim.stats().heartbeats;
        // More events than the queue and the TCP buffers hold, for ten minutes in which nobody reads.
        for _ in 0..600 {
            live.inject(20);
            tokio::time::sleep(Duration::from_secs(1)).await;
            let status = live.sender.status();
            assert!(status.queued_events <= 1000 + 300, "{}", status.queued_events);
            assert!(status.queued_bytes <= BYTES + 64 * 1024, "{}", status.queued_bytes);
        }
        let stats = live.sim.stats();
        assert!(stats.heartbeats - before >= 14, "{} beats in 600 s", stats.heartbeats - before);
        assert_eq!((stats.missed_heartbeats, stats.closes.len(), stats.connections), (0, 0, 1));
        assert!(live.sender.status().counts.pauses > 0, "the queue was never full");
        live.receive_all().await;
        assert_eq!(live.sim.stats().connections, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn case_2_back_pressure_is_not_a_zombie_and_a_hang_up_meanwhile_loses_nothing() {
    for compression in crate::support::compressions() {
        let small = capacity(8, 1 << 20);
        let mut live = Simulated::live_with(compression, |c| c.with_capacity(small)).await;
        // ACKs stay unread behind events, for many intervals.
        live.inject(500);
        tokio::time::sleep(Duration::from_secs(600)).await;
        assert_eq!(live.sim.stats().connections, 1, "given up for a zombie");
        live.receive_all().await;
        tokio::time::sleep(Duration::from_secs(120)).await;
        live.receive_all().await;
        assert_eq!(live.sim.stats().connections, 1, "given up after reading again");

        // Discord closes while nothing is read.
        live.inject(500);
        tokio::time::sleep(Duration::from_secs(60)).await;
        live.act(ConnectionAction::Drop.on(Target::All));
        live.inject(500);
        tokio::time::sleep(Duration::from_secs(60)).await;
        live.receive_all().await;
        live.until(|change| matches!(change, StateChange::Resumed { .. })).await;
        let stats = live.sim.stats();
        assert_eq!((stats.identifies, stats.connections), (1, 2));
    }
}

/// Returns a client of a scripted gateway that has received Ready and then the `sequences` 2 to `last`.
async fn flooded(
    overflow: Overflow,
    last: u64,
    names: impl Fn(u64) -> &'static str,
) -> (ConnectionEvents, ConnectionHandle, (Gateway, Peer<TcpStream>)) {
    flooded_with(capacity(10, 1 << 20), overflow, last, names).await
}

async fn flooded_with(
    capacity: Capacity,
    overflow: Overflow,
    last: u64,
    names: impl Fn(u64) -> &'static str,
) -> (ConnectionEvents, ConnectionHandle, (Gateway, Peer<TcpStream>)) {
    let gateway = Gateway::bind().await;
    let config = Config::new(gateway.config(Compression::ZlibStream))
        .with_overflow(overflow)
        .with_capacity(capacity);
    let (events, sender) = connect(config, AlwaysReady).unwrap();
    let (mut peer, _) = gateway.accept_session(&[]).await;
    for sequence in 2..=last {
        let mut event = event(sequence);
        event["t"] = json!(names(sequence));
        peer.send(&event).await;
    }
    // Long enough for the client to read everything that it accepts.
    tokio::time::sleep(Duration::from_secs(1)).await;
    (events, sender, (gateway, peer))
}

/// Returns the waiting sequences, until none arrives for a second.
async fn sequences(events: &mut ConnectionEvents) -> Vec<u64> {
    let mut seen = Vec::new();
    while let Ok(sequence) =
        tokio::time::timeout(Duration::from_secs(1), next_sequence(events)).await
    {
        seen.push(sequence);
    }
    seen
}

#[tokio::test(start_paused = true)]
async fn drop_newest_counts_what_it_drops_and_reads_on() {
    let (mut events, sender, _peer) = flooded(Overflow::DropNewest, 100, |_| "TYPING_START").await;
    let status = sender.status();
    assert_eq!((status.sequence, status.counts.pauses), (Some(100), 0));
    let seen = sequences(&mut events).await;
    let expected: Vec<u64> = (1..=seen.len() as u64).collect();
    assert_eq!(seen, expected, "the oldest are kept");
    assert!((3..=10).contains(&seen.len()), "{seen:?}");
    let counts = sender.status().counts;
    assert_eq!(counts.events_dropped, 100 - counts.events);
    assert_eq!(counts.events, seen.len() as u64);
}

#[tokio::test(start_paused = true)]
async fn drop_by_kind_drops_those_and_waits_for_the_others() {
    // Every tenth event is a message. The others may be dropped.
    let name = |sequence| if sequence % 10 == 0 { "MESSAGE_CREATE" } else { "TYPING_START" };
    let policy = Overflow::Drop(EventSet::only([EventKind::TypingStart]));
    let (mut events, sender, _peer) = flooded(policy, 300, name).await;
    let status = sender.status();
    assert!(status.counts.pauses > 0 && status.counts.events_dropped > 0, "{status:?}");
    let seen = sequences(&mut events).await;
    for message in (10..=300).step_by(10) {
        assert!(seen.contains(&message), "message {message} is lost: {seen:?}");
    }
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]), "{seen:?}");
    let counts = sender.status().counts;
    assert_eq!(counts.events + counts.events_dropped, 300);
}

#[tokio::test(start_paused = true)]
async fn wait_drops_nothing() {
    let (mut events, sender, _peer) = flooded(Overflow::Wait, 300, |_| "TYPING_START").await;
    let status = sender.status();
    assert!(status.sequence < Some(300), "it read on: {status:?}");
    assert!(status.queued_events <= 10 + 16, "{status:?}");
    assert_eq!(sequences(&mut events).await, (1..=300).collect::<Vec<_>>());
    let counts = sender.status().counts;
    assert_eq!((counts.events, counts.events_dropped), (300, 0));
    assert!(counts.pauses > 0);
}

#[tokio::test(start_paused = true)]
async fn the_bytes_that_wait_are_bounded_as_well() {
    const BYTES: usize = 4096;
    let bytes = capacity(100_000, BYTES);
    let (mut events, sender, _peer) =
        flooded_with(bytes, Overflow::Wait, 2000, |_| "TYPING_START").await;
    let status = sender.status();
    assert!(status.counts.pauses > 0 && status.sequence < Some(2000), "it read on: {status:?}");
    // The event that reaches the limit is the last one accepted.
    let event = event(2000).to_string().len();
    assert!((BYTES..BYTES + event).contains(&status.queued_bytes), "{status:?}");
    assert_eq!(sequences(&mut events).await, (1..=2000).collect::<Vec<_>>());
    assert_eq!(sender.status().queued_bytes, 0);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_falls_silent_after_reading_was_resumed_is_given_up() {
    let (mut events, sender, (gateway, mut peer)) =
        flooded(Overflow::Wait, 300, |_| "TYPING_START").await;
    assert!(sender.status().counts.pauses > 0);
    assert_eq!(sequences(&mut events).await.len(), 300);
    let silence = async {
        while peer.ws_next_ignored().await {}
        std::future::pending::<()>().await;
    };
    let lost = async {
        crate::support::state(&mut events, |change| {
            matches!(
                change,
                StateChange::Disconnected { cause: DisconnectCause::HeartbeatUnanswered, .. }
            )
        })
        .await
    };
    tokio::select! {
        () = silence => unreachable!(),
        lost = tokio::time::timeout(3 * INTERVAL, lost) => drop(lost.expect("never given up")),
    }
    assert_eq!(sender.status().counts.opened, 1);
    drop(gateway);
}

#[tokio::test(start_paused = true)]
async fn a_next_that_is_dropped_takes_no_event_with_it() {
    let mut live = Simulated::live(Compression::ZlibStream).await;
    for _ in 0..50 {
        live.inject(3);
        // The future is dropped before, while and after the event arrives.
        for _ in 0..5 {
            tokio::select! {
                biased;
                () = tokio::task::yield_now() => {}
                event = live.events.next() => {
                    let Some(ConnectionEvent::Dispatch(event)) = event else { continue };
                    live.count(&event);
                }
            }
        }
    }
    live.receive_all().await;
}

#[tokio::test(start_paused = true)]
async fn dropping_the_events_while_reading_is_paused_leaks_no_task() {
    let (events, sender, peer) = flooded(Overflow::Wait, 300, |_| "TYPING_START").await;
    drop((events, sender));
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0);
    drop(peer);
}
