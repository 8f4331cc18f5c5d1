//! What is caught up with, and its bounds.

use std::time::Duration;

/// Reads messages by REST that were missed with a lost session. Give it to
/// [`GatewayBuilder::catch_up`](crate::GatewayBuilder::catch_up).
///
/// If a shard has to begin a new session, Discord never sends what happened since the last one. With this, the gateway
/// knows which message of each channel came last. When the guilds come in again, it compares with the `last_message_id` of
/// their channels and active threads, and reads what is missing with
/// [Get Channel Messages](https://docs.discord.com/developers/resources/message#get-channel-messages), oldest first, under
/// the rate limits of the gateway's REST client. Each message comes as a MESSAGE_CREATE that
/// [`is_caught_up`](crate::ShardEvent::is_caught_up), once, before newer ones of its channel: newer events about messages of
/// that channel are held back until then. All other events go on at once.
///
/// Whatever is not read is told as [`NotCaughtUp`](crate::NotCaughtUp), with the channel, the span and the reason.
/// Edits, deletions and reactions of the time are not caught up with, nor are direct messages, of
/// which no event lists the channels.
///
/// ```no_run
/// use gateway_shard::model::gateway::Intents;
/// use gateway_shard::{CatchUp, Gateway, ShardEventKind};
///
/// # async fn run(token: String) -> Result<(), Box<dyn std::error::Error>> {
/// let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
/// let (_gateway, mut events) = Gateway::builder(token, intents)
///     .state_folder("state")
///     .catch_up(CatchUp::new().max_messages_per_channel(200))
///     .start()
///     .await?;
/// while let Some(event) = events.next().await {
///     match &event.kind {
///         ShardEventKind::Dispatch(dispatch) if event.is_caught_up() => println!("late: {dispatch:?}"),
///         ShardEventKind::NotCaughtUp(missed) => println!("lost: {missed:?}"),
///         _ => {}
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Handled or not
///
/// As any event, a caught-up message is handled when it is dropped or its [receipt](crate::Receipt) says so, and so is a
/// `NotCaughtUp`. What is stored of a channel is the message up to which all were handled. If the
/// process stops with [`KeepSession`](crate::Shutdown::KeepSession) before all was read, the next one goes on: messages that
/// were held back are caught up with, and other events that were, such as edits, come again by Resume;
/// [`ShutdownReport`](crate::ShutdownReport) counts those as unhandled. Where nothing is stored, or the session ends, what was
/// held back is handed on before the end, and what was missed is told.
///
/// # After a restart
///
/// With a [state folder](crate::GatewayBuilder::state_folder), what was handled of each channel is stored in
/// `last-seen.log` once a second, so a restart that finds its session gone catches up as well, and one in the middle of
/// catching up goes on with it. After a crash, what was handled in the last second may come again, with the same
/// message id. Without a state folder, a restart begins anew, and so does a process with leased
/// shards, which others ran meanwhile.
///
/// # Costs
///
/// Memory: 80 bytes for each channel in which a message was sent since the guild came in, at most
/// [`max_channels`](Self::max_channels) of them, and about 130 bytes for each guild; while messages are held back, they
/// themselves. Time: about a nanosecond for each byte of a MESSAGE_CREATE, to find its ids. Requests: none unless a session was lost or a
/// guild was unavailable; then one for each channel with missed messages, and one more for each further hundred.
///
/// # Bounds
///
/// The bounds of requests and messages count for one shard from one new session to the next.
#[derive(Clone, Debug)]
#[must_use = "it does nothing until it is given to a builder"]
pub struct CatchUp {
    pub(crate) max_requests: u32,
    pub(crate) max_messages: u32,
    pub(crate) max_messages_per_channel: u32,
    pub(crate) max_held: usize,
    pub(crate) max_hold: Duration,
    pub(crate) max_channels: usize,
    pub(crate) concurrency: usize,
}

impl Default for CatchUp {
    fn default() -> Self {
        Self::new()
    }
}

impl CatchUp {
    /// With the default of each bound.
    pub const fn new() -> Self {
        Self {
            max_requests: 1000,
            max_messages: 20_000,
            max_messages_per_channel: 1000,
            max_held: 10_000,
            max_hold: Duration::from_secs(60),
            max_channels: 100_000,
            concurrency: 8,
        }
    }

    /// Most requests, repetitions by the REST client not counted. Default 1000.
    pub const fn max_requests(mut self, requests: u32) -> Self {
        self.max_requests = requests;
        self
    }

    /// Most messages of all channels of a shard. Default 20,000.
    pub const fn max_messages(mut self, messages: u32) -> Self {
        self.max_messages = messages;
        self
    }

    /// Most messages of one channel. Default 1000.
    pub const fn max_messages_per_channel(mut self, messages: u32) -> Self {
        self.max_messages_per_channel = messages;
        self
    }

    /// Most newer events that are held back at a time. A channel with one more is given up: its missed messages are told
    /// as [`NotCaughtUp`](crate::NotCaughtUp), and its newer events go on. Default 10,000.
    pub const fn max_held(mut self, events: usize) -> Self {
        self.max_held = events;
        self
    }

    /// Longest time for which newer events of a channel are held back; then it is given up as above. Default 60 s.
    pub const fn max_hold(mut self, time: Duration) -> Self {
        self.max_hold = time;
        self
    }

    /// Most channels of the process whose last message is known one by one. What is known of those that were silent longest
    /// is merged into one number for each guild, which loses nothing, unless Discord sent events of two channels
    /// of a guild more than a minute apart from their order. Default 100,000.
    pub const fn max_channels(mut self, channels: usize) -> Self {
        self.max_channels = channels;
        self
    }

    /// Most requests under way at a time, of all shards of the process. Default 8, at least 1.
    pub const fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = if requests == 0 { 1 } else { requests };
        self
    }
}
