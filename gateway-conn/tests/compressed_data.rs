//! Data that is corrupt, truncated or too long results in a typed error and a Resume, and no event is lost.

use crate::support::{Gateway, Peer, event, next_sequence, state};
use gateway_conn::{
    AlwaysReady, Config, ConnectionEvent, FrameError, InflateError, Limits, LinkError, SocketError,
    connect,
};
use gateway_proto::{Compression, StateChange};
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

/// The limit of an inflated message in these tests, in bytes.
const MESSAGE: usize = 1 << 20;
/// The limit of a compressed message.
const COMPRESSED: usize = 64 << 10;

/// A fault of the peer, after Ready and event 2.
enum Wrong {
    /// A binary message of these bytes.
    Message(Vec<u8>),
    /// These bytes on the wire, whether they are a frame or not.
    Wire(Vec<u8>),
    /// One payload of this many bytes, correctly compressed.
    Payload(usize),
    /// Half of the message of event 3.
    Half,
}

async fn do_wrong(peer: &mut Peer<TcpStream>, wrong: Wrong) {
    match wrong {
        Wrong::Message(bytes) => peer.send_binary(bytes).await,
        Wrong::Wire(bytes) => {
            // The client disconnects before it has read everything.
            let _ = peer.tcp().write_all(&bytes).await;
        }
        Wrong::Payload(bytes) => {
            let payload = format!(r#"{{"t":"X","s":3,"op":0,"d":"{}"}}"#, "a".repeat(bytes));
            let message = peer.encode(payload.as_bytes());
            let _ = peer.ws.send(message).await;
        }
        Wrong::Half => {
            let whole = peer.encode(event(3).to_string().as_bytes()).into_data();
            peer.send_binary(whole[..whole.len() / 2].to_vec()).await;
        }
    }
}

/// Runs the case. Returns the error that the consumer received.
async fn play(compression: Compression, wrong: Wrong, then_hang_up: bool) -> LinkError {
    play_with(COMPRESSED, compression, wrong, then_hang_up).await
}

/// Like `play`, with another limit of a compressed message.
async fn play_with(
    compressed: usize,
    compression: Compression,
    wrong: Wrong,
    then_hang_up: bool,
) -> LinkError {
    let gateway = Gateway::bind().await;
    let mut limits = Limits::default();
    (limits.message, limits.compressed) = (MESSAGE, compressed);
    let config = Config::new(gateway.config(compression)).with_limits(limits);
    let (mut events, sender) = connect(config, AlwaysReady).unwrap();
    let (mut peer, _) = gateway.accept_session(&[]).await;
    peer.send_event(2).await;
    assert_eq!(next_sequence(&mut events).await, 1);
    assert_eq!(next_sequence(&mut events).await, 2);
    do_wrong(&mut peer, wrong).await;
    let peer = (!then_hang_up).then_some(peer);
    let error = loop {
        if let ConnectionEvent::LinkFailed(error) = events.next().await.unwrap() {
            break error;
        }
    };
    let replay: Vec<Value> = (2..6).map(event).collect();
    let (_live, resume) = gateway.accept_session(&replay).await;
    drop(peer);
    assert_eq!((&resume["op"], &resume["d"]["seq"]), (&6.into(), &2.into()), "{error}");
    for sequence in 3..6 {
        assert_eq!(next_sequence(&mut events).await, sequence);
    }
    state(&mut events, |change| matches!(change, StateChange::Resumed { replayed: 3 })).await;
    assert_eq!(sender.status().counts.broken, 1);
    assert!(error.is_retryable());
    std::sync::Arc::into_inner(error).unwrap()
}

fn inflate_error(error: LinkError) -> InflateError {
    match error {
        LinkError::Socket(SocketError::Inflate(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// Returns the compressions that are compiled in.
fn inflating() -> impl Iterator<Item = Compression> {
    crate::support::compressions()
        .into_iter()
        .filter(|compression| *compression != Compression::None)
}

#[tokio::test(start_paused = true)]
async fn corrupt_data_is_a_typed_error_and_a_resume() {
    for compression in inflating() {
        // A block of the reserved type 3, which is invalid here in a zlib stream and in a zstd stream.
        let wrong = Wrong::Message(vec![0x07; 64]);
        let error = inflate_error(play(compression, wrong, false).await);
        match compression {
            Compression::ZstdStream => assert!(matches!(error, InflateError::Zstd(_)), "{error}"),
            _ => assert!(matches!(error, InflateError::Zlib(_)), "{compression:?} {error}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn truncated_data_is_a_typed_error_and_a_resume() {
    let error = inflate_error(play(Compression::Payload, Wrong::Half, false).await);
    assert!(matches!(error, InflateError::Truncated), "{error}");
    // A stream may continue in the next message, so only its end can truncate it.
    for compression in inflating() {
        let error = play(compression, Wrong::Half, true).await;
        match compression {
            Compression::Payload => {
                assert!(matches!(inflate_error(error), InflateError::Truncated));
            }
            _ => assert!(
                matches!(error, LinkError::Socket(SocketError::Ended)),
                "{compression:?} {error:?}"
            ),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_ends_within_its_connection_is_an_error() {
    // An empty last block: the gateway ends the zlib stream.
    let error =
        play(Compression::ZlibStream, Wrong::Message(vec![0x03, 0x00, 0, 0, 0, 0]), false).await;
    let error = inflate_error(error);
    assert!(matches!(error, InflateError::StreamEnded | InflateError::Zlib(_)), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_message_over_the_limit_is_a_typed_error_and_a_resume() {
    for compression in inflating() {
        let error = inflate_error(play(compression, Wrong::Payload(MESSAGE), false).await);
        assert!(
            matches!(error, InflateError::TooLong { limit: MESSAGE }),
            "{compression:?} {error}"
        );
    }
    // If it is not compressed, its frame contains its length, and none of it is read.
    let error = play(Compression::None, Wrong::Payload(MESSAGE), false).await;
    let LinkError::Socket(SocketError::Frame(FrameError::TooLong { limit: MESSAGE, .. })) = error
    else {
        panic!("{error:?}")
    };
}

#[tokio::test(start_paused = true)]
async fn a_compressed_message_over_the_limit_is_refused_by_its_header() {
    let announced = |bytes: u64| [&[0x82, 127], bytes.to_be_bytes().as_slice()].concat();
    // In one frame, and as fragments that are too long together.
    let fragment = [&[0x02, 126, 0x80, 0x00][..], &[0; 0x8000]].concat();
    let more = [&[0x00, 126, 0x80, 0x01][..], &[0; 0x8001]].concat();
    for wire in
        [announced(COMPRESSED as u64 + 1), announced(u64::MAX >> 1), [fragment, more].concat()]
    {
        // Payload compression waits for the whole message, so the zeros of the fragments are accepted first.
        let error = play(Compression::None, Wrong::Wire(wire), false).await;
        let LinkError::Socket(SocketError::Frame(FrameError::TooLong { bytes, limit })) = error
        else {
            panic!("{error:?}")
        };
        assert!(limit == COMPRESSED && bytes > COMPRESSED as u64);
    }
}

#[tokio::test(start_paused = true)]
async fn a_small_compressed_message_over_the_limit_is_refused_though_it_is_here_as_a_whole() {
    // Ready and event 2 are smaller than this. Event 3 inflates to no more than the other limit.
    const SMALL: usize = 200;
    for compression in crate::support::compressions() {
        let wire = [&[0x82, 126, 0, SMALL as u8 + 1][..], &[b' '; SMALL + 1]].concat();
        let error = play_with(SMALL, compression, Wrong::Wire(wire), false).await;
        let LinkError::Socket(SocketError::Frame(FrameError::TooLong { bytes: 201, limit: SMALL })) =
            error
        else {
            panic!("{compression:?} {error:?}")
        };
    }
}
