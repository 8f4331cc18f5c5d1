//! The cache: its content and its creation.

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

/// The state of a bot. Cheap to clone; clones share one cache.
///
/// Pass each event to [`update`](Self::update), in the order of its shard; see
#[cfg_attr(feature = "gateway", doc = "[`attach`](Self::attach).")]
#[cfg_attr(not(feature = "gateway"), doc = "`attach`, of the feature `gateway`.")]
/// Every value that is read is a copy: no lock is held after a call returns.
#[derive(Clone, Debug)]
pub struct Cache {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) settings: Settings,
    pub(crate) guilds: Sharded<Arc<GuildCell>>,
    /// The guild of each cached channel and thread.
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

/// The counters.
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
    /// Returns a builder of a cache that keeps nothing yet. `intents` are those of the gateway: they decide which
    /// members are kept up to date.
    pub fn builder(intents: Intents) -> CacheBuilder {
        CacheBuilder::new(intents)
    }

    /// Returns a builder with all kinds and all their fields, and a hundred messages of each channel.
    pub fn everything(intents: Intents) -> CacheBuilder {
        CacheBuilder::everything(intents)
    }

    /// Returns a builder with only what permissions need: positions and permissions of roles, overwrites of channels,
    /// threads, and roles and timeouts of members.
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

    /// Returns whether a member is kept, if members are kept.
    pub(crate) fn keeps_member(&self, user: u64) -> bool {
        self.settings.keeps_other_members() || user == self.own_id()
    }

    /// Returns whether events update a member.
    pub(crate) fn follows_member(&self, user: u64) -> bool {
        self.settings.follows_other_members() || user == self.own_id()
    }
}
