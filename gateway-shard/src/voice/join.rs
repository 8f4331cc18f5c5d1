//! Joining a voice channel.

use std::fmt;
use std::future::IntoFuture;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use gateway_model::gateway::Intents;
use gateway_model::gateway::command::UpdateVoiceState;
use gateway_model::id::{Id, marker};
use http_client::Client;
use tokio::sync::{OnceCell, mpsc, watch};

use super::connection::VoiceConnection;
use super::diagnosis;
use super::error::VoiceError;
use super::keeper::{Following, Keeper, Wanted};
use super::update::{VoiceEnd, VoiceUpdate};
use crate::requests::OpenRequest;
use crate::shard::{AnswerKey, Fleets};

/// The default timeout for joining.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Joins a voice channel when it is awaited. Created by [`Gateway::join_voice`](crate::Gateway::join_voice).
#[must_use = "it joins when it is awaited"]
pub struct JoinVoice {
    fleets: Arc<Fleets>,
    rest: Client,
    bot: Arc<OnceCell<Id<marker::User>>>,
    state: UpdateVoiceState,
    timeout: Duration,
}

impl fmt::Debug for JoinVoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinVoice")
            .field("state", &self.state)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl JoinVoice {
    pub(crate) const fn new(
        fleets: Arc<Fleets>,
        rest: Client,
        bot: Arc<OnceCell<Id<marker::User>>>,
        state: UpdateVoiceState,
    ) -> Self {
        Self { fleets, rest, bot, state, timeout: TIMEOUT }
    }

    /// Sets whether the bot mutes itself. The default is false.
    pub const fn self_mute(mut self, mute: bool) -> Self {
        self.state = self.state.self_mute(mute);
        self
    }

    /// Sets whether the bot deafens itself, as bots that only play audio do. The default is false.
    pub const fn self_deaf(mut self, deaf: bool) -> Self {
        self.state = self.state.self_deaf(deaf);
        self
    }

    /// Sets the timeout. The default is 15 s. After 5 s without an answer, the bot leaves and joins the channel again
    /// once, in case Discord still has it in the channel.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn join(self) -> Result<VoiceConnection, VoiceError> {
        if !self.fleets.blueprint.intents().contains(Intents::GUILD_VOICE_STATES) {
            return Err(VoiceError::MissingIntent);
        }
        let guild = self.state.guild_id;
        let user = self.user().await?;
        let following = Following::new(&self.fleets, guild, user)?;
        // Events are read ahead while somebody waits for one of them.
        let _waits = OpenRequest::new(self.fleets.shard_with(guild)?, AnswerKey::Voice(guild));
        let wanted =
            Arc::new(Wanted { state: Mutex::new(self.state), is_kept: AtomicBool::new(false) });
        let (info, known) = watch::channel(None);
        let (updates, mut told) = mpsc::unbounded_channel();
        let keeper = Keeper {
            fleets: Arc::clone(&self.fleets),
            guild,
            user,
            wanted: Arc::clone(&wanted),
            info,
            updates,
        };
        tokio::spawn(keeper.run(following));
        match tokio::time::timeout(self.timeout, joined(&mut told)).await {
            Ok(joined) => joined.map_err(VoiceError::Ended)?,
            Err(_) => return Err(self.why_not(user).await),
        }
        wanted.is_kept.store(true, Ordering::Release);
        let Self { fleets, rest, timeout, .. } = self;
        Ok(VoiceConnection { fleets, rest, user, wanted, info: known, updates: told, timeout })
    }

    /// Returns the bot's user id, which is requested once for each gateway.
    async fn user(&self) -> Result<Id<marker::User>, VoiceError> {
        let asked = self.bot.get_or_try_init(|| async { Ok(self.rest.current_user().await?.id) });
        asked.await.copied().map_err(VoiceError::User)
    }

    async fn why_not(&self, user: Id<marker::User>) -> VoiceError {
        let silent = VoiceError::TimedOut(self.timeout);
        match self.state.channel_id {
            Some(channel) => {
                let now_ms = self.fleets.blueprint.clock.now_ms();
                let why = diagnosis::why(&self.rest, self.state.guild_id, channel, user, now_ms);
                why.await.unwrap_or(silent)
            }
            None => silent,
        }
    }
}

/// Waits until the bot is in the channel, and takes the first update, which is the initial state of the connection.
async fn joined(updates: &mut mpsc::UnboundedReceiver<VoiceUpdate>) -> Result<(), VoiceEnd> {
    match updates.recv().await {
        Some(VoiceUpdate::Ended(end)) => Err(end),
        Some(_) => Ok(()),
        None => Err(VoiceEnd::ShardEnded),
    }
}

impl IntoFuture for JoinVoice {
    type Output = Result<VoiceConnection, VoiceError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.join().boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The task sets the data of the connection before it queues the update. A driver that got this update later
    /// would connect twice.
    #[tokio::test]
    async fn the_first_update_is_taken_though_it_is_queued_late() {
        let (queue, mut updates) = mpsc::unbounded_channel();
        let mut joining = Box::pin(joined(&mut updates));
        assert!((&mut joining).now_or_never().is_none());
        queue.send(VoiceUpdate::ServerGone).unwrap();
        assert_eq!(joining.await, Ok(()));
        assert!(updates.try_recv().is_err());
    }

    #[tokio::test]
    async fn an_end_before_the_bot_is_in_the_channel_is_returned() {
        let (queue, mut updates) = mpsc::unbounded_channel();
        queue.send(VoiceUpdate::Ended(VoiceEnd::GuildLeft)).unwrap();
        assert_eq!(joined(&mut updates).await, Err(VoiceEnd::GuildLeft));
        drop(queue);
        assert_eq!(joined(&mut updates).await, Err(VoiceEnd::ShardEnded));
    }
}
