//! What a bot runs on: a gateway of this process, or a stream of events that other processes publish.

use std::fmt;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use gateway_handler::States;
use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::command::{RequestChannelInfo, UpdatePresence, UpdateVoiceState};
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{Id, marker};
use gateway_proto::{Command, Shutdown};
use http_client::Client;

use crate::error::{RemoteError, SendError};
use crate::gateway::Gateway;
use crate::requests::{MemberChunks, MemberRequest, Members, RequestError};

/// What a [`Bot`](crate::Bot) runs on, as its listeners see it. [`Gateway`] implements it. A program whose events come
/// from a stream that other processes publish uses another implementation and passes it to
/// [`Bot::run_on`](crate::Bot::run_on).
///
/// Listeners access it with [`Context::gateway`](crate::Context::gateway), as a [`BotGateway`].
pub trait BotHost: fmt::Debug + Send + Sync + 'static {
    /// The REST client of the bot.
    fn rest(&self) -> &Client;

    /// The intents that the shards request, as far as they are known.
    fn intents(&self) -> Intents;

    /// Returns the shard that receives a guild's events.
    fn shard_of(&self, guild: Id<marker::Guild>) -> ShardId;

    /// Sends a command on one shard; returns when it is queued there.
    fn send(&self, shard: ShardId, command: Command) -> BoxFuture<'_, Result<(), SendError>>;

    /// Sets the presence on all shards.
    fn update_presence(&self, presence: UpdatePresence) -> BoxFuture<'_, Result<(), SendError>>;

    /// Requests members of a guild and waits for all of them.
    fn request_members(
        &self,
        request: MemberRequest,
    ) -> BoxFuture<'_, Result<Arc<Members>, RequestError>>;

    /// Requests members of a guild, and returns chunks as they arrive. The default implementation returns an error.
    fn request_member_chunks(&self, _request: MemberRequest) -> MemberChunks {
        let why =
            "members come in chunks only where the shards are; request_members gives all of them";
        MemberChunks::failed(SendError::Remote(RemoteError::Off(why)).into())
    }

    /// Requests the soundboard sounds of a guild.
    fn request_soundboard_sounds(
        &self,
        guild: Id<marker::Guild>,
    ) -> BoxFuture<'_, Result<SoundboardSounds, RequestError>>;

    /// Requests ephemeral data of a guild's channels.
    fn request_channel_info(
        &self,
        request: RequestChannelInfo,
    ) -> BoxFuture<'_, Result<ChannelInfo, RequestError>>;

    /// Waits until the bot begins to stop, and returns the kind of shutdown.
    fn stopping(&self) -> BoxFuture<'_, Shutdown>;

    /// The gateway of this process, if it is one.
    fn local(&self) -> Option<&Gateway> {
        None
    }
}

impl BotHost for Gateway {
    fn rest(&self) -> &Client {
        Self::rest(self)
    }

    fn intents(&self) -> Intents {
        Self::intents(self)
    }

    fn shard_of(&self, guild: Id<marker::Guild>) -> ShardId {
        Self::shard_of(self, guild)
    }

    fn send(&self, shard: ShardId, command: Command) -> BoxFuture<'_, Result<(), SendError>> {
        Self::send(self, shard, command).boxed()
    }

    fn update_presence(&self, presence: UpdatePresence) -> BoxFuture<'_, Result<(), SendError>> {
        Self::update_presence(self, presence).boxed()
    }

    fn request_members(
        &self,
        request: MemberRequest,
    ) -> BoxFuture<'_, Result<Arc<Members>, RequestError>> {
        Self::request_members(self, request).boxed()
    }

    fn request_member_chunks(&self, request: MemberRequest) -> MemberChunks {
        Self::request_member_chunks(self, request)
    }

    fn request_soundboard_sounds(
        &self,
        guild: Id<marker::Guild>,
    ) -> BoxFuture<'_, Result<SoundboardSounds, RequestError>> {
        Self::request_soundboard_sounds(self, guild).boxed()
    }

    fn request_channel_info(
        &self,
        request: RequestChannelInfo,
    ) -> BoxFuture<'_, Result<ChannelInfo, RequestError>> {
        Self::request_channel_info(self, request).boxed()
    }

    fn stopping(&self) -> BoxFuture<'_, Shutdown> {
        self.inner.lifecycle.stopping().boxed()
    }

    fn local(&self) -> Option<&Gateway> {
        Some(self)
    }
}

/// The bot does not run on a gateway of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "other processes run the bot's shards: their status, their shutdown, voice connections and changes of \
     their number are not available in this process"
)]
pub struct NotLocal;

