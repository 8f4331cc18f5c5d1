//! The settings of one connection's transport.

use crate::dial::Transport;
use crate::driver_thread::DriverThread;
use crate::error::ConnectError;
use crate::event_set::EventSet;
use crate::inflate::Inflate;
use crate::limits::Limits;
use crate::timeouts::Timeouts;

/// The settings of one connection: those of the protocol, and those of the transport.
///
/// Made from a [`gateway_proto::ProtocolConfig`]; everything else has a default.
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

/// How much may wait for the consumer. The event that reaches a limit is still taken, so that an event
/// larger than `bytes` passes as well. What the consumer has taken in one go and not yet handled is not
/// counted; it is at most as much again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capacity {
    /// Events. Default 1024.
    pub events: usize,
    /// Bytes of their JSON. Default 16 MiB.
    pub bytes: usize,
}

impl Default for Capacity {
    fn default() -> Self {
        Self { events: 1024, bytes: 16 << 20 }
    }
}

/// What happens to an event when the queue to the consumer is full. Every event dropped is counted, see
/// [`ConnectionStatus`](crate::ConnectionStatus).
///
/// Heartbeats and commands go out in any case, and payloads that are not events are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Overflow {
    /// The socket is not read until there is room, so that TCP pushes back. Nothing is lost: if
    /// Discord hangs up meanwhile, the session is resumed and the events are replayed.
    #[default]
    Wait,
    /// The event is dropped.
    DropNewest,
    /// Events of these kinds are dropped; for the others, as [`Wait`](Self::Wait).
    Drop(EventSet),
}

impl Config {
    /// The protocol's settings, with defaults for the transport.
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

    /// How connections are made: TLS, proxy. Give the shards of a process clones of one.
    #[must_use]
    pub fn with_transport(mut self, transport: Transport) -> Self {
        self.transport = transport;
        self
    }

    /// The transport that is set, to change a part of it: `with_transport(config.transport().clone().allow_plain())`.
    #[must_use]
    pub const fn transport(&self) -> &Transport {
        &self.transport
    }

    /// How large a message may become.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// How long each step may take.
    #[must_use]
    pub const fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// How much may wait for the consumer.
    #[must_use]
    pub const fn with_capacity(mut self, capacity: Capacity) -> Self {
        self.capacity = capacity;
        self
    }

    /// What happens when that is reached.
    #[must_use]
    pub const fn with_overflow(mut self, overflow: Overflow) -> Self {
        self.overflow = overflow;
        self
    }

    /// Which events are handed on; all by default. The others are inflated, since they share one
    /// compressed stream, and counted in the sequence, but nothing is allocated for them. Asking Discord
    /// for fewer [intents](https://docs.discord.com/developers/events/gateway#gateway-intents) saves more.
    #[must_use]
    pub const fn with_events(mut self, events: EventSet) -> Self {
        self.events = events;
        self
    }

    /// Runs the connection's task on a thread of its own rather than on the runtime of the caller, so that it
    /// sends heartbeats although the program's tasks block. Give the shards of a process clones of one.
    #[must_use]
    pub fn with_driver_thread(mut self, thread: DriverThread) -> Self {
        self.thread = Some(thread);
        self
    }

    /// Says whether a connection with these settings could ever succeed. [`connect`](crate::connect) asks
    /// as well; a fleet asks once, before it starts its shards.
    ///
    /// # Errors
    ///
    /// Returns an error if the gateway URL cannot be dialled, the compression is not compiled in, or a limit is zero.
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

    /// Which events are handed on.
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
