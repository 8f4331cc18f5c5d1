//! Connections to gateway-sim over a real socket: each compression with each fault that gateway-sim offers.

use std::time::Duration;

use crate::support::compressions;
use crate::support::sim::Simulated;
use gateway_proto::{Compression, StateChange};
use gateway_sim::control::{Action, ConnectionAction, ServerAction, Target};
use gateway_sim::{Endpoint, Flow, Outage, Shape};

const ALL: Target = Target::All;

fn resumed(change: &StateChange) -> bool {
    matches!(change, StateChange::Resumed { .. })
}

fn ready(change: &StateChange) -> bool {
    matches!(change, StateChange::Ready { .. })
}

/// The cost of a fault.
#[derive(Clone, Copy, PartialEq)]
enum Cost {
    /// None: the connection continues.
    Nothing,
    /// A new connection, but no event.
    Resume,
    /// The session, and the events that happened meanwhile.
    Session,
}

/// Returns every fault that affects an open connection, and its cost.
fn faults() -> Vec<(Action, Cost)> {
    let flow = |reads, writes| ConnectionAction::Socket { reads, writes }.on(ALL);
    let close = |code| ConnectionAction::Close { code, reason: "a test".to_owned() }.on(ALL);
    let bytes = |hex: &str| ConnectionAction::Bytes { hex: hex.to_owned() }.on(ALL);
    let payload = |text: &str| ConnectionAction::Payload { text: text.to_owned() }.on(ALL);
    let muted_acks = ConnectionAction::MuteAcks { muted: true }.on(ALL);
    vec![
        (ConnectionAction::Drop.on(ALL), Cost::Resume),
        (close(1000), Cost::Resume),
        (close(1001), Cost::Resume),
        (close(1006), Cost::Resume),
        (close(4000), Cost::Resume),
        (close(4009), Cost::Session),
        (ConnectionAction::Reconnect.on(ALL), Cost::Resume),
        (ConnectionAction::InvalidateSession { resumable: true }.on(ALL), Cost::Resume),
        (ConnectionAction::InvalidateSession { resumable: false }.on(ALL), Cost::Session),
        (muted_acks, Cost::Resume),
        (ConnectionAction::RequestHeartbeat.on(ALL), Cost::Nothing),
        (ConnectionAction::HelloAgain.on(ALL), Cost::Nothing),
        (ConnectionAction::RepeatLast.on(ALL), Cost::Nothing),
        (payload("not JSON"), Cost::Nothing),
        (payload(r#"{"op":99,"d":null}"#), Cost::Nothing),
        // A frame with reserved bits, and a text frame that is not continued, followed by the next frame.
        (bytes("f2 01 00"), Cost::Resume),
        (bytes("01 00 82 01 00"), Cost::Resume),
        (flow(Some(Flow::Frozen), None), Cost::Resume),
        (flow(None, Some(Flow::Frozen)), Cost::Resume),
        (flow(Some(Flow::Frozen), Some(Flow::Frozen)), Cost::Resume),
        (flow(None, Some(Flow::Swallowed)), Cost::Resume),
        (flow(None, Some(Flow::Rate(1))), Cost::Resume),
        (flow(None, Some(Flow::Rate(20_000))), Cost::Nothing),
        (ConnectionAction::Shape { shape: Shape::Split(7) }.on(ALL), Cost::Nothing),
        (ConnectionAction::Shape { shape: Shape::Merge(5) }.on(ALL), Cost::Nothing),
    ]
}

async fn suffer(compression: Compression, fault: Action, cost: Cost) {
    let mut live = Simulated::live(compression).await;
    live.inject(20);
    live.act(fault);
    match cost {
        Cost::Nothing => live.inject(20),
        Cost::Resume => {
            live.inject(20);
            live.until(resumed).await;
        }
        Cost::Session => {
            live.until(ready).await;
            live.forget_numbers();
        }
    }
    // A multiple of the number that Merge waits for.
    live.inject(20);
    live.receive_all().await;
    let stats = live.sim.stats();
    assert_eq!(stats.identifies, if cost == Cost::Session { 2 } else { 1 });
    let opened = if cost == Cost::Nothing { 1 } else { 2 };
    assert_eq!(live.sender.status().counts.opened, opened);
}

#[tokio::test(start_paused = true)]
async fn each_fault_with_each_compression_costs_what_it_must_and_no_event_more() {
    for compression in compressions() {
        for (fault, cost) in faults() {
            // "Each websocket message corresponds to a single gateway message": only zlib-stream may merge.
            let merge = ConnectionAction::Shape { shape: Shape::Merge(5) }.on(ALL);
            let merges = fault == merge;
            if merges && compression != Compression::ZlibStream {
                continue;
            }
            println!("{compression:?} {fault:?}");
            suffer(compression, fault, cost).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_forgotten_session_is_begun_anew() {
    for compression in compressions() {
        let mut live = Simulated::live(compression).await;
        live.act(ConnectionAction::ForgetSessions.on(ALL));
        live.act(ConnectionAction::Drop.on(ALL));
        live.until(|change| matches!(change, StateChange::InvalidSession { resumable: false }))
            .await;
        live.until(ready).await;
        live.inject(20);
        live.receive_all().await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_of_either_endpoint_costs_no_event_and_no_identify() {
    for endpoint in [Endpoint::Resume, Endpoint::Gateway] {
        for mode in [Outage::Refuse, Outage::Unavailable, Outage::Hang, Outage::AcceptAndClose] {
            println!("{endpoint:?} {mode:?}");
            let mut live = Simulated::live(Compression::ZlibStream).await;
            let both = [Endpoint::Resume, endpoint];
            for endpoint in both {
                live.act(ServerAction::Outage { endpoint, mode: Some(mode), for_ms: Some(60_000) });
            }
            live.act(ConnectionAction::Drop.on(ALL));
            live.inject(20);
            live.until(resumed).await;
            live.receive_all().await;
            assert_eq!(live.sim.stats().identifies, 1, "{endpoint:?} {mode:?}");
        }
    }
}

/// Hard case 9, and the third of the issue's hostile peers.
#[tokio::test(start_paused = true)]
async fn case_9_a_peer_that_never_answers_the_close_frame_is_dropped() {
    for compression in compressions() {
        let mut live = Simulated::live(compression).await;
        live.act(ConnectionAction::IgnoreClose.on(ALL));
        let start = tokio::time::Instant::now();
        live.act(ConnectionAction::Reconnect.on(ALL));
        live.until(resumed).await;
        // The close frame has a limit of 2 s, and the next attempt follows within 1 s.
        assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
        live.inject(20);
        live.receive_all().await;

        live.act(ConnectionAction::IgnoreClose.on(ALL));
        let start = tokio::time::Instant::now();
        assert!(live.sender.close_resumable().await.is_some());
        assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    }
}
