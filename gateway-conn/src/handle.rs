//! The handle that sends commands, tells the state and shuts down.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_proto::{Command, CommandError, Session, Shutdown, State, StopReason};

use crate::shared::{Counts, Shared, now};

/// Sends commands to one connection, and shuts it down. Cheap to clone.
///
/// It does not keep the connection alive: that is what [`ConnectionEvents`](crate::ConnectionEvents) does.
#[derive(Clone, Debug)]
pub struct ConnectionHandle {
    shared: Arc<Shared>,
    shard: ShardId,
}

/// How a connection is at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConnectionStatus {
    /// The state of the protocol machine.
    pub state: State,
    /// Time from the last answered heartbeat to its answer. Says nothing about the present; see
    /// `last_ack_age`.
    pub latency: Option<Duration>,
    /// How long ago Discord last answered a heartbeat on this connection; `None` if it has not yet.
    pub last_ack_age: Option<Duration>,
    /// The heartbeat interval; `None` before Hello.
    pub heartbeat_interval: Option<Duration>,
    /// The last sequence received in this session.
    pub sequence: Option<u64>,
    /// Commands that wait to be sent.
    pub queued_commands: usize,
    /// Events that wait for the consumer, notices among them; see [`Capacity`](crate::Capacity).
    pub queued_events: usize,
    /// Bytes of their JSON.
    pub queued_bytes: usize,
    /// What the connection has done so far.
    pub counts: Counts,
}

impl ConnectionHandle {
    pub(crate) const fn new(shared: Arc<Shared>, shard: ShardId) -> Self {
        Self { shared, shard }
    }

    /// Which shard it is.
    #[must_use]
    pub const fn shard(&self) -> ShardId {
        self.shard
    }

    /// Queues a command, which is sent as soon as a session is live and Discord's limit of 120 payloads
    /// a minute allows. Waits if the queue of commands is full. Cancel-safe: the command is queued
    /// when this returns, and not before.
    ///
    /// # Errors
    ///
    /// Returns an error if the command breaks a documented rule, or the connection is at its end.
    pub async fn send(&self, command: impl Into<Command>) -> Result<(), CommandError> {
        let command = command.into();
        loop {
            let progress = self.shared.progress.notified();
            tokio::pin!(progress);
            progress.as_mut().enable();
            match self.try_send(command.clone()) {
                Err(CommandError::QueueFull { .. }) => progress.await,
                result => return result,
            }
        }
    }

    /// As [`send`](Self::send), but fails at once if the queue is full.
    ///
    /// # Errors
    ///
    /// As `send`, and [`CommandError::QueueFull`].
    pub fn try_send(&self, command: impl Into<Command>) -> Result<(), CommandError> {
        if self.shared.is_gone() {
            return Err(CommandError::Stopped);
        }
        self.shared.machine().queue_command(command.into(), now())?;
        self.shared.wake_driver();
        Ok(())
    }

    /// Ends the session: the bot appears offline. Returns when the connection is gone, which is at most
    /// [`gateway_proto::ProtocolTimeouts::close`] later; `None` if its task was killed with its runtime.
    ///
    /// Dropping the future does not take the shutdown back.
    pub async fn close(&self) -> Option<StopReason> {
        self.shared.shut_down(Shutdown::Offline);
        self.shared.wait_stopped().await
    }

    /// Closes the connection and keeps the session, for this or another process to resume within a few
    /// minutes. Returns as [`close`](Self::close) does; `None` if there was no session.
    ///
    /// Events that wait in the queue are still there to be read, and count as received.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future does not take the shutdown back.
    pub async fn close_resumable(&self) -> Option<Session> {
        self.shared.shut_down(Shutdown::KeepSession);
        match self.shared.wait_stopped().await? {
            StopReason::Shutdown { session } => session,
            _ => None,
        }
    }

    /// Waits for the connection's end, and does nothing to bring it about. Returns why it ended; `None` if its task was
    /// killed with its runtime or panicked.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn stopped(&self) -> Option<StopReason> {
        self.shared.wait_stopped().await
    }

    /// Goes on reading although the queue is full, until this many events beyond its [`Capacity`](crate::Capacity)
    /// wait, of any size; 0, as at the start, ends that. For a while in which an [`Observer`](crate::Observer) waits for
    /// an event, and whoever reads the queue may be waiting for the same.
    pub fn read_ahead(&self, events: usize) {
        self.shared.read_ahead(events);
    }

    /// What a later process needs to resume the session, as of now; `None` while there is none.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.shared.machine().session()
    }

    /// What the connection has done so far. Cheaper than [`status`](Self::status).
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.shared.counters.read()
    }

    /// How the connection is at this moment.
    #[must_use]
    pub fn status(&self) -> ConnectionStatus {
        let waiting = self.shared.queue.waiting();
        let machine = self.shared.machine();
        ConnectionStatus {
            state: machine.state(),
            latency: machine.latency(),
            last_ack_age: machine.last_ack_age(now()),
            heartbeat_interval: machine.heartbeat_interval(),
            sequence: machine.sequence(),
            queued_commands: machine.queued_commands(),
            queued_events: waiting.events,
            queued_bytes: waiting.bytes,
            counts: self.shared.counters.read(),
        }
    }
}
