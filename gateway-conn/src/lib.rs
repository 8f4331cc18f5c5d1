//! One Discord Gateway connection on tokio: websocket, TLS, compression.
//!
//! [`connect`] runs one [`gateway_proto`] machine in a task of its own and gives back a stream of events
//! and a handle that sends commands. That is all a bot with one connection needs; a fleet of shards is built of
//! many.
//!
//! ```no_run
//! use gateway_conn::{AlwaysReady, ConnectionEvent, connect};
//! use gateway_model::gateway::Intents;
//! use gateway_proto::{ProtocolConfig, Token};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let token = Token::new(std::env::var("DISCORD_TOKEN")?)?;
//! let config = ProtocolConfig::new(token, Intents::GUILDS, "wss://gateway.discord.gg")?;
//! let (mut events, handle) = connect(config, AlwaysReady)?;
//! while let Some(event) = events.next().await {
//!     match event {
//!         ConnectionEvent::Dispatch(event) => println!("{} {}", event.sequence(), event.name()),
//!         ConnectionEvent::Stopped(reason) => println!("{reason}"),
//!         other => println!("{other:?}"),
//!     }
//! }
//! handle.close().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Guarantees
//!
//! - Heartbeats go out however slow the consumer is, as long as the runtime's threads are not blocked. A full
//!   queue does what [`Overflow`] says; by default the socket is not read until there is room, and nothing is
//!   lost.
//! - A task that blocks its thread (`std::thread::sleep`, say) holds up the connections of a runtime of one
//!   thread, and may hold up some of a larger one. This is noticed and told as
//!   [`ConnectionEvent::RuntimeBlocked`], in the log and by a metric. Connections on a [`DriverThread`] send heartbeats
//!   all the same.
//! - The task has one place where it waits, always with a timeout: connecting, TLS, upgrade, each write and the
//!   close have limits ([`Timeouts`], [`gateway_proto::ProtocolTimeouts`]).
//! - If the peer falls silent in whatever way, its link is dropped, and the shard is live again **one heartbeat
//!   interval and at most 15 s after the first heartbeat that the peer leaves unanswered**, if the gateway
//!   answers then. If a write makes no progress for 10 s, or a close frame is not answered for 2 s, the link is dropped.
//! - What Discord sends is limited in size before it is in memory ([`Limits`]). Data that is corrupt, cut
//!   short or too large, and any violation of the websocket protocol (RFC 6455), is a typed error ([`LinkError`]); the
//!   link is closed with the code for it, and a Resume follows.
//! - The shutdown of the runtime does not wait for a DNS lookup under way.
//! - A consumer on the runtime of its connection is handed at most some 4,000 events in a row before the other tasks
//!   of the runtime have their turn.
//! - An idle shard holds no read buffer, no message buffer and no write buffer, only its socket and the
//!   window of its decompressor.
//!
//! # Features
//!
//! - `webpki-roots` (default): trusts Mozilla's roots, compiled in.
//! - `native-roots`: trusts the roots of the system, read at the start.
//! - `platform-verifier`: lets the operating system check certificates.
//! - `zstd`: zstd-stream compression; it holds a larger window for each connection than zlib does.
//! - `metrics`: counters through the `metrics` facade.
//!
//! # Logs and metrics
//!
//! Everything is logged with `tracing` within the span `shard`, whose field `id` is the shard. Neither the
//! token nor the session's id nor a payload is ever logged.
//!
//! The counters of [`Counts`] are these metrics, each with the label `shard` (its number):
//! `gateway_conn_events_total`, `gateway_conn_events_filtered_total`, `gateway_conn_events_dropped_total`,
//! `gateway_conn_notices_dropped_total`, `gateway_conn_payloads_total`, `gateway_conn_payload_bytes_total`,
//! `gateway_conn_sent_total`, `gateway_conn_opened_total`, `gateway_conn_dial_failures_total`,
//! `gateway_conn_broken_total`, `gateway_conn_pauses_total` and `gateway_conn_late_polls_total`. How long a
//! runtime was blocked is the histogram `gateway_conn_runtime_blocked_seconds`.
//!
//! # Layers
//!
//! A file of the source imports only those below it; `xtask/tests/workspace/layers.rs` holds the order and checks it.
//! From the top: `driver` (the task), `stream` and `handle` (what a program holds), `shared_driver` (who polls the
//! driver), `shared` (what the task shares with
//! them), `events` (the queue), `config`, `dial`, `socket`, `inflate`, `buffers`.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod admission;
mod buffers;
mod config;
mod dial;
mod driver;
mod driver_thread;
mod error;
mod event_set;
mod events;
mod handle;
mod identify;
mod inflate;
mod late;
mod limits;
mod link;
mod observer;
mod report;
mod shared;
mod shared_driver;
mod socket;
mod stream;
mod timeouts;

