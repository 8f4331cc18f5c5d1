#![doc = include_str!("../README.md")]
//!
//! # The library
//!
//! ```no_run
//! use std::{sync::Arc, time::Duration};
//! use gateway_forward::{DeliveryConfig, Filter, Forwarder, SinkSettings, Sink, forward_until};
//! use gateway_model::gateway::Intents;
//! use gateway_shard::Gateway;
//!
//! # async fn run(my_sink: impl Sink, token: String) -> Result<(), Box<dyn std::error::Error>> {
//! let (name, filter) = ("app".into(), Filter::default());
//! let sink = SinkSettings { name, sink: Arc::new(my_sink), filter, delivery: DeliveryConfig::default() };
//! let forwarder = Forwarder::start(vec![sink])?;
//! let (gateway, events) =
//!     Gateway::builder(token, Intents::GUILD_MESSAGES).state_folder("state").start().await?;
//! let stop = async { let _ = tokio::signal::ctrl_c().await; };
//! forward_until(&gateway, events, forwarder, stop, Duration::from_secs(10)).await;
//! # Ok(())
//! # }
//! ```
//!
//! The program does the same with [`start::start`], and serves probes and metrics with [`status_server`].
//! `docs/operating.md` describes how to monitor it.
//!
//! # Guarantees
//!
//! - **At least once.** An event counts as handled when every sink has delivered it or has stored it on disk. With a
//!   state folder, a process that starts after a crash or a stop resumes the session and receives all unhandled events
//!   again. The [id](ForwardEvent::id) of an event stays the same, so that a receiver can recognise repeats.
//! - **In order**, for each guild, if you want: [`Order::Guild`].
//! - **Bounded.** You choose what happens to an event for which memory has no room: [`WhenFull`].
//! - The event's data is passed on unchanged, without decoding and encoding it.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod body;
pub mod config;
mod dead_letters;
mod delivery;
mod event;
mod filter;
mod forward_until;
mod forwarder;
mod key;
mod queue;
mod retry;
mod sink;
mod spill;
pub mod start;
mod stats;
pub mod status_server;
#[cfg(test)]
mod test_log;

pub use dead_letters::{DeadLettersConfig, ReplayError, Replayed, replay_dead_letters};
pub use delivery::DeliveryConfig;
pub use event::{ForwardEvent, SessionPosition};
pub use filter::Filter;
pub use forward_until::{EndReason, Ended, forward_until};
pub use forwarder::{Forwarder, SinkSettings, StatsReader};
pub use key::{KeyError, SigningKey};
pub use queue::{Order, QueueLimits, WhenFull};
pub use retry::RetryPolicy;
#[cfg(feature = "nats")]
pub use sink::nats;
pub use sink::{Condition, Delivery, Outcome, Sink, webhook};
pub use spill::SpillError;
pub use stats::SinkStats;

pub use gateway_dial::{Proxy, ProxyUrlError, Tls, TlsError};
