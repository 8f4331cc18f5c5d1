//! Settings of a simulated Discord.

use std::time::Duration;

use gateway_model::gateway::Intents;

/// Settings of the protocol core. All fields have documented defaults; change those that a test needs.
#[derive(Clone, Debug)]
pub struct CoreConfig {
    /// The bot's token, without a `Bot ` prefix. Default: [`DEFAULT_TOKEN`].
    pub token: String,
    /// `heartbeat_interval` of Hello. Default: 41.25 s.
    pub heartbeat_interval: Duration,
    /// How late a heartbeat may be after its interval. Default: 10 s.
    ///
    /// The docs mention a tolerance for latency without a number.
    pub heartbeat_tolerance: Duration,
    /// How long a session without a connection can be resumed. Default: 3 minutes.
    ///
    /// The docs say "after a few minutes" ([Gateway, Initiating a Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect)).
    pub session_lifetime: Duration,
    /// Events kept for replay in one session; a Resume from before them is Invalid Session. Default: 20,000.
    pub replay_events: usize,
    /// Bytes kept for replay in one session. Default: 32 MiB.
    pub replay_bytes: usize,
    /// Bytes kept for replay in all sessions together; when it is exceeded, the largest buffers lose their oldest
    /// events first. Default: 256 MiB.
    pub replay_total_bytes: usize,
    /// `resume_gateway_url` of Ready. Default: `ws://resume.sim.invalid/`.
    pub resume_url: String,
    /// URL of `GET /gateway`. Default: `ws://gateway.sim.invalid/`.
    pub gateway_url: String,
    /// `endpoint` of Voice Server Update. Default: `voice.sim.invalid:443`.
    pub voice_endpoint: String,
    /// Payloads a connection may send in any 60 s. Default: 120.
    pub send_limit: usize,
    /// The least time between two requests for all members of one guild. Default: 30 s.
    pub member_list_gap: Duration,
    /// Identifies that may be sent concurrently, one for each rate limit key per 5 s. Default: 1.
    pub max_concurrency: u32,
    /// How much less than 5 s apart two Identifies of one key may arrive, because of network delays. Default: 100 ms.
    pub identify_tolerance: Duration,
    /// The delay before an Identify that arrives too early is answered with Invalid Session (op 9). Default: zero.
    pub early_identify_delay: Duration,
    /// Session starts allowed in [`Self::session_start_window`]. Default: 1000.
    pub session_starts: u32,
    /// Session starts used up before the simulation starts. Default: 0.
    pub session_starts_used: u32,
    /// How long session starts are counted. Default: 24 h.
    pub session_start_window: Duration,
    /// Recommended shard count of `GET /gateway/bot`; `None` is one for each 1000 guilds. Default: `None`.
    pub recommended_shards: Option<u32>,
    /// Most guilds a session may have; more are close code 4011. Default: 2500.
    pub max_guilds_per_shard: usize,
    /// For a large bot: its shard count must be a multiple of this number. Default: `None`.
    ///
    /// Docs: [Gateway, Sharding for Large Bots](https://docs.discord.com/developers/events/gateway#sharding-for-large-bots).
    pub shard_multiple: Option<u32>,
    /// Privileged intents switched on for the app; others are close code 4014. Default: all three.
    pub privileged_intents: Intents,
    /// Whether requests that Discord accepts although its docs forbid them are refused. Default: no; they are counted
    /// in [`Core::warnings`](super::Core::warnings).
    pub strict: bool,
    /// Guilds the bot is in. Default: 3.
    pub guilds: usize,
    /// Members of each guild, including the bot. Default: 10.
    pub members_per_guild: usize,
    /// How long after the socket opened Hello is sent. Default: zero.
    pub hello_delay: Duration,
    /// How long after Reconnect (op 7) the server closes the connection itself. Default: 5 s.
    pub reconnect_grace: Duration,
    /// Unix time at which the simulation starts, in ms: what snowflakes and timestamps show.
    /// Default: 2026-01-01T00:00:00Z.
    pub start_unix_ms: u64,
}

/// The token that a simulator accepts by default. It has the format of Discord's, but belongs to nobody.
pub const DEFAULT_TOKEN: &str = "OTAwMDAwMDAwMDAwMDAwMDAx.simula.ted_token_of_nobody_at_all";

impl Default for CoreConfig {
    fn default() -> Self {
        Self {
            token: DEFAULT_TOKEN.to_owned(),
            heartbeat_interval: Duration::from_millis(41_250),
            heartbeat_tolerance: Duration::from_secs(10),
            session_lifetime: Duration::from_secs(180),
            replay_events: 20_000,
            replay_bytes: 32 << 20,
            replay_total_bytes: 256 << 20,
            resume_url: "ws://resume.sim.invalid/".to_owned(),
            gateway_url: "ws://gateway.sim.invalid/".to_owned(),
            voice_endpoint: "voice.sim.invalid:443".to_owned(),
            send_limit: 120,
            member_list_gap: Duration::from_secs(30),
            max_concurrency: 1,
            identify_tolerance: Duration::from_millis(100),
            early_identify_delay: Duration::ZERO,
            session_starts: 1000,
            session_starts_used: 0,
            session_start_window: Duration::from_secs(24 * 60 * 60),
            recommended_shards: None,
            max_guilds_per_shard: 2500,
            shard_multiple: None,
            privileged_intents: Intents::PRIVILEGED,
            strict: false,
            guilds: 3,
            members_per_guild: 10,
            hello_delay: Duration::ZERO,
            reconnect_grace: Duration::from_secs(5),
            start_unix_ms: 1_767_225_600_000,
        }
    }
}
