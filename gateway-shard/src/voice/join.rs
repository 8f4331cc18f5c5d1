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
        let (info, mut known) = watch::channel(None);
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
        let joined = async { known.wait_for(Option::is_some).await.is_ok() };
        match tokio::time::timeout(self.timeout, joined).await {
            Ok(true) => {}
            Ok(false) => return Err(ended(&mut told)),
            Err(_) => return Err(self.why_not(user).await),
        }
        wanted.is_kept.store(true, Ordering::Release);
        // The first update is the initial state of the connection.
        let _ = told.try_recv();
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

/// Returns why the task ended.
fn ended(told: &mut mpsc::UnboundedReceiver<VoiceUpdate>) -> VoiceError {
    let mut end = VoiceEnd::ShardEnded;
    while let Ok(update) = told.try_recv() {
        if let VoiceUpdate::Ended(why) = update {
            end = why;
        }
    }
    VoiceError::Ended(end)
}

impl IntoFuture for JoinVoice {
    type Output = Result<VoiceConnection, VoiceError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.join().boxed()
    }
}
