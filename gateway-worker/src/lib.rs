//! A bot fed by an event stream: its listeners run anywhere, any number of times, while gateway workers hold the shards.
//!
//! Gateway workers (`gateway-forward`) publish the events of all shards to NATS JetStream and live for weeks. A bot worker consumes
//! them with the very same [`Bot`](gateway_shard::Bot) that runs on a [`Gateway`](gateway_shard::Gateway), is deployed as often as you
//! like, and sends its commands back. `docs/stream.md` of the workspace is the contract of the stream, for other languages too.
//!
//! ```no_run
//! # use std::time::Duration;
//! # use gateway_model::event::MessageCreate;
//! # use gateway_shard::{Bot, Outcome, shutdown_signal};
//! # use gateway_worker::WorkerConfig;
//! # async fn run(token: String) -> Result<(), Box<dyn std::error::Error>> {
//! let mut bot = Bot::new();
//! bot.on::<MessageCreate>(|ctx, message| async move {
//!     if &*message.content == "!ping" {
//!         ctx.rest().create_message(message.channel_id).content("pong").await?;
//!     }
//!     Outcome::Ok(())
//! });
//! let rest = http_client::Client::builder(token).build()?;
//! let mut config = WorkerConfig::new("nats://127.0.0.1:4222", "mybot");
//! config.fleet = Some("fleet-mybot".to_owned()); // for commands
//! let (worker, run) = gateway_worker::start(bot, rest, config).await?;
//! let signal = shutdown_signal()?;
//! tokio::spawn(async move {
//!     signal.await;
//!     worker.shutdown(Duration::from_secs(20)).await
//! });
//! run.await;
//! # Ok(())
//! # }
//! ```
//!
//! # Guarantees
//!
//! - **At least once**: an event is acknowledged when all its listeners have ended, or said that they have
//!   [handled](gateway_shard::Context::mark_handled) it. What a worker had in hand when it died comes again to the next
//!   owner of its partition, with the same [`key`](gateway_shard::Context::key). A [`Dedupe`](gateway_shard::Dedupe) that
//!   outlives the process makes it exactly once.
//! - **Order per guild**, with any number of workers ([`Order::Guild`]): listeners of a guild's events begin in their order. The partitions of the stream are
//!   leased by the rules of `gateway_fleet`; each is handled by one worker at a time. A worker that joins or dies moves only
//!   its own partitions. An event is begun only while the lease is confirmed, so that two workers have one at the same time only
//!   if a listener still runs in a process that was paused or cut off for longer than
//!   [`FleetTimes::dead`](gateway_fleet::FleetTimes::dead). A partition that moves waits for its listeners, up to
//!   [`move_timeout`](WorkerConfig::move_timeout).
//! - **Bounded**: at most [`in_flight`](WorkerConfig::in_flight) events of each partition are in memory. A slow worker leaves
//!   the rest in the stream.
//! - **Nothing is tried for ever**: after [`tries`](WorkerConfig::tries) an event becomes a dead letter, with its error
//!   ([`dead_letters`]), also one that kills its worker. It is in the log and in the metrics, and can be
//!   [played back](dead_letters::play_back).
//! - **Repeats are dropped**: those of the last 65,536 events of each partition (3.3 MB), by session and sequence, and what a former owner of a
//!   shard sends that the new owner sends too, by epoch.
//!
//! # What is not the same as on a gateway of this process
//!
//! - Listeners for what only the process of a shard sees (`ShardReady`, `ShardResumed`, `ShardDisconnected`, `ShardInvalidSession`,
//!   `IdentifyDelayed`, `RuntimeBlocked`) are refused at the start: [`NeverCalled`](gateway_shard::NeverCalled). `ShardStopped` is called for each
//!   partition when this worker stops.
//! - `ctx.gateway().local()` is an error, [`NotLocal`](gateway_shard::NotLocal): the status of shards, voice connections and resharding are where the shards are.
//! - Commands go to the worker that has the shard and fail with a [`RemoteError`](gateway_shard::RemoteError) if nobody has it, if it refuses, or if it says nothing for 10 s.
//! - A listener that fails is called again; see [`tries`](WorkerConfig::tries). Set them to 1 for a bot that must not be.
//! - Events come if the publisher's filter lets them through: which intents they need is not checked here.
//! - `SessionGap`, `CaughtUp` and `NotCaughtUp` are refused at the start too. The messages that the publisher reads by REST after a lost session do come
//!   ([`is_caught_up`](gateway_shard::Context::is_caught_up)), if it is told to.
//! - A guild that the bot left while no process had its shard is not told as `GuildLeft`.
//!
//! # Layers
//!
//! From the top: `worker` starts everything; `leases` runs a `partition` for each lease, `unordered` the plain work queue; below
//! them `dead_letters`, `repeats` and `message`, which know nothing of tasks; `host` is what listeners see.
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
