//! The settings and limits of the catch-up.

use std::time::Duration;

/// Reads messages by REST that were missed because a session was lost. Pass it to
/// [`GatewayBuilder::catch_up`](crate::GatewayBuilder::catch_up).
///
/// If a shard has to begin a new session, Discord never sends what happened since the last one. With this setting, the
/// gateway remembers the last message of each channel. When the guilds become available again, it compares them with
/// the `last_message_id` of their channels and active threads, and reads the missed messages with [Get Channel
/// Messages](https://docs.discord.com/developers/resources/message#get-channel-messages), oldest first, within the rate
/// limits of the gateway's REST client. Each message is delivered once, as a MESSAGE_CREATE for which
/// [`is_caught_up`](crate::ShardEvent::is_caught_up) returns true, before newer messages of its channel: newer events
/// about messages of that channel are held back until then. All other events are delivered immediately.
///
/// Messages that are not read are reported as [`NotCaughtUp`](crate::NotCaughtUp), with the channel, the range and the
/// reason. Missed edits, deletions and reactions are not recovered. Neither are direct messages, because no event lists
/// their channels.
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
/// # Handled messages
///
/// Like any event, a caught-up message or a `NotCaughtUp` is handled when it is dropped, or when its
/// [receipt](crate::Receipt) is marked. For each channel, the message up to which all were handled is stored. If the
/// process stops with [`KeepSession`](crate::Shutdown::KeepSession) before everything was read, the next process
/// continues: it reads the held-back messages by REST, and gets other held-back events, such as edits, again by Resume.
/// [`ShutdownReport`](crate::ShutdownReport) counts these events as unhandled. If nothing is stored, or the session
/// ends, held-back events are delivered before the end and missed messages are reported.
///
/// # After a restart
///
/// With a [state folder](crate::GatewayBuilder::state_folder), the last handled message of each channel is stored in
/// `last-seen.log` once a second. So the catch-up also works after a restart that cannot resume its session, and a
/// restart during a catch-up continues it. After a crash, messages handled in the last second may be delivered again,
/// with the same message id. Without a state folder, a restart has no record of earlier messages. Neither has a process
/// with leased shards, which other processes ran meanwhile.
///
/// # Costs
///
/// Memory: 80 bytes for each channel in which a message was sent since its guild became available, for at most
/// [`max_channels`](Self::max_channels) channels, and about 130 bytes for each guild, plus the held-back events. Time:
/// about a nanosecond for each byte of a MESSAGE_CREATE, to find its ids. Requests: none, unless a session was lost or
/// a guild was unavailable; then one for each channel with missed messages, and one more for each further hundred
/// messages.
///
/// # Limits
///
/// The limits of requests and messages apply to one shard, from one new session to the next.
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
    /// Returns the default settings.
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

    /// Sets the maximum number of requests, not counting retries of the REST client. The default is 1000.
    pub const fn max_requests(mut self, requests: u32) -> Self {
        self.max_requests = requests;
        self
    }

    /// Sets the maximum number of messages of all channels of a shard. The default is 20,000.
    pub const fn max_messages(mut self, messages: u32) -> Self {
        self.max_messages = messages;
        self
    }

    /// Sets the maximum number of messages of one channel. The default is 1000.
    pub const fn max_messages_per_channel(mut self, messages: u32) -> Self {
        self.max_messages_per_channel = messages;
        self
    }

    /// Sets how many newer events are held back at the same time. If another one arrives, its channel is given up: its
    /// missed messages are reported as [`NotCaughtUp`](crate::NotCaughtUp), and its newer events are delivered. The
    /// default is 10,000.
    pub const fn max_held(mut self, events: usize) -> Self {
        self.max_held = events;
        self
    }

    /// Sets how long newer events of a channel are held back. After that the channel is given up in the same way. The
    /// default is 60 s.
    pub const fn max_hold(mut self, time: Duration) -> Self {
        self.max_hold = time;
        self
    }

    /// Sets for how many channels of the process the last message is kept separately. Those without messages for the
    /// longest time are merged into one number for each guild. No message is lost by that, unless Discord sends events
    /// of two channels of a guild more than a minute out of order. The default is 100,000.
    pub const fn max_channels(mut self, channels: usize) -> Self {
        self.max_channels = channels;
        self
    }

    /// Sets how many requests of all shards of the process are in flight at the same time. The default is 8, the
    /// minimum 1.
    pub const fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = if requests == 0 { 1 } else { requests };
        self
    }
}
