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

/// The name of who is asked, in errors.
const ANY: &str = "(any of the fleet)";

/// Sends commands to the shards of a fleet from a process that has none of them. Cheap to clone.
///
/// Any worker of the fleet is asked; it finds the worker of the shard and brings its answer back. Each request is at an end within
/// 10 s after the last sign of life.
#[derive(Clone, Debug)]
pub struct OutsideCommands {
    link: Link,
}

impl OutsideCommands {
    /// Commands for the fleet with this bucket, such as `fleet-mybot`.
    #[must_use]
    pub fn new(client: async_nats::Client, bucket: &str) -> Self {
        Self { link: Link { client, bucket: Arc::from(bucket) } }
    }

    /// Shows a presence on every shard of every living worker; shards that identify later show it too.
    ///
    /// # Errors
    ///
    /// Returns that of the first worker that did not take it; the others have it.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, some workers have the presence and others do not.
    pub async fn update_presence(&self, presence: UpdatePresence) -> Result<(), FleetCommandError> {
        self.run(Ask::UpdatePresence(presence)).await.map(drop)
    }

    /// Joins, moves between or leaves voice channels, on the shard of the guild. Returns when it is queued there.
    ///
    /// # Errors
    ///
    /// A [`FleetCommandError`] for each way in which it can fail.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the command may be sent or not.
    pub async fn update_voice_state(
        &self,
        state: UpdateVoiceState,
    ) -> Result<(), FleetCommandError> {
        self.run(Ask::UpdateVoiceState(state)).await.map(drop)
    }

    /// Sends a command on one shard. Returns when it is queued there; an answer of Discord's is an event.
    ///
    /// # Errors
    ///
    /// A [`FleetCommandError`] for each way in which it can fail.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the command may be sent or not.
    pub async fn send(
        &self,
        shard: ShardId,
        command: impl Into<Command>,
    ) -> Result<(), FleetCommandError> {
        self.run(Ask::send(shard, command.into())?).await.map(drop)
    }

    /// Asks for members of a guild and waits for all of them.
    ///
    /// # Errors
    ///
    /// A [`FleetCommandError`] for each way in which it can fail.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: the answer is no longer waited for. The worker that was asked goes on until it has it.
    pub async fn request_members(
        &self,
        request: MemberRequest,
    ) -> Result<Members, FleetCommandError> {
        self.run(Ask::RequestMembers(request)).await?.members(ANY)
    }

    /// Asks for the soundboard sounds of a guild.
    ///
    /// # Errors
    ///
    /// A [`FleetCommandError`] for each way in which it can fail.
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

    /// Asks for ephemeral data of a guild's channels, such as the status of voice channels.
    ///
    /// # Errors
    ///
    /// A [`FleetCommandError`] for each way in which it can fail.
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
