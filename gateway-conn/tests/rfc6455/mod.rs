//! How a client must treat every frame that a server may or must not send (RFC 6455), case by case, through the whole
//! connection: bytes on a loopback socket on one side, events and frames on the other.
//!
//! The protocol machine can read none of these messages, so each is reported unchanged in [`StateChange::Ignored`].

mod closing;
mod control;
mod fragments;
mod lengths;
mod text;

use gateway_conn::{
    Config, ConnectionEvent, ConnectionEvents, FrameError, Limits, LinkError, SocketError,
};
use gateway_proto::{Compression, DisconnectCause, StateChange};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::support::{Gateway, Peer, start};

/// The limit of a message, in bytes.
const LIMIT: usize = 70_000;

/// The first byte of a frame that is the last or only one of a message.
const LAST: u8 = 0x80;
const CONTINUATION: u8 = 0x0;
const TEXT: u8 = 0x1;
const BINARY: u8 = 0x2;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xa;

/// Returns a frame whose length has the shortest form.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let form = match payload.len() {
        0..=125 => 1,
        126..=0xffff => 2,
        _ => 8,
    };
    [header(first, payload.len() as u64, form), payload.to_vec()].concat()
}

/// Returns a header whose length has this many bytes.
fn header(first: u8, length: u64, form: usize) -> Vec<u8> {
    let bytes = length.to_be_bytes();
    match form {
        1 => vec![first, bytes[7]],
        2 => [&[first, 126], &bytes[6..]].concat(),
        _ => [&[first, 127], &bytes[..]].concat(),
    }
}

/// What the server sends, and the expected outcome.
struct Case {
    name: String,
    wire: Vec<u8>,
    /// The number of bytes per write.
    piece: usize,
    /// What the server sends after the client has closed.
    answer: Vec<u8>,
    outcome: Outcome,
}

enum Outcome {
    /// The connection continues. These messages are delivered, and these pongs sent.
    GoesOn { messages: Vec<Vec<u8>>, pongs: Vec<Vec<u8>> },
    /// The client sends this close code and disconnects, and the consumer receives this error.
    Fails { close: u16, error: fn(&FrameError) -> bool },
    /// The server closes, and the client answers with the same code.
    Answers(Option<u16>),
    /// The client closes with 4000 and disconnects.
    Closes,
}

impl Case {
    fn new(name: impl Into<String>, wire: Vec<u8>, outcome: Outcome) -> Self {
        Self { name: name.into(), wire, piece: usize::MAX, answer: Vec::new(), outcome }
    }

    fn good(name: impl Into<String>, wire: Vec<u8>, messages: &[&[u8]]) -> Self {
        let messages = messages.iter().map(|message| message.to_vec()).collect();
        Self::new(name, wire, Outcome::GoesOn { messages, pongs: Vec::new() })
    }

    fn bad(name: impl Into<String>, wire: Vec<u8>, error: fn(&FrameError) -> bool) -> Self {
        Self::new(name, wire, Outcome::Fails { close: 1002, error })
    }

    fn with_code(mut self, code: u16) -> Self {
        if let Outcome::Fails { close, .. } = &mut self.outcome {
            *close = code;
        }
        self
    }

    fn with_pongs(mut self, wanted: &[&[u8]]) -> Self {
        if let Outcome::GoesOn { pongs, .. } = &mut self.outcome {
            *pongs = wanted.iter().map(|pong| pong.to_vec()).collect();
        }
        self
    }

    fn in_pieces(mut self, bytes: usize) -> Self {
        self.piece = bytes;
        self
    }
}

/// Runs the cases one after the other, on one connection until it ends.
async fn play(cases: Vec<Case>) {
    let gateway = Gateway::bind().await;
    let mut limits = Limits::default();
    (limits.message, limits.compressed) = (LIMIT, LIMIT);
    let config = Config::new(gateway.config(Compression::None)).with_limits(limits);
    let (mut events, _sender) = start(config);
    let (mut peer, _) = gateway.accept_session(&[]).await;
    for case in cases {
        let name = &case.name;
        for piece in case.wire.chunks(case.piece) {
            // The client may disconnect before it has read everything.
            if peer.tcp().write_all(piece).await.is_err() {
                break;
            }
            if case.piece < usize::MAX {
                tokio::task::yield_now().await;
            }
        }
        let code = match case.outcome {
            Outcome::GoesOn { messages, pongs } => {
                assert_eq!(pongs_until_the_end(&mut peer).await, pongs, "{name}");
                assert_eq!(messages_until_the_end(&mut events).await, messages, "{name}");
                continue;
            }
            Outcome::Fails { close, .. } => Some(close),
            Outcome::Answers(code) => code,
            Outcome::Closes => Some(4000),
        };
        assert_eq!(close_frame(&mut peer).await, code, "{name}");
        let _ = peer.tcp().write_all(&case.answer).await;
        assert_eq!(client_frame(&mut peer).await, None, "{name}: after the close frame");
        let next = gateway.accept_session(&[]);
        let (next, ()) = tokio::join!(next, told(&mut events, name, &case.outcome));
        peer = next.0;
    }
}

