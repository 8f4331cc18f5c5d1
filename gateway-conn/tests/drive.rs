//! The whole path over a real socket: connecting, events, a lost connection, Resume, and the ways to end.

use std::time::Duration;

use crate::support::{Gateway, compressions, event, next_sequence, state};
use futures_util::FutureExt as _;
use gateway_conn::{
    AlwaysReady, Config, ConnectFuture, ConnectionEvent, DriverThread, IdentifyQueue, Permit,
    PermitFuture, connect,
};
use gateway_model::gateway::ShardId;
use gateway_model::gateway::command::{RequestGuildMembers, UpdateVoiceState};
use gateway_model::id::Id;
use gateway_proto::{Command, Compression, NextStep, StateChange, StopReason};
use serde_json::Value;

#[tokio::test(start_paused = true)]
async fn events_arrive_in_order_with_each_compression() {
    for compression in compressions() {
        let gateway = Gateway::bind().await;
        let (mut events, sender) = gateway.connect(compression);
        let (mut peer, identify) = gateway.accept_session(&[]).await;
        assert_eq!(identify["op"], 2, "{compression:?}");
        assert_eq!(identify["d"]["token"], "test-token");
        for sequence in 2..300 {
            peer.send_event(sequence).await;
        }
        for sequence in 1..300 {
            assert_eq!(next_sequence(&mut events).await, sequence, "{compression:?}");
        }
        let status = sender.status();
        assert_eq!((status.counts.events, status.sequence), (299, Some(299)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_consumer_on_the_same_runtime_reads_a_flood_without_waiting_for_the_task() {
    for compression in compressions() {
        let gateway = Gateway::bind().await;
        let (mut events, _sender) = gateway.connect(compression);
        let (mut peer, _) = gateway.accept_session(&[]).await;
        assert_eq!(next_sequence(&mut events).await, 1);
        tokio::task::unconstrained(async {
            for sequence in 2..=600 {
                peer.send_event(sequence).await;
            }
        })
        .await;
        assert_eq!(next_sequence(&mut events).await, 2);
        // Nothing is awaited, so no other task runs in between.
        for sequence in 3..=600 {
            let event = next_sequence(&mut events).now_or_never();
            assert_eq!(event, Some(sequence), "{compression:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_dropped_connection_is_resumed_and_its_events_are_replayed() {
    for compression in compressions() {
        let gateway = Gateway::bind().await;
        let (mut events, _sender) = gateway.connect(compression);
        let (mut peer, _) = gateway.accept_session(&[]).await;
        peer.send_event(2).await;
        assert_eq!(next_sequence(&mut events).await, 1);
        assert_eq!(next_sequence(&mut events).await, 2);
        drop(peer);

        let replay: Vec<Value> = (2..10).map(event).collect();
        let ((mut peer, resume), ()) = tokio::join!(gateway.accept_session(&replay), async {
            let lost = state(&mut events, |s| matches!(s, StateChange::Disconnected { .. })).await;
            let StateChange::Disconnected { next, .. } = lost else { unreachable!() };
            assert_eq!(next, NextStep::Resume);
        });
        assert_eq!((&resume["op"], &resume["d"]["seq"]), (&6.into(), &2.into()));
        assert_eq!(resume["d"]["session_id"], "s1");
        for sequence in 3..10 {
            assert_eq!(next_sequence(&mut events).await, sequence);
        }
        state(&mut events, |s| matches!(s, StateChange::Resumed { replayed: 7 })).await;
        assert_eq!(next_sequence(&mut events).await, 9, "RESUMED");
        peer.send_event(10).await;
        assert_eq!(next_sequence(&mut events).await, 10);
    }
}

#[tokio::test(start_paused = true)]
async fn close_ends_the_session_and_close_resumable_keeps_it() {
    for keep in [false, true] {
        let gateway = Gateway::bind().await;
        let (mut events, sender) = gateway.connect(Compression::default());
        let (mut peer, _) = gateway.accept_session(&[]).await;
        assert_eq!(next_sequence(&mut events).await, 1);
        let (code, session) = tokio::join!(peer.close_code(), async {
            if keep {
                sender.close_resumable().await
            } else {
                let reason = sender.close().await.unwrap();
                assert_eq!(reason, StopReason::Shutdown { session: None });
                None
            }
        });
        assert_eq!(code == Some(1000), !keep, "closed with {code:?}");
        assert_eq!(
            session.as_ref().map(|s| (s.id.as_str(), s.sequence)),
            keep.then_some(("s1", 1))
        );
        let mut last = None;
        while let Some(event) = events.next().await {
            last = Some(event);
        }
        assert!(matches!(last, Some(ConnectionEvent::Stopped(StopReason::Shutdown { .. }))));
        assert!(events.next().await.is_none(), "the stream is fused");

        // The kept session is resumed by another connection.
        let Some(session) = session else { continue };
        let config = gateway.config(Compression::default()).with_session(session).unwrap();
        let (_events, _sender) = connect(config, AlwaysReady).unwrap();
        let (_, resume) = gateway.accept_session(&[]).await;
        assert_eq!((&resume["op"], &resume["d"]["seq"]), (&6.into(), &1.into()));
    }
}

#[tokio::test(start_paused = true)]
async fn dropping_everything_leaks_no_task() {
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let gateway = Gateway::bind().await;
    let before = tasks();
    // While live, while dialling, and before the task has run.
    let (mut events, sender) = gateway.connect(Compression::default());
    let (mut peer, _) = gateway.accept_session(&[]).await;
    assert_eq!(next_sequence(&mut events).await, 1);
    drop((events, sender));
    let code = peer.close_code().await;
    assert!(code.is_some_and(|code| !matches!(code, 1000 | 1001)), "closed with {code:?}");
    drop(peer);
    let dialling = gateway.connect(Compression::default());
    tokio::time::sleep(Duration::from_millis(1)).await;
    drop(dialling);
    drop(gateway.connect(Compression::default()));
    // The peer never answers the close frame, so the machine's close timeout is the bound.
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(tasks(), before);
}

#[tokio::test(start_paused = true)]
async fn commands_wait_for_the_session_and_a_full_queue_for_room() {
    let gateway = Gateway::bind().await;
    let config = gateway.config(Compression::default()).with_command_capacity(2).unwrap();
    let (_events, sender) = connect(config, AlwaysReady).unwrap();
    let request = |guild: u64| Command::from(RequestGuildMembers::all(Id::new(guild).unwrap()));
    sender.send(request(1)).await.unwrap();
    sender.send(request(2)).await.unwrap();
    assert!(sender.try_send(request(3)).unwrap_err().is_retryable());
    let (result, guilds) = tokio::join!(sender.send(request(3)), async {
        let (mut peer, _) = gateway.accept_session(&[]).await;
        let mut guilds = Vec::new();
        while guilds.len() < 3 {
            let payload = peer.receive().await;
            if payload["op"] == 8 {
                guilds.push(payload["d"]["guild_id"].as_str().unwrap().to_owned());
            }
        }
        guilds
    });
    result.unwrap();
    assert_eq!(guilds, ["1", "2", "3"]);
}

#[tokio::test(start_paused = true)]
async fn a_fatal_close_code_stops_with_its_reason() {
    use async_tungstenite::tungstenite::protocol::CloseFrame;
    let gateway = Gateway::bind().await;
    let (mut events, sender) = gateway.connect(Compression::default());
    let mut peer = gateway.accept().await;
    peer.ws.close(Some(CloseFrame { code: 4004.into(), reason: "".into() })).await.unwrap();
    let mut last = None;
    while let Some(event) = events.next().await {
        last = Some(event);
    }
    let Some(ConnectionEvent::Stopped(reason)) = last else { panic!("{last:?}") };
    assert!(reason.is_fatal());
    let leave = UpdateVoiceState::leave(Id::new(1).unwrap());
    assert!(sender.send(leave).await.is_err());
    assert!(sender.close_resumable().await.is_none());
}

/// A queue that gives permits only when the test allows it.
struct Gate(std::sync::Arc<tokio::sync::Semaphore>);

impl IdentifyQueue for Gate {
    fn acquire(&self, _: ShardId) -> PermitFuture {
        let gate = std::sync::Arc::clone(&self.0);
        Box::pin(async move { Permit::with_guard(gate.acquire_owned().await) })
    }
}

#[tokio::test(start_paused = true)]
async fn identify_waits_for_its_permit_and_gives_it_back() {
    let gateway = Gateway::bind().await;
    let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
    let config = gateway.config(Compression::default());
    let (mut events, _sender) = connect(config, Gate(std::sync::Arc::clone(&gate))).unwrap();
    let mut peer = gateway.accept().await;
    let session = peer.begin("ws://127.0.0.1:1/", &[]);
    tokio::pin!(session);
    // No Identify is sent while the gate is shut. Time passes, but no heartbeat is due yet.
    assert!(tokio::time::timeout(Duration::from_millis(1), &mut session).await.is_err());
    gate.add_permits(1);
    assert_eq!(session.await["op"], 2);
    assert_eq!(next_sequence(&mut events).await, 1);
    assert_eq!(gate.available_permits(), 1, "the permit was given back");
}

/// A queue that permits connections only when the test allows it.
struct Lease(std::sync::Arc<tokio::sync::Semaphore>);

impl IdentifyQueue for Lease {
    fn acquire(&self, shard: ShardId) -> PermitFuture {
        AlwaysReady.acquire(shard)
    }

    fn acquire_connect(&self, _: ShardId) -> ConnectFuture {
        let lease = std::sync::Arc::clone(&self.0);
        Box::pin(async move { lease.acquire_owned().await.unwrap().forget() })
    }
}

#[tokio::test(start_paused = true)]
async fn each_connection_waits_for_its_leave_and_an_attempt_that_waits_too_long_has_failed() {
    let gateway = Gateway::bind().await;
    let lease = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
    let config = gateway.config(Compression::default());
    let (mut events, sender) = connect(config, Lease(std::sync::Arc::clone(&lease))).unwrap();
    // Two attempts get no permission; the machine continues to try.
    for _ in 0..2 {
        state(&mut events, |s| matches!(s, StateChange::Disconnected { .. })).await;
    }
    assert_eq!(sender.status().counts.opened, 0);
    lease.add_permits(1);
    let (mut peer, identify) = gateway.accept_session(&[]).await;
    assert_eq!((&identify["op"], lease.available_permits()), (&2.into(), 0));
    peer.send_event(2).await;
    assert_eq!(next_sequence(&mut events).await, 1);
    assert_eq!(next_sequence(&mut events).await, 2);
    // A Resume needs its own permission.
    drop(peer);
    state(&mut events, |s| matches!(s, StateChange::Disconnected { .. })).await;
    let early = tokio::time::timeout(Duration::from_secs(5), gateway.accept()).await;
    assert!(early.is_err(), "it may not connect");
    lease.add_permits(1);
    let (_peer, resume) = gateway.accept_session(&[]).await;
    assert_eq!(resume["op"], 6);
    // A waiting request does not delay a shutdown.
    sender.close().await;
}

#[test]
fn case_37_connections_on_a_thread_of_their_own_send_heartbeats_while_the_program_blocks() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (address, addressed) = std::sync::mpsc::channel();
    let (beat, beaten) = std::sync::mpsc::channel();
    let server = std::thread::spawn(move || {
        runtime().block_on(async {
            let gateway = Gateway::bind().await;
            address.send(gateway.config(Compression::default())).unwrap();
            let (mut peer, _) = gateway.accept_session(&[]).await;
            // Discord may request a heartbeat at any time. It is sent immediately.
            peer.send(&serde_json::json!({"op": 1, "d": null})).await;
            while peer.receive().await["op"] != 1 {}
            beat.send(()).unwrap();
            while peer.try_receive().await.is_some() {}
        });
    });
    let config = Config::new(addressed.recv().unwrap());
    runtime().block_on(async {
        let thread = DriverThread::start().unwrap();
        let config = config.with_driver_thread(thread);
        let (mut events, sender) = connect(config, AlwaysReady).unwrap();
        // The only thread of this runtime blocks until the heartbeat arrives. The limit is never reached.
        beaten
            .recv_timeout(Duration::from_secs(30))
            .expect("no heartbeat while this thread blocks");
        assert_eq!(next_sequence(&mut events).await, 1);
        sender.close().await;
    });
    server.join().unwrap();
}
