//! Who follows the bot's own place in voice, guild by guild.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use gateway_model::event::{VoiceServerUpdate, VoiceStateUpdate};
use gateway_model::guild::UnavailableGuild;
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind};
use tokio::sync::mpsc;

use crate::lock::lock;

/// What a follower hears of.
#[derive(Debug)]
pub(crate) enum VoiceNews {
    /// Where the bot is in voice.
    State(VoiceStateUpdate),
    /// The guild's voice server.
    Server(VoiceServerUpdate),
    /// A new session has begun, and with it no place in voice.
    NewSession,
    /// The guild is there, in a new session or after an outage.
    GuildIsThere,
    /// The bot is no longer in the guild.
    GuildLeft,
}

/// The followers of one shard. Dropped by their receiver's end.
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
    /// Follows the place of the bot, which is this user, in a guild, until it is [forgotten](Self::forget) by its number.
    pub(crate) fn follow(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> (u64, mpsc::UnboundedReceiver<VoiceNews>) {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        // Bounded by what Discord says of one user in one guild.
        let (news, heard) = mpsc::unbounded_channel();
        let mut all = lock(&self.all);
        all.push(Follower { id, guild, user, news });
        self.count.store(all.len(), Ordering::Release);
        (id, heard)
    }

    /// Follows no longer.
    pub(crate) fn forget(&self, id: u64) {
        let mut all = lock(&self.all);
        all.retain(|follower| follower.id != id);
        self.count.store(all.len(), Ordering::Release);
    }

    /// The shard is at its end.
    pub(crate) fn end(&self) {
        let mut all = lock(&self.all);
        all.clear();
        self.count.store(0, Ordering::Release);
    }

    /// Takes an event in. Cheap where nobody follows.
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
        // Whose it is, is found without reading it: of a large bot's voice states few are its own.
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
            // Whoever followed may have gone; it forgets its number itself.
            let _ = follower.news.send(news());
        }
    }
}
