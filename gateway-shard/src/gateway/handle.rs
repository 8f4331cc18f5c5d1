//! The handle of a running gateway.

use std::sync::Arc;

use gateway_model::gateway::command::{UpdatePresence, UpdateVoiceState};
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{Id, marker};
use gateway_proto::{Command, Shutdown};
use http_client::Client;
use tokio::sync::OnceCell;

use super::lifecycle::Lifecycle;
use super::status::GatewayStatus;
use crate::error::{Refused, SendError};
use crate::events::ControlSender;
use crate::lock::lock;
use crate::requests::MemberRequests;
use crate::reshard::Resharder;
use crate::shard::{Fleet, Fleets, ShardStatus};

/// All shards of a bot in this process. Cheap to clone.
///
/// Created by [`Gateway::builder`]. It runs until [`shutdown`](Self::shutdown), until the [`Events`](crate::Events) are
/// dropped, or until Discord refuses a shard.
#[derive(Clone)]
pub struct Gateway {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(super) rest: Client,
    pub(super) fleets: Arc<Fleets>,
    pub(super) control: ControlSender,
    pub(super) members: Arc<MemberRequests>,
    /// The bot's user, once it was requested.
    pub(super) bot: Arc<OnceCell<Id<marker::User>>>,
    pub(super) resharder: Resharder,
    pub(crate) lifecycle: Lifecycle,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fleet = self.fleet();
        f.debug_struct("Gateway")
            .field("count", &fleet.count)
            .field("shards", &fleet.shards().len())
            .finish_non_exhaustive()
    }
}

impl Gateway {
    pub(super) fn fleet(&self) -> Arc<Fleet> {
        self.inner.fleets.serving()
    }

    /// Stops every shard. The first call decides the kind.
    pub(super) fn begin_shutdown(&self, kind: Shutdown) {
        self.inner.fleets.stop(self.inner.lifecycle.stop(kind));
    }

    /// The REST client of this bot.
    #[must_use]
    pub fn rest(&self) -> &Client {
        &self.inner.rest
    }

    /// The intents that the shards request.
    #[must_use]
    pub fn intents(&self) -> Intents {
        self.inner.fleets.blueprint.intents()
    }

    /// The shards of this process, ordered by id. While the number of leased shards changes, it includes shards of both
    /// numbers.
    #[must_use]
    pub fn shards(&self) -> Vec<ShardId> {
        self.inner.fleets.shards().iter().map(|shard| shard.id).collect()
    }

    /// Returns the shard that receives a guild's events, whether this process runs it or not.
    ///
    /// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding).
    #[must_use]
    pub fn shard_of(&self, guild: Id<marker::Guild>) -> ShardId {
        self.fleet().shard_of(guild)
    }

    /// Returns whether a guild is among those of this process, as far as its shard knows.
    #[must_use]
    pub fn has_guild(&self, guild: Id<marker::Guild>) -> bool {
        let fleet = self.fleet();
        fleet.get(fleet.shard_of(guild)).is_some_and(|shard| lock(&shard.guilds).has(guild))
    }

    /// Sends a command on one shard. The command is sent when the shard is live, also after reconnects, and when
    /// Discord's limit of 120 payloads a minute has room. This returns when the command is queued.
    ///
    /// # Errors
    ///
    /// Returns an error if the shard is not run by this process or has stopped, or if the command breaks a documented
    /// rule.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: the command is queued when the future completes, and not before.
    pub async fn send(&self, shard: ShardId, command: impl Into<Command>) -> Result<(), SendError> {
        self.inner.fleets.shard(shard)?.send(command.into()).await
    }

    /// Sends a command on the shard of a guild; see [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// Returns the same errors as `send`.
    ///
    /// # Cancel safety
    ///
    /// Same as `send`.
    pub async fn send_to_guild(
        &self,
        guild: Id<marker::Guild>,
        command: impl Into<Command>,
    ) -> Result<(), SendError> {
        self.send(self.shard_of(guild), command).await
    }

    /// Sends a command on every shard of this process; see [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// Returns the error of the first shard, ordered by id, that did not accept it; the other shards have accepted it.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, some shards may have accepted the command and others not.
    pub async fn broadcast(&self, command: impl Into<Command>) -> Result<(), SendError> {
        let command = command.into();
        let shards = self.inner.fleets.shards();
        let sends = shards.iter().map(|shard| shard.send(command.clone()));
        futures_util::future::join_all(sends).await.into_iter().collect()
    }

    /// Sets the presence on every shard of this process.
    ///
    /// Docs: [Gateway Events, Update Presence](https://docs.discord.com/developers/events/gateway-events#update-presence).
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`broadcast`](Self::broadcast).
    ///
    /// # Cancel safety
    ///
    /// Same as [`broadcast`](Self::broadcast). Shards that identify later use the presence in any case.
    pub async fn update_presence(&self, presence: UpdatePresence) -> Result<(), SendError> {
        self.inner.fleets.set_presence(presence.clone());
        self.broadcast(presence).await
    }

    /// Joins, moves between or leaves voice channels, on the shard of the guild.
    ///
    /// Docs: [Gateway Events, Update Voice State](https://docs.discord.com/developers/events/gateway-events#update-voice-state).
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`send`](Self::send).
    ///
    /// # Cancel safety
    ///
    /// Same as [`send`](Self::send).
    pub async fn update_voice_state(&self, state: UpdateVoiceState) -> Result<(), SendError> {
        self.send_to_guild(state.guild_id, state).await
    }

    /// The present status of all shards of this process.
    #[must_use]
    pub fn status(&self) -> GatewayStatus {
        let shards = self.inner.fleets.shards().iter().map(|shard| shard.status()).collect();
        let delays = self.inner.fleets.blueprint.local_queue.as_ref();
        GatewayStatus { shards, delays: delays.map(|queue| queue.delays()).unwrap_or_default() }
    }

    /// The present status of one shard; `None` if this process does not run it.
    #[must_use]
    pub fn shard_status(&self, shard: ShardId) -> Option<ShardStatus> {
        self.inner.fleets.shard(shard).ok().map(|shard| shard.status())
    }

    /// Why Discord refused a shard, if it did. The stream ends after a refusal.
    #[must_use]
    pub fn refused(&self) -> Option<&Refused> {
        self.inner.lifecycle.refused()
    }

    /// Waits until every shard has stopped. Cancel-safe.
    ///
    /// # Errors
    ///
    /// Returns an error if they stopped because Discord refused a shard.
    pub async fn ended(&self) -> Result<(), Refused> {
        self.inner.lifecycle.ended().await;
        self.refused().cloned().map_or(Ok(()), Err)
    }
}
