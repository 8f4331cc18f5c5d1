//! The handle of a process that runs no shards.

use std::sync::Arc;

use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::ShardId;
use gateway_model::gateway::command::{RequestChannelInfo, UpdatePresence, UpdateVoiceState};
use gateway_model::id::{Id, marker};
use gateway_shard::{Command, MemberRequest, Members};

use super::body::{Ask, Done};
use super::error::FleetCommandError;
use super::remote;
use crate::nats::Link;

/// The name used in errors for the worker that was asked.
const ANY: &str = "(any of the fleet)";

/// Sends commands to the shards of a fleet from a process that has none of them. Cheap to clone.
///
/// Any worker of the fleet may receive the request. It finds the worker of the shard and returns its answer. A request
/// fails if no worker responds for 10 s.
#[derive(Clone, Debug)]
pub struct OutsideCommands {
    link: Link,
}

impl OutsideCommands {
    /// Creates a handle for the fleet with this bucket, such as `fleet-mybot`.
    #[must_use]
    pub fn new(client: async_nats::Client, bucket: &str) -> Self {
        Self { link: Link { client, bucket: Arc::from(bucket) } }
    }

    /// Sets a presence on every shard of every living worker. Shards that identify later use it too.
    ///
    /// # Errors
    ///
    /// Returns the error of the first worker that did not accept the presence. The other workers have it.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, some workers have the presence and others do not.
    pub async fn update_presence(&self, presence: UpdatePresence) -> Result<(), FleetCommandError> {
        self.run(Ask::UpdatePresence(presence)).await.map(drop)
    }

    /// Joins, moves between or leaves voice channels, on the shard of the guild. Returns when the command is queued at
    /// the shard.
    ///
    /// # Errors
    ///
    /// Returns a [`FleetCommandError`] if the command did not reach its shard.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the command may or may not be sent.
    pub async fn update_voice_state(
        &self,
        state: UpdateVoiceState,
    ) -> Result<(), FleetCommandError> {
        self.run(Ask::UpdateVoiceState(state)).await.map(drop)
    }

    /// Sends a command on one shard. Returns when it is queued at the shard. If Discord answers, the answer is an
    /// event.
    ///
    /// # Errors
    ///
    /// Returns a [`FleetCommandError`] if the command did not reach its shard.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the command may or may not be sent.
    pub async fn send(
        &self,
        shard: ShardId,
        command: impl Into<Command>,
    ) -> Result<(), FleetCommandError> {
        self.run(Ask::send(shard, command.into())?).await.map(drop)
    }

    /// Requests members of a guild and waits for all of them.
    ///
    /// # Errors
    ///
    /// Returns a [`FleetCommandError`] if the request did not reach its shard, or the answer was not complete.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe. The worker that was asked still completes the request.
    pub async fn request_members(
        &self,
        request: MemberRequest,
    ) -> Result<Members, FleetCommandError> {
        self.run(Ask::RequestMembers(request)).await?.members(ANY)
    }

    /// Requests the soundboard sounds of a guild.
    ///
    /// # Errors
    ///
    /// Returns a [`FleetCommandError`] if the request did not reach its shard, or the answer was not complete.
    ///
    /// # Cancel safety
    ///
    /// As [`request_members`](Self::request_members).
    pub async fn request_soundboard_sounds(
        &self,
        guild: Id<marker::Guild>,
    ) -> Result<SoundboardSounds, FleetCommandError> {
        self.run(Ask::RequestSoundboardSounds(guild)).await?.soundboard_sounds(ANY)
    }

    /// Requests ephemeral data of a guild's channels, such as the status of voice channels.
    ///
    /// # Errors
    ///
    /// Returns a [`FleetCommandError`] if the request did not reach its shard, or the answer was not complete.
    ///
    /// # Cancel safety
    ///
    /// As [`request_members`](Self::request_members).
    pub async fn request_channel_info(
        &self,
        request: RequestChannelInfo,
    ) -> Result<ChannelInfo, FleetCommandError> {
        self.run(Ask::RequestChannelInfo(request)).await?.channel_info(ANY)
    }

    async fn run(&self, ask: Ask) -> Result<Done, FleetCommandError> {
        match remote::ask(&self.link, self.link.command_subject(), ANY, ask).await {
            Err(FleetCommandError::Gone { .. }) => Err(FleetCommandError::NobodyThere),
            done => done,
        }
    }
}
