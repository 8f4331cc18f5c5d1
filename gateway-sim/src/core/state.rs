//! The gateway's state: connections and sessions, and what all its rules share.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_model::Id;
use gateway_model::gateway::{GatewayBot, Intents, ShardId};
use gateway_model::id::marker;

use super::close::{Closed, KEPT, ends_session};
use super::config::CoreConfig;
use super::handshake_faults::HandshakeFaults;
use super::io::{ConnId, CoreOutput};
use super::link::{Link, Phase};
use super::live::Live;
use super::session::Session;
use super::starts::{SpentStart, StartLimits, TokenReset};
use super::stats::Stats;
use crate::rng::Rng;
use crate::world::World;

/// The gateway of a simulated Discord: all connections and sessions of one bot.
#[derive(Debug)]
pub struct Core {
    pub(super) config: CoreConfig,
    pub(super) token: String,
    pub(super) rng: Rng,
    pub(super) now: Instant,
    pub(super) started: Instant,
    pub(super) world: World,
    pub(super) links: BTreeMap<ConnId, Link>,
    pub(super) sessions: BTreeMap<Box<str>, Session>,
    /// Bytes that all sessions keep for replay.
    pub(super) replay_bytes: usize,
    /// Sessions that ended and whose counters are kept, oldest first.
    pub(super) ended: VecDeque<Box<str>>,
    pub(super) starts: StartLimits,
    pub(super) token_resets: Vec<TokenReset>,
    pub(super) handshake: HandshakeFaults,
    pub(super) stats: Stats,
    pub(super) muted_events: BTreeSet<String>,
    /// Events of a kind that are to be lost: how many are sent first, and how many are then lost.
    pub(super) losing: BTreeMap<String, (u32, u32)>,
    /// When all members of a guild were last requested.
    pub(super) member_lists: BTreeMap<Id<marker::Guild>, Instant>,
    /// Token of the voice server of each guild in whose voice channels the bot is.
    pub(super) voice_tokens: BTreeMap<Id<marker::Guild>, String>,
    /// Counts changes of voice states and voice servers.
    pub(super) voice_changes: u64,
    pub(super) unavailable_guilds: BTreeSet<Id<marker::Guild>>,
    /// Requests and messages that Discord accepts although its docs forbid them, with counts.
    pub(super) warnings: BTreeMap<String, u64>,
    /// The newest connections that were closed, oldest first.
    pub(super) closed: VecDeque<Closed>,
    /// The events for watchers.
    pub(super) live: Live,
    pub(super) out: VecDeque<CoreOutput>,
}

impl Core {
    /// Creates a gateway without connections.
    #[must_use]
    pub fn new(config: CoreConfig, seed: u64, now: Instant) -> Self {
        let world = World::new(config.guilds, config.members_per_guild, seed);
        Self {
            token: config.token.clone(),
            rng: Rng::new(seed),
            now,
            started: now,
            world,
            links: BTreeMap::new(),
            sessions: BTreeMap::new(),
            replay_bytes: 0,
            ended: VecDeque::new(),
            starts: StartLimits::new(&config, now),
            token_resets: Vec::new(),
            handshake: HandshakeFaults::default(),
            stats: Stats::default(),
            muted_events: BTreeSet::new(),
            losing: BTreeMap::new(),
            member_lists: BTreeMap::new(),
            voice_tokens: BTreeMap::new(),
            voice_changes: 0,
            unavailable_guilds: BTreeSet::new(),
            warnings: BTreeMap::new(),
            closed: VecDeque::new(),
            live: Live::default(),
            out: VecDeque::new(),
            config,
        }
    }

    pub(super) fn advance(&mut self, now: Instant) {
        self.now = self.now.max(now);
    }

