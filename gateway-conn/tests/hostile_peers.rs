//! Peers that stop answering in various ways. After each, the shard is live again at most one heartbeat interval plus
//! [`BOUND`] after the first unanswered heartbeat.

use std::time::Duration;

use crate::support::{Gateway, INTERVAL, Peer, event, next_sequence};
use gateway_conn::{ConnectionEvent, ConnectionEvents, LinkError, SocketError};
use gateway_proto::{Compression, DisconnectCause, StateChange};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::Instant;

/// The additional time in the guarantee of the crate's docs.
const BOUND: Duration = Duration::from_secs(15);

/// How a peer stops answering. It has answered one heartbeat, and has sent Ready and event 2.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Silence {
    /// It stops reading, and the TCP buffers are full: it accepts no more bytes.
    StopsReading,
    /// It disappears without a FIN: it neither reads nor writes.
    Vanishes,
    /// It reads everything and answers nothing.
    Swallows,
    /// It sends one byte a second of a message that never ends, and answers nothing.
    OneByteASecond,
}

/// Answers until the first heartbeat, and never again.
async fn fall_silent(mut peer: Peer<TcpStream>, silence: Silence) {
    while peer.receive().await["op"] != 1 {}
    match silence {
        Silence::StopsReading => {
            // The client answers at least half of the pings of a poll with pongs of 131 bytes: 26 MB, more than the
            // buffers hold.
            let ping = [&[0x89, 125][..], &[0; 125]].concat().repeat(1000);
            for _ in 0..400 {
                if peer.tcp().write_all(&ping).await.is_err() {
                    break;
                }
            }
            std::future::pending::<()>().await;
        }
        Silence::Vanishes => std::future::pending::<()>().await,
        Silence::Swallows => while peer.ws_next_ignored().await {},
        Silence::OneByteASecond => {
            peer.tcp().write_all(&[0x82, 126, 0xff, 0xff]).await.unwrap();
            while peer.tcp().write_all(&[0]).await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            std::future::pending::<()>().await;
        }
    }
}

/// Reads until Resumed. Returns the first error of the connection and the cause of its loss.
async fn until_resumed(events: &mut ConnectionEvents) -> (Option<LinkError>, DisconnectCause) {
    let (mut error, mut cause) = (None, None);
    loop {
        match events.next().await.expect("the stream ended") {
            ConnectionEvent::LinkFailed(failed) => error = std::sync::Arc::into_inner(failed),
            ConnectionEvent::State(StateChange::Disconnected { cause: why, .. }) => {
                cause = Some(why)
            }
            ConnectionEvent::State(StateChange::Resumed { replayed: 3 }) => {
                return (error, cause.expect("no loss"));
            }
            _ => {}
        }
    }
}

async fn endure(
    silence: Silence,
    compression: Compression,
) -> (Option<LinkError>, DisconnectCause) {
    let gateway = Gateway::bind().await;
    let (mut events, _sender) = gateway.connect(compression);
    let (mut peer, _) = gateway.accept_session(&[]).await;
    peer.send_event(2).await;
    assert_eq!(next_sequence(&mut events).await, 1);
    assert_eq!(next_sequence(&mut events).await, 2);
    let silent = tokio::spawn(fall_silent(peer, silence));
    // This is the only heartbeat that is answered. The peer stops with it.
    crate::support::state(&mut events, |change| {
        matches!(change, StateChange::HeartbeatAcked { .. })
    })
    .await;
    let start = Instant::now();
    let replay: Vec<Value> = (3..6).map(event).collect();
    let ((_peer, resume), told) =
        tokio::join!(gateway.accept_session(&replay), until_resumed(&mut events));
    silent.abort();
    assert_eq!((&resume["op"], &resume["d"]["seq"]), (&json!(6), &json!(2)));
    // The first unanswered heartbeat is sent one interval after the one that was answered.
    let limit = if silence == Silence::StopsReading { BOUND } else { 2 * INTERVAL + BOUND };
    assert!(start.elapsed() < limit, "{silence:?} {compression:?}: {:?}", start.elapsed());
    told
}

#[tokio::test(start_paused = true)]
async fn case_9_a_peer_that_stops_reading_with_full_buffers_is_given_up() {
    for compression in crate::support::compressions() {
        let (error, cause) = endure(Silence::StopsReading, compression).await;
        let Some(LinkError::Socket(SocketError::WriteTimedOut { limit })) = error else {
            panic!("{error:?}")
        };
        assert_eq!(limit, Duration::from_secs(10));
        assert!(matches!(cause, DisconnectCause::Failed(_)), "{cause}");
    }
}

#[tokio::test(start_paused = true)]
async fn case_9_a_peer_that_vanishes_without_a_fin_is_given_up() {
    for compression in crate::support::compressions() {
        let (_, cause) = endure(Silence::Vanishes, compression).await;
        assert_eq!(cause, DisconnectCause::HeartbeatUnanswered);
    }
}

#[tokio::test(start_paused = true)]
async fn case_9_a_peer_that_reads_and_says_nothing_is_given_up() {
    let (_, cause) = endure(Silence::Swallows, Compression::ZlibStream).await;
    assert_eq!(cause, DisconnectCause::HeartbeatUnanswered);
}

#[tokio::test(start_paused = true)]
async fn case_9_a_peer_that_sends_one_byte_a_second_is_given_up() {
    for compression in crate::support::compressions() {
        // In a zlib stream the zeros are either a stored block, or invalid data that is detected immediately.
        let (error, cause) = endure(Silence::OneByteASecond, compression).await;
        assert!(
            cause == DisconnectCause::HeartbeatUnanswered || error.is_some(),
            "{compression:?}: {cause}"
        );
    }
}