/// What a bot runs on. Cheap to clone.
///
/// It has the operations that work both with a [`Gateway`] of this process and with shards in other processes.
/// [`local`](Self::local) returns the gateway of this process, for the other operations: the status of shards, the list
/// of guilds, voice connections, resharding and shutdown.
#[derive(Clone, Debug)]
pub struct BotGateway(Arc<Hosted<dyn BotHost>>);

/// A host with the state of the bot, which costs an event nothing here: its context has the gateway anyway.
#[derive(Debug)]
struct Hosted<H: ?Sized> {
    states: States,
    host: H,
}

impl BotGateway {
    pub(crate) fn new(host: impl BotHost, states: States) -> Self {
        Self(Arc::new(Hosted { states, host }))
    }

    pub(super) fn states(&self) -> &States {
        &self.0.states
    }

    /// The gateway of this process.
    ///
    /// # Errors
    ///
    /// Returns an error if other processes run the bot's shards.
    pub fn local(&self) -> Result<&Gateway, NotLocal> {
        self.0.host.local().ok_or(NotLocal)
    }

    /// The REST client of this bot.
    #[must_use]
    pub fn rest(&self) -> &Client {
        self.0.host.rest()
    }

    /// The intents that the shards request. If other processes run the shards, these are the intents in the settings of
    /// this process.
    #[must_use]
    pub fn intents(&self) -> Intents {
        self.0.host.intents()
    }

    /// Returns the shard that receives a guild's events, whether this process runs it or not. If other processes run
    /// the shards, it uses the number of shards known from the last event.
    ///
    /// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding).
    #[must_use]
    pub fn shard_of(&self, guild: Id<marker::Guild>) -> ShardId {
        self.0.host.shard_of(guild)
    }

    /// Sends a command on one shard. The command is sent when the shard is live, also after reconnects, and when
    /// Discord's limit of 120 payloads a minute has room. This returns when the command is queued.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`Gateway::send`], and [`SendError::Remote`] if another process runs the shard and
    /// the command did not reach it.
    ///
    /// # Cancel safety
    ///
    /// Same as [`Gateway::send`]. If another process runs the shard, the command may be queued or not.
    pub async fn send(&self, shard: ShardId, command: impl Into<Command>) -> Result<(), SendError> {
        self.0.host.send(shard, command.into()).await
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

    /// Sets the presence on every shard of this process, or of all processes that run the bot's shards.
    ///
    /// Docs: [Gateway Events, Update Presence](https://docs.discord.com/developers/events/gateway-events#update-presence).
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`send`](Self::send), for the first shard that did not accept it; the other shards
    /// have accepted it.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, some shards may have the presence and others not.
    pub async fn update_presence(&self, presence: UpdatePresence) -> Result<(), SendError> {
        self.0.host.update_presence(presence).await
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

    /// Requests members of a guild and waits for all of them. See [`Gateway::request_members`].
    ///
    /// # Errors
    ///
    /// Returns a [`RequestError`], with a variant for each way to fail.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: it stops waiting for the answer.
    pub async fn request_members(
        &self,
        request: MemberRequest,
    ) -> Result<Arc<Members>, RequestError> {
        self.0.host.request_members(request).await
    }

    /// Requests members of a guild, and returns chunks of at most 1000 as they arrive. See
    /// [`Gateway::request_member_chunks`]. If other processes run the shards, the only item is the error
    /// [`RemoteError::Off`]: use [`request_members`](Self::request_members) instead.
    #[must_use]
    pub fn request_member_chunks(&self, request: MemberRequest) -> MemberChunks {
        self.0.host.request_member_chunks(request)
    }

    /// Requests the soundboard sounds of a guild. See [`Gateway::request_soundboard_sounds`].
    ///
    /// # Errors
    ///
    /// Returns a [`RequestError`], with a variant for each way to fail.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: it stops waiting for the answer.
    pub async fn request_soundboard_sounds(
        &self,
        guild: Id<marker::Guild>,
    ) -> Result<SoundboardSounds, RequestError> {
        self.0.host.request_soundboard_sounds(guild).await
    }

    /// Requests ephemeral data of a guild's channels. See [`Gateway::request_channel_info`].
    ///
    /// # Errors
    ///
    /// Returns a [`RequestError`], with a variant for each way to fail.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: it stops waiting for the answer.
    pub async fn request_channel_info(
        &self,
        request: RequestChannelInfo,
    ) -> Result<ChannelInfo, RequestError> {
        self.0.host.request_channel_info(request).await
    }

    /// Waits until the bot begins to stop, and returns the kind of shutdown. Cancel-safe.
    pub async fn stopping(&self) -> Shutdown {
        self.0.host.stopping().await
    }
}