    /// Returns the time since the start of the simulation, at the last input.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.now.duration_since(self.started)
    }

    /// Returns the Unix time of the simulation at the last input, in ms.
    #[must_use]
    pub fn unix_ms(&self) -> u64 {
        self.unix_ms_at(self.now)
    }

    /// Returns the time from the start of the simulation to `now`.
    #[must_use]
    pub fn elapsed_at(&self, now: Instant) -> Duration {
        now.max(self.now).duration_since(self.started)
    }

    /// Returns the Unix time of the simulation at `now`, in ms.
    #[must_use]
    pub fn unix_ms_at(&self, now: Instant) -> u64 {
        let elapsed = u64::try_from(self.elapsed_at(now).as_millis()).unwrap_or(u64::MAX);
        self.config.start_unix_ms.saturating_add(elapsed)
    }

    /// Returns the currently valid token; a punishment changes it.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns its settings.
    #[must_use]
    pub const fn config(&self) -> &CoreConfig {
        &self.config
    }

    /// Returns guilds, channels and members.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// Returns guilds, channels and members, for changes. This dispatches nothing; use [`Core::inject`].
    pub const fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }

    /// Returns the counters since the start of the simulation.
    #[must_use]
    pub const fn stats(&self) -> &Stats {
        &self.stats
    }

    /// Returns the messages and requests of clients that Discord accepts although its docs forbid them, with counts.
    #[must_use]
    pub const fn warnings(&self) -> &BTreeMap<String, u64> {
        &self.warnings
    }

    /// Returns the newest hundred connections that the simulator closed, oldest first.
    #[must_use]
    pub const fn closed(&self) -> &VecDeque<Closed> {
        &self.closed
    }

    /// Returns the flags of the application, which show the privileged intents that are switched on.
    ///
    /// Docs: [Application, Application Flags](https://docs.discord.com/developers/resources/application#application-object-application-flags):
    /// the limited ones are for bots in under 100 servers.
    #[must_use]
    pub fn application_flags(&self) -> u64 {
        let limited = u64::from(self.world.guild_count() < 100);
        let flags = [
            (Intents::GUILD_PRESENCES, 12),
            (Intents::GUILD_MEMBERS, 14),
            (Intents::MESSAGE_CONTENT, 18),
        ];
        let on = flags.into_iter().filter(|(one, _)| self.config.privileged_intents.contains(*one));
        on.map(|(_, bit)| 1 << (bit + limited)).sum()
    }

    /// Switches privileged intents on for the application; the others are off.
    pub(crate) const fn set_privileged_intents(&mut self, intents: Intents) {
        self.config.privileged_intents = intents;
    }

    /// Returns the newest two thousand Identifies of the current session start window, oldest first.
    #[must_use]
    pub fn spent_starts(&self) -> &[SpentStart] {
        &self.starts.spent
    }

    /// Returns the answer of `GET /gateway/bot`.
    ///
    /// Docs: [Gateway, Get Gateway Bot](https://docs.discord.com/developers/events/gateway#get-gateway-bot).
    pub fn gateway_bot(&mut self, now: Instant) -> GatewayBot {
        self.advance(now);
        let by_guilds = u32::try_from(self.world.guild_count().div_ceil(1000)).unwrap_or(u32::MAX);
        GatewayBot {
            url: self.config.gateway_url.clone(),
            shards: self.config.recommended_shards.unwrap_or(by_guilds).max(1),
            session_start_limit: self.starts.report(&self.config, self.now),
        }
    }

    /// Returns whether Identify on this connection asked for payload compression.
    #[must_use]
    pub fn wants_payload_compression(&self, conn: ConnId) -> bool {
        self.links.get(&conn).is_some_and(|link| link.compress)
    }

    /// Sets a description of the client of a connection, for the log of spent session starts.
    pub fn set_peer(&mut self, conn: ConnId, peer: impl Into<String>) {
        if let Some(link) = self.links.get_mut(&conn) {
            link.peer = peer.into();
        }
    }

    /// Returns the open connections, in the order of their numbers.
    #[must_use]
    pub fn connections(&self) -> Vec<ConnId> {
        self.links.keys().copied().collect()
    }

    /// Returns the connection with a session of this shard, if there is one. If there are several, the newest.
    #[must_use]
    pub fn connection_of(&self, shard: ShardId) -> Option<ConnId> {
        self.sessions.values().filter(|s| s.shard == shard).filter_map(|s| s.conn).max()
    }

    /// Returns the session of a connection: its id and the last sequence sent.
    #[must_use]
    pub fn session_of(&self, conn: ConnId) -> Option<(&str, u64)> {
        let Phase::Live(id) = &self.links.get(&conn)?.phase else { return None };
        Some((id, self.sessions.get(id)?.seq))
    }

    /// Returns the shard of a connection's session.
    #[must_use]
    pub fn shard_of(&self, conn: ConnId) -> Option<ShardId> {
        let Phase::Live(id) = &self.links.get(&conn)?.phase else { return None };
        Some(self.sessions.get(id)?.shard)
    }

    /// Returns the presence that a session set for the bot, by Identify or Update Presence: `since`, `activities`,
    /// `status`, `afk`; null if it set none.
    #[must_use]
    pub fn presence_of(&self, conn: ConnId) -> Option<&serde_json::Value> {
        let Phase::Live(id) = &self.links.get(&conn)?.phase else { return None };
        Some(&self.sessions.get(id)?.presence)
    }

    /// Returns the description of a connection's client, as set by [`Core::set_peer`].
    #[must_use]
    pub fn peer_of(&self, conn: ConnId) -> Option<&str> {
        Some(&self.links.get(&conn)?.peer)
    }

    pub(super) fn send(&mut self, conn: ConnId, payload: impl Into<Bytes>) {
        self.out.push_back(CoreOutput::Send { conn, payload: payload.into() });
    }

    /// Closes a connection; its session survives if the docs say that the code leaves it resumable.
    pub(super) fn close_link(&mut self, conn: ConnId, code: u16, reason: &str) {
        let Some(link) = self.links.remove(&conn) else { return };
        // RFC 6455, 5.5: a control frame holds at most 125 bytes, two of them the code.
        let mut end = reason.len().min(123);
        while !reason.is_char_boundary(end) {
            end -= 1;
        }
        let reason = reason[..end].to_owned();
        if self.closed.len() == KEPT {
            self.closed.pop_front();
        }
        self.closed.push_back(Closed {
            at_ms: u64::try_from(self.elapsed().as_millis()).unwrap_or(u64::MAX),
            connection: conn.0,
            peer: link.peer.clone(),
            code,
            reason: reason.clone(),
        });
        self.out.push_back(CoreOutput::Close { conn, code, reason });
        *self.stats.closes.entry(code).or_default() += 1;
        self.leave(link, !ends_session(code));
    }

    /// Updates the session of a closed connection: it is detached, or ends.
    pub(super) fn leave(&mut self, link: Link, survives: bool) {
        self.stats.open_connections = self.links.len() as u64;
        let Phase::Live(id) = link.phase else { return };
        if survives {
            if let Some(session) = self.sessions.get_mut(&id) {
                session.conn = None;
                session.detached_at = Some(self.now);
            }
        } else {
            self.end_session(&id);
        }
    }
}
