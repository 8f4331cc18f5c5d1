//! The gate before Identify, and before each connection.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use gateway_model::gateway::ShardId;

/// A request for a [`Permit`]. Dropping it withdraws the request.
pub type PermitFuture = Pin<Box<dyn Future<Output = Permit> + Send>>;

/// Leave to open a connection. Dropping it withdraws the request.
pub type ConnectFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Decides when a shard may Identify.
///
/// A bot of one connection needs none: [`AlwaysReady`]. A fleet shares one that keeps to
/// `max_concurrency` and the daily limit.
///
/// Docs: Gateway, [Max Concurrency](https://docs.discord.com/developers/events/gateway#sharding-max-concurrency).
pub trait IdentifyQueue: Send + Sync + 'static {
    /// Asks for a permit for this shard. The future may take as long as it likes; the shard heartbeats
    /// meanwhile.
    fn acquire(&self, shard: ShardId) -> PermitFuture;

    /// Asks for leave to open a connection for this shard, for its session to be resumed or for an Identify. Asked
    /// before each one. Default at once; it is for who shares out shards among processes, where one that is not sure to own
    /// a shard must not open it.
    ///
    /// An attempt that waits longer than [`ProtocolTimeouts::connect`](gateway_proto::ProtocolTimeouts::connect) has failed; the
    /// next one asks again.
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

/// Leave to Identify once. Dropped as soon as Identify is on its way, or is no longer wanted.
pub struct Permit {
    _guard: Option<Box<dyn Any + Send>>,
}

impl Permit {
    /// A permit that nobody waits for.
    #[must_use]
    pub const fn new() -> Self {
        Self { _guard: None }
    }

    /// A permit that drops `guard` when it is dropped.
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

/// Lets every shard Identify at once. Only for bots with a single connection: Discord answers too many
/// Identifies with Invalid Session, and each counts against the daily limit.
#[derive(Clone, Copy, Debug, Default)]
pub struct AlwaysReady;

impl IdentifyQueue for AlwaysReady {
    fn acquire(&self, _: ShardId) -> PermitFuture {
        Box::pin(std::future::ready(Permit::new()))
    }
}
