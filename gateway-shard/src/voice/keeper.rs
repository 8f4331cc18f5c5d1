//! The task of one voice connection: it follows the bot's voice state, joins again after a new session, and notifies
//! the driver.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_model::gateway::command::UpdateVoiceState;
use gateway_model::id::{Id, marker};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::error::VoiceError;
use super::place::{Place, Step};
use super::update::{VoiceEnd, VoiceInfo, VoiceUpdate};
use crate::error::SendError;
use crate::lock::lock;
use crate::shard::{Fleets, Shard, VoiceNews};

/// How long both events may take before the bot leaves the channel and joins again. If Discord still has the bot in the
/// channel, for example from an earlier process, it sends no new events.
const REPEAT_AFTER: Duration = Duration::from_secs(5);

/// How long it may take to join the channel again after a new session.
const REJOIN_WITHIN: Duration = Duration::from_secs(30);

/// What the connection and its task share.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The wanted voice state of the bot.
    pub(super) state: Mutex<UpdateVoiceState>,
    /// Set once the caller has the connection. Before, the bot leaves the channel if the caller stops waiting.
    pub(super) is_kept: AtomicBool,
}

pub(super) struct Keeper {
    pub(super) fleets: Arc<Fleets>,
    pub(super) guild: Id<marker::Guild>,
    pub(super) user: Id<marker::User>,
    pub(super) wanted: Arc<Wanted>,
    pub(super) info: watch::Sender<Option<VoiceInfo>>,
    pub(super) updates: mpsc::UnboundedSender<VoiceUpdate>,
}

/// The voice events of a shard, until it is dropped.
pub(super) struct Following {
    shard: Arc<Shard>,
    id: u64,
    news: mpsc::UnboundedReceiver<VoiceNews>,
}

impl Following {
    /// Follows the bot's voice state on the shard that has the guild now.
    pub(super) fn new(
        fleets: &Fleets,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> Result<Self, VoiceError> {
        let shard = fleets.shard_with(guild)?;
        if lock(&shard.guilds).lacks(guild) {
            return Err(VoiceError::NotInGuild(guild));
        }
        let (id, news) = shard.voice.follow(guild, user);
        Ok(Self { shard, id, news })
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.shard.voice.forget(self.id);
    }
}

impl Keeper {
    /// Joins, and stays until the end. It ends without a message if nobody has the connection.
    pub(super) async fn run(self, mut following: Following) {
        let mut place = Place::new(self.guild, self.user);
        let end = loop {
            match self.follow(&mut following, &mut place).await {
                None => return self.give_up(&following).await,
                Some(VoiceEnd::ShardEnded) => match self.next_shard(&following) {
                    // During a change of the number of shards, the guild's next shard starts with a new state.
                    Some(next) => (following, place) = (next, Place::new(self.guild, self.user)),
                    None => break VoiceEnd::ShardEnded,
                },
                Some(end) => break end,
            }
        };
        self.info.send_replace(None);
        // Nobody may be listening any more.
        let _ = self.updates.send(VoiceUpdate::Ended(end));
    }

    /// Stays on one shard until it ends; `None` if nobody has the connection any more.
    async fn follow(&self, following: &mut Following, place: &mut Place) -> Option<VoiceEnd> {
        if self.join(following).await.is_err() {
            return Some(VoiceEnd::ShardEnded);
        }
        let mut lost_at = Instant::now();
        let mut repeat_at = lost_at + REPEAT_AFTER;
        loop {
            let waits = !place.is_connected() && place.may_join();
            let step = tokio::select! {
                biased;
                () = self.updates.closed() => return None,
                news = following.news.recv() => match news {
                    Some(news) => place.hear(news),
                    None => return Some(VoiceEnd::ShardEnded),
                },
                () = tokio::time::sleep_until(repeat_at), if waits => {
                    if self.is_kept() && lost_at.elapsed() >= REJOIN_WITHIN {
                        return Some(VoiceEnd::NotRejoined);
                    }
                    place.leave();
                    repeat_at = Instant::now() + REPEAT_AFTER;
                    if self.leave(following).await.is_err() || self.join(following).await.is_err() {
                        return Some(VoiceEnd::ShardEnded);
                    }
                    continue;
                }
            };
            match step {
                Step::Nothing => {}
                Step::Tell(VoiceUpdate::Ended(end)) => return Some(end),
                Step::Tell(update) => self.tell(update),
                Step::Rejoin => {
                    lost_at = Instant::now();
                    repeat_at = lost_at + REPEAT_AFTER;
                    if self.join(following).await.is_err() {
                        return Some(VoiceEnd::ShardEnded);
                    }
                }
            }
        }
    }

    fn tell(&self, update: VoiceUpdate) {
        self.info.send_modify(|info| match &update {
            VoiceUpdate::Connect(new) => *info = Some(new.clone()),
            VoiceUpdate::Moved(channel) => {
                if let Some(info) = info {
                    info.channel_id = *channel;
                }
            }
            VoiceUpdate::ServerGone | VoiceUpdate::Ended(_) => *info = None,
        });
        // The receiver is watched in `follow`.
        let _ = self.updates.send(update);
    }

    fn is_kept(&self) -> bool {
        self.wanted.is_kept.load(Ordering::Acquire)
    }

    async fn join(&self, following: &Following) -> Result<(), SendError> {
        let state = *lock(&self.wanted.state);
        following.shard.send(state.into()).await
    }

    async fn leave(&self, following: &Following) -> Result<(), SendError> {
        following.shard.send(UpdateVoiceState::leave(self.guild).into()).await
    }

    /// Nobody has the connection. If it was dropped, the bot stays in the channel; if the caller never received it, the
    /// bot leaves.
    async fn give_up(&self, following: &Following) {
        if !self.is_kept() && self.leave(following).await.is_err() {
            tracing::debug!(guild = %self.guild, "the shard stopped before the bot left the voice channel");
        }
    }

    /// Returns the shard that has the guild after the one that ended.
    fn next_shard(&self, ended: &Following) -> Option<Following> {
        let next = Following::new(&self.fleets, self.guild, self.user).ok()?;
        (!Arc::ptr_eq(&next.shard, &ended.shard)).then_some(next)
    }
}
