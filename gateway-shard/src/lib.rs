#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! A [`Gateway`] runs all shards of a bot, or a range of them, with [`gateway_conn`], and delivers their events as one
//! stream. A [`Bot`] calls listeners for these events.
//!
//! # Guarantees
//!
//! - Shards identify in the order and at the rate that Discord requires, and never use the last session starts of a day
//!   ([`identify`]). With a [state folder](GatewayBuilder::state_folder) this includes restarts.
//! - An event counts as handled when its [`ShardEvent`] is dropped or, if its [`Receipt`] was taken, when
//!   [`Receipt::mark_handled`] is called. The sequence up to which every event was handled is stored for the next
//!   process, so after a crash no event is skipped.
//! - A lost session is always reported: [`SessionGap`] has the affected guilds and the time range. With
//!   [`GatewayBuilder::catch_up`] the missed messages are read by REST, each once and in the order of its channel
//!   ([`CatchUp`]).
//! - A [`Bot`] runs typed listeners. An error or panic in one affects nothing else. [`Bot::start`] receives only events
//!   that have a listener. It returns an error if no intent brings the event of a listener, or if a listener takes a
//!   [`State`] that the bot does not have.
//! - [`Gateway::request_members`], [`Gateway::request_soundboard_sounds`] and [`Gateway::request_channel_info`] return
//!   the whole answer, or a typed error for each way to fail. [`Gateway::reshard`] changes the number of shards without
//!   losing, repeating or reordering events.
//! - The status is up to date: a shard to which Discord no longer answers is not [`ready`](ShardStatus::ready), even if
//!   its connection has not failed yet. The module [`metric`] lists the metrics.
//! - Log events use `tracing`, in one span for each shard with its id, and never contain the token.
//! - [`Gateway::shutdown`] ends by its deadline, for both kinds of [`Shutdown`], even if something hangs.
//!   [`Gateway::shutdown_on_signal`] waits for a stop signal first.
//!
//! # Layers
//!
//! A source file imports only files below it. `xtask/tests/workspace/layers.rs` defines the order and checks it. From
//! the top: `listener`, `gateway` (builder, handle, lifecycle), `reshard`, `voice` and `requests`, `shard` (one shard,
//! and a fleet: all shards of one shard count), `catch_up`, `events`, `store`, `identify`, `disk`. The stream of a
//! shard's events must not depend on resharding, which starts shards, so it uses the trait `Gate`, which `reshard`
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