/// Returns the next frame of the client; `None` after it disconnected.
async fn client_frame(peer: &mut Peer<TcpStream>) -> Option<(u8, Vec<u8>)> {
    let tcp = peer.tcp();
    let mut head = [0; 2];
    tcp.read_exact(&mut head).await.ok()?;
    assert_eq!(head[1] & 0x80, 0x80, "a client masks every frame");
    let length = match head[1] & 0x7f {
        126 => usize::from(tcp.read_u16().await.unwrap()),
        127 => panic!("a long frame"),
        short => usize::from(short),
    };
    let mut mask = [0; 4];
    tcp.read_exact(&mut mask).await.unwrap();
    let mut payload = vec![0; length];
    tcp.read_exact(&mut payload).await.unwrap();
    for (byte, key) in payload.iter_mut().zip(mask.iter().cycle()) {
        *byte ^= key;
    }
    Some((head[0], payload))
}

/// Returns the code of the client's close frame.
async fn close_frame(peer: &mut Peer<TcpStream>) -> Option<u16> {
    loop {
        let (first, payload) = client_frame(peer).await.expect("no close frame");
        if first == LAST | CLOSE {
            let code = payload.first_chunk().map(|code| u16::from_be_bytes(*code));
            assert!(payload.len() == 2 || code.is_none() && payload.is_empty(), "{payload:?}");
            return code;
        }
    }
}

/// Returns the pongs that the client has sent.
async fn pongs_until_the_end(peer: &mut Peer<TcpStream>) -> Vec<Vec<u8>> {
    const END: &[u8] = b"the last ping";
    let end = [frame(LAST | PING, END), frame(LAST | TEXT, END)].concat();
    peer.tcp().write_all(&end).await.unwrap();
    let mut pongs = Vec::new();
    loop {
        let (first, payload) = client_frame(peer).await.expect("the client hung up");
        match first {
            first if first != LAST | PONG => assert_eq!(first, LAST | TEXT, "no heartbeat"),
            _ if payload == END => return pongs,
            _ => pongs.push(payload),
        }
    }
}

/// Returns the messages before that of [`pongs_until_the_end`].
async fn messages_until_the_end(events: &mut ConnectionEvents) -> Vec<Vec<u8>> {
    let mut messages = Vec::new();
    loop {
        match events.next().await.expect("the stream ended") {
            ConnectionEvent::State(StateChange::Ignored { message, .. }) => {
                if message == b"the last ping"[..] {
                    return messages;
                }
                messages.push(message.to_vec());
            }
            ConnectionEvent::LinkFailed(error) => panic!("{error:?}"),
            _ => {}
        }
    }
}

/// Reads until the next connection is live, and checks what is reported about the last one.
async fn told(events: &mut ConnectionEvents, name: &str, outcome: &Outcome) {
    let (mut failed, mut cause) = (None, None);
    loop {
        match events.next().await.expect("the stream ended") {
            ConnectionEvent::LinkFailed(error) => failed = Some(error),
            ConnectionEvent::State(StateChange::Disconnected { cause: why, .. }) => {
                cause = Some(why)
            }
            ConnectionEvent::State(StateChange::Ready { .. } | StateChange::Resumed { .. })
                if cause.is_some() =>
            {
                break;
            }
            _ => {}
        }
    }
    let cause = cause.unwrap_or_else(|| panic!("{name}: no loss"));
    match (outcome, failed.as_deref()) {
        (Outcome::Fails { error, .. }, Some(LinkError::Socket(SocketError::Frame(failed)))) => {
            assert!(
                error(failed) && matches!(cause, DisconnectCause::Failed(_)),
                "{name}: {failed}"
            )
        }
        (Outcome::Answers(code), None) => {
            assert_eq!(cause, DisconnectCause::Closed(*code), "{name}")
        }
        (Outcome::Closes, _) => assert_eq!(cause, DisconnectCause::ReconnectRequested, "{name}"),
        (_, other) => panic!("{name}: {other:?}"),
    }
}
