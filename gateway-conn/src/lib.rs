#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! [`connect`] runs one [`gateway_proto`] state machine in a task. It returns a stream of events and a handle that
//! sends commands.
//!
//! # Guarantees
//!
//! - Heartbeats are sent however slow the consumer is, unless the runtime's threads are blocked. If the queue is full,
//!   [`Overflow`] decides what happens. By default the socket is not read until there is room, and no event is lost.
//! - A task that blocks its thread (for example with `std::thread::sleep`) blocks all connections of a single-threaded
//!   runtime, and may block some connections of a larger one. This is detected, and reported as
//!   [`ConnectionEvent::RuntimeBlocked`], in the log and as a metric. Connections on a [`DriverThread`] are not
//!   affected.
//! - Everything has a time limit: connecting, TLS, upgrade, each write and the close ([`Timeouts`],
//!   [`gateway_proto::ProtocolTimeouts`]).
//! - If the peer stops answering in any way, the connection is dropped. The shard is live again **at most one heartbeat
//!   interval plus 15 s after the first unanswered heartbeat**, if the gateway answers by then. If a write makes no
//!   progress for 10 s, or a close frame is not answered for 2 s, the connection is dropped.
//! - The size of messages is limited before they are in memory ([`Limits`]). Data that is corrupt, truncated or too
//!   large, and any violation of the websocket protocol (RFC 6455), results in a typed error ([`LinkError`]). The
//!   connection is closed with the matching code, and a Resume follows.
//! - The shutdown of the runtime does not wait for a DNS lookup in progress.
//! - A consumer on the runtime of its connection gets at most about 4,000 events in a row before it yields to the other
//!   tasks of the runtime.
//! - An idle shard holds no read buffer, no message buffer and no write buffer, only its socket and the window of its
//!   decompressor.
//!
//! # Logs and metrics
//!
//! All log events are within the `tracing` span `shard`, whose field `id` is the shard. Tokens, session ids and
//! payloads are never logged.
//!
//! The counters of [`Counts`] are published as these metrics, each with the label `shard` (its number):
//! `gateway_conn_events_total`, `gateway_conn_events_filtered_total`, `gateway_conn_events_dropped_total`,
//! `gateway_conn_notices_dropped_total`, `gateway_conn_payloads_total`, `gateway_conn_payload_bytes_total`,
//! `gateway_conn_sent_total`, `gateway_conn_opened_total`, `gateway_conn_dial_failures_total`,
//! `gateway_conn_broken_total`, `gateway_conn_pauses_total` and `gateway_conn_late_polls_total`. The histogram
//! `gateway_conn_runtime_blocked_seconds` shows how long a runtime was blocked.
//!
//! # Layers
//!
//! A source file imports only files below it. `xtask/tests/workspace/layers.rs` defines the order and checks it. From
//! the top: `driver` (the task), `stream` and `handle` (the user's interface), `shared_driver` (polls the driver from
//! its task or its consumer), `shared` (the state that they share), `events` (the queue), `config`, `dial`, `socket`,
//! `inflate`, `buffers`.
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

/// Starts a connection. Its task reconnects and resumes until it is shut down, [`ConnectionEvents`] is dropped, or
/// Discord closes with a code after which reconnecting is useless.
///
/// `config` is a [`Config`], or a [`gateway_proto::ProtocolConfig`] with transport defaults. `queue` decides when the
/// shard may Identify.
///
/// # Errors
///
/// Returns an error if no attempt with this `config` could ever succeed, see [`ConnectError`]. Other failures are
/// reported as [`ConnectionEvent::LinkFailed`], and the connection is retried.
///
/// # Panics
///
/// Panics if it is called outside of a tokio runtime with I/O and time enabled, like [`tokio::spawn`]. With a
/// [`DriverThread`] it can be called from anywhere.
pub fn connect(
    config: impl Into<Config>,
    queue: impl IdentifyQueue,
) -> Result<(ConnectionEvents, ConnectionHandle), ConnectError> {
    open(config.into(), Box::new(queue), None)
}

/// Like [`connect`], with an [`Observer`] that sees events before the consumer reads them.
///
/// # Errors
///
/// Returns the same errors as `connect`.
///
/// # Panics
///
/// Panics like `connect`.
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
    // The hasher has random keys, so no two processes use the same seed.
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
