//! The handle that sends commands, reports the status and shuts the connection down.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_proto::{Command, CommandError, Session, Shutdown, State, StopReason};

use crate::shared::{Counts, Shared, now};

/// Sends commands to one connection, reports its status, and shuts it down. Cheap to clone.
///
/// It does not keep the connection alive. [`ConnectionEvents`](crate::ConnectionEvents) does.
#[derive(Clone, Debug)]
pub struct ConnectionHandle {
    shared: Arc<Shared>,
    shard: ShardId,
}

/// The status of a connection at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConnectionStatus {
    /// The state of the protocol machine.
    pub state: State,
    /// The time from the last answered heartbeat to its answer. It may be old; see `last_ack_age`.
    pub latency: Option<Duration>,
    /// The time since Discord last answered a heartbeat on this connection; `None` if it has not yet.
    pub last_ack_age: Option<Duration>,
    /// The heartbeat interval; `None` before Hello.
    pub heartbeat_interval: Option<Duration>,
    /// The last sequence received in this session.
    pub sequence: Option<u64>,
    /// How many commands wait to be sent.
    pub queued_commands: usize,
    /// How many events and state changes wait for the consumer; see [`Capacity`](crate::Capacity).
    pub queued_events: usize,
    /// How many bytes of their JSON wait.
    pub queued_bytes: usize,
    /// The counters of the connection.
    pub counts: Counts,
}

impl ConnectionHandle {
    pub(crate) const fn new(shared: Arc<Shared>, shard: ShardId) -> Self {
        Self { shared, shard }
    }

    /// The shard of this connection.
    #[must_use]
    pub const fn shard(&self) -> ShardId {
        self.shard
    }

    /// Queues a command. It is sent as soon as the session is live and Discord's limit of 120 payloads a minute allows.
    /// If the command queue is full, this waits for room. Cancel-safe: the command is queued when the future completes,
    /// and not before.
    ///
    /// # Errors
    ///
    /// Returns an error if the command breaks a documented rule, or if the connection is stopping or has stopped.
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

    /// Like [`send`](Self::send), but fails immediately if the command queue is full.
    ///
    /// # Errors
    ///
    /// Returns the errors of `send`, and [`CommandError::QueueFull`] if the command queue is full.
    pub fn try_send(&self, command: impl Into<Command>) -> Result<(), CommandError> {
        if self.shared.is_gone() {
            return Err(CommandError::Stopped);
        }
        self.shared.machine().queue_command(command.into(), now())?;
        self.shared.wake_driver();
        Ok(())
    }

    /// Ends the session, so the bot appears offline. Resolves when the connection is closed, after at most
    /// [`gateway_proto::ProtocolTimeouts::close`]. Returns `None` if the connection's task was killed with its runtime.
    ///
    /// Dropping the future does not cancel the shutdown.
    pub async fn close(&self) -> Option<StopReason> {
        self.shared.shut_down(Shutdown::Offline);
        self.shared.wait_stopped().await
    }

    /// Closes the connection and keeps the session, which this or another process can resume within a few minutes.
    /// Resolves like [`close`](Self::close). Returns `None` if there was no session.
    ///
    /// Events that wait in the queue can still be read, and count as received.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future does not cancel the shutdown.
    pub async fn close_resumable(&self) -> Option<Session> {
        self.shared.shut_down(Shutdown::KeepSession);
        match self.shared.wait_stopped().await? {
            StopReason::Shutdown { session } => session,
            _ => None,
        }
    }

    /// Waits until the connection has stopped, without stopping it. Returns the reason; `None` if the connection's task
    /// was killed with its runtime or panicked.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn stopped(&self) -> Option<StopReason> {
        self.shared.wait_stopped().await
    }

    /// Continues to read although the queue is full, until this many events, of any size, wait beyond its
    /// [`Capacity`](crate::Capacity). 0 is the default and ends it. Use it while an [`Observer`](crate::Observer) waits
    /// for an event, and the consumer of the queue may wait for the same event.
    pub fn read_ahead(&self, events: usize) {
        self.shared.read_ahead(events);
    }

    /// What a later process needs to resume the session; `None` if there is no session.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.shared.machine().session()
    }

    /// The counters of the connection. Cheaper than [`status`](Self::status).
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.shared.counters.read()
    }

    /// The present status of the connection.
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
