//! The Discord Gateway protocol as a sans-IO state machine: one [`Connection`] a shard.
//!
//! It holds every rule of the protocol (handshake, heartbeats, resume, close codes, send limits,
//! back-off) and nothing else: no socket, no async, no clock, no thread, no randomness but a seed. What
//! happens comes in through [`Connection::handle`] with the time; what to do comes out of
//! [`Connection::poll`]. So it runs in any runtime, and a day of a shard's life replays in a moment.
//!
//! ```
//! use std::time::Instant;
//! use gateway_model::gateway::Intents;
//! use gateway_proto::{Config, Connection, Input, Output, Token};
//!
//! let config = Config::new(Token::new("token")?, Intents::GUILDS, "wss://gateway.discord.gg")?;
//! let mut machine = Connection::new(config, 42, Instant::now());
//! let mut inbox = vec![];
//! let wake_at = loop {
//!     match machine.poll() {
//!         Output::Connect { link, url } => {
//!             assert!(url.starts_with("wss://gateway.discord.gg/?v=10&encoding=json"));
//!             inbox.push(Input::Opened(link)); // Once the socket is open.
//!         }
//!         Output::Send { link, payload } => println!("{link}: {} bytes", payload.len()),
//!         Output::Dispatch(event) => println!("{}", event.name()),
//!         Output::WaitUntil(time) => break time,
//!         other => println!("{other:?}"),
//!     }
//! };
//! assert!(wake_at > Instant::now());
//! for input in inbox {
//!     machine.handle(input, Instant::now());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod backoff;
mod command_queue;
mod commands;
mod compression;
mod config;
mod connection;
mod gateway_url;
mod heartbeat;
mod input;
mod output;
mod planted;
mod rng;
mod send_window;
mod session;
mod state;
mod timeouts;
mod token;

// The simulation is written against the public names, and runs inside the crate too.
#[cfg(test)]
extern crate self as gateway_proto;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;

pub use commands::{Command, CommandError};
pub use compression::Compression;
pub use config::{Config, ConfigError};
pub use connection::{Admission, Connection};
pub use gateway_url::GatewayUrlError;
pub use input::{Input, LinkFailure, LinkId, Shutdown};
pub use output::{DisconnectCause, IgnoredReason, NextStep, Output, StateChange, StopReason};
pub use session::Session;
pub use state::State;
pub use timeouts::Timeouts;
pub use token::{Token, TokenError};
