//! The settings of a gateway.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use gateway_conn::{DriverThread, EventSet, IdentifyQueue, Proxy, Tls};
use gateway_model::gateway::Intents;
use gateway_model::gateway::command::UpdatePresence;
use gateway_proto::Compression;
use http_client::Client;

use super::handle::Gateway;
use super::network::Network;
use crate::catch_up::CatchUp;
use crate::clock::WallClock;
use crate::plan::ShardPlan;
use crate::store::{SessionStore, application_key};

/// Builds a [`Gateway`]. Every setting has a default.
#[must_use = "a builder does nothing until `start`"]
pub struct GatewayBuilder {
    pub(super) token: String,
    pub(crate) intents: Intents,
    pub(super) plan: ShardPlan,
    pub(super) compression: Compression,
    pub(super) presence: Option<UpdatePresence>,
    pub(super) large_threshold: Option<u8>,
    pub(super) network: Network,
    pub(super) queue: Option<Arc<dyn IdentifyQueue>>,
    pub(super) store: Option<Arc<dyn SessionStore>>,
    /// The wanted events.
    pub(crate) events: EventSet,
    pub(super) state_folder: Option<PathBuf>,
    pub(super) catch_up: Option<CatchUp>,
    pub(super) event_capacity: Option<usize>,
    pub(super) thread: Option<DriverThread>,
    pub(super) clock: WallClock,
    pub(super) reshard_when_required: bool,
    pub(super) watch_shard_count: Option<Duration>,
    pub(super) retry_start: bool,
}

impl std::fmt::Debug for GatewayBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GatewayBuilder")
            .field("intents", &self.intents)
            .field("plan", &self.plan)
            .field("compression", &self.compression)
            .field("network", &self.network)
            .field("state_folder", &self.state_folder)
            .finish_non_exhaustive()
    }
}

impl Gateway {
    /// Returns a builder of a gateway for this bot, with these intents.
    ///
    /// Docs: [Gateway, Intents](https://docs.discord.com/developers/events/gateway#gateway-intents).
    pub fn builder(token: impl Into<String>, intents: Intents) -> GatewayBuilder {
        GatewayBuilder::new(token.into(), intents)
    }
}

impl GatewayBuilder {
    fn new(token: String, intents: Intents) -> Self {
        Self {
            token,
            intents,
            plan: ShardPlan::Auto,
            compression: Compression::default(),
            presence: None,
            large_threshold: None,
            network: Network::default(),
            queue: None,
            store: None,
            events: EventSet::ALL,
            state_folder: None,
            catch_up: None,
            event_capacity: None,
            thread: None,
            clock: WallClock::default(),
            reshard_when_required: false,
            watch_shard_count: None,
            retry_start: true,
        }
    }

    /// The intents that the shards request.
    #[must_use]
    pub const fn intents(&self) -> Intents {
        self.intents
    }

    /// A name for the token's application that does not reveal the secret part of the token; see
    /// [`application_key`](crate::application_key).
    #[must_use]
    pub fn application_key(&self) -> String {
        application_key(&self.token)
    }

    /// Sets which shards to run. The default is [`ShardPlan::Auto`]: as many as Discord recommends.
    pub fn shards(mut self, plan: ShardPlan) -> Self {
        self.plan = plan;
        self
    }

    /// Sets how Discord compresses the data that it sends. The default is zlib-stream.
    pub fn compression(mut self, compression: Compression) -> Self {
        self.compression = compression;
        self
    }

    /// Sets the initial presence of every shard.
    pub fn presence(mut self, presence: UpdatePresence) -> Self {
        self.presence = Some(presence);
        self
    }

    /// Sets the number of members from which on Discord leaves offline members out of a guild: 50 to 250.
    pub fn large_threshold(mut self, members: u8) -> Self {
        self.large_threshold = Some(members);
        self
    }

    /// Sets the base URL of the REST API without its version, for example `http://127.0.0.1:8080/api`. The default is
    /// Discord's. A client given with [`rest`](Self::rest) uses its own.
    pub fn api_url(mut self, url: impl Into<String>) -> Self {
        self.network.api_url = Some(url.into());
        self
    }

    /// Sets the gateway's URL. The default is the URL from `GET /gateway/bot`.
    pub fn gateway_url(mut self, url: impl Into<String>) -> Self {
        self.network.gateway_url = Some(url.into());
        self
    }

    /// Connects REST and the gateway through this proxy, with HTTP CONNECT. The default is none. A client given with
    /// [`rest`](Self::rest) and a transport set with [`connection`](Self::connection) take precedence.
    pub fn proxy(mut self, proxy: impl Into<Option<Proxy>>) -> Self {
        self.network.proxy = proxy.into();
        self
    }

