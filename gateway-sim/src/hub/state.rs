//! Core, REST and connections together: the state behind the lock of the hub.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Instant;

use serde_json::json;

use super::faulty_io::SocketFaults;
use super::orders::{OrderSender, ToConn};
use super::outages::Outages;
use super::prepared::ReplaySet;
use super::programme::Programme;
use crate::core::{ConnId, Core, CoreOutput};
use crate::punishments::Punishments;
use crate::record::Recorder;
use crate::rest::Api;
use crate::voice::VoiceLog;

/// A connection as the hub knows it.
#[derive(Debug)]
pub(crate) struct Handle {
    /// Its length is not bounded, but its bytes are: a client that reads too slowly loses its connection, and may
    /// resume.
    pub(crate) queue: OrderSender,
    pub(crate) faults: Arc<SocketFaults>,
    /// Transport compression.
    pub(crate) transport: Option<&'static str>,
}

/// A replay in progress.
#[derive(Debug)]
pub(crate) struct Replay {
    pub(super) set: Arc<ReplaySet>,
    pub(super) left: u64,
}

/// The state behind the lock.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) core: Core,
    pub(crate) api: Api,
    pub(crate) conns: HashMap<ConnId, Handle>,
    pub(crate) outages: Outages,
    pub(crate) programme: Programme,
    pub(crate) replays: HashMap<ConnId, Replay>,
    pub(super) deadline: Option<Instant>,
    pub(super) next_conn: u64,
    /// Writes actions to a script, if they are recorded.
    pub(crate) recorder: Option<Recorder>,
    /// Connections of voice drivers.
    pub(crate) voice: VoiceLog,
    /// The version of the commands and the number of connected sessions in the last events for watchers.
    told: (u64, usize),
    /// Bytes that wait for all connections together.
    pub(super) queued: Arc<AtomicUsize>,
}

impl State {
    pub(super) fn new(core: Core, api: Api) -> Self {
        Self {
            core,
            api,
            conns: HashMap::new(),
            outages: Outages::default(),
            programme: Programme::default(),
            replays: HashMap::new(),
            deadline: None,
            next_conn: 1,
            recorder: None,
            voice: VoiceLog::default(),
            told: (0, 0),
            queued: Arc::default(),
        }
    }

    /// Passes the core's outputs to the connections; returns true if the deadline became earlier.
    pub(super) fn carry_out(&mut self, now: Instant) -> bool {
        let deadline = loop {
            match self.core.poll() {
                CoreOutput::Send { conn, payload } => {
                    let compressed = self.core.wants_payload_compression(conn);
                    self.order(conn, ToConn::Payload(payload, compressed));
                    if self.conns.get(&conn).is_some_and(|handle| handle.queue.is_overfull()) {
                        tracing::warn!(conn = conn.0, "a client that reads too slowly was dropped");
                        self.core.drop_connection(conn, now);
                    }
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
        // If the deadline became later, this is noticed when the old one is due.
        self.deadline = deadline;
        closer
    }

    /// Records how many sessions are connected, if recording.
    pub(super) fn record_sessions(&mut self, now: Instant) {
        let Some(recorder) = &mut self.recorder else { return };
        let live = self.core.connections().into_iter();
        let live = live.filter(|conn| self.core.session_of(*conn).is_some()).count();
        recorder.note_sessions(live, self.core.elapsed_at(now));
    }

    /// Notifies watchers if the bot's commands or the number of connected sessions changed, for which the gateway has
    /// no event.
    pub(super) fn tell_watchers(&mut self) {
        if !self.core.is_watched() {
            return;
        }
        let now = (self.core.world().commands().version(), self.core.connected_sessions());
        let told = std::mem::replace(&mut self.told, now);
        if told.0 != now.0 {
            self.core.tell_watchers("SIM_COMMANDS", &json!({}));
        }
        if told.1 != now.1 {
            self.core.tell_watchers("SIM_SESSIONS", &json!({ "connected": now.1 }));
        }
    }

    /// Returns Discord's punishments of the bot.
    pub(crate) fn punishments(&self) -> Punishments {
        Punishments {
            token_resets: self.core.token_resets().to_vec(),
            edge_bans: self.api.edge_bans().to_vec(),
        }
    }

    /// Returns how payloads of a connection are compressed: `zlib-stream`, `zstd-stream`, `payload` or `none`.
    pub(crate) fn compression_of(&self, conn: ConnId) -> &'static str {
        let transport = self.conns.get(&conn).and_then(|handle| handle.transport);
        match transport {
            Some(transport) => transport,
            None if self.core.wants_payload_compression(conn) => "payload",
            None => "none",
        }
    }

    /// Sends an order to a connection's task, unless the connection is gone.
    pub(crate) fn order(&self, conn: ConnId, order: ToConn) {
        if let Some(handle) = self.conns.get(&conn) {
            handle.queue.send(order);
        }
    }
}
