//! The open requests of a shard, and the events for which they wait.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use gateway_model::gateway::Opcode;
use gateway_model::guild::UnavailableGuild;
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind};
use serde::Deserialize;
use tokio::sync::{Notify, mpsc};

use crate::lock::lock;

/// What identifies an event as the answer to a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum AnswerKey {
    /// Guild Members Chunk with this nonce.
    Members { guild: Id<marker::Guild>, nonce: String },
    /// Soundboard Sounds of this guild.
    Sounds(Id<marker::Guild>),
    /// Channel Info of this guild.
    ChannelInfo(Id<marker::Guild>),
    /// The bot's voice state in this guild, which its followers receive.
    Voice(Id<marker::Guild>),
}

impl AnswerKey {
    const fn guild(&self) -> Id<marker::Guild> {
        match self {
            Self::Members { guild, .. }
            | Self::Sounds(guild)
            | Self::ChannelInfo(guild)
            | Self::Voice(guild) => *guild,
        }
    }
}

/// What a request receives.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// An event that answers it.
    Event(Dispatch),
    /// Discord refused it and says when to send it again.
    RateLimited(Duration),
    /// The bot is no longer in the guild.
    GuildLeft,
    /// A new session has begun, so a request of the previous one will not be answered.
    NewSession,
}

type Open = HashMap<AnswerKey, Vec<Waiting>>;

/// The requests of one shard that wait for an answer.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    open: Mutex<Open>,
    count: AtomicUsize,
    next_id: AtomicU64,
    /// Notified when a request is registered.
    asked: Notify,
    /// Notified when no request waits any more.
    idle: Notify,
}

/// A request that waits for the events with a key. A key may have several.
#[derive(Debug)]
struct Waiting {
    id: u64,
    sender: mpsc::UnboundedSender<Answer>,
}

#[derive(Deserialize)]
struct ChunkPart<'a> {
    guild_id: Id<marker::Guild>,
    #[serde(default, borrow)]
    nonce: Option<std::borrow::Cow<'a, str>>,
}

#[derive(Deserialize)]
struct GuildPart {
    guild_id: Id<marker::Guild>,
}

/// Docs: Gateway Events, [Rate Limited](https://docs.discord.com/developers/events/gateway-events#rate-limited).
#[derive(Deserialize)]
struct RateLimitedPart {
    opcode: Opcode,
    retry_after: f64,
    meta: RateLimitedMeta,
}

#[derive(Deserialize)]
struct RateLimitedMeta {
    guild_id: Id<marker::Guild>,
    #[serde(default)]
    nonce: Option<String>,
}

impl Requests {
    /// Registers a request, until its number is [forgotten](Self::forget).
    pub(crate) fn register(&self, key: AnswerKey) -> (u64, mpsc::UnboundedReceiver<Answer>) {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        // Bounded by what Discord sends for one request.
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut open = lock(&self.open);
        open.entry(key).or_default().push(Waiting { id, sender });
        self.count.store(open.len(), Ordering::Release);
        drop(open);
        self.asked.notify_one();
        (id, receiver)
    }

    /// Waits until a request is registered, unless one was since the last call. Only for the shard's task.
    pub(crate) async fn asked(&self) {
        self.asked.notified().await;
    }

    /// Waits until no request is open.
    pub(crate) async fn idle(&self) {
        loop {
            let mut idle = std::pin::pin!(self.idle.notified());
            idle.as_mut().enable();
            if !self.any() {
                return;
            }
            idle.await;
        }
    }

    /// Removes a request.
    pub(crate) fn forget(&self, key: &AnswerKey, id: u64) {
        let mut open = lock(&self.open);
        if let Some(waiting) = open.get_mut(key) {
            waiting.retain(|other| other.id != id);
            if waiting.is_empty() {
                open.remove(key);
            }
        }
        self.counted(open);
    }

    fn counted(&self, open: MutexGuard<'_, Open>) {
        let count = open.len();
        self.count.store(count, Ordering::Release);
        drop(open);
        if count == 0 {
            self.idle.notify_waiters();
        }
    }

    /// Returns whether any request is open.
    pub(crate) fn any(&self) -> bool {
        self.count.load(Ordering::Acquire) > 0
    }

    /// Ends all requests, because the shard has stopped and no answer will arrive.
    pub(crate) fn end(&self) {
        let mut open = lock(&self.open);
        open.clear();
        self.counted(open);
    }

    /// Passes an event to the requests. It is cheap while there are none.
    pub(crate) fn observe(&self, dispatch: &Dispatch) {
        if !self.any() {
            return;
        }
        match dispatch.kind() {
            EventKind::GuildMembersChunk => {
                let Ok(chunk) = dispatch.decode::<ChunkPart<'_>>() else { return };
                let Some(nonce) = chunk.nonce else { return };
                let key = AnswerKey::Members { guild: chunk.guild_id, nonce: nonce.into_owned() };
                self.tell(&key, &Answer::Event(dispatch.clone()));
            }
            EventKind::SoundboardSounds => self.tell_guild(dispatch, AnswerKey::Sounds),
            EventKind::ChannelInfo => self.tell_guild(dispatch, AnswerKey::ChannelInfo),
            EventKind::RateLimited => self.rate_limited(dispatch),
            EventKind::GuildDelete => {
                let Ok(guild) = dispatch.decode::<UnavailableGuild>() else { return };
                if guild.unavailable != Some(true) {
                    self.tell_where(|key| key.guild() == guild.id, &Answer::GuildLeft);
                }
            }
            EventKind::Ready => self.tell_where(|_| true, &Answer::NewSession),
            _ => {}
        }
    }

    fn tell_guild(&self, dispatch: &Dispatch, key: fn(Id<marker::Guild>) -> AnswerKey) {
        if let Ok(part) = dispatch.decode::<GuildPart>() {
            self.tell(&key(part.guild_id), &Answer::Event(dispatch.clone()));
        }
    }

    fn rate_limited(&self, dispatch: &Dispatch) {
        let Ok(limited) = dispatch.decode::<RateLimitedPart>() else { return };
        let wait = Duration::try_from_secs_f64(limited.retry_after).unwrap_or(Duration::ZERO);
        let answer = Answer::RateLimited(wait);
        if limited.opcode != Opcode::RequestGuildMembers {
            return;
        }
        match limited.meta.nonce {
            Some(nonce) => {
                let key = AnswerKey::Members { guild: limited.meta.guild_id, nonce };
                self.tell(&key, &answer);
            }
            // Without a nonce, the limit applies to all requests of the guild.
            None => self.tell_where(
                |key| {
                    matches!(key, AnswerKey::Members { .. }) && key.guild() == limited.meta.guild_id
                },
                &answer,
            ),
        }
    }

    fn tell(&self, key: &AnswerKey, answer: &Answer) {
        for waiting in lock(&self.open).get(key).into_iter().flatten() {
            // The caller may be gone; it removes its key itself.
            let _ = waiting.sender.send(answer.clone());
        }
    }

    fn tell_where(&self, which: impl Fn(&AnswerKey) -> bool, answer: &Answer) {
        let open = lock(&self.open);
        let those = open.iter().filter(|(key, _)| which(key));
        for waiting in those.flat_map(|(_, waiting)| waiting) {
            let _ = waiting.sender.send(answer.clone());
        }
    }
}