    /// Sets which certificates REST and the gateway trust. The default is the roots of the enabled feature, see
    /// [`Tls`]. A client given with [`rest`](Self::rest) and a transport set with [`connection`](Self::connection) take
    /// precedence.
    pub fn tls(mut self, tls: impl Into<Tls>) -> Self {
        self.network.tls = tls.into();
        self
    }

    /// Sets the REST client. The default is a client with this token.
    pub fn rest(mut self, client: Client) -> Self {
        self.network.client = Some(client);
        self
    }

    /// Sets an identify queue, for example one that several processes share. The default is a
    /// [`LocalQueue`](crate::identify::LocalQueue) that respects `max_concurrency` and the session start limit.
    pub fn identify_queue(mut self, queue: impl IdentifyQueue) -> Self {
        self.queue = Some(Arc::new(queue));
        self
    }

    /// Sets where sessions are stored. The default is a [`MemoryStore`](crate::MemoryStore).
    /// [`state_folder`](Self::state_folder) takes precedence.
    pub fn session_store(mut self, store: impl SessionStore) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Stores sessions and a ledger of Identifies in this folder. So a restarted process resumes its sessions, and a
    /// crash loop cannot use up the session starts of the day. Recommended for every bot.
    ///
    /// Processes that run different [ranges](ShardPlan::Range) of one bot's shards must use the same folder. Each has
    /// its own part of it. They share the ledger, which coordinates their Identifies. If the plan changes, a process
    /// takes over the sessions of its shards from unused parts.
    ///
    /// The folder is created if it is missing, with access for this user only. A folder that other users can write to
    /// is refused. If that is the root of a volume and cannot be changed, use a folder in it.
    pub fn state_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.state_folder = Some(folder.into());
        self
    }

    /// Reads messages by REST that were missed because a session was lost, and delivers them as events before newer
    /// ones; see [`CatchUp`]. By default this is off, and [`SessionGap`](crate::SessionGap) reports the affected
    /// guilds. It needs the intents `GUILDS` and `GUILD_MESSAGES`. Without `MESSAGE_CONTENT`, the messages have no
    /// content, like those of the gateway.
    pub fn catch_up(mut self, catch_up: impl Into<Option<CatchUp>>) -> Self {
        self.catch_up = catch_up.into();
        self
    }

    /// Sets how many events of a shard may wait to be read. The default is 1024, the minimum 1. Further events wait at
    /// Discord. [`connection`](Self::connection) can also change the number of bytes.
    pub fn event_capacity(mut self, events: usize) -> Self {
        self.event_capacity = Some(events.max(1));
        self
    }

    /// Changes the settings of every shard's connection: limits, timeouts, wanted events. The function gets settings
    /// that already have the transport of [`proxy`](Self::proxy) and [`tls`](Self::tls), see
    /// [`gateway_conn::Config::transport`].
    pub fn connection(
        mut self,
        change: impl Fn(gateway_conn::Config) -> gateway_conn::Config + Send + Sync + 'static,
    ) -> Self {
        self.network.connection = Some(Box::new(change));
        self
    }

    /// Runs the connections of all shards on a separate thread, so that heartbeats are sent even if a listener or
    /// another task blocks the program's runtime (`std::thread::sleep`, a long computation, a synchronous database
    /// call). Use it if the program may block, above all on a single-threaded runtime or a machine with one processor;
    /// see [`DriverThread`] for the cost. By default there is no such thread, and a task that blocks is reported, see
    /// [`ShardEventKind::RuntimeBlocked`](crate::ShardEventKind::RuntimeBlocked).
    pub fn driver_thread(mut self, thread: DriverThread) -> Self {
        self.thread = Some(thread);
        self
    }

    /// If Discord closes a shard with 4011, "you are required to shard your connection", [reshards](Gateway::reshard)
    /// to the number that Discord then recommends. By default this is off, and 4011 stops the bot.
    pub fn reshard_when_required(mut self, follow: bool) -> Self {
        self.reshard_when_required = follow;
        self
    }

    /// Requests `GET /gateway/bot` at this interval, and [reshards](Gateway::reshard) if Discord recommends more shards
    /// than there are. The minimum is a minute. By default this is off.
    pub fn watch_shard_count(mut self, every: Duration) -> Self {
        self.watch_shard_count = Some(every.max(Duration::from_secs(60)));
        self
    }

    /// Sets whether [`start`](Self::start) retries `GET /gateway/bot` after an error that may be temporary. The default
    /// is true. Set it to false if a supervisor restarts the program and should see each error immediately.
    pub fn retry_start(mut self, retry: bool) -> Self {
        self.retry_start = retry;
        self
    }

    /// Sets the wall clock, in Unix milliseconds, for a simulation with its own time. The default is the system's
    /// clock. It is read at the start and when a session is stored; all waits use tokio's clock.
    pub fn wall_clock(mut self, unix_ms: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.clock = WallClock::new(unix_ms);
        self
    }
}

#[cfg(test)]
#[path = "builder_tests.rs"]
mod tests;
