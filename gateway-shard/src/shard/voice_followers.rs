//! The followers of the bot's voice state, by guild.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use gateway_model::event::{VoiceServerUpdate, VoiceStateUpdate};
use gateway_model::guild::UnavailableGuild;
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind};
use tokio::sync::mpsc;

use crate::lock::lock;

/// What a follower receives.
#[derive(Debug)]
pub(crate) enum VoiceNews {
    /// The bot's voice state.
    State(VoiceStateUpdate),
    /// The guild's voice server.
    Server(VoiceServerUpdate),
    /// A new session has begun, in which the bot is in no voice channel.
    NewSession,
    /// The guild became available, in a new session or after an outage.
    GuildIsThere,
    /// The bot is no longer in the guild.
    GuildLeft,
}

/// The followers of one shard. A follower whose receiver is dropped is removed.
#[derive(Debug, Default)]
pub(crate) struct VoiceFollowers {
    all: Mutex<Vec<Follower>>,
    count: AtomicUsize,
    next_id: AtomicU64,
}

#[derive(Debug)]
struct Follower {
    id: u64,
    guild: Id<marker::Guild>,
    user: Id<marker::User>,
    news: mpsc::UnboundedSender<VoiceNews>,
}

impl VoiceFollowers {
    /// Follows the voice state of this user, the bot, in a guild, until its number is [forgotten](Self::forget).
    pub(crate) fn follow(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> (u64, mpsc::UnboundedReceiver<VoiceNews>) {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        // Bounded by what Discord sends about one user in one guild.
        let (news, heard) = mpsc::unbounded_channel();
        let mut all = lock(&self.all);
        all.push(Follower { id, guild, user, news });
        self.count.store(all.len(), Ordering::Release);
        (id, heard)
    }

    /// Removes a follower.
    pub(crate) fn forget(&self, id: u64) {
        let mut all = lock(&self.all);
        all.retain(|follower| follower.id != id);
        self.count.store(all.len(), Ordering::Release);
    }

    /// Ends all followers, because the shard has stopped.
    pub(crate) fn end(&self) {
        let mut all = lock(&self.all);
        all.clear();
        self.count.store(0, Ordering::Release);
    }

    /// Passes an event to the followers. It is cheap while there are none.
    pub(crate) fn observe(&self, dispatch: &Dispatch) {
        if self.count.load(Ordering::Acquire) == 0 {
            return;
        }
        match dispatch.kind() {
            EventKind::VoiceStateUpdate => self.state(dispatch),
            EventKind::VoiceServerUpdate => {
                let Ok(server) = dispatch.decode_event::<VoiceServerUpdate>() else { return };
                let server = server.value;
                self.tell(|one| one.guild == server.guild_id, || VoiceNews::Server(server.clone()));
            }
            EventKind::Ready => self.tell(|_| true, || VoiceNews::NewSession),
            EventKind::GuildCreate => {
                let Ok(guild) = dispatch.decode::<UnavailableGuild>() else { return };
                if guild.unavailable != Some(true) {
                    self.tell(|one| one.guild == guild.id, || VoiceNews::GuildIsThere);
                }
            }
            EventKind::GuildDelete => {
                let Ok(guild) = dispatch.decode::<UnavailableGuild>() else { return };
                if guild.unavailable != Some(true) {
                    self.tell(|one| one.guild == guild.id, || VoiceNews::GuildLeft);
                }
            }
            _ => {}
        }
    }

    fn state(&self, dispatch: &Dispatch) {
        // The user is found without decoding the event, because few voice states of a large bot are its own.
        let subject = dispatch.subject();
        let is_meant =
            |one: &Follower| subject.user == Some(one.user) && subject.guild == Some(one.guild);
        if !lock(&self.all).iter().any(is_meant) {
            return;
        }
        let Ok(state) = dispatch.decode_event::<VoiceStateUpdate>() else { return };
        self.tell(is_meant, || VoiceNews::State(state.value.clone()));
    }

    fn tell(&self, which: impl Fn(&Follower) -> bool, news: impl Fn() -> VoiceNews) {
        for follower in lock(&self.all).iter().filter(|follower| which(follower)) {
            // The follower may be gone; it removes its number itself.
            let _ = follower.news.send(news());
        }
    }
}
