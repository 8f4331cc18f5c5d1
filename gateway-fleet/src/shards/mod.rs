//! Runs the shards of one bot in several processes, as a fleet.
//!
//! ```no_run
//! # use std::time::Duration;
//! # use gateway_fleet::nats::NatsSettings;
//! # use gateway_fleet::{FleetConfig, LeaseKind, shards};
//! # use gateway_model::gateway::Intents;
//! # use gateway_shard::{Bot, Gateway, ShutdownSignals};
//! # async fn run(token: String, bot: Bot) -> Result<(), Box<dyn std::error::Error>> {
//! let nats = NatsSettings::new("nats://127.0.0.1:4222", "fleet-mybot");
//! let config = FleetConfig::new("host-1", &shards::instance(), LeaseKind::Shard, 250)?.with_total(1000)?;
//! let builder = Gateway::builder(token, Intents::GUILD_MESSAGES);
//! let (builder, joined) = shards::join(builder, nats, config).await?;
//! let (gateway, listeners) = bot.start(builder).await?;
//! let member = joined.run(gateway);
//! tokio::spawn(listeners);
//! shutdown_is_asked_for().await;
//! member.leave(Duration::from_secs(20)).await; // Others take over; no Identify is spent.
//! # Ok(())
//! # }
//! # async fn shutdown_is_asked_for() {}
//! ```
//!
//! [`Request::Reshard`](crate::Request::Reshard) changes the number of shards while the gateways run.
//! [`Member::commands`] sends a command to the shard of any worker; [`Member::owner`] returns the worker of a shard.
//!
//! - `host`: the name of the host, as a worker's id;
//! - `join`: configures a gateway whose shards are leased;
//! - `queue`: decides which shard may connect and identify;
//! - `sessions`: the sessions of this process, and their conversion to and from a lease's key;
//! - `vitals`: the state of a shard, for the status page;
//! - `totals`: makes the gateway follow the numbers of shards of the plan;
//! - `member`: carries out orders, and reports;
//! - `epochs`: the epoch under which each shard was last started here.

mod epochs;
mod error;
mod host;
mod join;
mod member;
mod queue;
mod sessions;
mod totals;
mod vitals;

pub use epochs::Epochs;
pub use error::JoinError;
pub use host::host_id;
pub use join::{Joined, instance, join};
pub use member::Member;
