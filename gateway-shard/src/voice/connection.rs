//! The handle of a voice connection.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use gateway_model::gateway::command::UpdateVoiceState;
use gateway_model::id::{Id, marker};
use http_client::Client;
use tokio::sync::{mpsc, watch};

use super::diagnosis;
use super::error::VoiceError;
use super::keeper::Wanted;
use super::update::{VoiceEnd, VoiceInfo, VoiceUpdate};
use crate::lock::lock;
use crate::requests::OpenRequest;
use crate::shard::{AnswerKey, Fleets};

/// The bot's connection to a voice channel, for a voice driver. Created by
/// [`Gateway::join_voice`](crate::Gateway::join_voice).
///
/// A Resume of the gateway does not affect it. After a new session the bot joins again automatically, and the driver
/// receives [`VoiceUpdate::Connect`]. If it is dropped, the bot stays in the channel, but does not join again.
/// [`leave`](Self::leave) leaves the channel.
///
/// This crate contains no voice driver. The examples `lavalink` and `examples/songbird` use Lavalink and songbird's
/// driver.
pub struct VoiceConnection {
    pub(super) fleets: Arc<Fleets>,
    pub(super) rest: Client,
    pub(super) user: Id<marker::User>,
    pub(super) wanted: Arc<Wanted>,
    pub(super) info: watch::Receiver<Option<VoiceInfo>>,
    pub(super) updates: mpsc::UnboundedReceiver<VoiceUpdate>,
    pub(super) timeout: Duration,
}

impl fmt::Debug for VoiceConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VoiceConnection")
            .field("wanted", &self.wanted)
            .field("info", &*self.info.borrow())
            .finish_non_exhaustive()
    }
}

impl VoiceConnection {
    /// What the driver needs now; `None` while there is no server, while the bot joins again, or after the connection
    /// has ended.
    #[must_use]
    pub fn info(&self) -> Option<VoiceInfo> {
        self.info.borrow().clone()
    }

    /// The guild.
    #[must_use]
    pub fn guild(&self) -> Id<marker::Guild> {
        lock(&self.wanted.state).guild_id
    }

    /// Returns the next update of the connection, or `None` after [`VoiceUpdate::Ended`]. The initial content of
    /// [`info`](Self::info) is not returned as an update. If the voice server changes before [`info`](Self::info) is
    /// called for the first time, an update repeats what it returns.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: an update is either returned or still queued.
    pub async fn next(&mut self) -> Option<VoiceUpdate> {
        self.updates.recv().await
    }

    /// Moves to another voice channel of the guild, and waits until the bot is there. The driver's connection stays
    /// open, unless [`VoiceUpdate::Connect`] follows.
    ///
    /// # Errors
    ///
    /// Returns an error if Discord does not let the bot in, as [`Gateway::join_voice`](crate::Gateway::join_voice)
    /// does, or if the connection has ended. The bot then stays in its channel.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the bot may still move.
    pub async fn move_to(&self, channel: Id<marker::Channel>) -> Result<(), VoiceError> {
        let before = *lock(&self.wanted.state);
        let mut wanted = before;
        wanted.channel_id = Some(channel);
        self.send(wanted).await?;
        let _waits = self.reads_ahead()?;
        *lock(&self.wanted.state) = wanted;
        let mut info = self.info.clone();
        let is_there =
            |info: &Option<VoiceInfo>| info.as_ref().is_some_and(|info| info.channel_id == channel);
        let moved = async { info.wait_for(is_there).await.is_ok() };
        let error = match tokio::time::timeout(self.timeout, moved).await {
            Ok(true) => return Ok(()),
            Ok(false) => return Err(VoiceError::Ended(VoiceEnd::Disconnected)),
            Err(_) => {
                let now_ms = self.fleets.blueprint.clock.now_ms();
                diagnosis::why(&self.rest, before.guild_id, channel, self.user, now_ms).await
            }
        };
        *lock(&self.wanted.state) = before;
        Err(error.unwrap_or(VoiceError::TimedOut(self.timeout)))
    }

    /// Sets whether the bot mutes and deafens itself.
    ///
    /// # Errors
    ///
    /// Returns an error if the guild's shard has stopped.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: the command is queued when the future completes, and not before.
    pub async fn set_self(&self, mute: bool, deaf: bool) -> Result<(), VoiceError> {
        let wanted = lock(&self.wanted.state).self_mute(mute).self_deaf(deaf);
        self.send(wanted).await?;
        *lock(&self.wanted.state) = wanted;
        Ok(())
    }

    /// Leaves the channel, and waits until Discord confirms it.
    ///
    /// # Errors
    ///
    /// Returns an error if the guild's shard has stopped, or if Discord does not answer; the bot is then still in the
    /// channel.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the bot may still leave, and does not join again.
    pub async fn leave(mut self) -> Result<(), VoiceError> {
        self.send(UpdateVoiceState::leave(self.guild())).await?;
        let _waits = self.reads_ahead()?;
        let ended = async {
            while let Some(update) = self.updates.recv().await {
                if matches!(update, VoiceUpdate::Ended(_)) {
                    break;
                }
            }
        };
        let timed_out = VoiceError::TimedOut(self.timeout);
        tokio::time::timeout(self.timeout, ended).await.map_err(|_| timed_out)
    }

    /// While the returned value exists, events are read ahead.
    fn reads_ahead(&self) -> Result<OpenRequest, VoiceError> {
        let guild = self.guild();
        Ok(OpenRequest::new(self.fleets.shard_with(guild)?, AnswerKey::Voice(guild)))
    }

    async fn send(&self, state: UpdateVoiceState) -> Result<(), VoiceError> {
        let shard = self.fleets.shard_with(state.guild_id)?;
        Ok(shard.send(state.into()).await?)
    }
}
