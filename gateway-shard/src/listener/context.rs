//! What a listener is given beside its event.

use std::sync::Arc;

use gateway_model::gateway::ShardId;
use gateway_model::id::{Id, marker};
use gateway_proto::Command;
use http_client::Client;

use crate::dedupe::EventKey;
use crate::error::SendError;
use crate::gateway::Gateway;

/// Where an event came from, and what a listener can do about it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    gateway: Gateway,
    shard: ShardId,
    session: Option<Arc<str>>,
    sequence: u64,
}

impl Context {
    pub(crate) const fn new(
        gateway: Gateway,
        shard: ShardId,
        session: Option<Arc<str>>,
        sequence: u64,
    ) -> Self {
        Self { gateway, shard, session, sequence }
    }

    /// The REST client of the bot.
    #[must_use]
    pub fn rest(&self) -> &Client {
        self.gateway.rest()
    }

    /// The gateway with all its shards.
    #[must_use]
    pub const fn gateway(&self) -> &Gateway {
        &self.gateway
    }

    /// The shard the event came on.
    #[must_use]
    pub const fn shard(&self) -> ShardId {
        self.shard
    }

    /// Session and sequence of the event: the same when it is replayed; `None` where it is no dispatch. See
    /// [`Dedupe`](crate::Dedupe).
    #[must_use]
    pub fn key(&self) -> Option<EventKey> {
        let session = self.session.as_deref()?.to_owned();
        Some(EventKey { session, sequence: self.sequence })
    }

    /// Sends a command on the shard the event came on.
    ///
    /// # Errors
    ///
    /// As [`Gateway::send`].
    pub async fn send(&self, command: impl Into<Command>) -> Result<(), SendError> {
        self.gateway.send(self.shard, command).await
    }

    /// Sends a command on the shard of a guild, which is another one where the event is not the guild's.
    ///
    /// # Errors
    ///
    /// As [`Gateway::send`].
    pub async fn send_to_guild(
        &self,
        guild: Id<marker::Guild>,
        command: impl Into<Command>,
    ) -> Result<(), SendError> {
        self.gateway.send_to_guild(guild, command).await
    }
}
