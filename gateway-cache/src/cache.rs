//! The cache: what it holds, and how it is made.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};

use gateway_model::Id;
use gateway_model::gateway::Intents;
use gateway_model::id::marker;
use gateway_model::user::User;

#[cfg(feature = "rest")]
use crate::demand::Fetches;
#[cfg(feature = "gateway")]
use crate::recent::RecentChanges;
use crate::settings::{CacheBuilder, Settings};
use crate::store::{GuildCell, Keeps, Sharded, Users};

/// The state of a bot. Cheap to clone: all clones are one cache.
///
/// Events go in by [`update`](Self::update), in the order of their shard; see
#[cfg_attr(feature = "gateway", doc = "[`attach`](Self::attach).")]
#[cfg_attr(not(feature = "gateway"), doc = "`attach`, of the feature `gateway`.")]
/// Everything that is read is the caller's own: no lock is held after a call returns.
#[derive(Clone, Debug)]
pub struct Cache {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) settings: Settings,
    pub(crate) guilds: Sharded<Arc<GuildCell>>,
    /// The guild of each channel and thread that is kept.
    pub(crate) channels: Sharded<u64>,
    pub(crate) users: Users,
    pub(crate) own: RwLock<Option<Box<User>>>,
    /// The bot's user id; zero before the first Ready.
    pub(crate) own_id: AtomicU64,
    pub(crate) counters: Counters,
    #[cfg(feature = "gateway")]
    pub(crate) recent: RecentChanges,
    #[cfg(feature = "rest")]
    pub(crate) fetches: Fetches,
}

/// What happened so far.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) updates: AtomicU64,
    pub(crate) undecoded: AtomicU64,
    pub(crate) dropped: AtomicU64,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64, number: usize) {
        counter.fetch_add(number as u64, Ordering::Relaxed);
    }
}

impl Cache {
    /// Chooses what is kept, beginning with nothing. `intents` are those of the gateway: they decide which members stay true.
    pub fn builder(intents: Intents) -> CacheBuilder {
        CacheBuilder::new(intents)
    }

    /// Begins with all kinds, all their fields, and a hundred messages of each channel.
    pub fn everything(intents: Intents) -> CacheBuilder {
        CacheBuilder::everything(intents)
    }

    /// Begins with what permissions need and no more: positions and permissions of roles, overwrites of channels, threads,
    /// roles and timeouts of members.
    pub fn for_permissions(intents: Intents) -> CacheBuilder {
        CacheBuilder::for_permissions(intents)
    }

    pub(crate) fn new(settings: Settings) -> Self {
        let inner = Inner {
            users: Users::new(settings.users),
            settings,
            guilds: Sharded::default(),
            channels: Sharded::default(),
            own: RwLock::default(),
            own_id: AtomicU64::new(0),
            counters: Counters::default(),
            #[cfg(feature = "gateway")]
            recent: RecentChanges::default(),
            #[cfg(feature = "rest")]
            fetches: Fetches::default(),
        };
        Self { inner: Arc::new(inner) }
    }
}

impl Inner {
    pub(crate) fn keeps(&self) -> Keeps {
        Keeps::of(&self.settings)
    }

    pub(crate) fn guild(&self, id: Id<marker::Guild>) -> Option<Arc<GuildCell>> {
        self.guilds.get(id.get())
    }

    /// The bot's user id; zero before the first Ready.
    pub(crate) fn own_id(&self) -> u64 {
        self.own_id.load(Ordering::Relaxed)
    }

    /// Whether a member is one that is kept, if members are.
    pub(crate) fn keeps_member(&self, user: u64) -> bool {
        self.settings.keeps_other_members() || user == self.own_id()
    }

    /// Whether events follow a member.
    pub(crate) fn follows_member(&self, user: u64) -> bool {
        self.settings.follows_other_members() || user == self.own_id()
    }
}
