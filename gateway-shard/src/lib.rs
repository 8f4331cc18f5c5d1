//! Discord Gateway shards run together: identify queue, sessions, routing, listeners.
//!
//! This is the crate a bot imports. A [`Gateway`] runs all shards of a bot, or a range of them, over
//! [`gateway_conn`], and hands on their events as one stream.
//!
//! ```no_run
//! use gateway_model::gateway::Intents;
//! use gateway_shard::{Gateway, ShardEventKind};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let (gateway, mut events) =
//!     Gateway::builder(std::env::var("DISCORD_TOKEN")?, Intents::GUILDS | Intents::GUILD_MESSAGES)
//!         .state_folder("state") // restarts resume; a crash loop cannot spend the day's Identifies
//!         .start()
//!         .await?;
//! while let Some(event) = events.next().await {
//!     match &event.kind {
//!         ShardEventKind::Dispatch(dispatch) => println!("{} {}", event.shard, dispatch.name()),
//!         ShardEventKind::Guild { guild, change } => println!("{guild}: {change:?}"),
//!         other => println!("{} {other}", event.shard),
//!     }
//! }
//! gateway.ended().await?; // says why, and what to do, where Discord refused the bot
//! # Ok(())
//! # }
//! ```
//!
//! # What holds
//!
//! - Shards identify in the order and at the rate Discord asks for, and never spend the last session starts
//!   of a day ([`LocalQueue`]). With a [state folder](GatewayBuilder::state_folder) that holds across
//!   restarts.
//! - An event counts as handled when its [`ShardEvent`] is dropped, or, where its [`Receipt`] was taken, when
//!   that says so. What is stored for the next process is the sequence below which all were handled: after a
//!   crash nothing is skipped.
//! - A [`Bot`] runs typed listeners; an error or panic of one touches nothing else.
//! - [`Gateway::request_members`] and its kin are one awaited answer each, with a typed error for each way
//!   to fail. [`Gateway::reshard`] changes the number of shards with no event lost, doubled or out of order.
//! - What a status says is true now: a shard that Discord no longer answers is not
//!   [`ready`](ShardStatus::ready), though its connection has not failed yet. The metrics are named in [`metric`].
//! - Logs go through `tracing`, in a span a shard with its id, and never hold the token.
//! - [`Gateway::shutdown`] ends by its deadline, in both kinds, whatever is stuck;
//!   [`Gateway::shutdown_on_signal`] waits for the signal first.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod acknowledge;
mod blocking;
mod builder;
mod clock;
mod crossing;
mod dedupe;
mod error;
mod event;
mod events;
mod fleet;
mod gateway;
mod gateway_bot;
mod guilds;
mod handover;
mod identify;
mod intervals;
mod listener;
pub mod metric;
mod plan;
mod requests;
mod reshard;
mod settings;
mod shard;
mod shard_task;
mod shutdown;
mod signal;
mod status;
mod store;
#[cfg(test)]
mod test_folder;
mod upkeep;

pub use acknowledge::Receipt;
pub use builder::GatewayBuilder;
pub use dedupe::{Dedupe, EventKey};
pub use error::{Refused, SendError, StartError};
pub use event::{ShardEvent, ShardEventKind};
pub use events::{Events, ShardEvents, StreamPart};
pub use gateway::Gateway;
pub use guilds::GuildChange;
pub use identify::{
    Budget, DAY_MS, Delay, DelayCause, Entry, Ledger, LocalQueue, Scheduler, Step, Ticket, WINDOW,
};
pub use listener::{
    AfterHook, Before, BeforeHook, Bot, Context, EventReport, FailureCause, GuildAvailable,
    GuildJoined, GuildLeft, GuildUnavailable, IdentifyDelayed, IntoOutcome, Listen, Listener,
    ListenerFailure, Occurrence, RuntimeBlocked, ShardDisconnected, ShardInvalidSession,
    ShardReady, ShardResumed, ShardStopped, Source,
};
pub use plan::{PlanError, ShardPlan};
pub use requests::{MemberChunks, MemberRequest, Members, RequestError};
pub use reshard::{ReshardError, ReshardReport};
pub use settings::SettingError;
pub use shutdown::ShutdownReport;
pub use signal::{StopSignals, asked_to_stop};
pub use status::{GatewayStatus, ShardStatus, cause_name};
pub use store::{
    FileStore, LedgerFile, MemoryStore, SessionStore, ShardRecord, StateFolder, StoreError,
    application_key,
};

pub use gateway_conn::DriverThread;
pub use gateway_proto::{Command, Compression, NextStep, Shutdown, StateChange, StopReason};
