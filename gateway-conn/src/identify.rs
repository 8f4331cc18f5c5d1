//! Permission to Identify, and to open a connection.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use gateway_model::gateway::ShardId;

/// A request for a [`Permit`]. Dropping it withdraws the request.
pub type PermitFuture = Pin<Box<dyn Future<Output = Permit> + Send>>;

/// A request for permission to open a connection. Dropping it withdraws the request.
pub type ConnectFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Decides when a shard may Identify.
///
/// A bot with one connection needs no queue: use [`AlwaysReady`]. Several shards share one that respects
/// `max_concurrency` and the daily limit.
///
/// Docs: Gateway, [Max Concurrency](https://docs.discord.com/developers/events/gateway#sharding-max-concurrency).
pub trait IdentifyQueue: Send + Sync + 'static {
    /// Requests a permit for this shard. The future may take any time; the shard sends heartbeats meanwhile.
    fn acquire(&self, shard: ShardId) -> PermitFuture;

    /// Requests permission to open a connection for this shard, before each Resume or Identify. The default grants it
    /// immediately. Override it if several processes share the shards, and a process must not open a shard that it may
    /// no longer own.
    ///
    /// An attempt that waits longer than [`ProtocolTimeouts::connect`](gateway_proto::ProtocolTimeouts::connect) fails.
    /// The next attempt requests permission again.
    fn acquire_connect(&self, _shard: ShardId) -> ConnectFuture {
        Box::pin(std::future::ready(()))
    }
}

impl<Q: IdentifyQueue + ?Sized> IdentifyQueue for Arc<Q> {
    fn acquire(&self, shard: ShardId) -> PermitFuture {
        (**self).acquire(shard)
    }

    fn acquire_connect(&self, shard: ShardId) -> ConnectFuture {
        (**self).acquire_connect(shard)
    }
}

/// Permission for one Identify. It is dropped as soon as Identify was sent, or is no longer wanted.
pub struct Permit {
    _guard: Option<Box<dyn Any + Send>>,
}

impl Permit {
    /// Returns a permit whose drop has no effect.
    #[must_use]
    pub const fn new() -> Self {
        Self { _guard: None }
    }

    /// Returns a permit that drops `guard` when it is dropped.
    #[must_use]
    pub fn with_guard(guard: impl Send + 'static) -> Self {
        Self { _guard: Some(Box::new(guard)) }
    }
}

impl Default for Permit {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Permit")
    }
}

/// Lets every shard Identify immediately. Use it only for a bot with a single connection: Discord answers too many
/// Identifies with Invalid Session, and each counts against the daily limit.
#[derive(Clone, Copy, Debug, Default)]
pub struct AlwaysReady;

impl IdentifyQueue for AlwaysReady {
    fn acquire(&self, _: ShardId) -> PermitFuture {
        Box::pin(std::future::ready(Permit::new()))
    }
}
