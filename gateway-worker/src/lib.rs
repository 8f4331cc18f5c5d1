#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! Gateway workers (`gateway-forward`) publish the events of all shards to NATS JetStream and run for weeks. A bot
//! worker consumes them with the same [`Bot`](gateway_shard::Bot) that runs on a [`Gateway`](gateway_shard::Gateway),
//! can be deployed as often as you like, and sends its commands to the gateway workers. `docs/stream.md` of the
//! workspace is the contract of the stream, for consumers in any language.
//!
//! # Guarantees
//!
//! - **At least once**: an event is acknowledged when all its listeners have finished, or have called
//!   [`mark_handled`](gateway_shard::Context::mark_handled). If a worker dies, the next owner of the partition receives
//!   its unacknowledged events again, with the same [`key`](gateway_shard::Context::key). A
//!   [`Dedupe`](gateway_shard::Dedupe) that survives the process makes it exactly once.
//! - **Order per guild**, with any number of workers ([`Order::Guild`]): listeners start in the order of each guild's
//!   events. The partitions of the stream are leased by the rules of `gateway_fleet`, and each is handled by one worker
//!   at a time. If a worker joins or dies, only its own partitions move. An event starts only while the lease is
//!   confirmed. So two workers run the same event at the same time only if a listener still runs in a process that was
//!   paused or cut off for longer than [`FleetTimes::dead`](gateway_fleet::FleetTimes::dead). A partition that moves
//!   waits for its listeners, up to [`move_timeout`](WorkerConfig::move_timeout).
//! - **Bounded**: at most [`in_flight`](WorkerConfig::in_flight) events of each partition are in memory. The others
//!   stay in the stream.
//! - **Retries are limited**: after [`tries`](WorkerConfig::tries) tries an event becomes a dead letter, with its error
//!   ([`dead_letters`]), even if it kills its worker. It is logged and counted, and can be [played
//!   back](dead_letters::play_back).
//! - **Repeats are dropped**: repeats of the last 65,536 events of each partition (3.3 MB) are recognised by session
//!   and sequence. Events of a shard's former owner that the new owner also sends are recognised by epoch.
//!
//! # Differences from a gateway in this process
//!
//! - Listeners for events that only the process of a shard receives (`ShardReady`, `ShardResumed`,
//!   `ShardDisconnected`, `ShardInvalidSession`, `IdentifyDelayed`, `RuntimeBlocked`) are refused at the
//!   start: [`NeverCalled`](gateway_shard::NeverCalled). `ShardStopped` is called for each partition when
//!   this worker stops.
//! - `ctx.gateway().local()` is an error, [`NotLocal`](gateway_shard::NotLocal): the status of shards, voice
//!   connections and resharding are available only in the process of the shards.
//! - Commands go to the worker that owns the shard. They fail with a
//!   [`RemoteError`](gateway_shard::RemoteError) if the shard has no owner, if the owner refuses, or if it
//!   does not respond for 10 s.
//! - A listener that fails is called again; see [`tries`](WorkerConfig::tries). Set it to 1 if your listeners
//!   must not run again.
//! - A listener receives the events that the publisher's filter allows. Whether the shards have the necessary
//!   intents is not checked here.
//! - `SessionGap`, `CaughtUp` and `NotCaughtUp` are also refused at the start. Messages that the publisher
//!   reads over REST after a lost session are delivered, with
//!   [`is_caught_up`](gateway_shard::Context::is_caught_up), if the publisher is configured to do that.
//! - If the bot left a guild while no process had its shard, `GuildLeft` is not reported.
//!
//! # Layers
//!
//! From the top: `worker` starts everything; `leases` runs a `partition` for each lease, `unordered` the plain work
//! queue; below them are `dead_letters`, `repeats` and `message`, which contain no tasks; `host` is what listeners
//! access.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod config;
pub mod dead_letters;
mod error;
mod host;
mod leases;
mod message;
pub mod metric;
mod partition;
mod repeats;
mod stop;
mod unordered;
mod worker;

pub use config::{Order, Start, WorkerConfig};
pub use error::StartError;
pub use worker::{Worker, WorkerReport, WorkerRun, start};

pub use gateway_fleet::nats::NatsLogin;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
