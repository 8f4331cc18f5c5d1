//! The contenders: each reads until it has seen a number of events on each of its shards.

use std::cell::RefCell;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use futures_util::StreamExt as _;
use gateway_conn::{AlwaysReady, Config, ConnectionEvent, EventSet, Tls, Transport, connect};
use gateway_model::EventKind;
use gateway_model::event::MessageCreate;
use gateway_model::gateway::Intents;
use gateway_proto::{Compression, Token};
use twilight_gateway::{ConfigBuilder, EventTypeFlags, Message, Shard, ShardId, parse};

use crate::floor::{Buffers, Floor};
use crate::measure::Progress;
use crate::stream::Mode;

/// What a contender does with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    Raw,
    Typed,
    OnlyMessages,
}

/// Where the server is.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    pub port: u16,
    /// The port without TLS, where REST requests are answered.
    pub plain: u16,
    pub mode: Mode,
    /// The certificate for TLS.
    pub certificate: Option<&'a str>,
}

/// Reads one shard of the floor until `events` dispatches came; keeps the connection.
pub async fn floor(target: Target<'_>, events: usize, buffers: Rc<RefCell<Buffers>>) -> Floor {
    let mut floor = Floor::connect(target.port, target.mode).await;
    let mut progress = Progress::new();
    // Hello is one more.
    while floor.events < events + 1 {
        assert!(floor.read(&buffers).await, "the server hung up");
        progress.at(floor.events - 1);
    }
    black_box(floor.bytes);
    floor
}

pub fn ours_config(target: Target<'_>, transport: &Transport, work: Work) -> Config {
    let scheme = if target.certificate.is_some() { "wss" } else { "ws" };
    let url = format!("{scheme}://127.0.0.1:{}", target.port);
    let token = Token::new("bench").expect("a token");
    let protocol = gateway_proto::ProtocolConfig::new(token, Intents::all(), &url)
        .expect("a URL")
        .with_compression(match target.mode {
            Mode::Plain => Compression::None,
            Mode::Zlib => Compression::ZlibStream,
            Mode::Zstd => Compression::ZstdStream,
        });
    let config = Config::new(protocol).with_transport(transport.clone());
    match work {
        Work::OnlyMessages => config.with_events(EventSet::only([EventKind::MessageCreate])),
        _ => config,
    }
}

/// A transport that trusts the bench's certificate.
pub fn transport(target: Target<'_>) -> Transport {
    let Some(path) = target.certificate else { return Transport::new() };
    let mut roots = rustls::RootCertStore::empty();
    roots.add(std::fs::read(path).expect("the certificate").into()).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Transport::new().with_tls(Tls::custom(Arc::new(config)))
}

/// Reads one shard of ours until the last of `events` was received, filtered or not. In a task of the
/// runtime, as a bot does; the other contenders are read where they are polled.
pub async fn ours_kept(
    target: Target<'_>,
    transport: &Transport,
    events: usize,
    work: Work,
) -> Box<dyn std::any::Any> {
    let (mut stream, sender) =
        connect(ours_config(target, transport, work), AlwaysReady).expect("settings");
    let reading = tokio::spawn(async move {
        read_ours(&mut stream, events as u64, work).await;
        stream
    });
    Box::new((reading.await.expect("no panic"), sender))
}

async fn read_ours(stream: &mut gateway_conn::ConnectionEvents, last: u64, work: Work) {
    let mut progress = Progress::new();
    loop {
        let event = stream.next().await;
        match event.expect("a stream") {
            ConnectionEvent::Dispatch(event) => {
                match work {
                    Work::Raw => drop(black_box(&event)),
                    Work::Typed => drop(black_box(event.event().expect("an event"))),
                    Work::OnlyMessages => {
                        drop(black_box(event.decode::<MessageCreate>().expect("a message")));
                    }
                }
                progress.at(event.sequence() as usize);
                if event.sequence() == last {
                    break;
                }
            }
            ConnectionEvent::LinkFailed(error) => panic!("{error:?}"),
            _ => {}
        }
    }
}

/// Reads one shard of twilight until the last of `events` came.
pub async fn twilight(target: Target<'_>, events: usize, work: Work) -> Shard {
    let intents = twilight_model::gateway::Intents::all();
    let config = ConfigBuilder::new("bench".to_owned(), intents)
        .proxy_url(format!("ws://127.0.0.1:{}", target.port))
        .build();
    let mut shard = Shard::with_config(ShardId::ONE, config);
    let flags = match work {
        Work::OnlyMessages => EventTypeFlags::MESSAGE_CREATE,
        _ => EventTypeFlags::all(),
    };
    let mut progress = Progress::new();
    // Hello is handed on as well.
    let mut seen = 0;
    while seen < events + 1 {
        match shard.next().await.expect("a stream").expect("a message") {
            Message::Text(text) => {
                seen += 1;
                progress.at(seen);
                match work {
                    Work::Raw => drop(black_box(text)),
                    _ => drop(black_box(parse(text, flags).expect("an event"))),
                }
            }
            Message::Close(frame) => panic!("{frame:?}"),
        }
    }
    shard
}
