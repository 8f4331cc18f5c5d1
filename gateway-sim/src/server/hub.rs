//! The one place where core, REST and connections meet.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use tokio::sync::{Notify, mpsc, watch};

use super::encode::transport_of;
use super::faulty_io::SocketFaults;
use super::live::Programme;
use super::outage::Outages;
use super::replay::{Replay, ReplayBatch};
use crate::core::{ConnId, Core, CoreInput, CoreOutput};
use crate::punishments::Punishments;
use crate::rest::Api;

/// What a connection's task is told.
#[derive(Debug)]
pub(crate) enum ToConn {
    /// One payload, and whether payload compression is on.
    Payload(Bytes, bool),
    /// Part of a replay.
    Replay(ReplayBatch),
    /// Bytes for the socket as they are: garbage, half a frame.
    Raw(Bytes),
    /// A reply of the WebSocket layer: a pong, or the answer to a close frame.
    Reply(Bytes),
    /// How payloads become messages from now on.
    Shape(Shape),
    /// Send a close frame and wait a moment for the answer.
    Close(u16, String),
    /// Drop the socket.
    Drop,
}

/// How payloads are packed into WebSocket messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Shape {
    /// One message for each payload.
    #[default]
    Whole,
    /// Each compressed payload is split into messages of so many bytes, as a zlib stream may be.
    Split(u32),
    /// So many compressed payloads in one message.
    Merge(u32),
    /// The first byte of the next compressed payload makes it invalid; those after it are whole.
    Corrupt,
    /// The second half of the next compressed payload is missing; those after it are whole.
    Truncate,
}

/// A connection as the hub knows it.
#[derive(Debug)]
pub(crate) struct Handle {
    /// Unbounded, because the core decides when a client is too slow; what is queued here is in the
    /// session's replay buffer as well.
    pub(crate) queue: mpsc::UnboundedSender<ToConn>,
    pub(crate) faults: Arc<SocketFaults>,
    /// Transport compression.
    pub(crate) transport: Option<&'static str>,
}

/// What the lock guards.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) core: Core,
    pub(crate) api: Api,
    pub(crate) conns: HashMap<ConnId, Handle>,
    pub(crate) outages: Outages,
    pub(crate) programme: Programme,
    pub(crate) replays: HashMap<ConnId, Replay>,
    deadline: Option<Instant>,
    next_conn: u64,
}

/// Shared by all tasks of a simulation.
#[derive(Debug)]
pub(crate) struct Hub {
    state: Mutex<State>,
    timer: Notify,
    /// Something is played from now on.
    pub(crate) programme_starts: Notify,
    /// Counts changes of what is down, so that listeners look again.
    pub(crate) outage_changes: watch::Sender<u64>,
}

/// Now, on the clock that tests can pause.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

impl Hub {
    pub(crate) fn new(core: Core, api: Api) -> Self {
        let state = State {
            core,
            api,
            conns: HashMap::new(),
            outages: Outages::default(),
            programme: Programme::default(),
            replays: HashMap::new(),
            deadline: None,
            next_conn: 1,
        };
        Self {
            state: Mutex::new(state),
            timer: Notify::new(),
            programme_starts: Notify::new(),
            outage_changes: watch::Sender::new(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something to the state, then carries out what the core wants done.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut State, Instant) -> R) -> R {
        let mut state = self.lock();
        let idle = state.programme.is_idle();
        let result = work(&mut state, now());
        if idle && !state.programme.is_idle() {
            self.programme_starts.notify_one();
        }
        if state.carry_out() {
            self.timer.notify_one();
        }
        result
    }

    /// A new connection: its number, and where its orders come from.
    pub(crate) fn open(
        &self,
        query: &str,
        peer: String,
        faults: Arc<SocketFaults>,
    ) -> (ConnId, mpsc::UnboundedReceiver<ToConn>) {
        let (queue, orders) = mpsc::unbounded_channel();
        let conn = self.with(|state, now| {
            let conn = ConnId(state.next_conn);
            state.next_conn += 1;
            let transport = transport_of(query);
            state.conns.insert(conn, Handle { queue, faults, transport });
            state.core.handle(CoreInput::Opened { conn, query: query.to_owned() }, now);
            state.core.set_peer(conn, peer);
            conn
        });
        (conn, orders)
    }

    /// Lets time pass for the core whenever it asked for it.
    pub(crate) async fn run_timer(self: Arc<Self>) {
        loop {
            let deadline = self.lock().deadline;
            let due = async {
                match deadline {
                    Some(at) => tokio::time::sleep_until(at.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = due => self.with(|state, now| state.core.handle(CoreInput::Timeout, now)),
                () = self.timer.notified() => {}
            }
        }
    }
}

impl State {
    /// Hands the core's outputs to the connections; true where the deadline came closer.
    fn carry_out(&mut self) -> bool {
        let deadline = loop {
            match self.core.poll() {
                CoreOutput::Send { conn, payload } => {
                    let compressed = self.core.wants_payload_compression(conn);
                    self.order(conn, ToConn::Payload(payload, compressed));
                }
                CoreOutput::Close { conn, code, reason } => {
                    tracing::debug!(conn = conn.0, code, %reason, "closing a connection");
                    self.order(conn, ToConn::Close(code, reason));
                    self.conns.remove(&conn);
                }
                CoreOutput::Drop { conn } => {
                    self.order(conn, ToConn::Drop);
                    self.conns.remove(&conn);
                }
                CoreOutput::WaitUntil(at) => break Some(at),
                CoreOutput::Idle => break None,
            }
        };
        let closer = match (self.deadline, deadline) {
            (Some(old), Some(new)) => new < old,
            (None, Some(_)) => true,
            _ => false,
        };
        // A deadline that moved away is found out when the old one is due.
        self.deadline = deadline;
        closer
    }

    /// What the bot was punished for.
    pub(crate) fn punishments(&self) -> Punishments {
        Punishments {
            token_resets: self.core.token_resets().to_vec(),
            edge_bans: self.api.edge_bans().to_vec(),
        }
    }

    /// How payloads of a connection are compressed: `zlib-stream`, `zstd-stream`, `payload` or `none`.
    pub(crate) fn compression_of(&self, conn: ConnId) -> &'static str {
        let transport = self.conns.get(&conn).and_then(|handle| handle.transport);
        match transport {
            Some(transport) => transport,
            None if self.core.wants_payload_compression(conn) => "payload",
            None => "none",
        }
    }

    /// Tells a connection's task something; one that is gone is not told.
    pub(crate) fn order(&self, conn: ConnId, order: ToConn) {
        if let Some(handle) = self.conns.get(&conn) {
            let _ = handle.queue.send(order);
        }
    }
}
