//! The settings of one connection's transport.

use crate::dial::Transport;
use crate::driver_thread::DriverThread;
use crate::error::ConnectError;
use crate::event_set::EventSet;
use crate::inflate::Inflate;
use crate::limits::Limits;
use crate::timeouts::Timeouts;

/// The settings of one connection: those of the protocol and those of the transport.
///
/// It is created from a [`gateway_proto::ProtocolConfig`]; all other settings have defaults.
///
/// ```
/// use gateway_conn::{Config, EventSet, Overflow};
/// use gateway_model::EventKind;
/// use gateway_model::gateway::Intents;
/// use gateway_proto::Token;
///
/// let protocol = gateway_proto::ProtocolConfig::new(
///     Token::new("token")?,
///     Intents::GUILD_MESSAGES,
///     "wss://gateway.discord.gg",
/// )?;
/// let config = Config::new(protocol)
///     .with_events(EventSet::only([EventKind::Ready, EventKind::MessageCreate]))
///     .with_overflow(Overflow::DropNewest);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) protocol: gateway_proto::ProtocolConfig,
    pub(crate) transport: Transport,
    pub(crate) limits: Limits,
    pub(crate) timeouts: Timeouts,
    pub(crate) capacity: Capacity,
    pub(crate) overflow: Overflow,
    pub(crate) events: EventSet,
    pub(crate) thread: Option<DriverThread>,
}

/// How much may wait in the queue for the consumer. The event that reaches a limit is still
/// accepted, so an event larger than `bytes` passes as well. The consumer takes events in batches.
/// A batch that it has taken is not counted, even if its events were not handled yet. A batch can
/// be as large as the queue, so up to twice this amount may be in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capacity {
    /// The number of events. Default 1024.
    pub events: usize,
    /// The number of bytes of their JSON. Default 16 MiB.
    pub bytes: usize,
}

impl Default for Capacity {
    fn default() -> Self {
        Self { events: 1024, bytes: 16 << 20 }
    }
}

/// What happens to an event when the queue to the consumer is full. Dropped events are counted, see
/// [`ConnectionStatus`](crate::ConnectionStatus).
///
/// Heartbeats and commands are sent in any case, and payloads that are not events are processed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Overflow {
    /// The socket is not read until there is room, so TCP applies back-pressure. No event is lost: if Discord closes
    /// the connection meanwhile, the session is resumed and the events are replayed.
    #[default]
    Wait,
    /// The event is dropped.
    DropNewest,
    /// Events of these kinds are dropped. For other events, this acts like [`Wait`](Self::Wait).
    Drop(EventSet),
}

impl Config {
    /// Returns these protocol settings, with defaults for the transport.
    #[must_use]
    pub fn new(protocol: gateway_proto::ProtocolConfig) -> Self {
        Self {
            protocol,
            transport: Transport::default(),
            limits: Limits::default(),
            timeouts: Timeouts::default(),
            capacity: Capacity::default(),
            overflow: Overflow::default(),
            events: EventSet::ALL,
            thread: None,
        }
    }

    /// Sets how connections are made: TLS and proxy. Give all shards of a process clones of one transport.
    #[must_use]
    pub fn with_transport(mut self, transport: Transport) -> Self {
        self.transport = transport;
        self
    }

    /// The present transport. To change a part of it: `with_transport(config.transport().clone().allow_plain())`.
    #[must_use]
    pub const fn transport(&self) -> &Transport {
        &self.transport
    }

    /// Sets the size limits of messages.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the time limits of the transport.
    #[must_use]
    pub const fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets how much may wait in the queue for the consumer.
    #[must_use]
    pub const fn with_capacity(mut self, capacity: Capacity) -> Self {
        self.capacity = capacity;
        self
    }

    /// Sets what happens when the queue is full.
    #[must_use]
    pub const fn with_overflow(mut self, overflow: Overflow) -> Self {
        self.overflow = overflow;
        self
    }

    /// Sets which events are delivered. The default is all. Other events are inflated, because they are part of one
    /// compressed stream, and their sequence is counted, but nothing is allocated for them. Requesting fewer
    /// [intents](https://docs.discord.com/developers/events/gateway#gateway-intents) from Discord saves more.
    #[must_use]
    pub const fn with_events(mut self, events: EventSet) -> Self {
        self.events = events;
        self
    }

    /// Runs the connection's task on a separate thread instead of the caller's runtime, so that heartbeats are sent
    /// even if the program's tasks block. Give all shards of a process clones of one thread.
    #[must_use]
    pub fn with_driver_thread(mut self, thread: DriverThread) -> Self {
        self.thread = Some(thread);
        self
    }

    /// Checks whether a connection with these settings could ever succeed. [`connect`](crate::connect) calls it too; a
    /// program with many shards can call it once before it starts them.
    ///
    /// # Errors
    ///
    /// Returns an error if the gateway URL cannot be dialled, if the compression is not compiled in, or if a limit is
    /// zero.
    pub fn check(&self) -> Result<(), ConnectError> {
        self.transport.check(self.protocol.gateway_url()).map_err(ConnectError::Dial)?;
        Inflate::new(self.protocol.compression()).map_err(ConnectError::Inflate)?;
        let Timeouts { connect, tls, upgrade, write } = self.timeouts;
        let times = [("connect", connect), ("tls", tls), ("upgrade", upgrade), ("write", write)];
        if let Some((name, _)) = times.into_iter().find(|(_, time)| time.is_zero()) {
            return Err(ConnectError::ZeroTimeout(name));
        }
        let sizes = [("compressed", self.limits.compressed), ("message", self.limits.message)];
        match sizes.into_iter().find(|(_, size)| *size == 0) {
            Some((name, _)) => Err(ConnectError::ZeroLimit(name)),
            None => Ok(()),
        }
    }

    /// Which events are delivered.
    #[must_use]
    pub const fn events(&self) -> EventSet {
        self.events
    }

    /// The protocol's settings.
    #[must_use]
    pub const fn protocol(&self) -> &gateway_proto::ProtocolConfig {
        &self.protocol
    }
}

impl From<gateway_proto::ProtocolConfig> for Config {
    fn from(protocol: gateway_proto::ProtocolConfig) -> Self {
        Self::new(protocol)
    }
}