use std::hash::BuildHasher;
use std::sync::Arc;

use tokio::runtime::Handle;
use tracing::Instrument as _;

pub use config::{Capacity, Config, Overflow};
pub use dial::Transport;
pub use driver_thread::DriverThread;
pub use error::{
    ConnectError, DialError, DialStep, FrameError, InflateError, LinkError, SocketError,
    UpgradeError,
};
pub use event_set::EventSet;
pub use events::ConnectionEvent;
pub use handle::{ConnectionHandle, ConnectionStatus};
pub use identify::{AlwaysReady, ConnectFuture, IdentifyQueue, Permit, PermitFuture};
pub use limits::Limits;
pub use observer::Observer;
#[cfg(feature = "metrics")]
pub use report::describe_metrics;
pub use shared::Counts;
pub use stream::ConnectionEvents;
pub use timeouts::Timeouts;

pub use gateway_dial::{Proxy, ProxyError, ProxyUrlError, Tls, TlsError};

/// Opens a connection and keeps it: its task reconnects and resumes by itself until it is shut down,
/// [`ConnectionEvents`] is dropped, or Discord says that connecting again is of no use.
///
/// `config` is a [`Config`], or a [`gateway_proto::ProtocolConfig`] with defaults for the transport. `queue`
/// decides when the shard may Identify.
///
/// # Errors
///
/// Returns an error if no attempt could ever succeed with this `config`, see [`ConnectError`]. What may succeed later
/// is tried again and told as [`ConnectionEvent::LinkFailed`].
///
/// # Panics
///
/// Panics if it is not called within a tokio runtime that has I/O and time enabled, as [`tokio::spawn`]. With a
/// [`DriverThread`] it may be called from anywhere.
pub fn connect(
    config: impl Into<Config>,
    queue: impl IdentifyQueue,
) -> Result<(ConnectionEvents, ConnectionHandle), ConnectError> {
    open(config.into(), Box::new(queue), None)
}

/// As [`connect`], with an [`Observer`] that sees events before they are read.
///
/// # Errors
///
/// As `connect`.
///
/// # Panics
///
/// As `connect`.
pub fn connect_observed(
    config: impl Into<Config>,
    queue: impl IdentifyQueue,
    observer: impl Observer,
) -> Result<(ConnectionEvents, ConnectionHandle), ConnectError> {
    open(config.into(), Box::new(queue), Some(Box::new(observer)))
}

fn open(
    config: Config,
    queue: Box<dyn IdentifyQueue>,
    observer: Option<Box<dyn Observer>>,
) -> Result<(ConnectionEvents, ConnectionHandle), ConnectError> {
    config.check()?;
    let shard = config.protocol.shard();
    let thread = config.thread.clone();
    // Keyed by the system's randomness: no two machines share a seed.
    let seed = std::collections::hash_map::RandomState::new().hash_one(shard);
    let machine = gateway_proto::Connection::new(config.protocol.clone(), seed, shared::now());
    let shared = shared::Shared::new(machine);
    let observed = observer::Observed::by(observer);
    let driver = driver::Driver::new(Arc::clone(&shared), config, queue, observed);
    let driving = driver.run().instrument(tracing::info_span!("shard", id = %shard));
    let poller = if let Some(thread) = thread {
        thread.spawn(driving);
        None
    } else {
        let task = shared_driver::share(driving);
        let poller = task.poller(&Handle::current());
        drop(tokio::spawn(task));
        Some(poller)
    };
    let events = ConnectionEvents::new(Arc::clone(&shared), poller);
    Ok((events, ConnectionHandle::new(shared, shard)))
}

/// The code of the README, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
