//! The shards of one bot, spread over several processes by a fleet.
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
//! The number of shards changes by [`Request::Reshard`](crate::Request::Reshard) while gateways run. A command for a guild whose
//! shard is elsewhere goes there by [`Member::commands`]; [`Member::owner`] says where it is.
//!
//! - `host`: the name of the host, as an id of a worker;
//! - `join`: the settings of a gateway whose shards are leased;
//! - `queue`: who may connect, and who may identify;
//! - `sessions`: what is known of the sessions here, and how they go into a lease's key and come out of it;
//! - `vitals`: how a shard runs, for those who look at the fleet;
//! - `member`: orders carried out, and reports made;
//! - `epochs`: under which epoch each shard was last started here.

mod epochs;
mod error;
mod host;
mod join;
mod member;
mod queue;
mod sessions;
mod vitals;

pub use epochs::Epochs;
pub use error::JoinError;
pub use host::host_id;
pub use join::{Joined, instance, join};
pub use member::Member;
