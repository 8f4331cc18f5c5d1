//! A strict local Discord (gateway and REST) for tests, demos and benches.
//!
//! Three lines start it in a test, without a token or a network:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use gateway_sim::Sim;
//! use gateway_sim::control::ConnectionAction;
//!
//! let sim = Sim::builder().seed(1).guilds(4).start().await?;
//! println!("REST {} gateway {} token {}", sim.api_url(), sim.gateway_url(), sim.token());
//! // ... the bot connects. Then things happen to it:
//! let done = sim.act(ConnectionAction::Reconnect)?;
//! assert_eq!(done["connections"], 0, "nobody is connected yet");
//! // ... and this is what it did, and whether Discord would have punished it:
//! assert_eq!(sim.stats().identifies, 0);
//! assert!(sim.punishments().is_empty());
//! sim.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! `docs/testing-your-bot.md` shows it with bots in Rust, JavaScript and Python, and in CI.
//!
//! What a bot gets wrong is answered as the docs say, with the documented close code or JSON error, and
//! the reason says what was wrong. It depends on nothing of the client crates: both sides read the same
//! documentation.
//!
//! - [`core`]: the gateway's protocol, sans-IO; it runs in virtual time against a client machine.
//! - [`rest`]: the REST API, sans-IO too.
//! - [`world`]: guilds, channels, members and messages, made from a seed.
//! - [`control`]: everything that can be made to happen or to go wrong.
//! - [`Sim::voice_endpoint`]: a voice server far enough for a voice driver to connect, and what the driver did.
//! - [`traffic`]: live traffic. [`script`]: what happens when. [`chaos`]: what goes wrong, by seed.
//!
//! # Layers
//!
//! A file of the source imports only those below it; `xtask/tests/workspace/layers.rs` holds the order and checks
//! it. From the top: `builder` and `sim` (the handle), `server` (sockets and clocks), `control` (actions carried out),
//! `hub` (core, REST and connections behind one lock), `chaos`, `script`, `record` and `traffic` (what happens when),
//! `action` (what can happen, as data), `voice` (a voice server), `rest`, `limits`, `interact`, `people`, `core`, `world`.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod action;
mod builder;
pub mod chaos;
mod clock;
pub mod control;
pub mod core;
mod hub;
mod interact;
mod limits;
mod newest;
mod people;
mod punishments;
mod record;
pub mod rest;
mod rng;
pub mod script;
mod server;
mod sim;
pub mod traffic;
mod voice;
pub mod world;

pub use action::{Endpoint, Flow, Outage, ReplayEvent, Shape};
pub use builder::{SimBuilder, StartError};
pub use hub::ProgrammeStats;
pub use interact::InteractError;
pub use people::PeopleError;
pub use punishments::Punishments;
#[cfg(feature = "tls")]
pub use server::TlsError;
pub use sim::Sim;
pub use voice::VoiceConnection;

/// The code of the README, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
