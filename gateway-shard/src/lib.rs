//! Discord Gateway shards run together: identify queue, sessions, routing, listeners.
//!
//! This is the crate a bot imports: the types of events and REST are in [`model`], the REST client is [`http`].
//! A [`Gateway`] runs all shards of a bot, or a range of them, over
//! [`gateway_conn`], and hands on their events as one stream.
//!
//! ```no_run
//! use gateway_shard::model::gateway::Intents;
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
//! gateway.ended().await?; // says why, and what to do, if Discord refused the bot
//! # Ok(())
//! # }
//! ```
//!
//! # Guarantees
//!
//! - Shards identify in the order and at the rate Discord asks for, and never spend the last session starts
//!   of a day ([`identify`]). With a [state folder](GatewayBuilder::state_folder) that holds across
//!   restarts.
//! - An event counts as handled when its [`ShardEvent`] is dropped or, if its [`Receipt`] was taken, when
//!   [`Receipt::mark_handled`] is called. What is stored for the next process is the sequence up to which every event was
//!   handled: after a crash nothing is skipped.
//! - What Discord does not send after a lost session is never lost in silence: [`SessionGap`] tells which guilds and which
//!   time are concerned, and with [`GatewayBuilder::catch_up`] the messages are read by REST, each once and in the order of
//!   its channel ([`CatchUp`]).
//! - A [`Bot`] runs typed listeners; an error or panic of one touches nothing else. [`Bot::start`] asks for no event that
//!   nobody listens to, and says which listener no intent reaches, and which takes a [`State`] that the bot does not have.
//! - [`Gateway::request_members`], [`Gateway::request_soundboard_sounds`] and [`Gateway::request_channel_info`] return
//!   one awaited answer each, with a typed error for each way to fail. [`Gateway::reshard`] changes the number of shards with no event lost, doubled or out of order.
//! - What a status says is true now: a shard that Discord no longer answers is not
//!   [`ready`](ShardStatus::ready), though its connection has not failed yet. The metrics are named in [`metric`].
//! - Logs go through `tracing`, in one span per shard with its id, and never hold the token.
//! - [`Gateway::shutdown`] ends by its deadline, for both kinds of [`Shutdown`], whatever is stuck;
//!   [`Gateway::shutdown_on_signal`] waits for the signal first.
//!
//! # Features
//!
//! - Which certificates are trusted, by REST and the gateway: `webpki-roots` (default, Mozilla's), `native-roots` (those of
//!   the system) or `platform-verifier` (the operating system checks). [`GatewayBuilder::tls`] takes others.
//! - `zstd`: zstd-stream compression, see [`GatewayBuilder::compression`].
//! - `metrics`: the counters of [`gateway_conn`] and [`http`] too; those of the shards ([`metric`]) need no feature.
//!
//! # Layers
//!
//! A file of the source imports only those below it; `xtask/tests/workspace/layers.rs` holds the order and checks it.
//! From the top: `listener`, `gateway` (builder, handle, lifecycle), `reshard`, `voice` and `requests`, `shard` (one shard, and a
//! fleet: all shards of one shard count), `catch_up`, `events`, `store`, `identify`, `disk`.
//! The stream of a shard's events does not know of resharding, which starts shards: it asks a `Gate`, a trait that `reshard`
//! implements.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod catch_up;
mod clock;
#[cfg(test)]
mod diagram;
mod disk;
mod error;
mod events;
mod gateway;
pub mod identify;
mod listener;
mod lock;
pub mod metric;
mod missing_intents;
mod missing_states;
mod plan;
mod requests;
mod reshard;
mod settings;
mod shard;
mod store;
mod voice;

pub use catch_up::CatchUp;
pub use disk::StoreError;
pub use error::{Refused, RemoteError, SendError, StartError};
pub use events::{
    Acknowledge, CaughtUp, Dedupe, EventKey, Events, GuildChange, MissedMessages, NotCaughtUp,
    NotCaughtUpReason, Receipt, SessionGap, ShardEvent, ShardEventKind, ShardEvents, StreamPart,
};
pub use gateway::{
    Gateway, GatewayBuilder, GatewayStatus, LeaseError, LeasedTotals, ShutdownReport,
    ShutdownSignals, shutdown_signal,
};
pub use listener::{
    AfterHook, Before, BeforeHook, Bot, BotGateway, BotHost, BotRun, Context, EventListener,
    EventReport, FailureCause, FromContext, GuildAvailable, GuildJoined, GuildLeft,
    GuildUnavailable, IdentifyDelayed, Lane, Listen, Listener, ListenerFailure, NeverCalled,
    NotLocal, Occurrence, RunOnError, RuntimeBlocked, ShardDisconnected, ShardInvalidSession,
    ShardReady, ShardResumed, ShardStopped, Source,
};
pub use missing_intents::{MissingIntent, MissingIntents};
pub use missing_states::{MissingListenerState, MissingStates};
pub use plan::{PlanError, ShardPlan};
pub use requests::{MemberChunks, MemberRequest, Members, RequestError};
pub use reshard::{ReshardError, ReshardReport};
pub use settings::SettingError;
pub use shard::{LastDisconnect, ShardStatus};
pub use store::{FileStore, MemoryStore, SessionStore, ShardRecord, StateFolder, application_key};
pub use voice::{JoinVoice, VoiceConnection, VoiceEnd, VoiceError, VoiceInfo, VoiceUpdate};

pub use gateway_model as model;
pub use http_client as http;

pub use gateway_handler::{BoxError, IntoOutcome, MissingState, Outcome, State, States};

pub use gateway_conn::{DriverThread, Proxy, ProxyUrlError, Tls, TlsError};
pub use gateway_proto::{Command, Compression, NextStep, Shutdown, StateChange, StopReason};

/// The code of the README, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
